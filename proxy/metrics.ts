import type { ProblemCode } from './contract/problem.ts';

/** A kind of call to HelloAsso. */
export type CallKind =
  | 'token'
  | 'create-intent'
  | 'read-intent'
  | 'read-order'
  | 'read-payment'
  | 'read-organization'
  | 'other';

/**
 * What became of a notification: ours, and its events are accepted · not ours · not signed, or forged · about an organisation · to be sent
 * again · dropped before it was read, because too many came at once.
 */
export type NotificationResult = 'delivered' | 'ignored' | 'rejected' | 'organization' | 'deferred' | 'dropped';

/** How a token was asked for, and what became of it: `withheld` by our own limit, which stays inside those of HelloAsso. */
export type TokenGrant = 'client_credentials' | 'refresh_token';
export type TokenResult = 'granted' | 'refused' | 'unavailable' | 'withheld';

/** The limits on what one client may ask for. */
export type Limit = 'checkouts' | 'outcomes' | 'guesses';

/** What is read when the metrics are asked for. */
interface State {
  readonly isHelloAssoAvailable: boolean;
  /** The calls of HelloAsso, by purpose. */
  readonly lanes: Readonly<Record<string, { readonly running: number; readonly waiting: number }>>;
}

/**
 * Counts what happens. Every label is one of a few that are known at the start: never a payer, an id, an address, or a text that somebody
 * sends. Durations in ms.
 */
export interface Metrics {
  /** A request was answered. `route` is its pattern, `code` that of its problem. */
  request(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly code?: ProblemCode;
    readonly ms: number;
  }): void;
  /** A checkout was created or not; `offer` is one of the offers file. `gone`: the payer has left the queue. */
  checkout(offer: string, result: 'created' | 'gone' | ProblemCode): void;
  /** HelloAsso was called; without a status when there was no whole response. */
  call(kind: CallKind, status: number | undefined, ms: number): void;
  token(grant: TokenGrant, result: TokenResult): void;
  /** A limit has refused a request. */
  limited(limit: Limit): void;
  notification(result: NotificationResult): void;
  /** An event was sent; `type` is that of the event. */
  event(type: string, result: 'accepted' | 'failed'): void;
  /** Called once: gives what is read later. */
  watch(read: () => State): void;
}

/** Counts nothing. */
export const NO_METRICS: Metrics = {
  request() {},
  checkout() {},
  call() {},
  token() {},
  limited() {},
  notification() {},
  event() {},
  watch() {},
};
