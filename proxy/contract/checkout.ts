import type { OfferKind } from './offer.ts';
import type { Payer } from './payer.ts';
import type { Words } from './words.ts';

/** The body of `POST /v1/checkouts`. */
export interface CheckoutRequest {
  /** Id of an offer. */
  readonly offer: string;
  /** That of the offer as the payer saw it: the proxy refuses another. */
  readonly revision?: string;
  /** The amount that the payer chose, in cents. With a fixed amount, the one that they saw: the proxy refuses it if it has changed. */
  readonly amountCents?: number;
  /** 1 when absent. */
  readonly quantity?: number;
  /** Number of payments, 1 when absent. */
  readonly instalments?: number;
  /** The date of the second payment as the payer saw it, `YYYY-MM-DD`; only with instalments. */
  readonly firstTermDate?: string;
  readonly payer?: Payer;
  /** Texts that the events to the association's own system contain, under keys that the offer declares. Not verified. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** A price and a reference that the association's own server has signed: a JWT. */
  readonly signedOffer?: string;
  /** Path and query of the page to come back to, on the origin of the request. Starts with one `/`. */
  readonly returnPath: string;
}

/** The 201 response of `POST /v1/checkouts`. */
export interface CheckoutCreated {
  readonly checkoutIntentId: number;
  /** HelloAsso's payment page. */
  readonly redirectUrl: string;
  /** When `redirectUrl` expires, ISO 8601. */
  readonly expiresAt: string;
  /** Authorises `GET /v1/checkouts/{checkoutIntentId}`; for `sessionStorage`, never for an address. */
  readonly stateToken: string;
}

/** The verified outcome of the first payment. */
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

/** The response of `GET /v1/checkouts/{checkoutIntentId}`: no personal data. */
export interface CheckoutOutcome {
  readonly outcome: OutcomeName;
  /** Only with `pending`: HelloAsso has not decided yet, or a bank transfer is in progress. */
  readonly reason?: 'settling' | 'bank';
  readonly offer: string;
  /** The same 128 random bits in every response about one checkout. Use it to drop repeats. */
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
