import type { RefundStatus } from './states.ts';

/** Cards of HelloAsso's sandbox that pay. It publishes none that is refused. */
export const TEST_CARDS = ['4242 4242 4242 4242', '5017 6791 1038 0400'] as const;

/** What a payer does on the payment page. */
export interface PayerAction {
  readonly action: 'pay' | 'pay-by-sepa' | 'refuse' | 'refuse-then-pay' | 'fail' | 'go-back';
  readonly card?: (typeof TEST_CARDS)[number] | undefined;
  /** A contribution to HelloAsso, on top of the amount. */
  readonly tipCents?: number | undefined;
  /** What the payer corrects; what is absent or empty stays as it was prefilled. */
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly email?: string | undefined;
  /** The value of `error` on the way back; HelloAsso's values are not documented. */
  readonly errorCode?: string | undefined;
}

/** What goes wrong between a client and HelloAsso. */
export type FaultInput = FaultScope &
  (
    | { readonly kind: 'latency'; readonly ms: number }
    | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number | null | undefined }
    /** The connection ends before anything is done. */
    | { readonly kind: 'drop' }
    /** The connection ends after everything is done: the client cannot know. */
    | { readonly kind: 'drop-answer' }
    | { readonly kind: 'malformed-json' }
    /** The body arrives in pieces, each after such a wait. */
    | { readonly kind: 'slow-body'; readonly ms: number }
  );

interface FaultScope {
  /** For how many calls; one when absent. */
  readonly calls?: number | undefined;
  /** For which calls; both when absent. */
  readonly on?: 'token' | 'api' | 'both' | undefined;
}

/** What to give back of a payment. */
export interface RefundInput {
  /** All that is left when absent. */
  readonly amountCents?: number | null | undefined;
  /** How far the refund gets; `Processed` when absent. */
  readonly status?: RefundStatus | undefined;
}

/** What to tell the association's address, whether or not it has just happened. */
export type Announcement =
  | { readonly eventType: 'Order'; readonly orderId: number }
  | { readonly eventType: 'Payment'; readonly paymentId: number }
  | { readonly eventType: 'Form' }
  | { readonly eventType: 'Organization'; readonly newSlug: string };
