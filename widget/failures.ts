import type { CheckoutErrorCode } from './errors.ts';

/** Failures that mean to a payer what another means. */
const SAME_TO_PAYERS = {
  'return-path-invalid': 'proxy-missing',
  'metadata-not-declared': 'proxy-missing',
  'origin-not-allowed': 'proxy-missing',
  'signed-offer-required': 'proxy-missing',
  'signed-offer-invalid': 'proxy-missing',
  'not-found': 'proxy-missing',
  'helloasso-credentials': 'proxy-missing',
  'redirect-refused': 'proxy-missing',
  'token-invalid': 'checkout-unknown',
  'token-expired': 'checkout-unknown',
  'checkout-forgotten': 'checkout-unknown',
} as const satisfies Partial<Record<CheckoutErrorCode, CheckoutErrorCode>>;

/** Faults of our own making, all of them `internal` to a payer, as is what a newer proxy may say. */
type OwnFault =
  | 'malformed-json'
  | 'unsupported-media-type'
  | 'body-too-large'
  | 'idempotency-key-invalid'
  | 'idempotency-key-reused'
  | 'method-not-allowed'
  | 'malformed-answer';

/** A failure that has words of its own. */
export type ToldFailure = Exclude<CheckoutErrorCode, keyof typeof SAME_TO_PAYERS | OwnFault>;

/** The failure whose words tell this one; it may be one that there are no words for. */
export function toldAs(code: CheckoutErrorCode): CheckoutErrorCode {
  return (SAME_TO_PAYERS as Partial<Record<CheckoutErrorCode, CheckoutErrorCode>>)[code] ?? code;
}

/** Failures that no payer can mend, not even by waiting a little. */
const HOPELESS: ReadonlySet<CheckoutErrorCode> = new Set([
  'proxy-missing',
  'offer-unknown',
  'offer-not-open',
  'offer-closed',
  'organisation-cannot-collect',
] satisfies ToldFailure[]);

/** Whether a payer had better go another way. */
export function isHopeless(code: CheckoutErrorCode): boolean {
  return HOPELESS.has(toldAs(code));
}

/** The words for a failure. */
export function wordsFor(code: CheckoutErrorCode, words: Readonly<Record<`error-${ToldFailure}`, string>>): string {
  return (
    (words as Partial<Record<`error-${CheckoutErrorCode}`, string>>)[`error-${toldAs(code)}`] ?? words['error-internal']
  );
}
