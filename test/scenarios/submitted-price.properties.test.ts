import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { price } from '../../proxy/checkouts/price.ts';
import { AMOUNT_CENTS, QUANTITY } from '../../proxy/contract/limits.ts';
import { checkoutRequest } from '../../proxy/http/request-schemas.ts';
import type { Offer } from '../../proxy/offer.ts';
import { planInstalments, termDates } from '../../proxy/plan.ts';
import { Problem } from '../../proxy/problem.ts';
import type { FormValues } from '../../widget/core/form-values-shape.ts';
import type { PricedOffer } from '../../widget/core/priced-offer.ts';
import { amountOf, OTHER, totalOf } from '../../widget/form/form-values.ts';
import { parseEuros } from '../../widget/form/money.ts';
import { planRequest } from '../../widget/form/plans.ts';
import { en } from '../../widget/messages/en.ts';
import { formatEuros } from '../../widget/messages/format.ts';
import { fr } from '../../widget/messages/fr.ts';
import { checkoutRequest as requestOf } from '../../widget/payment/checkout-request.ts';
import { testConfig } from '../proxy/environment.ts';

const cents = fc.integer({ min: 0, max: AMOUNT_CENTS.max });

/** How people of some country write a number: what stands between thousands, and what before decimals. */
const READERS = [
  { thousands: '[\\s\u00a0\u202f]', decimals: ',' },
  { thousands: '[\\s\u00a0\u202f]', decimals: '[.]' },
  { thousands: '[.]', decimals: ',' },
  { thousands: ',', decimals: '[.]' },
  { thousands: "['’]", decimals: '[.]' },
];

/** The amount that such a reader sees in a text, in 1/10,000 €, so that no decimal is lost; `undefined` when it is not a number. */
function readBy({ thousands, decimals }: (typeof READERS)[number], text: string): bigint | undefined {
  const number = new RegExp(`^(\\d{1,3}(?:${thousands}\\d{3})+|\\d+)(?:${decimals}(\\d*))?$`);
  const [, whole, fraction = ''] = number.exec(text.replaceAll('€', '').trim()) ?? [];
  if (whole === undefined || fraction.length > 4) return undefined;
  return BigInt(whole.replace(/\D/g, '')) * 10_000n + BigInt(fraction.padEnd(4, '0'));
}

const written = fc
  .array(
    fc.constantFrom(...'0123456789', ...'0123456789', '000', ' ', '\u00a0', '\u202f', '.', ',', "'", '€', '-', 'e'),
    {
      maxLength: 14,
    },
  )
  .map((parts) => parts.join(''));

describe('any text that a payer types', () => {
  it('is read as the amount that every reader sees, or refused', () => {
    fc.assert(
      fc.property(written, (text) => {
        const read = parseEuros(text);
        if (typeof read === 'string' || read > AMOUNT_CENTS.max) return;
        const readings = READERS.map((reader) => readBy(reader, text)).filter((reading) => reading !== undefined);
        assert.ok(readings.length > 0, 'read what nobody can');
        for (const reading of readings) assert.equal(reading, BigInt(read) * 100n);
      }),
      { numRuns: 20_000 },
    );
  });

  it('is never read as more than its digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,400}$/), (digits) => {
        const read = parseEuros(digits);
        assert.ok(read === Number(`${digits}00`) || (Number(read) > AMOUNT_CENTS.max && BigInt(digits) > 100_000n));
      }),
    );
  });

  it('is read as the intended amount in every accepted notation', () => {
    const ways: readonly ((amount: number) => string)[] = [
      (amount) => `${amount / 100}`,
      (amount) => (amount / 100).toFixed(2),
      (amount) => (amount / 100).toFixed(2).replace('.', ','),
      (amount) => ` ${(amount / 100).toFixed(2).replace('.', ',')} € `,
      (amount) => `€${(amount / 100).toFixed(2)}`,
    ];
    fc.assert(
      fc.property(cents, fc.constantFrom(...ways), (amount, write) => assert.equal(parseEuros(write(amount)), amount)),
      { numRuns: 2000 },
    );
  });
});

describe('any amount that is written', () => {
  it('is read back as the same cents in French, with two decimals or none', () => {
    fc.assert(
      fc.property(cents, (amount) => {
        const text = formatEuros(amount, fr);
        assert.match(text, /^[^,]+(,\d\d)?\s€$/);
        assert.equal(parseEuros(text), amount);
      }),
      { numRuns: 2000 },
    );
  });

  it('is read back as the same cents in English, or refused with a thousands comma', () => {
    fc.assert(
      fc.property(cents, (amount) => {
        const read = parseEuros(formatEuros(amount, en));
        assert.equal(read, amount < 100_000 ? amount : 'amount-unreadable');
      }),
      { numRuns: 2000 },
    );
  });
});

const [example] = testConfig().offers.values();

const bounds = fc
  .tuple(fc.integer({ min: AMOUNT_CENTS.min, max: 1_000_000 }), fc.integer({ min: 0, max: 1_000_000 }))
  .map(([min, more]) => ({ min, max: min + more, suggestions: [min, min + more] }));

type Priced = Offer & Pick<PricedOffer, 'amountCents'>;

const offer: fc.Arbitrary<Priced> = fc
  .record({
    amountCents: fc.oneof(fc.integer({ min: AMOUNT_CENTS.min, max: 100_000 }), bounds),
    maxQuantity: fc.integer({ min: 1, max: QUANTITY.max }),
    others: fc.uniqueArray(fc.integer({ min: 2, max: 12 }), { maxLength: 4 }),
  })
  .map(({ amountCents, maxQuantity, others }) => {
    assert.ok(example);
    const quantity = typeof amountCents === 'number' ? maxQuantity : 1;
    return { ...example, amountCents, maxQuantity: quantity, instalments: [1, ...others] };
  });

/** What a payer fills in for an offer, and at which moment. */
const filledIn = offer.chain((chosen) => {
  const { min, max } =
    typeof chosen.amountCents === 'number'
      ? { min: 1, max: 1 }
      : { min: chosen.amountCents.min - 200, max: chosen.amountCents.max + 200 };
  return fc.record({
    offer: fc.constant(chosen),
    values: fc.record({
      choice: fc.oneof(fc.constant(OTHER), fc.constant(String(max - 200))),
      amount: fc.integer({ min: Math.max(0, min), max }).map((amount) => formatEuros(amount, fr)),
      quantity: fc.integer({ min: 1, max: chosen.maxQuantity }).map(String),
      instalments: fc.constantFrom(...chosen.instalments).map(String),
    }) satisfies fc.Arbitrary<FormValues>,
    now: fc.date({ min: new Date('2024-01-01'), max: new Date('2120-12-31'), noInvalidDate: true }),
  });
});

describe('any submitted form', () => {
  it('costs what it showed, to the cent and to the day, or is not sent', () => {
    fc.assert(
      fc.property(filledIn, ({ offer: declared, values, now }) => {
        const shown: PricedOffer = {
          ...declared,
          status: 'open',
          mode: 'live',
          termDates: termDates(Math.max(...declared.instalments), now),
        };
        const total = totalOf(shown, values);
        if (total === undefined) {
          assert.equal(amountOf(shown, values), 'amount-out-of-range');
          return;
        }
        const page = { payer: '', metadata: '', signedOffer: '', returnPath: '/' };
        const sent = requestOf({ offer: shown, values, plan: planRequest(shown, values), page });
        const request = checkoutRequest.parse(JSON.parse(JSON.stringify(sent)));
        const { totalCents, plan } = price(declared, request, undefined, now);
        assert.equal(totalCents, total);
        assert.deepEqual(plan, planInstalments(total, sent.instalments ?? 1, now));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('any request', () => {
  it('costs an amount that the offer allows, and its plan sums to the total', () => {
    const request = fc.record(
      {
        amountCents: fc.oneof(fc.integer(), fc.integer({ min: 0, max: 3_000_000 })),
        quantity: fc.oneof(fc.integer({ min: 1 }), fc.integer({ min: 1, max: 100 })),
        instalments: fc.integer({ min: 1, max: 13 }),
        firstTermDate: fc.constantFrom('2026-12-22', '2026-12-23'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(offer, request, (declared, asked) => {
        let priced: ReturnType<typeof price>;
        try {
          const whole = { ...asked, offer: declared.id, returnPath: '/' };
          priced = price(declared, whole, undefined, new Date('2026-11-22T12:00:00Z'));
        } catch (error) {
          assert.ok((error instanceof Problem && error.status === 422) || (error as Problem).code === 'plan-changed');
          return;
        }
        const { totalCents, plan } = priced;
        const rule = declared.amountCents;
        if (typeof rule === 'number') assert.equal(totalCents, rule * (asked.quantity ?? 1));
        else assert.ok(totalCents === asked.amountCents && totalCents >= rule.min && totalCents <= rule.max);
        assert.equal(
          plan.terms.reduce((sum, { amountCents }) => sum + amountCents, plan.initialCents),
          totalCents,
        );
        assert.equal(plan.terms.length + 1, asked.instalments ?? 1);
      }),
      { numRuns: 5000 },
    );
  });
});
