import { html, nothing, type TemplateResult } from 'lit';
import type { CheckoutRequest } from '../../proxy/contract/checkout.ts';
import { isPayableIn, type Plan, planOn } from '../../proxy/contract/instalments.ts';
import type { FormValues } from '../core/form-values-shape.ts';
import { payments } from '../messages/days.ts';
import { fill, money } from '../messages/format.ts';
import { withOnDemandMessages } from '../messages/fr-on-demand.ts';
import type { FormMessages, OnDemandMessages } from '../messages/messages.ts';
import { pluralOf } from '../messages/plural.ts';
import type { FormContext } from './form-context.ts';
import { totalOf } from './form-values.ts';
import type { PricedOffer } from './offer.ts';

/** Every plan with its days and amounts, as they will be sent. */
export function renderInstalments({ offer, values, messages }: FormContext): TemplateResult | typeof nothing {
  const words = withOnDemandMessages(messages);
  const total = totalOf(offer, values);
  const counts = payableCounts(offer, total);
  if (counts.length < 2) return nothing;
  const chosen = chosenCount(offer, values);
  return html`<fieldset>
    <legend part="label">${words.payment}</legend>
    ${counts.map((count) => {
      const plan = count > 1 && total !== undefined && planOn(total, datesOf(offer, count));
      return html`<label part="option ${count === chosen ? 'option-chosen' : ''}">
        <input type="radio" name="instalments" value=${count} .checked=${count === chosen} />
        <span>
          ${count === 1 ? words.once : fill(pluralOf(words.severalTimes, count, words.locale), count)}
          ${plan ? html` <small translate="no">${describePlan(plan, words)}</small>` : nothing}
        </span>
      </label>`;
    })}
  </fieldset>`;
}

function describePlan({ initialCents, terms }: Plan, words: FormMessages & OnDemandMessages): readonly unknown[] {
  return fill(words.plan, money(initialCents, words), payments(terms, words));
}

/** Ends the button's text where the total is not paid at once. */
export function renderCount({ offer, values, messages }: FormContext): string {
  const count = chosenCount(offer, values);
  if (count === 1) return '';
  const { inSeveralTimes, locale } = withOnDemandMessages(messages);
  return ` ${pluralOf(inSeveralTimes, count, locale).replace('{0}', String(count))}`;
}

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
function datesOf({ termDates = [] }: PricedOffer, count: number): readonly string[] {
  return termDates.slice(0, count - 1);
}

/** The numbers of payments in which this total may be paid; all of the offer while there is no total. An older proxy gives no days. */
function payableCounts(offer: PricedOffer, totalCents = Number.POSITIVE_INFINITY): readonly number[] {
  return offer.instalments.filter(
    (count) => isPayableIn(totalCents, count) && datesOf(offer, count).length === count - 1,
  );
}

/** The chosen number of payments; 1 when that one is no longer payable. */
function chosenCount(offer: PricedOffer, values: FormValues): number {
  return payableCounts(offer, totalOf(offer, values)).find((count) => String(count) === values.instalments) ?? 1;
}
