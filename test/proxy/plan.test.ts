import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isPayableIn } from '../../proxy/contract/instalments.ts';
import { dayInFrance, planInstalments } from '../../proxy/plan.ts';

const NOON = new Date('2026-01-31T12:00:00Z');

describe('planInstalments', () => {
  it('charges the total at once when there is one payment', () => {
    assert.deepEqual(planInstalments(3000, 1, NOON), { initialCents: 3000, terms: [] });
  });

  it('sums to the total, with the remaining cents in the first payment', () => {
    const plan = planInstalments(10_000, 3, NOON);
    assert.equal(plan.initialCents, 3334);
    assert.deepEqual(
      plan.terms.map(({ amountCents }) => amountCents),
      [3333, 3333],
    );
  });

  it('puts one payment in each following month, also in short ones', () => {
    const { terms } = planInstalments(12_000, 4, NOON);
    assert.deepEqual(
      terms.map(({ date }) => date),
      ['2026-02-27', '2026-03-27', '2026-04-27'],
    );
  });

  it('continues into the next year', () => {
    const { terms } = planInstalments(3000, 3, new Date('2026-11-22T12:00:00Z'));
    assert.deepEqual(
      terms.map(({ date }) => date),
      ['2026-12-22', '2027-01-22'],
    );
  });

  it('counts days in France, not in the local time zone', () => {
    const lateInParis = new Date('2026-06-30T22:30:00Z'); // 1 July, 00:30 in Paris
    assert.equal(planInstalments(3000, 2, lateInParis).terms[0]?.date, '2026-08-01');
  });
});

describe('isPayableIn', () => {
  it('requires at least one euro in each of several payments', () => {
    assert.equal(isPayableIn(300, 3), true);
    assert.equal(isPayableIn(299, 3), false);
    assert.equal(isPayableIn(50, 1), true);
  });
});

describe('dayInFrance', () => {
  it('gives the day in France in winter time and in summer time', () => {
    assert.equal(dayInFrance(new Date('2026-07-14T22:00:00Z')), '2026-07-15');
    assert.equal(dayInFrance(new Date('2026-12-31T22:59:59Z')), '2026-12-31');
  });
});
