import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { PAY_URL, setUpPayer, tokenIn } from './set-up-payer.ts';

const RUNS = 2_000;

/** In every text that a payer may type: it must never become a tag or leave an attribute. */
const MARK = 'zQ7k"\'><img src=x>';

const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '0',
    '1',
    '3',
    '12',
    '1e3',
    '-20',
    '20',
    '20,50',
    '0x10',
    '2000',
    '5000',
    'other',
    'FRA',
    'a@b.fr',
  ),
  fc.constantFrom('\u0000', '\ud800', '\u202e', '€', '９', '🌱', MARK, MARK.repeat(60), '__proto__', 'a@b@c'),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const name = fc.constantFrom(
  ...'choice amount quantity instalments firstName lastName email companyName address zipCode city country'.split(' '),
  ...'token offer amountCents returnPath metadata signedOffer payer __proto__ constructor'.split(' '),
);

const offer = fc.constantFrom(
  'don',
  'adhesion',
  'billet',
  'nothing',
  '__proto__',
  '%00',
  '..%2fdon',
  encodeURIComponent(MARK),
);

const submission = fc.record({
  offer,
  fields: fc.array(fc.tuple(name, text), { maxLength: 8 }),
  hasToken: fc.boolean(),
  raw: fc.option(fc.string({ unit: 'binary', maxLength: 200 }), { freq: 10 }),
});

const query = fc.array(
  fc.tuple(
    fc.constantFrom(
      'amount',
      'lang',
      'helloasso-checkout',
      'checkoutIntentId',
      'code',
      'helloasso-step',
      'refresh',
      'x',
    ),
    text,
  ),
  { maxLength: 6 },
);

/** What holds for every page, whatever was asked. */
function assertSafe(response: Response, html: string): void {
  assert.ok(response.status < 500, `${response.status}`);
  assert.doesNotMatch(html, /<img|undefined|\[object/);
  const scripts = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
  for (const tag of scripts)
    assert.match(tag, /^<script type="module" src="https:\/\/pay\.example\.org\/[\w./-]+" blocking="render">$/);
}

describe('the page /pay/{offer}, whatever is sent', () => {
  it(`answers ${RUNS} forms with a page or a checkout of an offered amount, and logs nothing of them`, async () => {
    const payer = setUpPayer();
    const tokens = Object.fromEntries(
      await Promise.all(['don', 'adhesion', 'billet'].map(async (id) => [id, tokenIn(await payer.open(`/pay/${id}`))])),
    );
    let client = 0;
    await fc.assert(
      fc.asyncProperty(submission, async ({ offer: id, fields, hasToken, raw }) => {
        client += 1;
        const token = hasToken ? [['token', tokens[id] ?? tokens.don] as [string, string]] : [];
        const body = raw ?? new URLSearchParams([...token, ...fields]).toString();
        const response = await payer.ask(
          `/pay/${id}`,
          {
            method: 'POST',
            redirect: 'manual',
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body,
          },
          `10.${client >> 16}.${(client >> 8) & 255}.${client & 255}`,
        );
        if (response.status !== 303) return assertSafe(response, await response.text());
        assert.match(
          response.headers.get('location') ?? '',
          /^http:\/\/127\.0\.0\.1:8789\/associations\/asso-demo\/checkout\/\w+$/,
        );
      }),
      { numRuns: RUNS },
    );
    const intents = await payer.intents();
    assert.ok(intents.length > 0, 'no form was accepted');
    for (const { totalAmount, returnUrl } of intents) {
      const [, id = ''] = /^https:\/\/pay\.example\.org\/pay\/(\w+)\?/.exec(returnUrl) ?? assert.fail(returnUrl);
      const isOffered =
        id === 'don'
          ? totalAmount >= 100 && totalAmount <= 500_000
          : id === 'adhesion'
            ? totalAmount === 3000
            : totalAmount % 1200 === 0 && totalAmount <= 12_000;
      assert.ok(isOffered, `${totalAmount} for ${id}`);
    }
    assert.ok(!payer.logged.some((line) => line.includes('zQ7k')));
  });

  it(`answers ${RUNS} addresses with a page that shows no outcome`, async () => {
    const payer = setUpPayer();
    let client = 0;
    await fc.assert(
      fc.asyncProperty(offer, query, async (id, pairs) => {
        client += 1;
        const path = `/pay/${id}?${new URLSearchParams(pairs)}`;
        const response = await payer.ask(path, {}, `10.${client >> 16}.${(client >> 8) & 255}.${client & 255}`);
        const html = await response.text();
        assertSafe(response, html);
        assert.doesNotMatch(html, /confirmé|Merci/);
        for (const [, address = ''] of html.matchAll(/(?:action|data-proxy)="([^"]*)"/g))
          assert.ok(address.startsWith(PAY_URL));
      }),
      { numRuns: RUNS },
    );
    assert.deepEqual(payer.calls(), []);
  });
});
