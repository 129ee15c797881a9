import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { render } from 'lit';
import { formatDay } from '../../../widget/messages/days.ts';
import { fill, formatEuros } from '../../../widget/messages/format.ts';
import { payments } from '../../../widget/messages/payments.ts';
import { labelOf, money } from '../../../widget/messages/templates.ts';
import { BRETON, FRENCH, OTHERS, RIGHT_TO_LEFT } from './languages.ts';

const { en, it: italian } = OTHERS as { readonly [tag in 'en' | 'it']: typeof FRENCH };

/** What a template shows. */
function drawn(template: unknown): HTMLElement {
  const box = document.createElement('div');
  render(template, box);
  return box;
}

describe('Formats', () => {
  for (const [cents, messages, text] of [
    [2000, FRENCH, '20\u00a0€'],
    [2050, FRENCH, '20,50\u00a0€'],
    [2005, FRENCH, '20,05\u00a0€'],
    [500_000, FRENCH, '5\u202f000\u00a0€'],
    [2050, en, '€20.50'],
    [0, FRENCH, '0\u00a0€'],
  ] as const) {
    it(`formatEuros writes ${cents} cents as “${text}” in ${messages.locale}`, () =>
      expect(formatEuros(cents, messages)).to.equal(text));
  }

  for (const messages of [FRENCH, ...Object.values(OTHERS)]) {
    const { locale } = messages;

    it(`formatEuros writes any amount in ${locale} in the characters of Intl`, () => {
      // An engine with an older CLDR separates the thousands of four digits in Italian; the newer ones do not.
      const isOlder = locale === 'it-IT' && new Intl.NumberFormat(locale).format(1000) === '1.000';
      const formats = [0, 2].map(
        (minimumFractionDigits) =>
          new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR', minimumFractionDigits }),
      );
      const cents = fc.oneof(
        fc.nat(100_000_000),
        fc.nat(1_000_000).map((euros) => euros * 100),
        fc.nat(2_000_000),
      );
      fc.assert(
        fc.property(cents, (amount) => {
          fc.pre(!isOlder || amount < 100_000 || amount >= 1_000_000);
          expect(formatEuros(amount, messages)).to.equal(formats[amount % 100 ? 1 : 0]?.format(amount / 100));
        }),
        { numRuns: 3000 },
      );
    });

    it(`payments joins 1 to 12 payments in ${locale} as Intl does`, () => {
      for (let count = 1; count <= 12; count += 1) {
        const terms = Array.from({ length: count }, () => ({ amountCents: 1000, date: '2027-02-03' }));
        const one = String(drawn(payments(terms.slice(0, 1), messages)).textContent);
        const expected = new Intl.ListFormat(locale).format(terms.map(() => one));
        expect(drawn(payments(terms, messages)).textContent).to.equal(expected);
      }
    });
  }

  it('fill puts values into their places, in the order of the text', () => {
    expect(fill('{1} puis {0}.', 'a', 'b').join('')).to.equal('b puis a.');
  });

  it('money excludes an amount from page translation', () => {
    const span = drawn(money(2000, FRENCH)).querySelector('span');
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

  for (const [date, messages, withYear, text] of [
    ['2026-12-22', FRENCH, false, '22 décembre'],
    ['2026-12-01', FRENCH, false, '1er décembre'],
    ['2026-12-11', FRENCH, false, '11 décembre'],
    ['2026-12-01', FRENCH, true, '1er décembre 2026'],
    ['2026-12-01', en, false, '1 December'],
    ['2026-12-01', OTHERS.de, true, '1. Dezember 2026'],
    ['2026-12-22', OTHERS.es, true, '22 de diciembre de 2026'],
    ['2026-12-01', italian, false, '1º dicembre'],
    ['2026-12-22', OTHERS.nl, false, '22 december'],
    ['2026-12-22', OTHERS.pt, false, '22 de dezembro'],
    ['2026-12-22', BRETON, false, '22 a viz Kerzu'],
    ['2026-01-01', BRETON, true, '1añ a viz Genver 2026'],
  ] as const) {
    it(`formatDay writes ${date} as “${text}” in ${messages?.locale}, without a line break`, () =>
      expect(messages && formatDay(date, messages, withYear)).to.equal(text.replaceAll(' ', '\u00a0')));
  }

  for (const [tag, messages] of Object.entries({ fr: FRENCH, ...OTHERS })) {
    it(`formatDay writes every day of a year as Intl does in ${tag}, but for the first of a month`, () => {
      for (let day = Date.UTC(2027, 0, 1); day <= Date.UTC(2027, 11, 31); day += 86_400_000) {
        const date = new Date(day).toISOString().slice(0, 10);
        if (date.endsWith('-01')) continue;
        const options = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
        const asIntl = (more: object) =>
          new Date(day).toLocaleDateString(messages.locale, { ...options, ...more }).replaceAll(' ', '\u00a0');
        expect(formatDay(date, messages)).to.equal(asIntl({}));
        expect(formatDay(date, messages, true)).to.equal(asIntl({ year: 'numeric' }));
      }
    });
  }

  it('payments lists amounts and days as the end of a sentence', () => {
    const terms = [
      { amountCents: 1000, date: '2026-12-22' },
      { amountCents: 1050, date: '2027-01-01' },
    ];
    const text = (messages: typeof FRENCH) => drawn(payments(terms, messages)).textContent?.replace(/\s/g, ' ');
    expect(text(FRENCH)).to.equal('10 € le 22 décembre et 10,50 € le 1er janvier');
    expect(text(en)).to.equal('€10 on 22 December and €10.50 on 1 January');
    expect(text(BRETON)).to.equal('10 € d’an 22 a viz Kerzu ha 10,50 € d’an 1añ a viz Genver');
    expect(text(RIGHT_TO_LEFT)).to.contain(' و10,50 €');
  });
});
