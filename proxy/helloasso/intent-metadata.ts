import { z } from 'zod';
import type { CheckoutClaims } from '../checkout-claims.ts';

/** The member of an intent's `metadata` that is ours. */
export const METADATA_KEY = 'helloasso-checkout';

/** What HelloAsso stores for us with an intent. It identifies our intents in API responses and notifications. */
export interface IntentMetadata extends Pick<CheckoutClaims, 'reference' | 'offer' | 'totalCents' | 'initialCents'> {
  /** The reference in the signed offer, when there was one. */
  readonly signedReference?: string;
  /** Covers all of the above, organisation and environment. Never sent to a browser or a receiver. */
  readonly mac: string;
}

const ours = z.object({
  reference: z.string(),
  offer: z.string(),
  totalCents: z.int(),
  initialCents: z.int(),
  signedReference: z.string().exactOptional(),
  mac: z.string(),
}) satisfies z.ZodType<IntentMetadata>;

const metadata = z.object({ [METADATA_KEY]: ours });

const pageMetadata = z.object({ page: z.record(z.string(), z.string()) });

/** Our part of an intent's metadata, not verified; `undefined` when it is missing or malformed. */
export function readIntentMetadata(value: unknown): IntentMetadata | undefined {
  return metadata.safeParse(value).data?.[METADATA_KEY];
}

/**
 * Whether an intent with this metadata may be ours although our part cannot be read: the part is malformed, or the whole is no object.
 * Other clients of the organisation send other metadata, or none.
 */
export function mayBeOurs(value: unknown): boolean {
  return value != null && (typeof value !== 'object' || METADATA_KEY in value);
}

/** The metadata that the page attached, not verified. */
export function readPageMetadata(value: unknown): Readonly<Record<string, string>> | undefined {
  return pageMetadata.safeParse(value).data?.page;
}
