import { expect, fixture, html } from '@open-wc/testing';
import { en } from '../../../widget/messages/en.ts';
import { fr } from '../../../widget/messages/fr.ts';
import { frAddress } from '../../../widget/messages/fr-address.ts';
import { frOnDemand } from '../../../widget/messages/fr-on-demand.ts';
import { frReturn } from '../../../widget/messages/fr-return.ts';
import { GIFT, PROXY } from '../fake-proxy.ts';
import { checkout, handsOf, setUp, startProxy } from '../set-up.ts';

describe('The language of the form', () => {
  it('is its own lang before any other', async () => {
    const template = html`<div lang="fr"><helloasso-checkout lang="en-GB" proxy=${PROXY} offer="don"></helloasso-checkout></div>`;
    startProxy(GIFT);
    const around = await fixture<HTMLElement>(template);
    const { until, button, has } = handsOf(around.querySelector('helloasso-checkout') as never);
    await until(() => has('[part=submit]'));
    expect(button()).to.equal('Give');
  });

  it('is the nearest ancestor’s, through shadow roots', async () => {
    startProxy(GIFT);
    const outer = await fixture<HTMLElement>(html`<div lang="en"><div></div></div>`);
    const root = (outer.firstElementChild as HTMLElement).attachShadow({ mode: 'open' });
    root.innerHTML = `<helloasso-checkout proxy="${PROXY}" offer="don"></helloasso-checkout>`;
    const { until, button, has } = handsOf(root.firstElementChild as never);
    await until(() => has('[part=submit]'));
    expect(button()).to.equal('Give');
  });

  it('is French when the page has no language, or one that we do not have', async () => {
    for (const lang of ['', 'xx']) {
      document.documentElement.lang = lang;
      const { button, get } = await setUp([GIFT], checkout('don'));
      expect(button()).to.equal('Donner');
      expect(get('.card').lang).to.equal('fr-FR');
    }
  });

  it('changes with the attribute, and keeps what was typed', async () => {
    const { element, type, until, button, get } = await setUp();
    await type('amount', '20,50');
    element.setAttribute('lang', 'en');
    await until(() => button() === 'Give €20.50');
    expect(get('[name=amount]').value).to.equal('20,50');
  });
});

describe('The page’s own words', () => {
  const own = { 'submit-gift': ['Soutenir', 'Soutenir avec {0}'], 'field-error-amount-missing': 'Combien ?' };

  for (const [name, messages] of Object.entries({ 'a property': own, 'an attribute': JSON.stringify(own) })) {
    it(`take the place of ours as ${name}, now and later, and leave the others`, async () => {
      const template = html`<helloasso-checkout proxy=${PROXY} offer="don" messages=${JSON.stringify(own)}></helloasso-checkout>`;
      const plain = html`<helloasso-checkout proxy=${PROXY} offer="don" .messages=${messages}></helloasso-checkout>`;
      const { button, press, type, fill, textOf } = await setUp(
        [GIFT],
        typeof messages === 'string' ? template : plain,
      );
      expect(button()).to.equal('Soutenir');
      await press();
      expect(textOf('#amount-message')).to.equal('Combien ?');
      await fill('amount', '0,50');
      expect(button()).to.equal('Soutenir');
      expect(textOf('#amount-message')).to.equal('Indiquez un montant de 1 € à 5 000 €.');
      await type('amount', '20');
      expect(button()).to.equal('Soutenir avec 20 €');
    });
  }

  for (const wrong of ['{"locale":"fr_FR"}', '{"submit-gift":["Offrir"]}', '{"bounds":5}', '[1,2]', '"x"']) {
    it(`that cannot be used cost no payment: ${wrong}`, async () => {
      const template = html`<helloasso-checkout proxy=${PROXY} offer="don" messages=${wrong}></helloasso-checkout>`;
      const { button, choose } = await setUp([GIFT], template);
      await choose('choice', '2000');
      expect(button()).to.equal('Donner 20 €');
    });
  }

  it('may come later, in another language, and may be unreadable', async () => {
    const { element, button, until } = await setUp();
    element.messages = { 'submit-gift': ['Jetzt spenden', '{0} spenden'], locale: 'de-DE' };
    await until(() => button() === 'Jetzt spenden');
    element.setAttribute('messages', '{"submit-gift":');
    await until(() => button() === 'Donner');
  });
});

describe('The texts', () => {
  for (const other of [en]) {
    it(`have the same places in ${other.locale} as in French`, () => {
      const french = textsOf({ ...fr, ...frOnDemand, ...frAddress, ...frReturn });
      const texts = textsOf(other);
      expect([...texts.keys()].sort()).to.deep.equal([...french.keys()].sort());
      for (const [key, text] of french) expect(placesOf(texts.get(key)), key).to.deep.equal(placesOf(text));
    });
  }

  it('are set as French is: no plain space before high punctuation, true apostrophes', () => {
    for (const [key, text] of textsOf({ ...fr, ...frOnDemand, ...frAddress, ...frReturn })) {
      expect(text, key).not.to.match(/ [;:!?»]|« |'|\u00a0[;!?]|\d €/);
    }
  });
});

function textsOf(words: object, path = ''): Map<string, string> {
  const entries = Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : [...textsOf(value as object, `${path}${key}.`)],
  );
  return new Map(entries);
}

function placesOf(text = ''): readonly string[] {
  return [...new Set(text.match(/\{\w+\}/g))].sort();
}
