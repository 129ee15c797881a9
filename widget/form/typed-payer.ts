import type { FieldOf, Payer, PayerField } from '../../proxy/contract/payer.ts';
import type { FormValues } from '../core/form-values-shape.ts';
import type { PricedOffer } from '../core/priced-offer.ts';
import { isAsked, paysAsCompany } from './form-values.ts';

/** A field that was asked for and left empty is undefined: it is not sent, whatever the page knew. */
export function typedPayer({ payer }: PricedOffer, values: FormValues): Payer {
  const asked = (Object.keys(payer) as PayerField[]).filter((name) => isAsked(payer, name));
  const noCompany = { companyName: undefined } satisfies Readonly<Record<FieldOf<'company'>, undefined>>;
  const typed = { ...values, ...(!paysAsCompany(payer, values) && noCompany) };
  return Object.fromEntries(asked.map((name) => [name, typed[name]?.trim() || undefined]));
}
