import { aTimeout, expect, fixture, html } from '@open-wc/testing';
import { planInstalments } from '../../../proxy/contract/instalments.ts';
import type { PublicOffer } from '../../../proxy/contract/offer.ts';
import type { HelloassoCheckout } from '../../../widget/helloasso-checkout.ts';
import { CART, GIFT, MEMBERSHIP, PAID, PROXY } from '../fake-proxy.ts';
import { checkoutTag, openPage, returnQuery } from '../page.ts';
import { checkout, handsOf, setUp, startProxy } from '../set-up.ts';

/** What a browser says of its network, for the length of a test. */
function goOffline(): () => void {
  Object.defineProperty(navigator, 'onLine', { configurable: true, value: false });
  return () => {
    Reflect.deleteProperty(navigator, 'onLine');
    window.dispatchEvent(new Event('online'));
  };
}

/** Someone comes back, and their device has no network by the time that the outcome is asked for. */
async function comeBackOffline() {
  const proxy = startProxy(GIFT);
  proxy.verifies(PAID);
  proxy.down();
  const page = await openPage(returnQuery(), checkoutTag('don'));
  Object.defineProperty(page.window.navigator, 'onLine', { configurable: true, value: false });
  return { proxy, page, find: () => page.find(), ...page.find() };
}

describe('A payer is never stuck:', () => {
  it('an offer that is not open yet says when it opens, and shows the other way', async () => {
    const offer: PublicOffer = { ...GIFT, status: 'not-open', opensOn: '2026-12-01' };
    const { status, has, element } = await setUp([offer]);
    expect(status()).to.equal('Ce formulaire ouvrira le 1er décembre 2026.');
    expect(has('slot:not([name])')).to.equal(true);
    expect(has('button')).to.equal(false);
    await expect(element).to.be.accessible();
  });

  it('an offer that is closed says so, and shows the other way', async () => {
    const { status, has } = await setUp([{ ...GIFT, status: 'closed', opensOn: '2026-01-01', closesOn: '2026-11-01' }]);
    expect(status()).to.equal('Ce formulaire est fermé : il n’accepte plus de paiement.');
    expect(has('slot:not([name])')).to.equal(true);
  });

  it('an offer that has closed meanwhile shows the other way below the form', async () => {
    const { proxy, choose, press, until, has, element, get } = await setUp();
    proxy.creates('offer-closed');
    await choose('choice', '2000');
    await press();
    await until(() => element.state === 'failed');
    expect(has('slot:not([name])')).to.equal(true);
    expect(get('[name=choice]:checked').value).to.equal('2000');
  });

  it('a long wait is explained after four seconds', async () => {
    const { proxy, choose, press, status, until } = await setUp();
    proxy.creates('hang');
    await choose('choice', '2000');
    const { setTimeout } = window;
    window.setTimeout = ((work: () => void, ms: number) =>
      setTimeout(work, ms === 4000 ? 50 : ms)) as typeof setTimeout;
    await press();
    await until(() => status() === 'Préparation du paiement…');
    await until(() => status().startsWith('C’est plus long que d’habitude.'));
    window.setTimeout = setTimeout;
  });

  it('a lost network is said, and loading resumes by itself', async () => {
    const { proxy, element, until, status, has } = await setUp();
    const goOnline = goOffline();
    proxy.down();
    element.proxy = `${PROXY}/`;
    await until(() => status().startsWith('Vous semblez hors connexion.'));
    proxy.up();
    goOnline();
    await until(() => has('form'));
  });

  it('a payment that met no network is never made without a new press', async () => {
    const { proxy, element, choose, press, until, status, redirects } = await setUp();
    await choose('choice', '2000');
    const goOnline = goOffline();
    proxy.down();
    await press();
    await until(() => status().startsWith('Vous semblez hors connexion.'));
    proxy.up();
    goOnline();
    await new Promise((resolve) => setTimeout(resolve));
    expect(element.state).to.equal('failed');
    await press();
    await until(() => redirects.length > 0);
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(2);
  });

  it('the outcome of a return is asked for again when the network is back', async () => {
    const { proxy, page, until, has, find } = await comeBackOffline();
    const { element } = find();
    await until(() => element.state === 'unverified');
    proxy.up();
    page.window.dispatchEvent(new Event('online'));
    await until(() => has('.paid'));
    page.close();
  });

  for (const [code, sentence] of [
    ['rate-limited', /^Trop de demandes en peu de temps\. Vous pourrez réessayer à\s\d\d:\d\d\.$/],
    ['busy', /^Beaucoup de personnes paient en ce moment\. Vous pourrez réessayer à\s\d\d:\d\d\.$/],
  ] as const) {
    it(`${code} says when to come back`, async () => {
      const { proxy, choose, press, until, status, element } = await setUp();
      proxy.creates(code, { retryAfterS: 90 });
      await choose('choice', '2000');
      await press();
      await until(() => element.state === 'failed');
      expect(status()).to.match(sentence);
    });
  }

  it('a clock that is wrong meets the dates of the proxy, and pays by them', async () => {
    const { proxy, choose, press, until, redirects, textOf, element } = await setUp([MEMBERSHIP]);
    const plan = planInstalments(3000, 3, new Date('2031-01-31T12:00:00Z'));
    expect(plan.terms.map(({ date }) => date)).to.deep.equal(['2031-02-27', '2031-03-27']);
    await choose('instalments', '3');
    proxy.creates('plan-changed', { plan });
    await press();
    await until(() => element.state === 'failed');
    expect(textOf('.choice:last-child small')).to.contain('le 27 février et 10 € le 27 mars');
    proxy.creates({});
    await press();
    await until(() => redirects.length > 0);
    const [, second] = proxy.requestsTo('POST', '/v1/checkouts');
    expect(second?.body?.firstTermDate).to.equal('2031-02-27');
  });
});

describe('The webmaster', () => {
  const pages: readonly (readonly [string, ReturnType<typeof html>, string])[] = [
    ['who forgot the proxy', html`<helloasso-checkout offer="don"></helloasso-checkout>`, 'L’attribut proxy manque'],
    [
      'who named an offer that there is not, and reads which there are',
      checkout('dons'),
      'L’attribut offer="dons" ne nomme aucune offre. Offres du relais : don, panier.',
    ],
    [
      'who signed no price',
      html`<helloasso-checkout proxy=${PROXY} offer="panier"></helloasso-checkout>`,
      'attend l’attribut signed-offer',
    ],
    [
      'who named no offer where there are several',
      html`<helloasso-checkout proxy=${PROXY}></helloasso-checkout>`,
      'L’attribut offer manque. Offres du relais : don, panier.',
    ],
    [
      'whose payer is not JSON',
      html`<helloasso-checkout proxy=${PROXY} offer="don" payer="{firstName:'Ada'}"></helloasso-checkout>`,
      'L’attribut payer n’est pas du JSON',
    ],
    [
      'whose words are no words',
      html`<helloasso-checkout proxy=${PROXY} offer="don" messages='{"submit-gift":"Offrir"}'></helloasso-checkout>`,
      'Dans l’attribut messages, « submit-gift » doit être un texte, ou [deux textes]',
    ],
    [
      'whose metadata is not JSON',
      html`<helloasso-checkout proxy=${PROXY} offer="don" metadata="noel"></helloasso-checkout>`,
      'L’attribut metadata n’est pas du JSON',
    ],
  ];
  for (const [who, template, advice] of pages) {
    it(`${who} reads what to do, on their own machine`, async () => {
      const { until, has, textOf, element } = await setUp([GIFT, CART], template);
      await until(() => has('aside'));
      expect(textOf('aside')).to.contain(advice);
      await expect(element).to.be.accessible();
    });
  }

  it('who did not close the tag reads what to do', async () => {
    const swallowed = html`<helloasso-checkout proxy=${PROXY} offer="don"><p>La suite de la page</p></helloasso-checkout>`;
    const told = startProxy(GIFT);
    told.hasSource(
      '<main><helloasso-checkout proxy="https://pay.example.org" offer="don" /><p>La suite de la page</p>',
    );
    const page = handsOf(await fixture<HelloassoCheckout>(swallowed));
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
    it(`reads nothing of a tag that is right: ${what}`, async () => {
      startProxy(GIFT).hasSource(source);
      const page = html`<helloasso-checkout proxy=${PROXY} offer="don"><p>Autrement</p></helloasso-checkout>`;
      const { element, has, until } = handsOf(await fixture<HelloassoCheckout>(page));
      await until(() => element.state === 'ready');
      await aTimeout(50);
      expect(has('aside')).to.equal(false);
    });
  }

  it('whose payer the proxy refuses reads which of its members', async () => {
    const page = html`<helloasso-checkout proxy=${PROXY} offer="don" payer='{"country":"FR"}'></helloasso-checkout>`;
    const { proxy, choose, press, until, has, textOf } = await setUp([GIFT], page);
    await choose('choice', '2000');
    proxy.creates('invalid-request', { errors: [{ pointer: '/payer/country', code: 'invalid' }] });
    await press();
    await until(() => has('aside'));
    expect(textOf('aside')).to.contain('Le relais refuse /payer/country');
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(1);
  });

  it('whose origin is not listed reads where to add it', async () => {
    const { proxy, choose, press, until, has, textOf } = await setUp();
    await choose('choice', '2000');
    proxy.down();
    await press();
    await until(() => has('aside'));
    expect(textOf('aside')).to.contain(`ajoutez ${location.origin} à sa variable ALLOWED_ORIGINS`);
  });

  it('who declared no metadata key reads where', async () => {
    const { proxy, choose, press, until, has, textOf } = await setUp();
    proxy.creates('metadata-not-declared');
    await choose('choice', '2000');
    await press();
    await until(() => has('aside'));
    expect(textOf('aside')).to.contain('metadataKeys, dans offers.json');
  });

  it('is told nothing of what is not theirs', async () => {
    const { proxy, choose, press, until, has, element } = await setUp();
    proxy.creates('rate-limited');
    await choose('choice', '2000');
    await press();
    await until(() => element.state === 'failed');
    await new Promise((resolve) => setTimeout(resolve));
    expect(has('aside')).to.equal(false);
  });
});
