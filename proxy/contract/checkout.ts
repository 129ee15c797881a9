import type { OfferKind, Words } from './offer.ts';
import type { Payer } from './payer.ts';

/** The body of `POST /v1/checkouts`. */
export interface CheckoutRequest {
  /** An id of the proxy's catalogue. */
  readonly offer: string;
  /** What the payer chose, in cents; with a fixed amount, what they were shown, so that a price that has changed is not paid unseen. */
  readonly amountCents?: number;
  /** 1 when absent. */
  readonly quantity?: number;
  /** Number of payments, 1 when absent. */
  readonly instalments?: number;
  /** The date of the second payment as the payer saw it, `YYYY-MM-DD`; only with instalments. */
  readonly firstTermDate?: string;
  readonly payer?: Payer;
  /** What the page wants to find again in its own system's events: texts under keys that the offer declares. Nobody verifies it. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** A price and a reference that the association's own server has signed: a JWT. */
  readonly signedOffer?: string;
  /** Path and query of the page to come back to, on the origin that asks. Starts with one `/`. */
  readonly returnPath: string;
}

/** The 201 answer of `POST /v1/checkouts`. */
export interface CheckoutCreated {
  readonly checkoutIntentId: number;
  /** HelloAsso's payment page. */
  readonly redirectUrl: string;
  /** When `redirectUrl` dies, ISO 8601. */
  readonly expiresAt: string;
  /** Opens `GET /v1/checkouts/{checkoutIntentId}`; for `sessionStorage`, never for an address. */
  readonly stateToken: string;
}

/** What the proxy verified of the first payment. */
export type OutcomeName = 'paid' | 'pending' | 'refused' | 'refunding' | 'refunded' | 'contested' | 'abandoned';

/** One payment of a plan. */
export interface Instalment {
  /** 1 for the payment made at once. */
  readonly number: number;
  readonly amountCents: number;
  /** `YYYY-MM-DD` in France. */
  readonly date: string;
  /** `due` until HelloAsso has tried to collect it. */
  readonly state: 'paid' | 'due' | 'refused';
}

/** The answer of `GET /v1/checkouts/{checkoutIntentId}`: no personal data. */
export interface CheckoutOutcome {
  readonly outcome: OutcomeName;
  /** Only with `pending`: HelloAsso has not said yet, or a bank transfer is on its way. */
  readonly reason?: 'settling' | 'bank';
  readonly offer: string;
  /** The same 128 random bits for every answer about one checkout; good for dropping repeats. */
  readonly reference: string;
  /** Absent where the proxy no longer has the offer, or is older than this member. */
  readonly kind?: OfferKind;
  readonly itemName: string;
  /** The same for payers who read another language. */
  readonly labels?: Words;
  /** The total, all instalments included, without a tip to HelloAsso. */
  readonly amountCents: number;
  /** Every payment of the plan, the first included; empty until HelloAsso has an order. */
  readonly instalments: readonly Instalment[];
  readonly refundedCents: number;
  /** HelloAsso's attestation of the payment; only for the holder of a state token. */
  readonly receiptUrl?: string;
}
