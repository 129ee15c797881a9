import { z } from 'zod';

/** What HelloAsso keeps for us with an intent, to recognise it by wherever HelloAsso speaks of it. */
export interface OwnMetadata {
  readonly reference: string;
  readonly offer: string;
  readonly totalCents: number;
  readonly initialCents: number;
  /** What the association's own server had signed the offer with. */
  readonly signedReference?: string;
  /** Over all of the above, organisation and environment. Never sent to a browser or a receiver. */
  readonly mac: string;
}

const own = z.object({
  reference: z.string(),
  offer: z.string(),
  totalCents: z.int(),
  initialCents: z.int(),
  signedReference: z.string().exactOptional(),
  mac: z.string(),
}) satisfies z.ZodType<OwnMetadata>;

const metadata = z.object({ 'helloasso-checkout': own });

const pageMetadata = z.object({ page: z.record(z.string(), z.string()) });

/** Our part of an intent's metadata, not yet verified; nothing where there is none. */
export function ownMetadataIn(value: unknown): OwnMetadata | undefined {
  return metadata.safeParse(value).data?.['helloasso-checkout'];
}

/** What the page had attached; nobody has verified it. */
export function pageMetadataIn(value: unknown): Readonly<Record<string, string>> | undefined {
  return pageMetadata.safeParse(value).data?.page;
}
