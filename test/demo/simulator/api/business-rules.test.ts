import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRuleBroken, BODY, setUp } from '../set-up.ts';

const PATH = '/organizations/asso-demo/checkout-intents';

/** A plan of some terms, each of 1 €, at these dates. */
function plan(...dates: string[]) {
  const terms = dates.map((date) => ({ amount: 100, date }));
  return { terms, totalAmount: BODY.initialAmount + 100 * dates.length };
}

describe('a body that breaks a rule', () => {
  it('is rejected with a list of code and message', async () => {
    const response = await setUp().api('POST', PATH, { ...BODY, returnUrl: 'http://asso.example' });
    assert.equal(response.status, 400);
    const { errors } = await response.json();
    assert.deepEqual(Object.keys(errors[0]), ['code', 'message']);
    assert.equal(errors[0].code, 'ArgumentInvalid');
  });

  it('is rejected with one message for each of three broken rules', async () => {
    const { messages } = await setUp().tryToCreate({ backUrl: 'no', errorUrl: 'no', payer: { firstName: 'test' } });
    assert.equal(messages.length, 3);
  });
});

describe('the rules for amounts', () => {
  it('reject a totalAmount that is not initialAmount plus the terms', () =>
    assertRuleBroken({ totalAmount: 2600 }, /totalAmount/));
  it('reject an initialAmount of 0.49 €', () =>
    assertRuleBroken({ totalAmount: 49, initialAmount: 49 }, /initialAmount/));
  it('accept an initialAmount of 0.50 €', async () => {
    await setUp().create({ totalAmount: 50, initialAmount: 50 });
  });
});

describe('the rules for terms', () => {
  it('accept eleven monthly terms from next month, on the 22nd', async () => {
    const dates = Array.from({ length: 11 }, (_, index) => new Date(Date.UTC(2026, 11 + index, 22)).toISOString());
    await setUp().create(plan(...dates.map((date) => date.slice(0, 10))));
  });
  it('accept a date with a time', async () => {
    await setUp().create(plan('2026-12-22T00:00:00+01:00'));
  });
  it('reject a term dated today, even with strictTerms false', async () => {
    const { messages } = await setUp({ strictTerms: false }).tryToCreate(plan('2026-11-22'));
    assert.match(messages.join(), /futur/);
  });
  it('reject a term in the current month', () => assertRuleBroken(plan('2026-11-25'), /mois prochain/));
  it('reject two terms in one month', () => assertRuleBroken(plan('2026-12-02', '2026-12-22'), /par mois/));
  it('reject terms that are not in order', () => assertRuleBroken(plan('2027-02-22', '2027-01-22'), /par mois/));
  it('accept a term on the 28th', async () => {
    await setUp().create(plan('2026-12-28'));
  });
  it('reject a term on the 29th', () => assertRuleBroken(plan('2026-12-29'), /le 28 au plus tard/));
  it('accept a plan that skips a month, with unequal amounts', async () => {
    const terms = [
      { amount: 100, date: '2026-12-10' },
      { amount: 250, date: '2027-02-25' },
    ];
    await setUp().create({ terms, totalAmount: BODY.initialAmount + 350 });
  });
  it('reject a term twelve months from today', () => assertRuleBroken(plan('2027-11-22'), /douze mois/));
  it('reject twelve terms', () => {
    const dates = Array.from({ length: 12 }, (_, index) => `2026-12-${10 + index}`);
    return setUp()
      .tryToCreate(plan(...dates))
      .then(({ messages }) => assert.match(messages.join(), /11 échéances/));
  });
  it('reject a term of 0.99 €', () =>
    assertRuleBroken({ terms: [{ amount: 99, date: '2026-12-22' }], totalAmount: 2599 }, /100 centimes/));
  it('reject a term of 0 €, even with strictTerms false', async () => {
    const fields = { terms: [{ amount: 0, date: '2026-12-22' }] };
    assert.match((await setUp({ strictTerms: false }).tryToCreate(fields)).messages.join(), /positif/);
  });
  it('accept any future dates with strictTerms false', async () => {
    await setUp({ strictTerms: false }).create(plan('2026-11-30', '2026-11-29', '2030-01-31'));
  });
});

describe('the rules for the payer', () => {
  for (const email of ['ada', 'ada@', 'ada@club', 'a da@club.example', 'ada@club.']) {
    it(`reject the email ${email}`, () => assertRuleBroken({ payer: { email } }, /email/));
  }
  it('reject the same first and last name, whatever their case', () =>
    assertRuleBroken({ payer: { firstName: 'Camille', lastName: 'CAMILLE' } }, /différents/));
  it('reject a payer who turns 18 tomorrow', () =>
    assertRuleBroken({ payer: { dateOfBirth: '2008-11-23' } }, /majeur/));
  it('accept a payer who turns 18 today', async () => {
    await setUp().create({ payer: { dateOfBirth: '2008-11-22' } });
  });
});
