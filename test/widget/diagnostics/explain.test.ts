import { aTimeout, expect, fixture, html } from '@open-wc/testing';
import type { PublicOffer } from '../../../proxy/contract/offer.ts';
import type { HelloassoCheckout } from '../../../widget/helloasso-checkout.ts';
import { CART, GIFT, MEMBERSHIP, PAID, PROXY } from '../fake-proxy.ts';
import { checkoutTag, openPage, openReturn, resultTag, withoutChunk } from '../page.ts';
import { checkout, driverOf, setUp, startProxy } from '../set-up.ts';

describe('What the page’s author reads on their own machine', () => {
  const PAGES: readonly (readonly [string, ReturnType<typeof html>, string])[] = [
    ['no proxy attribute', html`<helloasso-checkout offer="don"></helloasso-checkout>`, 'L’attribut proxy manque'],
    [
      'the id of an unknown offer',
      checkout('dons'),
      'L’attribut offer="dons" ne nomme aucune offre. Offres du relais : don, panier.',
    ],
    [
      'no signed price',
      html`<helloasso-checkout proxy=${PROXY} offer="panier"></helloasso-checkout>`,
      'attend l’attribut signed-offer',
    ],
    [
      'no offer attribute where the proxy has several',
      html`<helloasso-checkout proxy=${PROXY}></helloasso-checkout>`,
      'L’attribut offer manque. Offres du relais : don, panier.',
    ],
    [
      'a payer attribute that is not JSON',
      html`<helloasso-checkout proxy=${PROXY} offer="don" payer="{firstName:'Ada'}"></helloasso-checkout>`,
      'L’attribut payer n’est pas du JSON',
    ],
    [
      'a payer attribute that a framework made of an object',
      html`<helloasso-checkout proxy=${PROXY} offer="don" payer=${String({})}></helloasso-checkout>`,
      'donnez-le par la propriété : element.payer = …',
    ],
    [
      'an amount that is not one',
      html`<helloasso-checkout proxy=${PROXY} offer="don" amount="vingt"></helloasso-checkout>`,
      'L’attribut amount="vingt" n’est pas un montant : écrivez par exemple amount="20"',
    ],
    [
      'an amount that is an object',
      html`<helloasso-checkout proxy=${PROXY} offer="don" .amount=${{} as string}></helloasso-checkout>`,
      'L’attribut amount="[object Object]" n’est pas un montant',
    ],
    [
      'a quantity that is no number',
      html`<helloasso-checkout proxy=${PROXY} offer="don" quantity="deux"></helloasso-checkout>`,
      'L’attribut quantity="deux" n’est pas un nombre entier : écrivez par exemple quantity="2"',
    ],
    [
      'a language without texts',
      html`<helloasso-checkout proxy=${PROXY} offer="don" lang="pl"></helloasso-checkout>`,
      'n’a pas de textes en « pl ». Écrivez dans lang une de ces langues : fr, de, en, es, it, nl, pt',
    ],
    [
      'messages of another shape',
      html`<helloasso-checkout proxy=${PROXY} offer="don" messages='{"submit-gift":"Offrir"}'></helloasso-checkout>`,
      'Dans l’attribut messages, « submit-gift » doit être un texte, ou [deux textes]',
    ],
    [
      'a metadata attribute that is not JSON',
      html`<helloasso-checkout proxy=${PROXY} offer="don" metadata="noel"></helloasso-checkout>`,
      'L’attribut metadata n’est pas du JSON',
    ],
  ];

  for (const [what, template, hint] of PAGES) {
    it(`explains ${what} as “${hint}”`, async () => {
      const { until, has, textOf, element } = await setUp([GIFT, CART], template);
      await until(() => has('aside'));
      expect(textOf('aside')).to.contain(hint);
      await expect(element).to.be.accessible();
    });
  }

  it('explains a tag that is not closed', async () => {
    const unclosed = html`<helloasso-checkout proxy=${PROXY} offer="don"><p>La suite de la page</p></helloasso-checkout>`;
    const proxy = startProxy(GIFT);
    proxy.setPageSource(
      '<main><helloasso-checkout proxy="https://pay.example.org" offer="don" /><p>La suite de la page</p>',
    );
    const page = driverOf(await fixture<HelloassoCheckout>(unclosed));
    await page.until(() => page.has('aside'));
    expect(page.textOf('aside')).to.contain('Une balise n’est pas fermée');
    await expect(page.element).to.be.accessible();
  });

  for (const [what, source] of [
    ['closed', '<helloasso-checkout proxy="https://pay.example.org/" offer="don"><p>…</p></helloasso-checkout>'],
    ['with a slash at the end of a value', '<helloasso-checkout proxy=https://pay.example.org/></helloasso-checkout>'],
    ['with a slash in a value', '<helloasso-checkout payer=\'{"city":"a/>b"}\'></helloasso-checkout>'],
    ['in a comment', '<!-- <helloasso-checkout /> -->'],
    ['of another name', '<helloasso-checkout-box />'],
  ] as const) {
    it(`explains nothing about a tag that is ${what}`, async () => {
      startProxy(GIFT).setPageSource(source);
      const page = html`<helloasso-checkout proxy=${PROXY} offer="don"><p>Autrement</p></helloasso-checkout>`;
      const { element, has, until } = driverOf(await fixture<HelloassoCheckout>(page));
      await until(() => element.state === 'ready');
      await aTimeout(50);
      expect(has('aside')).to.equal(false);
    });
  }

  it('explains which member of the payer attribute the proxy refuses', async () => {
    const page = html`<helloasso-checkout proxy=${PROXY} offer="don" payer='{"country":"FR"}'></helloasso-checkout>`;
    const { proxy, choose, press, until, has, textOf } = await setUp([GIFT], page);
    await choose('choice', '2000');
    proxy.setCheckoutAnswer('invalid-request', { errors: [{ pointer: '/payer/country', code: 'invalid' }] });
    await press();
    await until(() => has('aside'));
    expect(textOf('aside')).to.contain('Le relais refuse /payer/country');
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(1);
  });

  it('explains where to add the origin of the page when the proxy does not answer', async () => {
    const { proxy, choose, press, until, has, textOf } = await setUp();
    await choose('choice', '2000');
    proxy.goDown();
    await press();
    await until(() => has('aside'));
    expect(textOf('aside')).to.contain(`ajoutez ${location.origin} à sa variable ALLOWED_ORIGINS`);
  });

  it('explains where to declare a metadata key that the offer does not declare', async () => {
    const { proxy, choose, press, until, has, textOf } = await setUp();
    proxy.setCheckoutAnswer('metadata-not-declared');
    await choose('choice', '2000');
    await press();
    await until(() => has('aside'));
    expect(textOf('aside')).to.contain('metadataKeys, dans offers.json');
  });

  it('explains a missing proxy attribute of a <helloasso-result> to which a payer returns', async () => {
    const body = resultTag().replace(/proxy="[^"]*"/, '');
    const { page, until, textOf, has } = await openReturn(PAID, { body });
    await until(() => has('aside'));
    expect(textOf('aside')).to.contain('L’attribut proxy manque');
    page.close();
  });

  for (const [lang, beginning] of [
    ['fr', 'Le relais https://pay.example.org est plus récent que ce script'],
    ['en', 'The proxy https://pay.example.org is newer than this script'],
  ] as const) {
    it(`explains in ${lang} which script knows the price of a newer proxy`, async () => {
      document.documentElement.lang = lang;
      const offer = { ...GIFT, amountCents: { auction: 100 } } as unknown as PublicOffer;
      const { until, has, textOf } = await setUp([offer], checkout('don'));
      await until(() => has('aside'));
      expect(textOf('aside')).to.contain(beginning);
      expect(textOf('aside')).to.contain(`<script type="module" src="${PROXY}/helloasso-checkout.js"></script>`);
    });
  }

  it('explains that two versions of the script are on the page', async () => {
    const symbols = [Symbol.for('helloasso-checkout 0.0.1'), Symbol.for('helloasso-checkout 0.0.2')];
    for (const symbol of symbols) Reflect.set(globalThis, symbol, []);
    try {
      const { until, has, textOf } = await setUp();
      await until(() => has('aside'));
      expect(textOf('aside')).to.match(/plusieurs versions \(.*0\.0\.1, 0\.0\.2\).*Gardez une seule balise/);
    } finally {
      for (const symbol of symbols) Reflect.deleteProperty(globalThis, symbol);
    }
  });

  for (const [other, isExplained] of [
    ['https://pay.example.net', true],
    [`${PROXY}/`, false],
  ] as const) {
    it(`explains ${isExplained ? 'that' : 'nothing where'} a form of ${other} is for an offer of the same name`, async () => {
      startProxy(GIFT);
      const two = html`<div>${checkout('don')}<helloasso-checkout proxy=${other} offer="don"></helloasso-checkout></div>`;
      const first = (await fixture(two)).querySelector('helloasso-checkout') as HelloassoCheckout;
      const { until, has, textOf, element } = driverOf(first);
      await until(() => element.state === 'ready');
      if (isExplained) await until(() => has('aside'));
      else await aTimeout(50);
      expect(has('aside') && textOf('aside').includes('plusieurs relais')).to.equal(isExplained);
    });
  }

  for (const name of ['return', 'on-demand'] as const) {
    it(`explains that the chunk ${name} does not load, where to load the script from`, async () => {
      startProxy({ ...GIFT, instalments: [1, 3], termDates: MEMBERSHIP.termDates ?? [] });
      const page = await openPage('', withoutChunk(name) + checkoutTag('don'));
      const { until, has, textOf, element } = page.find();
      await until(() => has('.card') && element.state !== 'loading');
      (element as HelloassoCheckout).submit();
      await until(() => has('aside'));
      expect(textOf('aside')).to.contain('Le script ne trouve pas ses autres fichiers');
      page.close();
    });
  }

  it('explains to a returning payer’s author that the chunk for returns does not load', async () => {
    const { page, until, has, textOf } = await openReturn(PAID, { body: withoutChunk('return') + resultTag() });
    await until(() => has('aside'));
    expect(textOf('aside')).to.contain('Le script ne trouve pas ses autres fichiers');
    page.close();
  });

  it('explains in French that the chunk of a language does not load', async () => {
    startProxy(GIFT);
    const tag = checkoutTag('don').replace('offer', 'lang="de" offer');
    const page = await openPage('', withoutChunk('de') + tag);
    const { until, has, textOf } = page.find();
    await until(() => has('aside'));
    expect(textOf('aside')).to.contain('Le script ne trouve pas ses autres fichiers');
    page.close();
  });

  it('explains nothing about numbers that are written as numbers, and a page whose own texts name their language', async () => {
    const euros = ['{0} €', ',', ' '] as const;
    const messages = { locale: 'pl-PL', euros, 'submit-gift': ['Wpłać', 'Wpłać {0}'] as const };
    const page = html`<helloasso-checkout proxy=${PROXY} offer="don" lang="pl" .messages=${messages} .amount=${12.5}
      .quantity=${1} instalments=" 1 " payer="{}"></helloasso-checkout>`;
    const { until, element, has } = await setUp([GIFT], page);
    await until(() => element.state === 'ready');
    await aTimeout(50);
    expect(has('aside')).to.equal(false);
  });

  it('explains in English when the form is in English', async () => {
    document.documentElement.lang = 'en';
    const { until, has, textOf } = await setUp([GIFT], html`<helloasso-checkout offer="don"></helloasso-checkout>`);
    await until(() => has('aside'));
    expect(textOf('aside')).to.contain('The attribute proxy is missing');
  });
});
