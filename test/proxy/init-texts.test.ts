import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TEXTS } from '../../proxy/init-texts.ts';

describe('the texts of init', () => {
  it('have in French no plain space before high punctuation or after «, and curly apostrophes', () => {
    const { questions, next, ...others } = TEXTS.fr;
    const texts = [...Object.values(questions).flatMap(Object.values), next('don'), ...Object.values(others)];
    for (const text of texts) assert.doesNotMatch(String(text), / [;:!?»%]|« |\p{L}'\p{L}/u);
  });
});
