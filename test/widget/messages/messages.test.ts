import { expect } from '@open-wc/testing';
import { en } from '../../../widget/messages/en.ts';
import { fr } from '../../../widget/messages/fr.ts';
import { frAddress } from '../../../widget/messages/fr-address.ts';
import { frOnDemand } from '../../../widget/messages/fr-on-demand.ts';
import { frReturn } from '../../../widget/messages/fr-return.ts';

const FRENCH = { ...fr, ...frOnDemand, ...frAddress, ...frReturn };

describe('Texts for payers', () => {
  for (const other of [en]) {
    it(`texts in ${other.locale} have the same keys and places as in French`, () => {
      const french = textsOf(FRENCH);
      const texts = textsOf(other);
      expect([...texts.keys()].sort()).to.deep.equal([...french.keys()].sort());
      for (const [key, text] of french) expect(placesOf(texts.get(key)), key).to.deep.equal(placesOf(text));
    });
  }

  it('French texts have no plain space before high punctuation, and curly apostrophes', () => {
    for (const [key, text] of textsOf(FRENCH)) {
      expect(text, key).not.to.match(/ [;:!?»]|« |'|\u00a0[;!?]|\d €/);
    }
  });
});

/** Every text by its path: `return-paid.0`. */
function textsOf(words: object, path = ''): Map<string, string> {
  const entries = Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : [...textsOf(value as object, `${path}${key}.`)],
  );
  return new Map(entries);
}

/** The places such as `{0}` of a text, sorted. */
function placesOf(text = ''): readonly string[] {
  return [...new Set(text.match(/\{\w+\}/g))].sort();
}
