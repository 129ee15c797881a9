import type { RefundStatus } from '../states.ts';

/** Upper bound of a contribution: keeps every sum within 32 bits. */
export const MAX_TIP_CENTS = 100_000;

/** What a payer does on the payment page. */
export interface PayerAction {
  readonly action: 'pay' | 'pay-by-sepa' | 'refuse' | 'refuse-then-pay' | 'fail' | 'go-back';
  /** A contribution to HelloAsso, added to the amount. Default 0. */
  readonly tipCents?: number | undefined;
  /** What the payer corrects. An absent or empty field keeps its prefilled value. */
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly email?: string | undefined;
  /** The value of `error` in the return address; HelloAsso does not document its values. Default `technical_error`. */
  readonly errorCode?: string | undefined;
}

/** A failure between a client and HelloAsso. */
export type FaultInput = FaultScope &
  (
    | { readonly kind: 'latency'; readonly ms: number }
    | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number | null | undefined }
    /** The connection ends before the request is processed. */
    | { readonly kind: 'drop' }
    /** The connection ends after the request was processed: the client cannot know the result. */
    | { readonly kind: 'drop-answer' }
    | { readonly kind: 'malformed-json' }
    /** A firewall in front of HelloAsso answers with a web page: the request is not processed. 200, or from 400; default 403. */
    | { readonly kind: 'web-page'; readonly status?: number | undefined }
    /** Every member of that name, wherever it is in a JSON answer, has another value; without `value`, it is absent. */
    | { readonly kind: 'damage'; readonly member: string; readonly value?: unknown }
    /** The body arrives in pieces, with a pause of `ms` before each. */
    | { readonly kind: 'slow-body'; readonly ms: number }
  );

interface FaultScope {
  /** Number of calls that fail. Default 1. */
  readonly calls?: number | undefined;
  /** Which calls fail. Default `both`. */
  readonly on?: 'token' | 'api' | 'both' | undefined;
}

/** How much of a payment to refund, and how the refund ends. */
export interface RefundInput {
  /** Default: all that has not been refunded yet. */
  readonly amountCents?: number | null | undefined;
  /** Default `Processed`. */
  readonly status?: RefundStatus | undefined;
}

/** A notification to send, whether or not its event has just happened. */
export type Announcement =
  | { readonly eventType: 'Order'; readonly orderId: number }
  | { readonly eventType: 'Payment'; readonly paymentId: number }
  | { readonly eventType: 'Form' }
  | { readonly eventType: 'Organization'; readonly newSlug: string };
