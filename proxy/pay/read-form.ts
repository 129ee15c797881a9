import type { FormValues } from '../../widget/core/form-values-shape.ts';
import type { PricedOffer } from '../../widget/core/priced-offer.ts';
import { amountOf, isAsked, OTHER, totalOf } from '../../widget/form/form-values.ts';
import { parseEuros } from '../../widget/form/money.ts';
import { payableCounts } from '../../widget/form/plans.ts';
import { typedPayer } from '../../widget/form/typed-payer.ts';
import { fill, formatEuros } from '../../widget/messages/format.ts';
import type { CheckoutRequest } from '../contract/checkout.ts';
import { PAYER_FIELD_NAMES } from '../contract/payer.ts';
import { checkoutRequest } from '../http/request-schemas.ts';
import type { ShownForm } from './form-token.ts';
import type { Words } from './words.ts';

/** What is wrong with a field, in the payer's words, by the name of the field, in the order of the form. */
export type FieldErrors = ReadonlyMap<string, string>;

const TEXT_FIELDS = ['choice', 'amount', 'quantity', 'instalments', ...PAYER_FIELD_NAMES] as const;

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
  values: FormValues,
  offer: PricedOffer,
  shown: ShownForm,
  returnPath: string,
  words: Words,
): { readonly request: CheckoutRequest } | { readonly errors: FieldErrors } {
  const errors = new Map<string, string>();
  const add = (name: string, text: string | undefined) => text !== undefined && errors.set(name, text);
  add('amount', amountError(values, offer, words));
  add('quantity', quantityError(values, offer, words));
  add('instalments', instalmentsError(values, offer, words));
  for (const name of PAYER_FIELD_NAMES) {
    const isMissing = offer.payer[name] === 'required' && !values[name];
    if (isMissing && isAsked(offer.payer, name)) add(name, words[`field-error-required-${name}`]);
  }
  const instalments = Number(values.instalments ?? 1);
  const parsed = checkoutRequest.safeParse({
    offer: offer.id,
    ...(shown.revision && { revision: shown.revision }),
    amountCents: amountOf(offer, values),
    ...(values.quantity && { quantity: Number(values.quantity) }),
    ...(instalments > 1 && { instalments, ...(shown.firstTermDate && { firstTermDate: shown.firstTermDate }) }),
    payer: withoutUndefined(typedPayer(offer, values)),
    returnPath,
  });
  for (const { path } of parsed.error?.issues ?? []) {
    const [group, name] = path.map(String);
    if (group !== 'payer' || !name || errors.has(name)) continue;
    add(name, name === 'email' ? words['field-error-email'] : words['error-invalid-request']);
  }
  if (errors.size > 0) return { errors: inOrder(errors) };
  if (!parsed.success) return { errors: new Map([['', words['error-invalid-request']]]) };
  return { request: parsed.data as CheckoutRequest };
}

function amountError(values: FormValues, offer: PricedOffer, words: Words): string | undefined {
  const { amountCents: rule } = offer;
  if (typeof rule === 'number') return undefined;
  const typed = values.amount === undefined ? undefined : parseEuros(values.amount);
  const chosen = rule.suggestions.find((cents) => String(cents) === values.choice);
  if (chosen !== undefined && typed !== undefined && typed !== chosen) {
    const other = typeof typed === 'number' ? formatEuros(typed, words) : values.amount;
    return fill(words.twoAmounts, formatEuros(chosen, words), other).join('');
  }
  const amount = amountOf(offer, values);
  if (typeof amount === 'number') return undefined;
  const bounds = [rule.min, rule.max].map((cents) => formatEuros(cents, words));
  return fill(words[`field-error-${amount}`], ...bounds).join('');
}

function quantityError({ quantity }: FormValues, { maxQuantity }: PricedOffer, words: Words): string | undefined {
  if (quantity === undefined) return undefined;
  const isOffered = /^[1-9]\d?$/.test(quantity) && Number(quantity) <= maxQuantity;
  return isOffered ? undefined : words['error-quantity-out-of-range'];
}

function instalmentsError(values: FormValues, offer: PricedOffer, words: Words): string | undefined {
  const { instalments } = values;
  if (instalments === undefined) return undefined;
  const isPayable = payableCounts(offer, totalOf(offer, values)).some((count) => String(count) === instalments);
  return isPayable ? undefined : words['error-instalments-not-offered'];
}

function inOrder(errors: ReadonlyMap<string, string>): FieldErrors {
  const names: readonly string[] = TEXT_FIELDS;
  return new Map([...errors].sort(([a], [b]) => names.indexOf(a) - names.indexOf(b)));
}

function withoutUndefined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
}
