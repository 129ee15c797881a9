import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { INSTALMENTS, isPayableIn } from '../../proxy/contract/instalments.ts';
import { AMOUNT_CENTS } from '../../proxy/contract/limits.ts';
import { dayInFrance, planInstalments } from '../../proxy/plan.ts';

const HOUR_MS = 3_600_000;
const LAST_DAY = 27;

/** The last Sunday of a month at 1:00 UTC: when clocks change, in all of Europe. */
function clockChange(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month + 1, 0));
  return Date.UTC(year, month, lastDay.getUTCDate() - lastDay.getUTCDay(), 1);
}

/** The day in France by the law's own rule, without the platform's time zones. */
function dayByRule(moment: Date): string {
  const year = moment.getUTCFullYear();
  const isSummer = moment.getTime() >= clockChange(year, 2) && moment.getTime() < clockChange(year, 9);
  return new Date(moment.getTime() + (isSummer ? 2 : 1) * HOUR_MS).toISOString().slice(0, 10);
}

const year = fc.integer({ min: 2024, max: 2120 });
/** Any moment, and more often those at which days, months, years or clocks change. */
const moment = fc
  .oneof(
    fc.date({ min: new Date('2024-01-01'), max: new Date('2120-12-31'), noInvalidDate: true }).map(Number),
    fc
      .tuple(year, fc.integer({ min: 0, max: 11 }), fc.integer({ min: 26, max: 32 }))
      .map(([y, month, day]) => Date.UTC(y, month, day)),
    fc.tuple(year, fc.constantFrom(2, 9)).map(([y, month]) => clockChange(y, month)),
  )
  .chain((ms) => fc.integer({ min: -3 * HOUR_MS, max: 3 * HOUR_MS }).map((offset) => new Date(ms + offset)));

const zone = fc.constantFrom('Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/Los_Angeles', 'Asia/Kolkata', 'UTC');

const payable = fc
  .record({
    totalCents: fc.integer({ min: 1, max: AMOUNT_CENTS.max }),
    count: fc.integer({ min: 1, max: INSTALMENTS.max }),
  })
  .filter(({ totalCents, count }) => isPayableIn(totalCents, count));

/** Months since the year 0. */
function monthOf(day: string): number {
  const [y = 0, month = 0] = day.split('-').map(Number);
  return y * 12 + month;
}

describe('any plan', () => {
  const home = process.env.TZ;
  afterEach(() => {
    if (home === undefined) delete process.env.TZ;
    else process.env.TZ = home;
  });

  it('sums to the total: equal payments of at least one euro, the remaining cents in the first', () => {
    fc.assert(
      fc.property(payable, moment, ({ totalCents, count }, now) => {
        const { initialCents, terms } = planInstalments(totalCents, count, now);
        assert.equal(terms.length, count - 1);
        assert.equal(
          terms.reduce((sum, { amountCents }) => sum + amountCents, initialCents),
          totalCents,
        );
        for (const { amountCents } of terms) {
          assert.ok(amountCents >= INSTALMENTS.minCents);
          assert.ok(initialCents >= amountCents && initialCents - amountCents < count);
        }
      }),
    );
  });

  it('has one payment in each following month, on a day that every month has, within a year', () => {
    fc.assert(
      fc.property(payable, moment, ({ totalCents, count }, now) => {
        const today = dayByRule(now);
        for (const [index, { date }] of planInstalments(totalCents, count, now).terms.entries()) {
          assert.equal(new Date(date).toISOString().slice(0, 10), date);
          assert.equal(monthOf(date), monthOf(today) + index + 1);
          assert.equal(Number(date.slice(8)), Math.min(Number(today.slice(8)), LAST_DAY));
          assert.ok(date < `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same in every time zone: a browser abroad shows the proxy’s plan', () => {
    fc.assert(
      fc.property(payable, moment, zone, ({ totalCents, count }, now, elsewhere) => {
        process.env.TZ = 'Europe/Paris';
        const here = planInstalments(totalCents, count, now);
        process.env.TZ = elsewhere;
        assert.deepEqual(planInstalments(totalCents, count, now), here);
      }),
    );
  });
});

describe('the day in France', () => {
  it('follows the rule for summer time at every moment', () => {
    fc.assert(
      fc.property(moment, (now) => assert.equal(dayInFrance(now), dayByRule(now))),
      { numRuns: 2000 },
    );
  });
});
