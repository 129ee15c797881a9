import type { CheckoutRequest } from '../../proxy/contract/checkout.ts';
import { isPayableIn } from '../../proxy/contract/instalments.ts';
import type { FormValues } from '../core/form-values-shape.ts';
import type { PricedOffer } from '../core/priced-offer.ts';
import { totalOf } from './form-values.ts';

/** What the request says of the plan: nothing where the total is paid at once. */
export function planRequest(
  offer: PricedOffer,
  values: FormValues,
): Pick<CheckoutRequest, 'instalments' | 'firstTermDate'> {
  const instalments = chosenCount(offer, values);
  const [firstTermDate] = datesOf(offer, instalments);
  return firstTermDate ? { instalments, firstTermDate } : {};
}

/** The days of the payments after the first: the proxy decides them. */
export function datesOf({ termDates = [] }: PricedOffer, count: number): readonly string[] {
  return termDates.slice(0, count - 1);
}

/** The numbers of payments in which this total may be paid; all of the offer while there is no total. An older proxy gives no days. */
export function payableCounts(offer: PricedOffer, totalCents = Number.POSITIVE_INFINITY): readonly number[] {
  return offer.instalments.filter(
    (count) => isPayableIn(totalCents, count) && datesOf(offer, count).length === count - 1,
  );
}

/** The chosen number of payments; 1 when that one is no longer payable. */
export function chosenCount(offer: PricedOffer, values: FormValues): number {
  return payableCounts(offer, totalOf(offer, values)).find((count) => String(count) === values.instalments) ?? 1;
}
