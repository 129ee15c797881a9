/** Privileges of an API client, as in the `cps` claim of HelloAsso's access tokens. */
export const PRIVILEGES = [
  'AccessPublicData',
  'AccessTransactions',
  'Checkout',
  'FormOpenDirectory',
  'RefundManagement',
] as const;

export type Privilege = (typeof PRIVILEGES)[number];

/** Behaviour that a test can change, also while the simulator runs. */
export interface Switches {
  /** Accept http return addresses on loopback. HelloAsso probably rejects them. */
  allowHttpLoopback: boolean;
  /** Apply the published limits of the token endpoint, and the maximum of 20 active access tokens. */
  limits: boolean;
  /** Type of `expires_in`. The documentation shows a text; clients that require a number work in production. */
  expiresInAs: 'number' | 'string';
  /** Status for wrong client credentials. Two sources give two different values. */
  invalidClientStatus: 400 | 401;
  /** Privileges of the tokens issued from now on. */
  privileges: readonly Privilege[];
  /** Whether the organisation can collect payments. If not, creating an intent returns 409. */
  canCollect: boolean;
  /** Apply the strictest known rules to instalments. Otherwise their dates only have to be in the future. */
  strictTerms: boolean;
  /** Whether reading an intent returns an order whose payments are all refused. */
  showRefusedOrders: boolean;
  /** How long, in ms, reading an intent omits the order after the payer has paid. */
  orderLagMs: number;
  /** What happens to instalments on their date. */
  laterInstalments: 'collected' | 'refused';
  /** Where notifications are sent. With null, none are created. */
  notificationUrl: string | null;
  /** Key that signs notifications, as HelloAsso does for partners. With null, they are unsigned. */
  signatureKey: string | null;
  /** How many times each notification is sent, even if the first one is accepted. */
  notificationCopies: number;
  /** The order of notifications that are due together. */
  notificationOrder: 'as-they-happen' | 'reversed';
  /** Whether notifications are delivered before or after the payer is redirected. */
  notificationTiming: 'after-redirect' | 'before-redirect';
  /** Whether Payment notifications contain `checkoutIntentId`. It is declared, but absent from HelloAsso's sample. */
  paymentNamesIntent: boolean;
}

export const DEFAULT_SWITCHES: Readonly<Switches> = {
  allowHttpLoopback: false,
  limits: true,
  expiresInAs: 'string',
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
