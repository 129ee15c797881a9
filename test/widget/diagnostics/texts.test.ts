import { expect } from '@open-wc/testing';
import { ENGLISH, FRENCH } from '../../../widget/diagnostics/texts.ts';

describe('Texts for the page’s author', () => {
  it('French and English texts have the same topics, with the same places', () => {
    expect(placesByTopic(ENGLISH)).to.deep.equal(placesByTopic(FRENCH));
  });

  it('French texts have no plain space before high punctuation or after «, and curly apostrophes', () => {
    for (const [topic, text] of Object.entries(FRENCH)) expect(text, topic).not.to.match(/ [;:!?»%]|« |\p{L}'\p{L}/u);
  });
});

/** The places such as `{proxy}` of each text, sorted. */
function placesByTopic(texts: object): object {
  const entries = Object.entries(texts).map(([topic, text]: [string, string]) => {
    const places = text.match(/\{\w+\}/g) ?? [];
    return [topic, [...new Set(places)].sort()] as const;
  });
  return Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)));
}
