import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { textsFor } from '../../../proxy/pay/texts.ts';

describe('the texts of the payment page', () => {
  it('have in French no plain space before high punctuation or after «, and curly apostrophes', () => {
    for (const [name, text] of Object.entries(textsFor('fr'))) {
      for (const sentence of [text].flat()) {
        assert.doesNotMatch(String(sentence), / [;:!?»%]|« |\p{L}'\p{L}/u, name);
      }
    }
  });
});
