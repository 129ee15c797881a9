import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { price } from '../../../proxy/checkouts/price.ts';
import type { CheckoutRequest } from '../../../proxy/contract/checkout.ts';
import { Problem } from '../../../proxy/problem.ts';
import { testConfig } from '../environment.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const { offers } = testConfig();

function priceOf(request: Omit<CheckoutRequest, 'returnPath'>) {
  const offer = offers.get(request.offer);
  assert.ok(offer);
  return price(offer, { ...request, returnPath: '/' }, undefined, NOW);
}

describe('price', () => {
  it('accepts a free amount within the bounds, the bounds included', () => {
    assert.equal(priceOf({ offer: 'don', amountCents: 100 }).totalCents, 100);
    assert.equal(priceOf({ offer: 'don', amountCents: 500_000 }).totalCents, 500_000);
  });

  it('multiplies a fixed amount, and puts the quantity into the item name', () => {
    const { totalCents, itemName } = priceOf({ offer: 'billet', quantity: 3 });
    assert.equal(totalCents, 3600);
    assert.equal(itemName, '3 × Billet pour le concert de printemps');
  });

  it('accepts the fixed amount that the payer saw', () => {
    assert.equal(priceOf({ offer: 'billet', amountCents: 1200, quantity: 2 }).totalCents, 2400);
  });

  it('splits a total into the instalments that the payer saw', () => {
    const { totalCents, plan } = priceOf({ offer: 'adhesion', instalments: 3, firstTermDate: '2026-12-22' });
    assert.equal(totalCents, 3000);
    assert.equal(plan.initialCents, 1000);
    assert.deepEqual(plan.terms, [
      { amountCents: 1000, date: '2026-12-22' },
      { amountCents: 1000, date: '2027-01-22' },
    ]);
  });

  const refused: readonly [string, Omit<CheckoutRequest, 'returnPath'>, string][] = [
    ['a free amount below the bounds', { offer: 'don', amountCents: 99 }, 'amount-out-of-range'],
    ['a free amount above the bounds', { offer: 'don', amountCents: 500_001 }, 'amount-out-of-range'],
    ['a free amount that is missing', { offer: 'don' }, 'amount-not-applicable'],
    ['another amount than the offer fixes', { offer: 'billet', amountCents: 1 }, 'amount-not-applicable'],
    ['a quantity above the maximum', { offer: 'billet', quantity: 11 }, 'quantity-out-of-range'],
    ['a quantity of a gift', { offer: 'don', amountCents: 100, quantity: 2 }, 'quantity-out-of-range'],
    ['a number of payments that is not offered', { offer: 'adhesion', instalments: 2 }, 'instalments-not-offered'],
    ['instalments without the date that was shown', { offer: 'adhesion', instalments: 3 }, 'plan-changed'],
    [
      'instalments shown the day before',
      { offer: 'adhesion', instalments: 3, firstTermDate: '2026-12-21' },
      'plan-changed',
    ],
    ['a date without instalments', { offer: 'adhesion', firstTermDate: '2026-12-22' }, 'plan-changed'],
  ];
  for (const [what, request, code] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => priceOf(request),
        (error) => error instanceof Problem && error.code === code,
      );
    });
  }
});
