import type { FormValues } from '../../widget/core/form-values-shape.ts';
import type { PricedOffer } from '../../widget/core/priced-offer.ts';
import { amountOf, OTHER, totalOf } from '../../widget/form/form-values.ts';
import { parseEuros } from '../../widget/form/money.ts';
import { payableCounts } from '../../widget/form/plans.ts';
import { typedPayer } from '../../widget/form/typed-payer.ts';
import { fill, formatEuros } from '../../widget/messages/format.ts';
import type { CheckoutRequest } from '../contract/checkout.ts';
import { PAYER_FIELD_NAMES } from '../contract/payer.ts';
import { checkoutRequest } from '../http/request-schemas.ts';
import type { FormClaims } from './form-token.ts';
import type { PageTexts } from './texts.ts';

/** What is wrong with a field, in the payer's texts, by the name of the field, in the order of the form. */
export type FieldErrors = ReadonlyMap<string, string>;

const TEXT_FIELDS = ['choice', 'amount', 'quantity', 'instalments', ...PAYER_FIELD_NAMES] as const;

/** A form that this page has shown, as a browser sends it. */
export interface SentForm {
  readonly values: FormValues;
  readonly claims: FormClaims;
}

/** What the payer has typed and chosen. A company pays where it is named. */
export function readValues(form: URLSearchParams): FormValues {
  const typed = TEXT_FIELDS.flatMap((name) => {
    const text = form.get(name)?.trim();
    return text ? [[name, text]] : [];
  });
  const values: FormValues = Object.fromEntries(typed);
  const isTypedAlone = values.amount !== undefined && values.choice === undefined;
  return {
    ...values,
    ...(isTypedAlone && { choice: OTHER }),
    ...(values.companyName !== undefined && { isCompany: 'on' }),
  };
}

/** The request for a checkout; else what is wrong with each field. */
export function requestFrom(
  { values, claims, returnPath }: SentForm & { readonly returnPath: string },
  offer: PricedOffer,
  texts: PageTexts,
): { readonly request: CheckoutRequest } | { readonly errors: FieldErrors } {
  const instalments = Number(values.instalments ?? 1);
  const parsed = checkoutRequest.safeParse({
    offer: offer.id,
    ...(claims.revision && { revision: claims.revision }),
    amountCents: amountOf(offer, values),
    ...(values.quantity && { quantity: Number(values.quantity) }),
    ...(instalments > 1 && { instalments, ...(claims.firstTermDate && { firstTermDate: claims.firstTermDate }) }),
    payer: withoutUndefined(typedPayer(offer, values)),
    returnPath,
  });
  const errors = new Map<string, string>();
  const add = (name: string, text: string | undefined) => text !== undefined && errors.set(name, text);
  add('amount', amountError(values, offer, texts));
  add('quantity', quantityError(values, offer, texts));
  add('instalments', instalmentsError(values, offer, texts));
  for (const name of PAYER_FIELD_NAMES) {
    const isWrong = parsed.error?.issues.some(({ path }) => path[0] === 'payer' && path[1] === name);
    const text = name === 'email' ? texts['field-error-email'] : texts['error-invalid-request'];
    if (offer.payer[name] === 'required' && !values[name]) add(name, texts[`field-error-required-${name}`]);
    else if (isWrong) add(name, text);
  }
  if (errors.size > 0) return { errors };
  return parsed.success ? { request: parsed.data } : { errors: new Map([['', texts['error-invalid-request']]]) };
}

function amountError(values: FormValues, offer: PricedOffer, texts: PageTexts): string | undefined {
  const { amountCents: rule } = offer;
  if (typeof rule === 'number') return undefined;
  const typed = values.amount === undefined ? undefined : parseEuros(values.amount);
  const chosen = rule.suggestions.find((cents) => String(cents) === values.choice);
  if (chosen !== undefined && typed !== undefined && typed !== chosen) {
    const other = typeof typed === 'number' ? formatEuros(typed, texts) : values.amount;
    return fill(texts.twoAmounts, formatEuros(chosen, texts), other).join('');
  }
  const amount = amountOf(offer, values);
  if (typeof amount === 'number') return undefined;
  const bounds = [rule.min, rule.max].map((cents) => formatEuros(cents, texts));
  return fill(texts[`field-error-${amount}`], ...bounds).join('');
}

function quantityError({ quantity }: FormValues, { maxQuantity }: PricedOffer, texts: PageTexts): string | undefined {
  if (quantity === undefined) return undefined;
  const isOffered = /^[1-9]\d?$/.test(quantity) && Number(quantity) <= maxQuantity;
  return isOffered ? undefined : texts['error-quantity-out-of-range'];
}

function instalmentsError(values: FormValues, offer: PricedOffer, texts: PageTexts): string | undefined {
  const { instalments } = values;
  if (instalments === undefined) return undefined;
  const isPayable = payableCounts(offer, totalOf(offer, values)).some((count) => String(count) === instalments);
  return isPayable ? undefined : texts['error-instalments-not-offered'];
}

function withoutUndefined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
}
