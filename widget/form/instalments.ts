import { html, nothing, type TemplateResult } from 'lit';
import { type Plan, planOn } from '../../proxy/contract/instalments.ts';
import { fill } from '../messages/format.ts';
import { withOnDemandMessages } from '../messages/fr-on-demand.ts';
import type { FormMessages, OnDemandMessages } from '../messages/messages.ts';
import { payments } from '../messages/payments.ts';
import { pluralOf } from '../messages/plural.ts';
import { money } from '../messages/templates.ts';
import type { FormContext } from './form-context.ts';
import { totalOf } from './form-values.ts';
import { chosenCount, datesOf, payableCounts } from './plans.ts';

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
