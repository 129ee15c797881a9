/** What the association's own system hears of. */
export type PaymentEventType =
  | 'payment.paid'
  | 'payment.pending'
  | 'payment.refused'
  | 'payment.refunded'
  | 'payment.contested'
  | 'instalment.paid'
  | 'instalment.refused';

/** The payer as HelloAsso knows them after the payment. */
export interface EventPayer {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly company?: string;
  readonly address?: string;
  readonly zipCode?: string;
  readonly city?: string;
  /** ISO 3166-1 alpha-3, such as `FRA`. */
  readonly country?: string;
}

/** Something that happened to one payment, as HelloAsso told it when it was asked. Amounts in cents. */
export interface PaymentEvent {
  /** The same whenever the same thing is told again: receivers drop repeats by it. Made of payment, type and refund. */
  readonly id: string;
  readonly type: PaymentEventType;
  /** When HelloAsso last changed the payment, ISO 8601. */
  readonly timestamp: string;
  readonly data: {
    readonly environment: 'sandbox' | 'production';
    /** Slug. */
    readonly organization: string;
    readonly offer: string;
    /** The same 128 random bits as in the payer's outcome. */
    readonly reference: string;
    readonly itemName?: string;
    readonly checkoutIntentId: number;
    readonly orderId: number;
    readonly paymentId: number;
    /** 1 for the payment made at once, 2 and more for those after it. */
    readonly instalment: number;
    /** Of this payment, without a tip to HelloAsso. */
    readonly amountCents: number;
    /** Of all payments of the order. */
    readonly totalCents: number;
    /** HelloAsso's own word for the state of the payment. */
    readonly state: string;
    /** Only with `payment.refunded`: what this refund gave back. */
    readonly refundedCents?: number;
    /** What the association's own server had signed into the offer: its own reference of the payment. */
    readonly verified?: { readonly reference: string };
    /** What the page had attached to the checkout. A browser said so, and nobody has verified it. */
    readonly unverified?: Readonly<Record<string, string>>;
    /** Only where the operator asked for it: `FORWARD_PAYER`. */
    readonly payer?: EventPayer;
  };
}

/** Takes an event in; a rejection means that it must be told again. */
export type OnEvent = (event: PaymentEvent) => void | Promise<void>;
