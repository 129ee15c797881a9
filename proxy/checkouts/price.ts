import type { CheckoutRequest } from '../contract/checkout.ts';
import { isPayableIn, type Plan } from '../contract/instalments.ts';
import type { Offer } from '../offer.ts';
import { planInstalments } from '../plan.ts';
import { Problem } from '../problem.ts';
import type { SignedOffer } from './signed-offers.ts';

/** The price of one checkout. */
export interface Price {
  /** What HelloAsso shows to the payer. */
  readonly itemName: string;
  readonly totalCents: number;
  readonly plan: Plan;
}

/**
 * Prices a checkout. The request chooses within the offer's rule; a signed offer leaves no choice.
 * @throws Problem when the request chooses something else.
 */
export function price(offer: Offer, request: CheckoutRequest, signed: SignedOffer | undefined, now: Date): Price {
  const quantity = request.quantity ?? 1;
  if (quantity > (signed ? 1 : offer.maxQuantity)) {
    throw new Problem('quantity-out-of-range', 'more than the offer sells at once');
  }
  const itemName = signed?.itemName ?? offer.itemName;
  const totalCents = unitCents(offer, request, signed) * quantity;
  return {
    itemName: quantity > 1 ? `${quantity} × ${itemName}` : itemName,
    totalCents,
    plan: planOf(offer, request, totalCents, now),
  };
}

function unitCents(
  { amountCents: rule }: Offer,
  { amountCents: chosen }: CheckoutRequest,
  signed: SignedOffer | undefined,
): number {
  const fixed = signed?.amountCents ?? rule;
  if (fixed === 'signed') throw new Problem('signed-offer-required', 'the offer only has signed prices');
  if (typeof fixed === 'number') {
    if (chosen !== undefined && chosen !== fixed) {
      throw new Problem('amount-not-applicable', 'the amount shown to the payer is not the price');
    }
    return fixed;
  }
  if (chosen === undefined) throw new Problem('amount-not-applicable', 'the offer needs an amount');
  if (chosen < fixed.min || chosen > fixed.max) {
    throw new Problem('amount-out-of-range', 'the amount is outside the bounds of the offer');
  }
  return chosen;
}

function planOf(offer: Offer, request: CheckoutRequest, totalCents: number, now: Date): Plan {
  const count = request.instalments ?? 1;
  if (!offer.instalments.includes(count) || !isPayableIn(totalCents, count)) {
    throw new Problem('instalments-not-offered', 'the offer cannot be paid in that many payments');
  }
  const plan = planInstalments(totalCents, count, now);
  if (plan.terms[0]?.date !== request.firstTermDate) {
    throw new Problem('plan-changed', 'the dates shown to the payer are not those of the plan', { plan });
  }
  return plan;
}
