import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Problem } from '../../proxy/problem.ts';
import { pageAddress, returnAddresses } from '../../proxy/return-address.ts';

const ORIGIN = 'https://www.example.org';

describe('pageAddress', () => {
  const kept: readonly [string, string][] = [
    ['/', '/'],
    ['/don', '/don'],
    ['/don?campagne=noel&x=%C3%A9', '/don?campagne=noel&x=%C3%A9'],
    ['/don?a=1&a=2&b', '/don?a=1&a=2&b'],
    ['/é', '/%C3%A9'],
    ['/@evil.example', '/@evil.example'],
    ['/%2F%2Fevil.example', '/%2F%2Fevil.example'],
    ['/%5Cevil.example', '/%5Cevil.example'],
    ['/a//b', '/a//b'],
    ['/a/../../..', '/'],
    ['/?url=https://evil.example', '/?url=https://evil.example'],
  ];
  for (const [path, address] of kept) {
    it(`keeps ${path} on the page’s own origin`, () => {
      const page = pageAddress(ORIGIN, path);
      assert.equal(page, ORIGIN + address);
      assert.equal(new URL(page).origin, ORIGIN);
    });
  }

  it('drops the fragment, our own parameters and those of HelloAsso', () => {
    const path =
      '/don?a=1&helloasso-checkout=x&helloasso-step=back&checkoutIntentId=1&code=succeeded&orderId=2&error=e&b=2#top';
    assert.equal(pageAddress(ORIGIN, path), `${ORIGIN}/don?a=1&b=2`);
  });

  it('drops them however they are spelled', () => {
    assert.equal(pageAddress(ORIGIN, '/don?hello%61sso-checkout=x&c%6Fde=y'), `${ORIGIN}/don`);
  });

  const refused: Record<string, string> = {
    'nothing at all': '',
    'no slash at the start': 'don',
    'a full address': 'https://evil.example/',
    'another scheme': 'javascript:alert(1)',
    'two slashes': '//evil.example',
    'three slashes': '///evil.example',
    'two slashes once it is resolved': '/.//evil.example',
    'a slash and a backslash': '/\\evil.example',
    'a backslash further on': '/don\\x',
    'a tab between the slashes': '/\t/evil.example',
    'a line feed': '/don\n',
    'a NUL': '/don\0',
    'a C1 control character': '/don\u0085',
    'a space before the slash': ' /don',
    'more than 1,024 characters': `/${'a'.repeat(1024)}`,
  };
  for (const [what, path] of Object.entries(refused)) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => pageAddress(ORIGIN, path),
        (error) => error instanceof Problem && error.code === 'return-path-invalid',
      );
    });
  }
});

describe('returnAddresses', () => {
  it('adds the token, and the step to the ways back that are no attempt to pay', () => {
    assert.deepEqual(returnAddresses(`${ORIGIN}/don`, 'TOKEN'), {
      returnUrl: `${ORIGIN}/don?helloasso-checkout=TOKEN`,
      errorUrl: `${ORIGIN}/don?helloasso-checkout=TOKEN&helloasso-step=error`,
      backUrl: `${ORIGIN}/don?helloasso-checkout=TOKEN&helloasso-step=back`,
    });
  });

  it('appends to a query that is there', () => {
    assert.equal(returnAddresses(`${ORIGIN}/?a=1`, 'T').returnUrl, `${ORIGIN}/?a=1&helloasso-checkout=T`);
  });

  it('refuses an address that HelloAsso might find too long', () => {
    const page = pageAddress(ORIGIN, `/${'é'.repeat(400)}`);
    assert.throws(() => returnAddresses(page, 'T'), Problem);
  });
});
