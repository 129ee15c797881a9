/** What an API client may do, as HelloAsso names it in the `cps` claim. */
export const PRIVILEGES = [
  'AccessPublicData',
  'AccessTransactions',
  'Checkout',
  'FormOpenDirectory',
  'RefundManagement',
] as const;

export type Privilege = (typeof PRIVILEGES)[number];

/** Behaviour that a test may want otherwise. Every switch may be turned while the simulator runs. */
export interface Switches {
  /** Accept http return addresses on this machine. HelloAsso is believed to refuse them. */
  allowHttpLoopback: boolean;
  /** Hold the token endpoint to its published limits and to 20 living access tokens. */
  limits: boolean;
  /** The documentation shows `expires_in` as a string; clients that demand a number work in production. */
  expiresInAs: 'number' | 'string';
  /** The status of wrong client credentials: two sources, two answers. */
  invalidClientStatus: 400 | 401;
  /** What the tokens issued from now on allow. */
  privileges: readonly Privilege[];
  /** Whether the organisation may be paid; when not, an intent is answered with 409. */
  canCollect: boolean;
  /** Hold instalments to the rules that every careful integrator keeps; otherwise only to the future. */
  strictTerms: boolean;
  /** Whether reading an intent shows an order that has nothing but refused payments. */
  showRefusedOrders: boolean;
  /** How long reading an intent still hides an order that the payer has already paid. */
  orderLagMs: number;
  /** What becomes of the instalments that fall due. */
  laterInstalments: 'collected' | 'refused';
  /** Where notifications go; nowhere when null. */
  notificationUrl: string | null;
  /** Signs notifications, as HelloAsso does for partners. */
  signatureKey: string | null;
  /** How many times each notification is sent although it was accepted. */
  notificationCopies: number;
  /** The order in which notifications that wait together are sent. */
  notificationOrder: 'as-they-happen' | 'reversed';
  /** Whether the payer is sent back before or after the notification has been delivered. */
  notificationTiming: 'after-redirect' | 'before-redirect';
  /** Whether Payment notifications say `checkoutIntentId`: declared, but absent from HelloAsso's own sample. */
  paymentNamesIntent: boolean;
}

export const DEFAULT_SWITCHES: Readonly<Switches> = {
  allowHttpLoopback: false,
  limits: true,
  expiresInAs: 'number',
  invalidClientStatus: 400,
  privileges: ['AccessPublicData', 'AccessTransactions', 'Checkout'],
  canCollect: true,
  strictTerms: true,
  showRefusedOrders: true,
  orderLagMs: 0,
  laterInstalments: 'collected',
  notificationUrl: null,
  signatureKey: null,
  notificationCopies: 1,
  notificationOrder: 'as-they-happen',
  notificationTiming: 'after-redirect',
  paymentNamesIntent: false,
};
