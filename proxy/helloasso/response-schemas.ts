import { z } from 'zod';
import type { Log } from '../log.ts';

// HelloAsso's responses, as far as the proxy reads them. Unknown members are accepted: HelloAsso may add some. What decides whether
// something is paid is read strictly (upstream-errors.md lists it); anything else is read if it can be, else dropped. Source: HelloAsso's
// OpenAPI document, which requires no member at all.

/** A positive 32-bit integer, also as digits in a text. */
const id = z.preprocess(
  (value) => (typeof value === 'string' && /^[1-9]\d{0,9}$/.test(value) ? Number(value) : value),
  z.int32().positive(),
);

/** Never a text: `"20.00"` may mean euros. */
const cents = z.int32().nonnegative();

/** Since 2000: an empty date of HelloAsso's framework is in the year 1. */
const date = z
  .string()
  .regex(/^20\d\d-\d\d-\d\d/)
  .transform((text) => new Date(text))
  .refine((moment) => !Number.isNaN(moment.getTime()));

const text = z.string().min(1);

const payment = z.object({
  id,
  amount: cents,
  state: text,
  paymentMeans: z.enum(['None', 'Card', 'Sepa', 'Check', 'Cash', 'BankTransfer', 'Other']),
  type: z.enum(['Offline', 'Credit', 'Debit']).nullish(),
  installmentNumber: z.int32().positive().nullish(),
});

/** A refund has its result as `status` in one model of HelloAsso's, as `state` in the other. */
interface RefundOperation {
  readonly id: number | undefined;
  readonly amount: number | undefined;
  readonly status: string | undefined;
}

/** One attempt, or one instalment, of an order. Amounts in cents, without the tip. */
export interface Payment {
  readonly id: number;
  readonly amount: number;
  readonly state: string;
  readonly paymentMeans: z.infer<typeof payment>['paymentMeans'];
  readonly type?: z.infer<typeof payment>['type'];
  /** The number in its plan. Every attempt at the first payment has the number 1. */
  readonly installmentNumber: number;
  readonly date: Date | undefined;
  readonly paymentReceiptUrl: string | undefined;
  /** Empty when HelloAsso lists none; `undefined` when its list cannot be read. */
  readonly refundOperations: readonly RefundOperation[] | undefined;
  readonly updatedAt: Date | undefined;
}

const PAYER_FIELDS = ['firstName', 'lastName', 'email', 'company', 'address', 'zipCode', 'city', 'country'] as const;

/** An order, with every attempt at every payment. */
export interface Order {
  readonly id: number | undefined;
  readonly organizationSlug: string;
  readonly totalCents: number;
  readonly payer: Readonly<Partial<Record<(typeof PAYER_FIELDS)[number], string>>>;
  readonly itemName: string | undefined;
  /** Those that can be read. */
  readonly payments: readonly Payment[];
  /** Whether there is a payment of which a deciding member cannot be read: it may be paid, or not. An order of ours has payments. */
  readonly hasUnreadablePayment: boolean;
}

/** The response to `POST …/checkout-intents`. */
export interface CreatedIntent {
  readonly id: number;
  readonly redirectUrl: string;
}

/** The response to `GET …/checkout-intents/{id}`. */
export interface CheckoutIntent {
  readonly id: number;
  readonly metadata?: unknown;
  /** `unreadable` when there is an order that cannot be compared with the checkout. */
  readonly order?: Order | 'unreadable' | undefined;
}

/** What leads to the intent of a payment. */
export interface IntentReference {
  readonly checkoutIntentId: number | undefined;
  readonly orderId: number | undefined;
  readonly paymentId: number | undefined;
}

/** A payment or an order in a list or a notification, as far as it can be read. */
export interface Reference extends IntentReference {
  readonly state: string | undefined;
  readonly updatedAt: Date | undefined;
  readonly formType: string | undefined;
  readonly organizationSlug: string | undefined;
}

/** One page of `GET …/payments`. */
export interface PaymentPage {
  readonly payments: readonly Reference[];
  readonly continuationToken: string | undefined;
}

const OTHER_FORMS = new Set(['CrowdFunding', 'Membership', 'Event', 'Donation', 'PaymentForm', 'Shop']);

/** Whether a payment or an order may have been made through a checkout intent: not through one of HelloAsso's own forms. */
export function mayBeCheckout({ formType }: Reference): boolean {
  return formType === undefined || !OTHER_FORMS.has(formType);
}

type Members = Readonly<Record<string, unknown>>;

/** The members of an object; none for any other value. */
export function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

const createdIntent = z.object({ id, redirectUrl: text });
const checkoutIntent = z.object({ id, metadata: z.unknown().optional(), order: z.unknown().optional() });
const order = z.object({ organizationSlug: text, amount: z.object({ total: cents }) });
const paymentPage = z.object({ data: z.array(z.unknown()), pagination: z.unknown().optional() });
const orderOfIntent = z.object({ id: id.nullish().catch(undefined), checkoutIntentId: id.nullish() });
const paymentOfOrder = z.object({ order: orderOfIntent });

/** Reads HelloAsso's responses. A method returns `undefined` for a response that cannot be used. */
export class ResponseReader {
  readonly #log: Log;
  readonly #reported = new Set<string>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** The response to `POST …/checkout-intents`. */
  createdIntent(json: unknown): CreatedIntent | undefined {
    return createdIntent.safeParse(json).data;
  }

  /** The response to `GET …/checkout-intents/{id}`. */
  checkoutIntent(json: unknown): CheckoutIntent | undefined {
    const { success, data } = checkoutIntent.safeParse(json);
    if (!success) return undefined;
    return { ...data, order: data.order == null ? undefined : (this.#order(data.order) ?? 'unreadable') };
  }

  /** The response to `GET /orders/{id}`. */
  order(json: unknown): IntentReference | undefined {
    const { success, data } = orderOfIntent.safeParse(json);
    if (!success) return undefined;
    return {
      checkoutIntentId: data.checkoutIntentId ?? undefined,
      orderId: data.id ?? undefined,
      paymentId: undefined,
    };
  }

  /** The response to `GET /payments/{id}`. */
  payment(json: unknown): IntentReference | undefined {
    return this.order(paymentOfOrder.safeParse(json).data?.order);
  }

  /** The response to `GET …/payments`. */
  paymentPage(json: unknown): PaymentPage | undefined {
    const { success, data } = paymentPage.safeParse(json);
    if (!success) return undefined;
    return {
      payments: data.data.map((row) => this.paymentReference(row)),
      continuationToken: this.#optional(membersOf(data.pagination), 'continuationToken', text),
    };
  }

  /** A payment in a list or a notification. */
  paymentReference(json: unknown): Reference {
    const members = membersOf(json);
    const { id: paymentId, state, updatedAt } = this.#reference(members);
    const { id: orderId, ...rest } = this.#reference(membersOf(members.order));
    return { ...rest, orderId, paymentId, state, updatedAt };
  }

  /** An order in a notification. */
  orderReference(json: unknown): Reference {
    const { id: orderId, ...rest } = this.#reference(membersOf(json));
    return { ...rest, orderId, paymentId: undefined };
  }

  #reference(members: Members) {
    return {
      id: this.#optional(members, 'id', id),
      checkoutIntentId: this.#optional(members, 'checkoutIntentId', id),
      state: this.#optional(members, 'state', text),
      updatedAt: this.#optional(membersOf(members.meta), 'updatedAt', date),
      formType: this.#optional(members, 'formType', text),
      organizationSlug: this.#optional(members, 'organizationSlug', text),
    };
  }

  #order(json: unknown): Order | undefined {
    const { success, data, error } = order.safeParse(json);
    if (!success) {
      this.#reportAll(error);
      return undefined;
    }
    const members = membersOf(json);
    const payer = membersOf(members.payer);
    const [itemName] = (this.#list(members, 'items') ?? []).flatMap((item) => this.#optional(item, 'name', text) ?? []);
    return {
      id: this.#optional(members, 'id', id),
      organizationSlug: data.organizationSlug,
      totalCents: data.amount.total,
      payer: Object.fromEntries(PAYER_FIELDS.map((field) => [field, this.#optional(payer, field, text)])),
      itemName,
      ...this.#payments(members.payments),
    };
  }

  #payments(json: unknown): Pick<Order, 'payments' | 'hasUnreadablePayment'> {
    const all: readonly unknown[] = Array.isArray(json) ? json : json == null ? [] : [undefined];
    const isNumbered = all.some((one) => membersOf(one).installmentNumber != null);
    const payments = all.flatMap((one) => this.#payment(one, isNumbered) ?? []);
    return { payments, hasUnreadablePayment: payments.length === 0 || payments.length < all.length };
  }

  /** A payment without a number is the first only where no payment has one. */
  #payment(json: unknown, isNumbered: boolean): Payment | undefined {
    const { success, data, error } = payment.safeParse(json);
    if (!success) {
      this.#reportAll(error);
      return undefined;
    }
    if (isNumbered && data.installmentNumber == null) {
      this.#report('installmentNumber');
      return undefined;
    }
    const members = membersOf(json);
    return {
      ...data,
      installmentNumber: data.installmentNumber ?? 1,
      date: this.#optional(members, 'date', date),
      paymentReceiptUrl: this.#optional(members, 'paymentReceiptUrl', text),
      refundOperations: this.#list(members, 'refundOperations')?.map((refund) => ({
        id: this.#optional(refund, 'id', id),
        amount: this.#optional(refund, 'amount', cents),
        status: this.#optional(refund, 'status', text) ?? this.#optional(refund, 'state', text),
      })),
      updatedAt: this.#optional(membersOf(members.meta), 'updatedAt', date),
    };
  }

  /** A member that decides nothing. Absent, null and empty are the same. */
  #optional<T>(members: Members, name: string, schema: z.ZodType<T>): T | undefined {
    const value = members[name];
    if (value == null || value === '') return undefined;
    const { success, data } = schema.safeParse(value);
    if (!success) this.#report(name);
    return data;
  }

  /** A list that decides nothing; `undefined` when it is no list. A row that is no object has no members. */
  #list(members: Members, name: string): readonly Members[] | undefined {
    const value = members[name] ?? [];
    if (Array.isArray(value)) return value.map(membersOf);
    this.#report(name);
    return undefined;
  }

  #reportAll({ issues }: z.ZodError): void {
    for (const { path } of issues) this.#report(path.join('.'));
  }

  /** Once for each member: never its value. */
  #report(member: string): void {
    if (this.#reported.has(member)) return;
    this.#reported.add(member);
    this.#log.warn({ member }, 'a member of HelloAsso’s responses cannot be read');
  }
}

/** The form of a code or a field name; any other text may contain personal data. */
const word = z.string().regex(/^[\w.[\]-]{1,64}$/);

/** The three shapes of HelloAsso's error bodies, reduced to what is safe to log: codes and field names, never values. */
export const errorBody = z.union([
  z.object({ errors: z.array(z.object({ code: word })) }).transform(({ errors }) => errors.map(({ code }) => code)),
  z.object({ errors: z.record(word, z.unknown()) }).transform(({ errors }) => Object.keys(errors)),
  z.object({ error: word }).transform(({ error }) => [error]),
]);
