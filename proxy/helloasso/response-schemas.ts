import { z } from 'zod';

// HelloAsso's responses, as far as the proxy reads them. Unknown keys and unknown states are accepted: HelloAsso may add some. Source: HelloAsso's OpenAPI document, which declares nearly every field optional or nullable.

const refundOperation = z.object({ id: z.int(), amount: z.int(), status: z.string() });

const payment = z.object({
  id: z.int(),
  amount: z.int(),
  date: z.coerce.date().nullish(),
  state: z.string(),
  type: z.string().nullish(),
  paymentMeans: z.string().nullish(),
  installmentNumber: z.int().nullish(),
  paymentReceiptUrl: z.string().nullish(),
  refundOperations: z.array(refundOperation).nullish(),
  meta: z.object({ updatedAt: z.coerce.date().nullish() }).nullish(),
});

/** One attempt, or one instalment, of an order. Amounts in cents, without the tip. */
export type Payment = z.infer<typeof payment>;

const text = z.string().nullish();

const payer = z.object({
  firstName: text,
  lastName: text,
  email: text,
  company: text,
  address: text,
  zipCode: text,
  city: text,
  country: text,
});

/** The response to `GET /orders/{id}`, as far as it leads to the intent; also a member of an intent. */
export const order = z.object({
  id: z.int(),
  checkoutIntentId: z.int().nullish(),
  payer: payer.nullish(),
  organizationSlug: z.string().nullish(),
  amount: z.object({ total: z.int() }),
  items: z.array(z.object({ name: z.string().nullish() })).nullish(),
  payments: z.array(payment).nullish(),
});

/** An order, with every attempt at every payment. */
export type Order = z.infer<typeof order>;

/** The response to `POST …/checkout-intents`. */
export const createdIntent = z.object({ id: z.int().positive(), redirectUrl: z.string() });

export type CreatedIntent = z.infer<typeof createdIntent>;

/** The response to `GET …/checkout-intents/{id}`. */
export const checkoutIntent = z.object({
  id: z.int(),
  metadata: z.unknown().optional(),
  order: order.nullish(),
});

export type CheckoutIntent = z.infer<typeof checkoutIntent>;

/** Whether a payment or an order was made through a checkout intent. An absent form type may be one. */
export function isCheckout(formType: string | null | undefined): boolean {
  return formType == null || formType === 'Checkout';
}

/** One page of `GET …/payments`. */
export const paymentPage = z.object({
  data: z.array(
    z.object({
      id: z.int(),
      order: z.object({ id: z.int(), checkoutIntentId: z.int().nullish(), formType: text }).nullish(),
      meta: z.object({ updatedAt: z.coerce.date().nullish() }).nullish(),
    }),
  ),
  pagination: z.object({ continuationToken: z.string().nullish() }),
});

export type PaymentPage = z.infer<typeof paymentPage>;

/** The form of a code or a field name; any other text may contain personal data. */
const word = z.string().regex(/^[\w.[\]-]{1,64}$/);

/** The three shapes of HelloAsso's error bodies, reduced to what is safe to log: codes and field names, never values. */
export const errorBody = z.union([
  z.object({ errors: z.array(z.object({ code: word })) }).transform(({ errors }) => errors.map(({ code }) => code)),
  z.object({ errors: z.record(word, z.unknown()) }).transform(({ errors }) => Object.keys(errors)),
  z.object({ error: word }).transform(({ error }) => [error]),
]);
