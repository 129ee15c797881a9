import * as z from 'zod';
import { apiDateSchema } from '../dates.ts';
import type { FieldErrors } from './errors.ts';

const METADATA_MAX_LENGTH = 20_000;

/** A published client sends `1990-1-2`. */
const shortDay = z
  .string()
  .regex(/^\d{4}-\d{1,2}-\d{1,2}$/)
  .transform((day) => day.replace(/-(?=\d(-|$))/g, '-0'))
  .pipe(z.iso.date());

const checkoutPayer = z.object({
  firstName: z.string().max(255).nullish(),
  lastName: z.string().max(255).nullish(),
  email: z.string().max(255).nullish(),
  dateOfBirth: z.union([apiDateSchema, shortDay]).nullish(),
  address: z.string().nullish(),
  city: z.string().nullish(),
  zipCode: z.string().nullish(),
  country: z.string().length(3).nullish(),
  companyName: z.string().max(255).nullish(),
});

const checkoutTerm = z.object({ amount: z.int32(), date: apiDateSchema });

const paymentOptions = z.object({ enableSepa: z.boolean().optional() });

/** HelloAsso's `InitCheckoutBody`, with lengths from public sources. Unknown fields are dropped. */
const checkoutBody = z.object({
  totalAmount: z.int32(),
  initialAmount: z.int32(),
  itemName: z.string().min(1).max(250),
  backUrl: z.string().min(1),
  errorUrl: z.string().min(1),
  returnUrl: z.string().min(1),
  containsDonation: z.boolean(),
  terms: z.array(checkoutTerm).nullish(),
  payer: checkoutPayer.nullish(),
  metadata: z
    .custom<Readonly<Record<string, unknown>>>(isObject)
    .refine((metadata) => JSON.stringify(metadata).length <= METADATA_MAX_LENGTH)
    .nullish(),
  paymentOptions: paymentOptions.nullish(),
});

export type CheckoutBody = z.infer<typeof checkoutBody>;

export type Reading =
  | { readonly ok: true; readonly body: CheckoutBody; readonly unknownFields: readonly string[] }
  | { readonly ok: false; readonly errors: FieldErrors };

/** Reads the body of `POST …/checkout-intents`. */
export function readCheckoutBody(sent: unknown): Reading {
  const json = bindBody(sent);
  const { success, data, error } = checkoutBody.safeParse(json, { error: messageFor });
  if (success) return { ok: true, body: data, unknownFields: unknownFields(json) };
  const errors: Record<string, string[]> = {};
  for (const { path, message } of error.issues) {
    const field = fieldName(path);
    errors[field] ??= [];
    errors[field].push(message);
  }
  return { ok: false, errors };
}

/** Names bind whatever their case (`TotalAmount`), as ASP.NET does: published clients send both. */
function bindBody(json: unknown): unknown {
  const body = bindNames(json, checkoutBody.shape);
  if (!isObject(body)) return body;
  const { payer, paymentOptions: options, terms } = body;
  return {
    ...body,
    ...(isObject(payer) && { payer: bindNames(payer, checkoutPayer.shape) }),
    ...(isObject(options) && { paymentOptions: bindNames(options, paymentOptions.shape) }),
    ...(Array.isArray(terms) && { terms: terms.map((term) => bindNames(term, checkoutTerm.shape)) }),
  };
}

function bindNames(value: unknown, known: object): unknown {
  if (!isObject(value)) return value;
  const names = new Map(Object.keys(known).map((name) => [name.toLowerCase(), name]));
  const bound = Object.entries(value).map(([name, member]) => [names.get(name.toLowerCase()) ?? name, member]);
  return Object.fromEntries(bound);
}

/** `terms[0].amount`, and `$` for the body as a whole. */
function fieldName(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
  return parts.join('').replace(/^\./, '') || '$';
}

/** Only the first message is known from HelloAsso; the second is invented. */
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

/** Whether HelloAsso rejects or ignores unknown fields is not known: the simulator ignores them and lists them in its panel. */
function unknownFields(json: unknown): string[] {
  const body = isObject(json) ? json : {};
  const terms = Array.isArray(body.terms) ? body.terms : [];
  return [
    ...unknownNames(body, checkoutBody.shape, ''),
    ...unknownNames(body.payer, checkoutPayer.shape, 'payer.'),
    ...unknownNames(body.paymentOptions, paymentOptions.shape, 'paymentOptions.'),
    ...terms.flatMap((term, index) => unknownNames(term, checkoutTerm.shape, `terms[${index}].`)),
  ].slice(0, MAX_REPORTED);
}

const MAX_REPORTED = 10;
const MAX_NAME_LENGTH = 60;

function unknownNames(value: unknown, known: object, prefix: string): string[] {
  if (!isObject(value)) return [];
  const names = Object.keys(value).filter((name) => !Object.hasOwn(known, name));
  return names.map((name) => (prefix + name).slice(0, MAX_NAME_LENGTH));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
