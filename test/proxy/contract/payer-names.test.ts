import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { areAcceptedNames } from '../../../proxy/contract/payer-names.ts';

describe('areAcceptedNames', () => {
  for (const name of [
    'Camille',
    'Zoé',
    'Jean-Loup',
    'D’Artagnan',
    "O'Neil",
    'Le Goff',
    'Lý',
    'Œdipe',
    'Aaron',
    'Ng Hu',
  ]) {
    it(`accepts ${name}`, () => {
      assert.equal(areAcceptedNames(name, 'Durand'), true);
      assert.equal(areAcceptedNames('Dominique', name), true);
    });
  }

  const refused: Record<string, string> = {
    'three letters alike in a row': 'Annna',
    'three alike whatever their case': 'ANnna',
    'a digit': 'Camille2',
    'no vowel': 'Xyzz'.replace('y', 'w'),
    'a placeholder': 'Test',
    'a placeholder with an accent': 'Prénom',
    'another script': 'Иван',
    'a sign': 'Camille!',
    'an e-mail': 'camille@example.org',
    'one letter': 'É',
    nothing: '',
  };
  for (const [what, name] of Object.entries(refused)) {
    it(`refuses ${what}`, () => {
      assert.equal(areAcceptedNames(name, 'Durand'), false);
      assert.equal(areAcceptedNames('Camille', name), false);
    });
  }

  it('accepts one name alone, or none', () => {
    assert.equal(areAcceptedNames(undefined, 'Camille'), true);
    assert.equal(areAcceptedNames('Camille', undefined), true);
    assert.equal(areAcceptedNames(undefined, undefined), true);
    assert.equal(areAcceptedNames(undefined, 'Test'), false);
  });

  it('refuses the same first and last name', () => {
    assert.equal(areAcceptedNames('Martin', 'martin'), false);
  });
});
