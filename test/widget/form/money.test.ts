import { expect } from '@open-wc/testing';
import { parseEuros, typedEuros } from '../../../widget/form/money.ts';

describe('parseEuros', () => {
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
    it(`parseEuros reads “${text}” as ${cents} cents`, () => expect(parseEuros(text)).to.equal(cents));
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
    it(`parseEuros refuses “${text}”, which is no amount or has two readings`, () =>
      expect(parseEuros(text)).to.equal('amount-unreadable'));
  }

  it('parseEuros reports a text of spaces as a missing amount', () => {
    expect(parseEuros(' \u00a0')).to.equal('amount-missing');
  });
});

describe('typedEuros', () => {
  for (const [cents, text] of [
    [2000, '20'],
    [2050, '20,50'],
    [29, '0,29'],
    [500_000, '5000'],
  ] as const) {
    it(`typedEuros writes ${cents} cents as “${text}”, which parseEuros reads as the same amount`, () => {
      expect(typedEuros(cents)).to.equal(text);
      expect(parseEuros(text)).to.equal(cents);
    });
  }
});
