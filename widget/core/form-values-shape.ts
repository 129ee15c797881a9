import type { PayerField } from '../../proxy/contract/payer.ts';

/** What the payer has typed and chosen, by the name of the field. */
export interface FormValues extends Readonly<Partial<Record<PayerField, string>>> {
  /** A suggested amount in cents, or `OTHER`. */
  readonly choice?: string;
  /** An amount that is not suggested, as typed. */
  readonly amount?: string;
  readonly quantity?: string;
  /** The number of payments. */
  readonly instalments?: string;
  /** Present when a company pays. */
  readonly isCompany?: string | undefined;
}
