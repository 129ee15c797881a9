import { PAYER_FIELD_NAMES, type Payer } from '../../proxy/contract/payer.ts';
import type { FormValues } from '../core/form-values-shape.ts';
import { fromJson } from '../core/json.ts';
import type { PricedOffer } from '../core/priced-offer.ts';
import { amountValues } from './form-values.ts';
import { parseEuros } from './money.ts';

/** What the page gives for the fields. The payer may change all of it. */
export interface InitialValues {
  /** In euros as a person writes them. */
  readonly amount: number | string;
  /** A parameter of the page's address, which anyone may have written: held inside the offer's bounds. */
  readonly amountParameter: string;
  readonly quantity: number | string;
  readonly instalments: number | string;
  readonly payer: Payer | string;
}

/** What the fields contain at first. */
export function initialValues(offer: PricedOffer, page: InitialValues): FormValues {
  const { amountCents: rule } = offer;
  const values = { ...payerValues(page.payer), quantity: String(page.quantity), instalments: String(page.instalments) };
  if (typeof rule === 'number') return values;
  const { amountParameter, amount } = page;
  const fromAddress = parseEuros(
    amountParameter ? (new URLSearchParams(location.search).get(amountParameter) ?? '') : '',
  );
  const cents =
    typeof fromAddress === 'number' ? Math.min(Math.max(fromAddress, rule.min), rule.max) : parseEuros(String(amount));
  const chosen = typeof cents === 'number' ? cents : rule.preselected;
  return { ...values, ...(chosen && amountValues(chosen, rule)) };
}

/** Of what the page knows of the payer, what a form may ask. */
function payerValues(given: Payer | string): FormValues {
  const payer = fromJson(given);
  const known = PAYER_FIELD_NAMES.flatMap((name) => (payer?.[name] ? [[name, payer[name]]] : []));
  return { ...Object.fromEntries(known), ...(payer?.companyName && { isCompany: 'on' }) };
}
