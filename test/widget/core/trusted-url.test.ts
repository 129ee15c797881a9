import { expect } from '@open-wc/testing';
import { isTrustedUrl } from '../../../widget/core/trusted-url.ts';

describe('isTrustedUrl', () => {
  const SITE = 'www.les-amis.fr';

  const CASES: readonly (readonly [url: string, page: string, isTrusted: boolean])[] = [
    ['https://www.helloasso.com/associations/a/checkout/1', SITE, true],
    ['https://helloasso.com/x', SITE, true],
    ['https://www.helloasso-sandbox.com/x', SITE, true],
    ['https://pay.eu.helloasso-sandbox.com/x', SITE, true],
    ['http://www.helloasso.com/x', SITE, false],
    ['https://www.helloasso.com.evil.org/x', SITE, false],
    ['https://evilhelloasso.com/x', SITE, false],
    ['https://helloasso-sandbox.evil.org/x', SITE, false],
    ['https://www.helloasso.com@evil.org/x', SITE, false],
    ['https://evil.org/?https://www.helloasso.com/', SITE, false],
    ['https://helloassoXcom/', SITE, false],
    ['javascript:alert(1)', SITE, false],
    ['javascript://www.helloasso.com/%0aalert(1)', SITE, false],
    ['data:text/html,hello', SITE, false],
    ['/checkout', SITE, false],
    ['', SITE, false],
    ['http://127.0.0.1:8788/checkout', SITE, false],
    ['http://127.0.0.1:8788/checkout', 'localhost', true],
    ['http://localhost:8788/checkout', '127.0.0.1', true],
    ['https://[::1]:8788/checkout', 'localhost', true],
    ['http://localhost.evil.org/', 'localhost', false],
    ['javascript://localhost/%0aalert(1)', 'localhost', false],
    ['https://www.helloasso.com/x', 'localhost', true],
  ];

  for (const [url, page, isTrusted] of CASES) {
    it(`isTrustedUrl ${isTrusted ? 'accepts' : 'refuses'} “${url}” on a page of ${page}`, () =>
      expect(isTrustedUrl(url, page)).to.equal(isTrusted));
  }
});
