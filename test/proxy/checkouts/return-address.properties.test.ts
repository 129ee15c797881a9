import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { pageAddress, returnAddresses } from '../../../proxy/checkouts/return-address.ts';
import { RETURN_PATH } from '../../../proxy/contract/limits.ts';
import { Problem } from '../../../proxy/problem.ts';
import { splitQuery } from '../../../widget/return/return-url.ts';

const HELLOASSO_PARAMETERS = ['checkoutIntentId', 'code', 'orderId', 'error'];
const PARAMETERS = ['helloasso-checkout', 'helloasso-step', ...HELLOASSO_PARAMETERS];
const origin = fc.constantFrom(
  'https://www.example.org',
  'http://localhost:8788',
  'https://xn--caf-dma.example',
  'http://[::1]:8788',
);

/** A parameter of ours or of HelloAsso's, in one of the many ways to spell it. */
const parameter = fc.tuple(fc.constantFrom(...PARAMETERS), fc.nat(), fc.boolean()).map(([name, at, isCapital]) => {
  const index = at % name.length;
  const code = name.charCodeAt(index).toString(16);
  return `${name.slice(0, index)}%${isCapital ? code.toUpperCase() : code}${name.slice(index + 1)}`;
});

const piece = fc.oneof(
  fc.constantFrom(
    '/',
    '//',
    '\\',
    '..',
    '.',
    '%2e%2E',
    '%2F',
    '%5C',
    '?',
    '#',
    '&',
    '=',
    ';',
    '+',
    '@',
    ':',
    '%',
    '%00',
    ' ',
    '\t',
    '\n',
    '\r',
    '\0',
  ),
  fc.constantFrom(
    'https://evil.example',
    'evil.example',
    'javascript:',
    'data:,',
    '[::1]',
    ':443',
    'é',
    '／',
    '＼',
    '。',
    '\u2028',
    '\ufeff',
    '\ud800',
    '🌱',
  ),
  fc.constantFrom(...PARAMETERS),
  parameter,
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const path = fc.oneof(
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 3, arbitrary: fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')) },
  { weight: 6, arbitrary: fc.array(piece, { maxLength: 12 }).map((pieces) => `/${pieces.join('')}`) },
  { weight: 1, arbitrary: fc.array(piece, { maxLength: 400 }).map((pieces) => `/a${pieces.join('')}`) },
);

/** The address of the page, or nothing where the path was refused in the one way there is. */
function addressOf(from: string, returnPath: string): string | undefined {
  try {
    return pageAddress(from, returnPath);
  } catch (error) {
    assert.ok(error instanceof Problem && error.code === 'return-path-invalid', String(error));
    return undefined;
  }
}

/** Without our prefix, as the browser gives the page its names back. */
function withOwnNames(address: string): string {
  return address.replaceAll(/([?&])helloasso-own-/g, '$1');
}

/** The address that the browser leaves of one. */
function cleaned(address: string): string {
  const [page = '', query = ''] = address.split(/\?(.*)/s);
  const { own } = splitQuery(`?${query}`);
  return page + (own && `?${own}`);
}

describe('any text for a return path', () => {
  it('is refused, or is a page of the same origin without fragment and return parameters', () => {
    fc.assert(
      fc.property(origin, path, (from, returnPath) => {
        const address = addressOf(from, returnPath);
        if (address === undefined) return;
        const url = new URL(address);
        assert.equal(url.origin, from);
        assert.ok(address.startsWith(`${from}/`));
        assert.equal(url.href, address, 'a browser would read another address');
        assert.ok(!address.includes('#'));
        assert.equal(url.username + url.password, '');
        for (const name of PARAMETERS) assert.equal(url.searchParams.has(name), false, name);
      }),
      { numRuns: 10_000 },
    );
  });

  it('is unchanged when it is read from its own address', () => {
    fc.assert(
      fc.property(origin, path, (from, returnPath) => {
        const once = addressOf(from, returnPath);
        if (once === undefined || once.length - from.length > RETURN_PATH.max) return;
        const page = withOwnNames(once);
        assert.equal(addressOf(from, page.slice(from.length)), once);
      }),
      { numRuns: 10_000 },
    );
  });

  it('gives three addresses that equal the page without our parameters', () => {
    fc.assert(
      fc.property(
        origin,
        path,
        fc.stringMatching(/^[\w-]{1,200}\.[\w-]{1,200}\.[\w-]{43}$/),
        (from, returnPath, token) => {
          const page = addressOf(from, returnPath);
          if (page === undefined || page.length + token.length > RETURN_PATH.max) return;
          const { returnUrl, errorUrl, backUrl } = returnAddresses(page, token);
          const steps = { [returnUrl]: null, [errorUrl]: 'error', [backUrl]: 'back' };
          for (const [address, step] of Object.entries(steps)) {
            const { searchParams } = new URL(address);
            assert.equal(searchParams.get('helloasso-checkout'), token);
            assert.equal(searchParams.get('helloasso-step'), step);
            assert.equal(pageAddress(from, cleaned(address).slice(from.length)), page);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('leaves the page with the query that it had, byte for byte and in order', () => {
    const name = fc.oneof(
      fc.constantFrom(...HELLOASSO_PARAMETERS, 'code[]', 'c%6Fde', 'Code', 'a', 'helloasso', '', '%', 'x[y]'),
      fc.stringMatching(/^[p-r%.+-]{0,4}$/),
    );
    const value = fc.option(fc.stringMatching(/^[\w%+.=~!*(),;:/?-]{0,6}$/));
    const pair = fc.tuple(name, value).map(([text, of]) => (of === null ? text : `${text}=${of}`));
    const page = fc.array(pair, { minLength: 1, maxLength: 8 }).map((pairs) => pairs.join('&'));
    const appended = fc.constantFrom(
      '&checkoutIntentId=1&code=succeeded&orderId=2',
      '&checkoutIntentId=1&code=refused',
      '&helloasso-step=error&checkoutIntentId=1&error=e',
      '&helloasso-step=back&checkoutIntentId=1',
      '&helloasso-step=back',
    );
    fc.assert(
      fc.property(page, appended, (query, parameters) => {
        fc.pre(query !== '');
        const { returnUrl } = returnAddresses(pageAddress('https://www.example.org', `/don?${query}`), 'a.b.c');
        const back = returnUrl + parameters;
        for (const each of HELLOASSO_PARAMETERS) {
          assert.ok(new URL(back).searchParams.getAll(each).length <= 1, 'a server would mix up equal names');
        }
        assert.equal(cleaned(back), `https://www.example.org/don?${query}`);
      }),
      { numRuns: 10_000 },
    );
  });
});
