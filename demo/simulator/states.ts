/** All payment states of HelloAsso's OpenAPI document. Repeated here on purpose: a fake must not depend on the proxy's list. */
export const PAYMENT_STATES = [
  'Pending',
  'Authorized',
  'Refused',
  'Unknown',
  'Registered',
  'Error',
  'Refunded',
  'Refunding',
  'Waiting',
  'Canceled',
  'Contested',
  'WaitingBankValidation',
  'WaitingBankWithdraw',
  'Abandoned',
  'WaitingAuthentication',
  'AuthorizedPreprod',
  'Corrected',
  'Deleted',
  'Inconsistent',
  'NoDonation',
  'Init',
] as const;

/** A documented state, or any other text: HelloAsso may add states, and a test may need one. */
export type PaymentState = (typeof PAYMENT_STATES)[number] | (string & {});

export type ItemState =
  | 'Waiting'
  | 'Processed'
  | 'Registered'
  | 'Deleted'
  | 'Unknown'
  | 'Canceled'
  | 'Refused'
  | 'Abandoned';

export type CashOutState = 'MoneyIn' | 'Refunded' | 'Refunding' | 'Unknown' | 'Contested';

export const REFUND_STATUSES = [
  'Unknown',
  'Init',
  'Processing',
  'Processed',
  'Error',
  'InternalError',
  'Refused',
  'Aborted',
  'Canceled',
] as const;

export type RefundStatus = (typeof REFUND_STATUSES)[number];

/** The refunds that a response lists only with `withFailedRefundOperation`. */
export const FAILED_REFUNDS: readonly RefundStatus[] = ['Aborted', 'Canceled', 'Error', 'Refused'];
