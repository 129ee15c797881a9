import * as z from 'zod';
import type { FieldFaults } from './errors.ts';

const METADATA_MAX_LENGTH = 20_000;

/** A day, or a day with a time: clients send both. */
const dateTime = z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })]);

const checkoutPayer = z.object({
  firstName: z.string().max(255).nullish(),
  lastName: z.string().max(255).nullish(),
  email: z.string().max(255).nullish(),
  dateOfBirth: dateTime.nullish(),
  address: z.string().nullish(),
  city: z.string().nullish(),
  zipCode: z.string().nullish(),
  country: z.string().length(3).nullish(),
  companyName: z.string().max(255).nullish(),
});

const checkoutTerm = z.object({ amount: z.int32(), date: dateTime });

const paymentOptions = z.object({ enableSepa: z.boolean().optional() });

/** HelloAsso's `InitCheckoutBody`. Fields that it does not name are dropped. */
const checkoutBody = z.object({
  totalAmount: z.int32(),
  initialAmount: z.int32(),
  itemName: z.string().min(1).max(250),
  backUrl: z.string().min(1),
  errorUrl: z.string().min(1),
  returnUrl: z.string().min(1),
  containsDonation: z.boolean(),
  terms: z.array(checkoutTerm).nullish(),
  payer: checkoutPayer.optional(),
  metadata: z
    .custom<Readonly<Record<string, unknown>>>(isObject)
    .refine((metadata) => JSON.stringify(metadata).length <= METADATA_MAX_LENGTH)
    .nullish(),
  paymentOptions: paymentOptions.optional(),
});

export type CheckoutBody = z.infer<typeof checkoutBody>;

export type Reading =
  | { readonly ok: true; readonly body: CheckoutBody; readonly unknownFields: readonly string[] }
  | { readonly ok: false; readonly faults: FieldFaults };

/** Reads the body of `POST …/checkout-intents`. */
export function readCheckoutBody(json: unknown): Reading {
  const { success, data, error } = checkoutBody.safeParse(json, { error: messageFor });
  if (success) return { ok: true, body: data, unknownFields: unknownFields(json) };
  const faults: Record<string, string[]> = {};
  for (const { path, message } of error.issues) {
    const field = fieldName(path);
    faults[field] ??= [];
    faults[field].push(message);
  }
  return { ok: false, faults };
}

/** `terms[0].amount`, and `$` for the body as a whole. */
function fieldName(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
  return parts.join('').replace(/^\./, '') || '$';
}

/** Only the first sentence is known word for word; the second is ours. */
function messageFor({
  path = [],
  input,
}: {
  readonly path?: PropertyKey[] | undefined;
  readonly input?: unknown;
}): string {
  const name = String(path.at(-1) ?? 'body');
  const field = name.charAt(0).toUpperCase() + name.slice(1);
  return input === undefined ? `The ${field} field is required.` : `The field ${field} is invalid.`;
}

/** Whether HelloAsso refuses or ignores such fields is not known: the simulator ignores them and says so in its panel. */
function unknownFields(json: unknown): string[] {
  const body = isObject(json) ? json : {};
  const terms = Array.isArray(body.terms) ? body.terms : [];
  return [
    ...strangers(body, checkoutBody.shape, ''),
    ...strangers(body.payer, checkoutPayer.shape, 'payer.'),
    ...strangers(body.paymentOptions, paymentOptions.shape, 'paymentOptions.'),
    ...terms.flatMap((term, index) => strangers(term, checkoutTerm.shape, `terms[${index}].`)),
  ].slice(0, MAX_REPORTED);
}

const MAX_REPORTED = 10;
const MAX_NAME_LENGTH = 60;

function strangers(value: unknown, known: object, prefix: string): string[] {
  if (!isObject(value)) return [];
  const names = Object.keys(value).filter((name) => !Object.hasOwn(known, name));
  return names.map((name) => (prefix + name).slice(0, MAX_NAME_LENGTH));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
