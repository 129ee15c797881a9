import { expect } from '@open-wc/testing';
import { parseEuros } from '../../../widget/form/money.ts';
import { formatEuros } from '../../../widget/messages/format.ts';

describe('An amount as typed', () => {
  const READ: readonly (readonly [text: string, cents: number])[] = [
    ['20', 2000],
    ['20,5', 2050],
    ['20.50', 2050],
    ['20,05', 2005],
    ['20,', 2000],
    ['0,29', 29],
    ['007', 700],
    [' 20 ', 2000],
    ['20 €', 2000],
    ['€20', 2000],
    ['20,50\u00a0€', 2050],
    ['1 000', 100_000],
    ['1\u00a0000,50', 100_050],
    ['1\u202f234\u202f567', 123_456_700],
    ['1000', 100_000],
    ['4.35', 435], // 434.99999999999994 through a float
  ];
  for (const [text, cents] of READ) {
    it(`reads “${text}” as ${cents} cents`, () => expect(parseEuros(text)).to.equal(cents));
  }

  const REFUSED = [
    '1.000',
    '1,000',
    '1.000,50',
    '1,234.56',
    '12,345',
    '12 50',
    '1 00',
    '20€50',
    '-20',
    '+20',
    'vingt',
    '1e3',
  ];
  for (const text of [...REFUSED, '0x10', '２０', '.', ',50', '20..5', 'NaN', '20 EUR ou plus', '€']) {
    it(`refuses “${text}”, which is no amount or may be read in two ways`, () =>
      expect(parseEuros(text)).to.equal('amount-unreadable'));
  }

  it('says that an empty text is missing', () => {
    expect(parseEuros(' \u00a0')).to.equal('amount-missing');
  });
});

describe('An amount as written', () => {
  const WRITTEN: readonly (readonly [cents: number, locale: string, text: string])[] = [
    [2000, 'fr-FR', '20\u00a0€'],
    [2050, 'fr-FR', '20,50\u00a0€'],
    [2005, 'fr-FR', '20,05\u00a0€'],
    [500_000, 'fr-FR', '5\u202f000\u00a0€'],
    [2050, 'en-GB', '€20.50'],
    [0, 'fr-FR', '0\u00a0€'],
  ];
  for (const [cents, locale, text] of WRITTEN) {
    it(`turns ${cents} cents into “${text}” in ${locale}`, () => expect(formatEuros(cents, locale)).to.equal(text));
  }
});
