import { expect } from '@open-wc/testing';
import { render } from 'lit';
import { en } from '../../../widget/messages/en.ts';
import { fill, formatDay, formatEuros, labelOf, money, payments } from '../../../widget/messages/format.ts';
import { fr } from '../../../widget/messages/fr.ts';

/** What a template shows. */
function drawn(template: unknown): HTMLElement {
  const box = document.createElement('div');
  render(template, box);
  return box;
}

describe('Formats', () => {
  const WRITTEN: readonly (readonly [cents: number, locale: string, text: string])[] = [
    [2000, 'fr-FR', '20\u00a0€'],
    [2050, 'fr-FR', '20,50\u00a0€'],
    [2005, 'fr-FR', '20,05\u00a0€'],
    [500_000, 'fr-FR', '5\u202f000\u00a0€'],
    [2050, 'en-GB', '€20.50'],
    [0, 'fr-FR', '0\u00a0€'],
  ];

  for (const [cents, locale, text] of WRITTEN) {
    it(`formatEuros writes ${cents} cents as “${text}” in ${locale}`, () =>
      expect(formatEuros(cents, locale)).to.equal(text));
  }

  it('fill puts values into their places, in the order of the text', () => {
    expect(fill('{1} puis {0}.', 'a', 'b').join('')).to.equal('b puis a.');
  });

  it('money excludes an amount from page translation', () => {
    const span = drawn(money(2000, fr)).querySelector('span');
    expect([span?.textContent, span?.translate]).to.deep.equal(['20\u00a0€', false]);
  });

  it('labelOf shows the label in the payer’s language, else the French name marked as French', () => {
    const named = { itemName: 'Don', labels: { en: 'Gift' } };
    expect(drawn(labelOf(named, en)).innerHTML)
      .to.contain('<span>')
      .and.contain('Gift');
    const french = drawn(labelOf({ itemName: 'Don' }, en)).querySelector('span');
    expect([french?.textContent, french?.lang]).to.deep.equal(['Don', 'fr']);
  });

  for (const [date, messages, year, text] of [
    ['2026-12-22', fr, undefined, '22 décembre'],
    ['2026-12-01', fr, undefined, '1er décembre'],
    ['2026-12-01', fr, 'numeric', '1er décembre 2026'],
    ['2026-12-01', en, undefined, '1 December'],
  ] as const) {
    it(`formatDay writes ${date} as “${text}” in ${messages.locale}, without a line break`, () =>
      expect(formatDay(date, messages, year)).to.equal(text.replaceAll(' ', '\u00a0')));
  }

  it('payments lists amounts and days as the end of a sentence in French and English', () => {
    const terms = [
      { amountCents: 1000, date: '2026-12-22' },
      { amountCents: 1050, date: '2027-01-01' },
    ];
    const text = (messages: typeof fr) => drawn(payments(terms, messages)).textContent?.replace(/\s/g, ' ');
    expect(text(fr)).to.equal('10 € le 22 décembre et 10,50 € le 1er janvier');
    expect(text(en)).to.equal('€10 on 22 December and €10.50 on 1 January');
  });
});
