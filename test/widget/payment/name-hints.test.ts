import { expect } from '@open-wc/testing';
import { refusedNames } from '../../../widget/payment/name-hints.ts';

const BOTH = new Set(['firstName', 'lastName']);

describe('refusedNames', () => {
  for (const [firstName, lastName, refused] of [
    ['Annna', 'Durand', ['firstName']],
    ['Ada', 'X', ['lastName']],
    ['Ada', 'ada', ['lastName']],
    ['Test', 'Nom', ['firstName', 'lastName']],
    ['Ada', 'Lovelace', []],
    ['  ', 'Durand', []],
  ] as const) {
    it(`refusedNames returns [${refused}] for “${firstName} ${lastName}” after both fields were left`, () =>
      expect(refusedNames({ firstName, lastName }, BOTH)).to.deep.equal(refused));
  }

  it('refusedNames returns no name whose field was not left yet', () => {
    const values = { firstName: 'Test', lastName: 'Nom' };
    expect(refusedNames(values, new Set(['lastName']))).to.deep.equal(['lastName']);
    expect(refusedNames(values, new Set())).to.deep.equal([]);
  });
});
