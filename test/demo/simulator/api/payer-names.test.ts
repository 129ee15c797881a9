import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRuleBroken, setUp } from '../set-up.ts';

describe('the rules for names', () => {
  const refused: readonly [title: string, name: string, reason: RegExp][] = [
    ['three identical characters in a row', 'Annna', /trois caractères/],
    ['a digit', 'Ada2', /chiffre/],
    ['no vowel', 'Brrt', /voyelle/],
    ['a placeholder', 'firstname', /interdite/],
    ['a placeholder in capitals', 'TEST', /interdite/],
    ['a placeholder with an accent', 'Prénom', /interdite/],
    ['a Cyrillic letter', 'Адаa', /caractère interdit/],
    ['an exclamation mark', 'Ada!', /caractère interdit/],
    ['one character', 'A', /deux caractères/],
  ];
  for (const [title, name, reason] of refused) {
    it(`reject a first name with ${title}`, () => assertRuleBroken({ payer: { firstName: name } }, reason));
    it(`reject a last name with ${title}`, () => assertRuleBroken({ payer: { lastName: name } }, reason));
  }
  for (const name of ['Éloïse', 'O’Neil', "D'Arc", 'Jean-Marc', 'Le Goff', 'Œdipe', 'Ng\u00e9', 'Lý']) {
    it(`accept the last name ${name}`, async () => {
      await setUp().create({ payer: { lastName: name } });
    });
  }
  it('reject all twelve placeholders', async () => {
    const world = setUp({ limits: false });
    for (const name of 'firstname lastname unknown first_name last_name anonyme user admin name nom prénom test'.split(
      ' ',
    )) {
      assert.equal((await world.tryToCreate({ payer: { firstName: name } })).status, 400, name);
    }
  });
});
