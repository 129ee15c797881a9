/** What events report to the association's own system. */
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

/** Something that happened to one payment, read from HelloAsso. Amounts in cents. */
export interface PaymentEvent {
  /** The same for each repeat, so that receivers can drop repeats. Made of payment, type and refund. */
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
    /** Absent when HelloAsso’s answer shows none. */
    readonly orderId?: number;
    readonly paymentId: number;
    /** 1 for the payment made at once, 2 and more for those after it. */
    readonly instalment: number;
    /** Of this payment, without a tip to HelloAsso. */
    readonly amountCents: number;
    /** Of all payments of the order. */
    readonly totalCents: number;
    /** The state of the payment, as HelloAsso names it. */
    readonly state: string;
    /** Only with `payment.refunded`: the amount of this refund. */
    readonly refundedCents?: number;
    /** From the signed offer: the reference that the association's own server gave to the payment. */
    readonly verified?: { readonly reference: string };
    /** The metadata that the page attached to the checkout. It comes from a browser and is not verified. */
    readonly unverified?: Readonly<Record<string, string>>;
    /** Only with `FORWARD_PAYER=true`. */
    readonly payer?: EventPayer;
  };
}

/** Receives an event. A rejection means that it must be sent again. */
export type OnEvent = (event: PaymentEvent) => void | Promise<void>;
