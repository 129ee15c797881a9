import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { PAYMENT_PAGE_MS } from '../../../proxy/contract/lifetimes.ts';
import { FormTokens } from '../../../proxy/pay/form-token.ts';
import { MemoryState } from '../../../proxy/state/memory-state.ts';
import { setUp } from '../set-up.ts';
import { PAY_URL, type Seen, setUpPayer, tokenIn, valueIn } from './set-up-payer.ts';

const HOUR_MS = 3_600_000;
/** The simulator counts from here. */
const FIRST_INTENT = 30_001;

const EVERYTHING = {
  kind: 'gift',
  itemName: 'Don pour la bibliothèque',
  labels: { en: 'Gift to the library' },
  amountCents: { min: 100, max: 500_000, suggestions: [2000, 5000], preselected: 5000 },
  instalments: [1, 3],
  payer: {
    ...{ firstName: 'required', lastName: 'required', email: 'required', companyName: 'optional' },
    ...{ address: 'required', zipCode: 'required', city: 'required', country: 'required' },
  },
  tax: { rate: 66, year: 2026 },
  monthlyUrl: 'https://www.helloasso.com/associations/asso-demo/formulaires/1',
};

const PERSON = {
  ...{ firstName: 'Ada', lastName: 'Lovelace', email: 'ada@exemple.fr' },
  ...{ address: '1 rue des Fleurs', zipCode: '75001', city: 'Paris', country: 'FRA' },
};

/** The fields whose errors the page shows, in their order. */
function errorsIn({ html }: Seen): readonly string[] {
  return [...html.matchAll(/<p class="error" id="(\w+)-error">/g)].map(([, name = '']) => name);
}

describe('GET /pay/{offer}', () => {
  it('answers 404 without PUBLIC_URL', async () => {
    const { ask } = setUp();
    assert.equal((await ask('/pay/don')).status, 404);
    assert.equal((await ask('/pay/don', { method: 'POST' })).status, 404);
  });

  it('shows the form with the name of the association, its site, and what search engines and social networks read', async () => {
    const { open } = setUpPayer();
    const { response, html, text } = await open('/pay/don');
    assert.equal(response.status, 200);
    assert.match(
      text,
      /Les Amis du Jardin Don à l’association .* Montant \(obligatoire\) 20 € 50 € 100 € Autre montant/,
    );
    assert.match(
      html,
      /<a href="https:\/\/www\.example\.org\/" rel="noreferrer">Revenir sur le site des Amis du Jardin<\/a>/,
    );
    assert.match(html, /<title>Don à l’association – Les Amis du Jardin<\/title>/);
    assert.match(html, /<meta property="og:title" content="Don à l’association – Les Amis du Jardin">/);
    assert.match(html, /<meta name="description" content="Don à l’association · De 1 € à 5 000 €">/);
    assert.match(html, /<meta name="robots" content="noindex">/);
  });

  it('has the headers of a page that only this proxy and HelloAsso may be sent from, and that no other site may frame', async () => {
    const { open } = setUpPayer();
    const { headers } = (await open('/pay/don')).response;
    const nonce = /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? '';
    assert.equal(
      headers.get('content-security-policy'),
      [
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:",
        `style-src 'nonce-${nonce}'`,
        "form-action 'self' http://127.0.0.1:8789; frame-ancestors 'none'; base-uri 'none'",
        "require-trusted-types-for 'script'; trusted-types helloasso-checkout",
      ].join('; '),
    );
    assert.equal(Buffer.from(nonce, 'base64').length, 16);
    assert.equal(headers.get('referrer-policy'), 'same-origin');
    assert.equal(headers.get('cache-control'), 'private, no-cache'); // Back shows this very page again
    assert.equal(headers.get('x-robots-tag'), 'noindex');
    assert.equal(headers.get('x-frame-options'), 'DENY');
    assert.equal(headers.get('set-cookie'), null);
  });

  for (const [environment, hosts] of Object.entries({
    sandbox: 'https://helloasso-sandbox.com https://*.helloasso-sandbox.com',
    production: 'https://helloasso.com https://*.helloasso.com',
  })) {
    it(`allows forms to be redirected to the hosts of HelloAsso in ${environment}`, async () => {
      const { open } = setUpPayer({
        environment: {
          HELLOASSO_ENVIRONMENT: environment,
          HELLOASSO_API_URL: '',
          ALLOWED_ORIGINS: 'https://www.example.org',
          SIGNING_SECRET: Buffer.alloc(32, 1).toString('base64'),
        },
      });
      const policy = (await open('/pay/don')).response.headers.get('content-security-policy') ?? '';
      assert.ok(policy.includes(`form-action 'self' ${hosts};`), policy);
    });
  }

  it('may be framed by PAY_FRAME_ORIGINS, which get neither CORS nor a checkout', async () => {
    const framing = 'https://sites.google.com';
    const { open, ask } = setUpPayer({ environment: { PAY_FRAME_ORIGINS: framing } });
    const { response, html } = await open('/pay/don');
    assert.match(
      response.headers.get('content-security-policy') ?? '',
      /frame-ancestors https:\/\/sites\.google\.com;/,
    );
    assert.equal(response.headers.get('x-frame-options'), null);
    assert.match(html, /<form [^>]* target="_top">/);
    assert.match(html, /<a href="https:\/\/www\.example\.org\/" target="_top"/);
    const headers = { origin: framing, 'content-type': 'application/json' };
    const body = JSON.stringify({ offer: 'don', amountCents: 2000, returnPath: '/' });
    const refused = await ask('/v1/checkouts', { method: 'POST', headers, body });
    assert.equal(refused.status, 403);
    assert.equal(refused.headers.get('access-control-allow-origin'), null);
  });

  it('its own origin may create checkouts: there the element does what the form does', async () => {
    const { ask } = setUpPayer();
    const headers = { origin: PAY_URL, 'content-type': 'application/json' };
    const body = JSON.stringify({ offer: 'don', amountCents: 2000, returnPath: '/pay/don' });
    assert.equal((await ask('/v1/checkouts', { method: 'POST', headers, body })).status, 201);
  });

  it('shows everything that an offer may ask, each choice with what it means', async () => {
    const { open } = setUpPayer({ offers: { tout: EVERYTHING } });
    const { html, text } = await open('/pay/tout');
    assert.match(html, /value="5000" checked/);
    assert.match(text, /un don de 50 € peut vous revenir à 17 €/);
    assert.match(text, /En une fois En 3 fois Paiements les 22 novembre, 22 décembre et 22 janvier\./);
    assert.match(text, /Nom de l’entreprise ou de l’organisme \(facultatif\)/);
    assert.match(html, /<option value="FRA" selected>France<\/option>/);
    assert.match(
      html,
      /<a href="https:\/\/www\.helloasso\.com\/associations\/asso-demo\/formulaires\/1" target="_top">Donner chaque mois sur HelloAsso<\/a>/,
    );
    for (const token of [
      'given-name',
      'family-name',
      'email',
      'organization',
      'address-line1',
      'postal-code',
      'address-level2',
      'country-name',
    ])
      assert.ok(html.includes(`autocomplete="${token}"`), token);
  });

  it('shows amounts and days of each payment where the price is fixed', async () => {
    const { open } = setUpPayer();
    const { text } = await open('/pay/adhesion');
    assert.match(
      text,
      /30 € Paiement En une fois En 3 fois 10 € aujourd’hui, puis 10 € le 22 décembre et 10 € le 22 janvier/,
    );
  });

  it('has each choice on a line of its own, in browsers without style sheets too', async () => {
    const { open } = setUpPayer();
    for (const [offer, choices] of [
      ['don', ['20 €', '50 €', '100 €', 'Autre montant']],
      ['adhesion', ['En une fois', 'En 3 fois 10 € aujourd’hui, puis 10 € le 22 décembre et 10 € le 22 janvier']],
    ] as const) {
      const { html } = await open(`/pay/${offer}`);
      const blocks = html.replace(/\s+/g, ' ').split(/<\/?(?:div|fieldset|form|legend|p)\b[^>]*>/);
      const lines = blocks.map((block) => block.replace(/<[^>]*>/g, '').trim());
      for (const choice of choices) assert.ok(lines.includes(choice), choice);
    }
  });

  it('offers a number of tickets', async () => {
    const { open } = setUpPayer();
    const { text } = await open('/pay/billet');
    assert.match(text, /12 € par billet Quantité 1 2 3 4 5 6 7 8 9 10/);
  });

  for (const [query, choice, amount] of [
    ['amount=20', '2000', ''],
    ['amount=25,50', 'other', '25,50'],
    ['amount=0', '', ''],
    ['amount=5001', '', ''],
    ['amount=1.000', '', ''],
    ['amount=<b>', '', ''],
  ] as const) {
    it(`begins with ${choice ? `the choice ${choice}` : 'no choice'} for ?${query}`, async () => {
      const { open } = setUpPayer();
      const page = await open(`/pay/don?${query}`);
      assert.equal(/value="(\w+)" checked/.exec(page.html)?.[1] ?? '', choice);
      assert.equal(valueIn(page, 'amount'), amount);
    });
  }

  for (const id of ['Don', 'don/', 'don.', 'don,', 'don)', 'don%20', 'DON']) {
    it(`is found under ${id}, as phones and sentences change an address`, async () => {
      const { html, response } = await setUpPayer().open(`/pay/${id}`);
      assert.equal(response.status, 200);
      assert.match(html, /<meta property="og:url" content="https:\/\/pay\.example\.org\/pay\/don">/);
    });
  }

  it('is in the language of ?lang, with the label of the offer, and says so', async () => {
    const { open } = setUpPayer({ offers: { tout: EVERYTHING } });
    const { html, text } = await open('/pay/tout?lang=en-GB');
    assert.match(html, /<html lang="en">/);
    assert.match(html, /<h1>Gift to the library<\/h1>/);
    assert.match(text, /Back to the site of Les Amis du Jardin/);
    assert.match(html, /action="https:\/\/pay\.example\.org\/pay\/tout\?lang=en"/);
    const other = await open('/pay/tout?lang=xx');
    assert.match(other.html, /<html lang="fr">/);
  });

  for (const lang of ['de', 'en', 'es', 'fr', 'it', 'nl', 'pt']) {
    it(`has every text in ${lang}`, async () => {
      const { open } = setUpPayer({ offers: { tout: EVERYTHING } });
      const { html, text } = await open(`/pay/tout?lang=${lang}`);
      assert.match(html, new RegExp(`<html lang="${lang}">`));
      assert.doesNotMatch(text, /undefined|\{\d\}|\[object/);
    });
  }

  it('is a page, in words, for an offer that does not exist, has signed prices, or is closed', async () => {
    const { open } = setUpPayer({
      offers: {
        panier: { kind: 'payment', itemName: 'Panier', amountCents: 'signed' },
        fini: { kind: 'gift', itemName: 'Fini', amountCents: 2000, closesOn: '2026-01-31' },
        bientot: { kind: 'gift', itemName: 'Bientôt', amountCents: 2000, opensOn: '2027-02-01' },
      },
      environment: { OFFER_KEYS: Buffer.alloc(32, 9).toString('base64') },
    });
    for (const [id, status, text] of [
      ['nothing', 404, /Ce formulaire n’est pas disponible/],
      ['constructor', 404, /Ce formulaire n’est pas disponible/],
      ['panier', 404, /Ce formulaire n’est pas disponible/],
      ['fini', 200, /Ce formulaire est fermé/],
      ['bientot', 200, /Ce formulaire ouvrira le 1er février 2027/],
    ] as const) {
      const page = await open(`/pay/${id}`);
      assert.equal(page.response.status, status, id);
      assert.match(page.text, text);
      assert.doesNotMatch(page.html, /<form|Revenir au formulaire/);
      assert.match(page.text, /Revenir sur le site/);
    }
  });

  it('names the association as French does', async () => {
    for (const [name, text] of [
      ['Les Amis du Jardin', 'des Amis du Jardin'],
      ['Le Foyer rural', 'du Foyer rural'],
      ['La Ligue', 'de la Ligue'],
      ['L’Amicale laïque', 'de l’Amicale laïque'],
      ['Emmaüs', 'd’Emmaüs'],
      ['AFM', 'de AFM'],
      ['Yoga pour tous', 'de Yoga pour tous'],
    ] as const) {
      const { html } = await setUpPayer({ environment: { ORGANIZATION_NAME: name } }).open('/pay/don');
      assert.ok(html.includes(`>Revenir sur le site ${text}</a>`), text);
    }
  });

  it('escapes what comes from offers, from the environment and from the address', async () => {
    const evil = '"><script>alert(1)</script>';
    const { open, submit } = setUpPayer({
      offers: { don: { kind: 'gift', itemName: evil, amountCents: { min: 100, max: 5000 } } },
      environment: { ORGANIZATION_NAME: evil },
    });
    const page = await open(`/pay/don?lang=${encodeURIComponent(evil)}&amount=${encodeURIComponent(evil)}`);
    assert.doesNotMatch(page.html, /<script>/);
    const { see } = setUpPayer();
    const again = await see(await submit(page, { amount: evil, firstName: evil, email: evil }));
    assert.equal(again.response.status, 422);
    assert.doesNotMatch(again.html, /<script>/);
    assert.doesNotMatch((await open(`/pay/${encodeURIComponent(evil)}`)).html, /<script>/);
  });

  it('answers 405 to other methods', async () => {
    const { ask } = setUpPayer();
    const response = await ask('/pay/don', { method: 'PUT' });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), 'GET, HEAD, POST');
  });
});

describe('POST /pay/{offer}', () => {
  it('sends the payer to HelloAsso with what they typed, and the return verifies the payment', async () => {
    const { open, submit, paymentPage, press, see, ask, intents } = setUpPayer({ offers: { tout: EVERYTHING } });
    const page = await open('/pay/tout?lang=en');
    const url = paymentPage(
      await submit(page, { ...PERSON, choice: 'other', amount: '30,50', instalments: '3', companyName: 'ACME' }),
    );
    const [intent] = await intents();
    assert.deepEqual(
      {
        totalAmount: intent?.totalAmount,
        terms: intent?.terms?.length,
        email: intent?.payer?.email,
        companyName: intent?.payer?.companyName,
      },
      { totalAmount: 3050, terms: 2, email: 'ada@exemple.fr', companyName: 'ACME' },
    );
    const back = await press(url, 'pay');
    assert.equal(back.origin + back.pathname, `${PAY_URL}/pay/tout`);
    assert.equal(back.searchParams.get('lang'), 'en');
    const paid = await see(await ask(back.pathname + back.search));
    assert.equal(paid.response.status, 200);
    assert.match(
      paid.text,
      /Payment confirmed This payment of €10\.18 for “Gift to the library”, made on 22 November, is confirmed/,
    );
    assert.match(paid.text, /Still to come: €10\.16 on 22 December and €10\.16 on 22 January/);
    assert.match(paid.html, /<title>Payment confirmed – Gift to the library/);
    assert.doesNotMatch(paid.html, /<form/);
    assert.match(paid.html, /<a href="https:\/\/pay\.example\.org\/pay\/tout\?lang=en">Back to the form<\/a>/);
  });

  it('never shows the link to the receipt, which has a name on it', async () => {
    const { open, submit, paymentPage, press, see, ask } = setUpPayer();
    const page = await open('/pay/don');
    const back = await press(paymentPage(await submit(page, { choice: '2000' })), 'pay');
    assert.doesNotMatch((await see(await ask(back.pathname + back.search))).html, /attestation/);
    assert.doesNotMatch((await see(await submit(page, { choice: '2000' }))).html, /attestation/);
  });

  it('says what is wrong beside each field, keeps what was typed, and has focus on the first error', async () => {
    const { open, submit, see, calls } = setUpPayer({ offers: { tout: EVERYTHING } });
    const page = await open('/pay/tout');
    const again = await see(
      await submit(page, {
        choice: 'other',
        amount: '0,50',
        firstName: 'Ada',
        email: 'ada',
        city: 'Paris',
        country: 'FRA',
      }),
    );
    assert.equal(again.response.status, 422);
    assert.equal(again.response.headers.get('cache-control'), 'private, no-cache'); // Back shows what was typed
    assert.deepEqual(errorsIn(again), ['amount', 'lastName', 'email', 'address', 'zipCode']);
    assert.match(again.text, /Indiquez un montant de 1 € à 5 000 €/);
    assert.match(again.text, /Saisissez une adresse e‑mail complète/);
    assert.equal(valueIn(again, 'amount'), '0,50');
    assert.equal(valueIn(again, 'firstName'), 'Ada');
    assert.equal(valueIn(again, 'email'), 'ada');
    assert.equal(valueIn(again, 'city'), 'Paris');
    assert.deepEqual(
      [...again.html.matchAll(/id="(\w+)"[^>]* autofocus/g)].map(([, id]) => id),
      ['amount'],
    );
    assert.match(again.html, /<a href="#lastName">Indiquez votre nom\.<\/a>/);
    assert.match(again.html, /<title>Le paiement n’a pas commencé – Don/);
    assert.doesNotMatch(again.html, /<script/); // the element would begin with empty fields
    assert.deepEqual(calls(), []);
  });

  for (const [what, offer, fields, names] of [
    ['no amount', 'don', {}, ['amount']],
    ['a choice without its amount', 'don', { choice: 'other' }, ['amount']],
    ['an amount that is unreadable', 'don', { choice: 'other', amount: '1.000' }, ['amount']],
    ['two amounts', 'don', { choice: '2000', amount: '30' }, ['amount']],
    ['an amount that is not suggested', 'don', { choice: '2001' }, ['amount']],
    ['too many tickets', 'billet', { quantity: '11' }, ['quantity']],
    ['no ticket', 'billet', { quantity: '0' }, ['quantity']],
    ['half a ticket', 'billet', { quantity: '1.5' }, ['quantity']],
    ['a number of payments that is not offered', 'adhesion', { instalments: '2' }, ['instalments']],
    ['an e-mail address that is none', 'don', { choice: '2000', email: 'ada@club' }, ['email']],
    ['a name that is too long', 'don', { choice: '2000', firstName: 'a'.repeat(256) }, ['firstName']],
  ] as const) {
    it(`shows an error and makes no call for ${what}`, async () => {
      const { open, submit, see, calls } = setUpPayer();
      const again = await see(await submit(await open(`/pay/${offer}`), fields));
      assert.equal(again.response.status, 422);
      assert.deepEqual(errorsIn(again), names);
      assert.deepEqual(calls(), []);
    });
  }

  it('takes an amount that is typed alone, or twice the same, as a payer means it', async () => {
    const { open, submit, intents } = setUpPayer();
    const page = await open('/pay/don');
    await submit(page, { amount: '30' });
    await submit(page, { choice: '2000', amount: '20' });
    assert.deepEqual(
      (await intents()).map(({ totalAmount }) => totalAmount),
      [3000, 2000],
    );
  });

  it('sends nothing of fields that the offer does not ask, and no price of its own', async () => {
    const { open, submit, intents } = setUpPayer();
    await submit(await open('/pay/billet'), {
      ...{ quantity: '2', address: '1 rue', companyName: 'ACME', amount: '1', choice: 'other' },
      ...{ amountCents: '50', returnPath: '//evil.example', offer: 'don' },
    });
    const [intent] = await intents();
    assert.equal(intent?.totalAmount, 2400);
    assert.equal(intent?.payer?.address, undefined);
    assert.equal(intent?.payer?.companyName, undefined);
    assert.ok(intent?.returnUrl.startsWith(`${PAY_URL}/pay/billet?`));
  });

  it('keeps the form and creates nothing when HelloAsso does not answer, with the reference of the log', async () => {
    const { open, submit, see, logged } = setUpPayer({
      intercept: ({ url }) => (url.endsWith('/checkout-intents') ? new Response(null, { status: 500 }) : undefined),
    });
    const again = await see(await submit(await open('/pay/don'), { choice: '5000', email: 'ada@exemple.fr' }));
    assert.equal(again.response.status, 503);
    assert.match(
      again.text,
      /HelloAsso ne répond pas pour le moment\. Réessayez dans quelques instants\. Référence : [0-9a-f]{10}\./,
    );
    assert.equal(valueIn(again, 'email'), 'ada@exemple.fr');
    assert.match(again.html, /value="5000" checked/);
    assert.ok(logged.some((line) => line.includes('helloasso-unavailable')));
    assert.ok(!logged.some((line) => line.includes('ada@exemple.fr')));
  });

  it('counts as a checkout for the limits, and keeps what was typed when they are reached', async () => {
    const { open, submit, see, calls } = setUpPayer();
    const page = await open('/pay/don');
    for (let count = 0; count < 60; count += 1) await submit(page, {});
    const again = await see(await submit(page, { choice: '2000', firstName: 'Ada' }));
    assert.equal(again.response.status, 429);
    assert.ok(Number(again.response.headers.get('retry-after')) > 0);
    assert.equal(again.response.headers.get('cache-control'), 'private, no-cache');
    assert.match(again.text, /Trop de demandes en peu de temps\. Vous pourrez réessayer à 13:10\./); // 12:10 UTC
    assert.equal(valueIn(again, 'firstName'), 'Ada');
    assert.deepEqual(calls(), []);
  });
});

describe('The token of a form', () => {
  for (const [what, change] of [
    ['no token', () => ''],
    ['half a token', (token: string) => token.slice(0, token.length / 2)],
    ['a token with another signature', (token: string) => `${token.slice(0, -4)}AAAA`],
    [
      'a token without signature',
      (token: string) =>
        `${Buffer.from('{"alg":"none","typ":"helloasso-form+jwt"}').toString('base64url')}.${token.split('.')[1]}.`,
    ],
  ] as const) {
    it(`creates nothing with ${what}, keeps what was typed, and works at the next press`, async () => {
      const { open, submit, send, see, calls, paymentPage } = setUpPayer();
      const page = await open('/pay/don');
      const body = new URLSearchParams({ choice: '2000', firstName: 'Ada', token: change(tokenIn(page)) }).toString();
      const again = await see(await send(body));
      assert.equal(again.response.status, 409);
      assert.match(again.text, /Vérifiez‑le, puis validez à nouveau/);
      assert.equal(valueIn(again, 'firstName'), 'Ada');
      assert.deepEqual(calls(), []);
      paymentPage(await submit(again, { choice: '2000' }));
    });
  }

  it('creates nothing after two hours, with another offer’s token, or with a return token', async () => {
    const { open, submit, send, see, pass, calls, press, paymentPage } = setUpPayer();
    const page = await open('/pay/don');
    const ticket = await open('/pay/billet');
    assert.equal((await submit(ticket, { choice: '2000' }, { path: '/pay/don' })).status, 409);
    const back = await press(paymentPage(await submit(page, { choice: '2000' })), 'pay');
    const token = back.searchParams.get('helloasso-checkout') ?? '';
    assert.equal((await send(new URLSearchParams({ choice: '2000', token }).toString())).status, 409);
    const before = calls().length;
    pass(2 * HOUR_MS + 1000);
    assert.equal((await see(await submit(ticket, { quantity: '1' }))).response.status, 409);
    assert.equal(calls().length, before);
  });

  it('a form token opens no outcome', async () => {
    const { open, ask, see } = setUpPayer();
    const token = tokenIn(await open('/pay/don'));
    const response = await ask('/v1/checkouts/30001', { headers: { authorization: `State ${token}` } });
    assert.equal(response.status, 401);
    const page = await see(await ask(`/pay/don?helloasso-checkout=${token}&checkoutIntentId=30001&code=succeeded`));
    assert.equal(page.response.status, 401);
    assert.match(page.text, /Paiement à vérifier Nous ne retrouvons pas ce paiement/);
  });

  it('holds after a rotation of the signing secret, while the old one is listed', async () => {
    const [old, fresh] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'));
    const page = await setUpPayer({ environment: { SIGNING_SECRET: old ?? '' } }).open('/pay/don');
    const rotated = setUpPayer({ environment: { SIGNING_SECRET: `${fresh},${old}` } });
    const warned = await rotated.see(await rotated.submit(page, { choice: '2000' })); // another process, which knows less
    rotated.paymentPage(await rotated.submit(warned, { choice: '2000' }));
    const replaced = setUpPayer({ environment: { SIGNING_SECRET: fresh ?? '' } });
    assert.equal((await replaced.submit(page, { choice: '2000' })).status, 409);
  });

  it('creates nothing when the offer is no longer what the page has shown, and shows the new price', async () => {
    const offers = (amountCents: number) => ({ billet: { kind: 'ticket', itemName: 'Concert', amountCents } });
    const page = await setUpPayer({ offers: offers(1200) }).open('/pay/billet');
    const dearer = setUpPayer({ offers: offers(1500) });
    const again = await dearer.see(await dearer.submit(page, {}));
    assert.equal(again.response.status, 409);
    assert.match(again.text, /Ce formulaire vient de changer.* 15 €/);
    assert.deepEqual(await dearer.intents(), []);
  });

  it('creates nothing when midnight has changed the days of the plan, and shows the new ones', async () => {
    const { open, submit, see, pass, intents } = setUpPayer();
    pass(9.5 * HOUR_MS); // 22:30 in France
    const page = await open('/pay/adhesion');
    pass(1.75 * HOUR_MS);
    const again = await see(await submit(page, { instalments: '3' }));
    assert.equal(again.response.status, 409);
    assert.match(again.text, /Les dates de paiement viennent de changer.* 10 € le 23 décembre/);
    assert.match(again.html, /value="3" checked|value="3"[^>]* checked/);
    assert.deepEqual(await intents(), []);
  });
});

describe('A page of which the proxy may have forgotten what it has asked for', () => {
  const WARNING = /Nous ne savons plus si ce formulaire a déjà été envoyé/;

  it('is shown again with a warning and what was typed, and pays when it is sent once more', async () => {
    const page = await setUpPayer().open('/pay/don');
    const { submit, see, paymentPage, intents } = setUpPayer(); // after a restart
    const fields = { choice: 'other', amount: '33', firstName: 'Camille' };
    const warned = await see(await submit(page, fields));
    assert.equal(warned.response.status, 409);
    assert.match(warned.text, WARNING);
    assert.match(warned.html, /<title>Avez-vous déjà payé \?/);
    assert.doesNotMatch(warned.html, /n’a pas commencé|n&#39;a pas commencé/);
    assert.equal(valueIn(warned, 'firstName'), 'Camille');
    assert.equal(valueIn(warned, 'amount'), '33');
    assert.deepEqual(await intents(), []);
    const url = paymentPage(await submit(warned, fields));
    assert.equal(paymentPage(await submit(warned, fields)), url);
    assert.equal((await intents()).length, 1);
  });

  it('is warned of after an error in a field, too', async () => {
    const page = await setUpPayer().open('/pay/don');
    const { submit, see, intents } = setUpPayer();
    const corrected = await see(await submit(page, { choice: 'other', amount: 'x' }));
    assert.equal(corrected.response.status, 422);
    assert.match((await see(await submit(corrected, { choice: '2000' }))).text, WARNING);
    assert.deepEqual(await intents(), []);
  });

  it('is warned of where its token says neither the memory nor what the payer saw', async () => {
    const secret = Buffer.alloc(32, 1);
    const { submit, see, open, intents } = setUpPayer({ environment: { SIGNING_SECRET: secret.toString('base64') } });
    const page = await open('/pay/don');
    const bare = await new FormTokens([secret], () => Date.parse('2026-11-22T12:00:00Z')).sign({
      offer: 'don',
      nonce: randomUUID(),
    });
    const forgotten = { ...page, html: page.html.replace(tokenIn(page), bare) };
    assert.match((await see(await submit(forgotten, { choice: '2000' }))).text, WARNING);
    assert.deepEqual(await intents(), []);
  });

  it('is warned of after a return, where its checkout is known and the page itself is not', async (context) => {
    const { open, submit, see, press, paymentPage, intents } = setUpPayer();
    const page = await open('/pay/don');
    const { pathname, search } = await press(paymentPage(await submit(page, { choice: '2000' })), 'refuse');
    const { get } = MemoryState.prototype;
    context.mock.method(MemoryState.prototype, 'get', function (this: MemoryState, key: string, renewMs?: number) {
      return get.call(this, key.replace(/^page:/, 'page:forgotten:'), renewMs);
    });
    const returned = await open(pathname + search);
    assert.match((await see(await submit(returned, { choice: '5000' }))).text, WARNING);
    assert.equal((await intents()).length, 1);
  });

  it('is not warned of once its payer has read what became of a payment', async () => {
    const before = setUpPayer();
    const page = await before.open('/pay/don');
    const url = before.paymentPage(await before.submit(page, { choice: '2000' }));
    await before.press(url, 'pay');
    const paid = await before.see(await before.submit(page, { choice: '5000' }));
    before.paymentPage(await before.submit(paid, { choice: '5000' }));
  });
});

describe('Another site', () => {
  for (const [what, headers] of [
    ['another origin', { origin: 'https://www.example.org' }],
    ['an origin that is not known', { origin: 'null' }],
    ['a browser that says cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['a browser that says same-site', { 'sec-fetch-site': 'same-site' }],
    ['a browser that says none', { 'sec-fetch-site': 'none' }],
  ] as const) {
    it(`cannot send the form: ${what} is refused, nothing that it sent is shown, and a link leads to our form`, async () => {
      const { open, submit, see, calls } = setUpPayer();
      const page = await see(
        await submit(await open('/pay/don?lang=en'), { choice: '2000', firstName: 'Mallory' }, { headers }),
      );
      assert.equal(page.response.status, 403);
      assert.doesNotMatch(page.html, /Mallory/);
      assert.ok(page.html.includes(`<a href="${PAY_URL}/pay/don?lang=en">Back to the form</a>`));
      assert.deepEqual(calls(), []);
    });
  }

  it('the page’s own origin and a browser that says same-origin are accepted', async () => {
    const { open, submit, paymentPage } = setUpPayer();
    const headers = { origin: PAY_URL, 'sec-fetch-site': 'same-origin' };
    paymentPage(await submit(await open('/pay/don'), { choice: '2000' }, { headers }));
  });

  it('a body of JSON, of files or of plain text is refused with 415, and no checkout is created', async () => {
    const { send, calls } = setUpPayer();
    for (const type of ['application/json', 'multipart/form-data; boundary=x', 'text/plain']) {
      assert.equal((await send('{}', { headers: { 'content-type': type } })).status, 415);
    }
    assert.deepEqual(calls(), []);
  });
});

describe('The same page sent again', () => {
  it('a double click makes one checkout', async () => {
    const { open, submit, intents, paymentPage } = setUpPayer();
    const page = await open('/pay/don');
    const both = await Promise.all([submit(page, { choice: '2000' }), submit(page, { choice: '2000' })]);
    assert.equal(new Set(both.map(paymentPage)).size, 1);
    assert.equal((await intents()).length, 1);
  });

  it('Back and the same amount leads to the same payment page', async () => {
    const { open, submit, intents, paymentPage } = setUpPayer();
    const page = await open('/pay/don');
    const first = paymentPage(await submit(page, { choice: '2000' }));
    assert.equal(paymentPage(await submit(page, { choice: '2000' })), first);
    assert.equal((await intents()).length, 1);
  });

  it('Back and another amount is another payment, as nothing was paid', async () => {
    const { open, submit, intents, paymentPage } = setUpPayer();
    const page = await open('/pay/don');
    const first = paymentPage(await submit(page, { choice: '2000' }));
    assert.notEqual(paymentPage(await submit(page, { choice: '5000' })), first);
    assert.deepEqual(
      (await intents()).map(({ totalAmount }) => totalAmount),
      [2000, 5000],
    );
  });

  it('after a payment, its outcome comes before a new form, and only that form can pay again', async () => {
    const { open, submit, see, press, intents, paymentPage, pass } = setUpPayer();
    const page = await open('/pay/don');
    await press(paymentPage(await submit(page, { choice: '2000' })), 'pay');
    pass(1_500);
    for (const fields of [{ choice: '2000' }, { choice: '5000' }]) {
      const shown = await see(await submit(page, { ...fields, firstName: 'Ada' }));
      assert.equal(shown.response.status, 200);
      assert.match(shown.text, /Merci ! Votre don de 20 € est confirmé/);
      assert.equal(valueIn(shown, 'firstName'), 'Ada');
      assert.equal((await intents()).length, 1);
      if (fields.choice === '5000') paymentPage(await submit(shown, fields));
    }
    assert.equal((await intents()).length, 2);
  });

  it('an error of a field in between changes nothing of that', async () => {
    const { open, submit, see, press, intents, paymentPage, pass } = setUpPayer();
    const page = await open('/pay/don');
    await press(paymentPage(await submit(page, { choice: '2000' })), 'pay');
    pass(1_500);
    const wrong = await see(await submit(page, { choice: 'other', amount: '' }));
    assert.match((await see(await submit(wrong, { choice: '5000' }))).text, /Merci !/);
    assert.equal((await intents()).length, 1);
  });

  it('while HelloAsso does not say what became of the first, nothing is created', async () => {
    let isDown = false;
    const { open, submit, see, press, paymentPage, intents, pass } = setUpPayer({
      intercept: ({ method, url }) =>
        isDown && method === 'GET' && url.includes('/checkout-intents/')
          ? new Response(null, { status: 500 })
          : undefined,
    });
    const page = await open('/pay/don');
    await press(paymentPage(await submit(page, { choice: '2000' })), 'pay');
    isDown = true;
    const again = await see(await submit(page, { choice: '5000' }));
    assert.equal(again.response.status, 503);
    assert.equal((await intents()).length, 1);
    isDown = false;
    pass(20_000);
    assert.match((await see(await submit(again, { choice: '5000' }))).text, /Merci !/);
    assert.equal((await intents()).length, 1);
  });

  it('three amounts at once are asked for one after the other, and each is read before the next', async () => {
    const { open, submit, calls } = setUpPayer();
    const page = await open('/pay/don');
    await Promise.all(['10', '11', '12'].map((amount) => submit(page, { amount })));
    const api = calls().filter((call) => call.includes('checkout-intents'));
    assert.deepEqual(
      api.map((call) => call.split(' ')[0]),
      ['POST', 'GET', 'POST', 'GET', 'GET', 'POST'],
    );
  });

  it('one page asks for ten checkouts at most, and each look at an earlier one counts for the limits', async () => {
    const { open, submit, calls } = setUpPayer();
    const page = await open('/pay/don');
    const statuses: number[] = [];
    for (let amount = 1; amount <= 12; amount += 1) statuses.push((await submit(page, { amount: `${amount}` })).status);
    assert.deepEqual(statuses, [...Array(10).fill(303), 429, 429]);
    assert.ok(calls().length < 70, `${calls().length} calls`);
  });

  it('a payment is known as long as the page is shown again, however late it is sent', async () => {
    const { open, submit, see, press, intents, paymentPage, pass } = setUpPayer();
    const page = await open('/pay/don');
    await press(paymentPage(await submit(page, { choice: '2000' })), 'pay');
    pass(2 * HOUR_MS + 60_000);
    const late = await see(await submit(page, { choice: '5000' }));
    assert.equal(late.response.status, 409);
    pass(30 * 60_000);
    assert.match((await see(await submit(late, { choice: '5000' }))).text, /Merci !/);
    assert.equal((await intents()).length, 1);
  });

  it('a client that says nothing of where the form comes from reads of “this payment”', async () => {
    const { open, submit, see, press, paymentPage } = setUpPayer();
    const page = await open('/pay/don');
    await press(paymentPage(await submit(page, { choice: '2000' }, { headers: {} })), 'pay');
    const { text } = await see(await submit(page, { choice: '2000' }, { headers: {} }));
    assert.match(text, /Ce paiement de 20 € .* est confirmé/);
    assert.doesNotMatch(text, /Merci/);
  });

  it('a payment page that has expired is replaced by a new one', async () => {
    const { open, submit, intents, paymentPage, pass } = setUpPayer();
    const page = await open('/pay/don');
    const first = paymentPage(await submit(page, { choice: '2000' }));
    pass(PAYMENT_PAGE_MS);
    assert.notEqual(paymentPage(await submit(page, { choice: '2000' })), first);
    assert.equal((await intents()).length, 2);
  });
});

describe('The return to the page', () => {
  /** Where the payment page's own way back leads. */
  async function turnBack({ simulator }: ReturnType<typeof setUpPayer>, paymentPage: string): Promise<URL> {
    const html = await (await simulator.fetch(new Request(paymentPage))).text();
    const [, address = ''] = /href="([^"]*helloasso-step=back[^"]*)"/.exec(html) ?? [];
    return new URL(address.replaceAll('&amp;', '&'));
  }

  async function paymentOf(payer: ReturnType<typeof setUpPayer>, path = '/pay/don'): Promise<string> {
    return payer.paymentPage(await payer.submit(await payer.open(path), { choice: '2000' }));
  }

  it('shows a refusal with the form below, which begins with the amount of the link again', async () => {
    const payer = setUpPayer();
    const { pathname, search } = await payer.press(await paymentOf(payer, '/pay/don?amount=50'), 'refuse');
    const { text, html } = await payer.open(pathname + search);
    assert.match(text, /Le paiement a été refusé .* Rien n’a été débité\./);
    assert.match(html, /value="5000" checked/);
  });

  it('shows the form below “back”, and the outcome instead once the payer has paid in another tab', async () => {
    const payer = setUpPayer();
    const url = await paymentOf(payer);
    const { pathname, search } = await turnBack(payer, url);
    const turned = await payer.open(pathname + search);
    assert.match(turned.text, /Paiement interrompu La page de paiement a été quittée avant la fin\./);
    assert.match(turned.html, /<form/);
    await payer.press(url, 'pay');
    payer.pass(1_500);
    const paid = await payer.open(pathname + search);
    assert.match(paid.text, /Paiement confirmé/);
    assert.doesNotMatch(paid.html, /<form/);
  });

  it('shows a payment that follows a refusal, however fast it was', async () => {
    const payer = setUpPayer();
    const refused = await payer.press(await paymentOf(payer), 'refuse');
    const form = await payer.open(refused.pathname + refused.search);
    const again = payer.paymentPage(await payer.submit(form, { choice: '2000' }));
    const paid = await payer.press(again, 'pay');
    assert.match((await payer.open(paid.pathname + paid.search)).text, /Paiement confirmé/);
  });

  it('a form below “back” is that of the same page: once the payer has paid, it shows so', async () => {
    const payer = setUpPayer();
    const url = await paymentOf(payer);
    const { pathname, search } = await turnBack(payer, url);
    const turned = await payer.open(pathname + search);
    await payer.press(url, 'pay'); // in the second in which the outcome was read
    assert.match((await payer.see(await payer.submit(turned, { choice: '5000' }))).text, /Merci !/);
    assert.equal((await payer.intents()).length, 1);
  });

  it('a payment that was shown as being confirmed stays so when the page before it is sent again', async () => {
    const payer = setUpPayer();
    payer.simulator.configure({ orderLagMs: 120_000 });
    const before = await payer.open('/pay/don');
    const back = await payer.press(payer.paymentPage(await payer.submit(before, { choice: '2000' })), 'pay');
    assert.match((await payer.open(back.pathname + back.search)).text, /en cours de confirmation/);
    const again = await payer.see(await payer.submit(before, { choice: '5000' }));
    assert.match(again.text, /en cours de confirmation/);
    assert.equal((await payer.intents()).length, 1);
  });

  it('leads to the page behind a path of the public address', async () => {
    const payer = setUpPayer({ environment: { PUBLIC_URL: `${PAY_URL}/relais` } });
    const page = await payer.open('/pay/don?lang=en');
    assert.match(page.html, /action="https:\/\/pay\.example\.org\/relais\/pay\/don\?lang=en"/);
    const response = await payer.submit(page, { choice: '2000' }, { path: '/pay/don?lang=en' });
    const back = await payer.press(payer.paymentPage(response), 'pay');
    assert.equal(back.origin + back.pathname, `${PAY_URL}/relais/pay/don`);
    const paid = await payer.open(back.pathname.replace('/relais', '') + back.search);
    assert.match(paid.html, /<a href="https:\/\/pay\.example\.org\/relais\/pay\/don\?lang=en">Back to the form<\/a>/);
  });

  it('cannot say what became of a payer who turns back after a restart, and leads to the form', async () => {
    const payer = setUpPayer();
    const { pathname, search } = await turnBack(payer, await paymentOf(payer));
    const restarted = setUpPayer();
    const page = await restarted.open(pathname + search);
    assert.equal(page.response.status, 404);
    assert.match(page.text, /Nous ne retrouvons pas ce paiement.* Revenir au formulaire/);
  });

  it('is loaded again by itself, a bounded number of times, while HelloAsso has not decided', async () => {
    const payer = setUpPayer();
    const url = await paymentOf(payer);
    const { pathname, searchParams } = await turnBack(payer, url);
    const token = searchParams.get('helloasso-checkout');
    const query = `?helloasso-checkout=${token}&checkoutIntentId=${FIRST_INTENT}&code=succeeded`;
    let address: string | undefined = `${PAY_URL}${pathname}${query}`;
    const delays: number[] = [];
    for (let count = 0; address && count < 20; count += 1) {
      payer.pass(1_500);
      const { html, text }: Seen = await payer.open(address.slice(PAY_URL.length));
      assert.match(text, /Paiement en cours de confirmation .* Vérifier à nouveau/);
      assert.doesNotMatch(html, /<form/);
      const [, afterS, next] = /<noscript><meta http-equiv="refresh" content="(\d+); url=([^"]+)">/.exec(html) ?? [];
      if (afterS) delays.push(Number(afterS));
      address = next?.replaceAll('&amp;', '&');
    }
    assert.deepEqual(delays, [2, 3, 5, 8, 13, 21]);
  });

  it('shows nothing of a checkout for another id, token or offer', async () => {
    const payer = setUpPayer();
    const { searchParams } = await payer.press(await paymentOf(payer), 'pay');
    const token = searchParams.get('helloasso-checkout') ?? '';
    const id = searchParams.get('checkoutIntentId') ?? '';
    const returned = (path: string, newToken: string, newId: string) =>
      payer.open(`${path}?helloasso-checkout=${newToken}&checkoutIntentId=${newId}&code=succeeded&orderId=1`);
    for (const [page, status] of [
      [await returned('/pay/don', token, `${Number(id) + 1}`), 404],
      [await returned('/pay/don', token, '1e9'), 404],
      [await returned('/pay/don', `${token.slice(0, -4)}AAAA`, id), 401],
      [await returned('/pay/don', '', id), 401],
      [await returned('/pay/billet', token, id), 404],
    ] as const) {
      assert.equal(page.response.status, status);
      assert.match(page.text, /Paiement à vérifier/);
      assert.doesNotMatch(page.html, /<form|confirmé/);
    }
  });

  it('says that a payment cannot be verified while HelloAsso does not answer, and how to ask again', async () => {
    let isDown = false;
    const payer = setUpPayer({ intercept: () => (isDown ? new Response(null, { status: 500 }) : undefined) });
    const { pathname, search } = await payer.press(await paymentOf(payer), 'pay');
    isDown = true;
    const page = await payer.open(pathname + search);
    assert.equal(page.response.status, 503);
    assert.match(page.text, /Paiement à vérifier Nous n’arrivons pas à savoir si ce paiement a abouti/);
    assert.match(page.text, /Référence : [0-9a-f]{10}/);
    assert.ok(page.html.includes(`href="${`${PAY_URL}${pathname}${search}`.replaceAll('&', '&amp;')}"`));
    assert.doesNotMatch(page.html, /<form/);
  });

  it('counts as a read for the limits', async () => {
    const payer = setUpPayer();
    const { pathname, search } = await payer.press(await paymentOf(payer), 'pay');
    for (let count = 0; count < 240; count += 1) await payer.ask(pathname + search);
    const page = await payer.open(pathname + search);
    assert.equal(page.response.status, 429);
    assert.match(page.text, /Paiement à vérifier Trop de demandes en peu de temps\. Vous pourrez réessayer à 13:01\./);
  });

  it('reads only what comes after our token: what a link adds before it is ignored', async () => {
    const payer = setUpPayer();
    const { pathname, search } = await payer.press(await paymentOf(payer), 'pay');
    const page = await payer.open(`${pathname}?checkoutIntentId=1&helloasso-step=back&${search.slice(1)}`);
    assert.match(page.text, /Paiement confirmé/);
  });
});
