import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  contentPolicy,
  divLines,
  elementLines,
  neededSources,
  type Placement,
  paymentLink,
  pinnedLines,
} from '../../proxy/snippet.ts';

const PLACEMENT: Placement = { proxy: 'https://pay.example.org', offer: 'don' };
const SCRIPT = '<script type="module" src="https://pay.example.org/helloasso-checkout.js"></script>';
const LINK = '<a href="https://pay.example.org/pay/don">Payer sur une autre page</a>';

describe('the snippet', () => {
  it('is two lines: the script at its unversioned address, and the element with the link inside', () => {
    assert.deepEqual(elementLines(PLACEMENT).split('\n'), [
      SCRIPT,
      `<helloasso-checkout proxy="https://pay.example.org" offer="don">${LINK}</helloasso-checkout>`,
    ]);
  });

  it('has theme, language and colours only where they are chosen', () => {
    assert.deepEqual(
      elementLines({ ...PLACEMENT, theme: 'dark', lang: 'en', colours: { accent: '#2c6e49' } }).split('\n'),
      [
        '<style>',
        'helloasso-checkout {',
        '  --helloasso-checkout-accent: #2c6e49;',
        '}',
        '</style>',
        SCRIPT,
        `<helloasso-checkout proxy="https://pay.example.org" offer="don" theme="dark" lang="en"><a href="https://pay.example.org/pay/don?lang=en">Pay on another page</a></helloasso-checkout>`,
      ],
    );
  });

  it('for builders that remove unknown tags is a div whose data attributes carry the same', () => {
    assert.deepEqual(divLines({ ...PLACEMENT, theme: 'light', lang: 'de' }).split('\n'), [
      SCRIPT,
      `<div data-helloasso-checkout data-proxy="https://pay.example.org" data-offer="don" data-theme="light" data-lang="de"><a href="https://pay.example.org/pay/don?lang=de">Auf einer anderen Seite bezahlen</a></div>`,
    ]);
  });

  it('escapes every value, so that none ends its attribute, its element, its style sheet or its import map', () => {
    const hostile = `"'><script>&</style></script>`;
    const placement = {
      ...{ proxy: hostile, offer: hostile, theme: hostile as 'dark', lang: hostile },
      ...{ fallback: hostile, colours: { accent: hostile } },
    };
    const pinned = { folder: 'v1.2.3', hashes: { 'v1.2.3/helloasso-checkout.js': hostile } };
    for (const html of [elementLines(placement), divLines(placement), pinnedLines(placement, pinned)]) {
      assert.equal(html.split('<script').length - 1, html.split('</script>').length - 1);
      assert.doesNotMatch(html, /<script>/);
      assert.ok(html.includes('&quot;&#39;&gt;&lt;script&gt;&amp;&lt;/style&gt;&lt;/script&gt;'), html);
      assert.equal(html.split('</style>').length, 2);
    }
  });

  it('pins the entry in the tag, and every file in an import map before it', () => {
    const hashes = { 'v1.2.3/helloasso-checkout.js': 'sha384-AAAA', 'v1.2.3/v1.2.3/en.js': 'sha384-BBBB' };
    const [, map = '', rest] =
      /^<script type="importmap">(.*?)<\/script>\n(.*)$/s.exec(pinnedLines(PLACEMENT, { folder: 'v1.2.3', hashes })) ??
      [];
    assert.deepEqual(JSON.parse(map), {
      integrity: {
        'https://pay.example.org/v1.2.3/helloasso-checkout.js': 'sha384-AAAA',
        'https://pay.example.org/v1.2.3/v1.2.3/en.js': 'sha384-BBBB',
      },
    });
    assert.equal(
      rest?.split('\n')[0],
      '<script type="module" src="https://pay.example.org/v1.2.3/helloasso-checkout.js" integrity="sha384-AAAA"></script>',
    );
  });

  it('links to the page of the offer, below the path that the proxy has', () => {
    assert.equal(
      paymentLink({ proxy: 'https://example.org/pay', offer: 'don-2026' }),
      'https://example.org/pay/pay/don-2026',
    );
  });

  it('links to that page in the language that is chosen', () => {
    const placement = { proxy: 'https://pay.example.org', offer: 'don' };
    assert.equal(paymentLink({ ...placement, lang: 'en' }), 'https://pay.example.org/pay/don?lang=en');
    assert.equal(paymentLink({ ...placement, lang: 'a&b' }), 'https://pay.example.org/pay/don?lang=a%26b');
    assert.equal(paymentLink({ ...placement, lang: '' }), 'https://pay.example.org/pay/don');
  });

  it('names the proxy’s origin in a content policy, whatever its path, and the import map by its hash', () => {
    const sources = "script-src https://example.org 'sha256-AAAA'; connect-src https://example.org";
    assert.equal(neededSources('https://example.org/pay', 'sha256-AAAA'), sources);
    assert.ok(contentPolicy('https://example.org/pay', 'sha256-AAAA').startsWith(`default-src 'none'; ${sources}; `));
  });
});
