import { expect } from '@open-wc/testing';
import { FRENCH, LONG, OTHERS, sentencesOf } from './languages.ts';

/** Sentences that are the same in French and in another language, and should be. */
const SAME_AS_IN_FRENCH: readonly string[] = ['de test', 'en date', 'en france', 'en test', 'es inEuros', 'nl test'];

/** Words that only a French sentence has. */
const FRENCH_WORDS = /(?<!\p{L})(vous|votre|vos|une|est|été|paiement|réessayez|formulaire|aujourd’hui)(?!\p{L})/iu;

/** How each language writes a quotation, percents, and an ellipsis. */
const TYPOGRAPHY: Readonly<Record<string, readonly [quotation: string, percent: string, ellipsis: string]>> = {
  de: ['„{1}“', '20\u00a0%', '\u00a0…'],
  en: ['“{1}”', '20%', '…'],
  es: ['«{1}»', '20\u00a0%', '…'],
  it: ['«{1}»', '20%', '…'],
  nl: ['“{1}”', '20%', '…'],
  pt: ['«{1}»', '20%', '…'],
};

describe('Texts for payers', () => {
  for (const [tag, messages] of Object.entries(OTHERS)) {
    const sentences = sentencesOf(messages);

    it(`texts in ${tag} have the same names and places as in French, each once`, () => {
      const french = sentencesOf(FRENCH);
      expect([...sentences.keys()].sort()).to.deep.equal([...french.keys()].sort());
      for (const [key, text] of french) expect(placesOf(sentences.get(key)), key).to.deep.equal(placesOf(text));
    });

    it(`no text in ${tag} is left in French`, () => {
      const french = sentencesOf(FRENCH);
      const same = [...sentences].filter(([key, text]) => french.get(key) === text).map(([key]) => `${tag} ${key}`);
      expect(same.sort()).to.deep.equal(SAME_AS_IN_FRENCH.filter((text) => text.startsWith(tag)));
      for (const [key, text] of sentences) expect(text, key).not.to.match(FRENCH_WORDS);
    });

    it(`a payer reads in ${tag}, before the button, that the next page may be in French`, () =>
      expect(messages.contribution).to.match(/\b(French|Französisch|francés|francese|Frans|francês)\.$/));

    it(`texts in ${tag} have the signs of their language, and spaces that keep them together`, () => {
      const [quotation = '', percent = '', ellipsis = ''] = TYPOGRAPHY[tag] ?? [];
      expect(new Intl.NumberFormat(messages.locale, { style: 'percent' }).format(0.2)).to.equal(percent);
      expect(sentences.get('return-refunded.1')).to.contain(quotation);
      for (const [key, text] of sentences) {
        expect(text, key).not.to.match(/['"]| {2}|[\d}] [€%]| […;:!?»”]|[«„] |e-mail|\d\u202f/i);
        expect(text.replaceAll(quotation, ''), key).not.to.match(/[«»„“”]/);
        expect(text.replaceAll(/\d\d(\u00a0?%)/g, '20$1').replaceAll(percent, ''), key).not.to.contain('%');
        expect(text.replaceAll(ellipsis, ''), key).not.to.contain('…');
      }
    });
  }

  it('every language calls France what the browser does', () => {
    for (const { locale, france } of [FRENCH, ...Object.values(OTHERS)]) {
      expect(france).to.equal(new Intl.DisplayNames(locale, { type: 'region' }).of('FR'), locale);
    }
  });

  it('every language writes the amount in its sentence about the contribution as other amounts', () => {
    for (const { contribution, euros } of Object.values(OTHERS)) {
      expect(contribution).to.contain(euros[0].replace('{0}', '0'));
    }
  });

  it('French texts have no plain space before high punctuation, and curly apostrophes', () => {
    for (const [key, text] of sentencesOf(FRENCH)) {
      expect(text, key).not.to.match(/ [;:!?»]|« |'|\u00a0[;!?]|\d €/);
    }
  });

  it('the long test language is at least 40 % longer than French', () => {
    const lengthOf = (messages: typeof LONG) => [...sentencesOf(messages).values()].join('').length;
    expect(lengthOf(LONG)).to.be.greaterThan(lengthOf(FRENCH) * 1.4);
  });
});

/** The places such as `{0}` of a text, sorted. */
function placesOf(text = ''): readonly string[] {
  return [...(text.match(/\{\w+\}/g) ?? [])].sort();
}
