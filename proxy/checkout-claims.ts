/** What the proxy knows of a checkout when it creates one. Tokens and metadata carry it, signed, so that nothing is stored. */
export interface CheckoutClaims {
  /** 128 random bits, base64url. */
  readonly reference: string;
  /** Id of the offer. */
  readonly offer: string;
  /** Slug of the organisation. */
  readonly organization: string;
  readonly environment: 'sandbox' | 'production';
  readonly totalCents: number;
  /** The first payment. */
  readonly initialCents: number;
}
