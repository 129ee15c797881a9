import { z } from 'zod';
import { isPayableIn } from './contract/instalments.ts';
import { AMOUNT_CENTS, INSTALMENTS, ITEM_NAME, PAGE_METADATA, QUANTITY } from './contract/limits.ts';
import type { Catalogue } from './offer.ts';

/** Reads the parsed offers file. Every fault is in the result's `error`, with its path. */
export function parseCatalogue(json: unknown): z.ZodSafeParseResult<Catalogue> {
  return offersFile.safeParse(json);
}

const cents = z
  .int('must be a whole number of cents')
  .min(AMOUNT_CENTS.min, `must be at least ${AMOUNT_CENTS.min} cents`)
  .max(AMOUNT_CENTS.max, `must be at most ${AMOUNT_CENTS.max} cents`);

const freeAmount = z
  .strictObject({ min: cents, max: cents, suggestions: z.array(cents).max(6, 'at most 6 suggestions').default([]) })
  .refine(({ min, max }) => min <= max, { path: ['max'], error: 'must not be below min' })
  .refine(({ min, max, suggestions }) => suggestions.every((amount) => amount >= min && amount <= max), {
    path: ['suggestions'],
    error: 'must lie between min and max',
  });

const offer = z
  .strictObject({
    kind: z.enum(['gift', 'membership', 'ticket', 'payment'], 'must be gift, membership, ticket or payment'),
    itemName: z.string('must be a text').trim().min(1, 'must not be empty').max(ITEM_NAME.max),
    amountCents: z.union([cents, freeAmount], {
      error: 'must be a whole number of cents, or { min, max, suggestions }',
    }),
    maxQuantity: z.int().min(1).max(QUANTITY.max).default(1),
    instalments: z
      .array(z.int().min(1).max(INSTALMENTS.max))
      .refine((counts) => counts.includes(1), 'must contain 1')
      .refine((counts) => new Set(counts).size === counts.length, 'must not repeat a number')
      .default([1]),
    sepa: z.boolean('must be true or false').default(false),
    metadataKeys: z
      .array(z.string().regex(/^[A-Za-z][\w-]{0,39}$/, 'keys are a letter, then letters, digits, _ and -'))
      .max(PAGE_METADATA.maxKeys)
      .default([]),
  })
  .refine(({ amountCents, maxQuantity }) => typeof amountCents === 'number' || maxQuantity === 1, {
    path: ['maxQuantity'],
    error: 'needs a fixed amountCents',
  })
  .refine(
    ({ amountCents, maxQuantity }) => typeof amountCents !== 'number' || amountCents * maxQuantity <= AMOUNT_CENTS.max,
    { path: ['maxQuantity'], error: `makes a total above ${AMOUNT_CENTS.max} cents` },
  )
  .refine(
    ({ amountCents, instalments }) =>
      typeof amountCents !== 'number' || instalments.every((count) => isPayableIn(amountCents, count)),
    { path: ['instalments'], error: `makes payments below ${INSTALMENTS.minCents} cents` },
  );

const offerId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'ids are small letters, digits and hyphens');

const offersFile = z
  .record(offerId, offer, { error: 'must be an object of offers by id' })
  .refine((offers) => Object.keys(offers).length > 0, 'declares no offer')
  .transform((offers): Catalogue => new Map(Object.entries(offers).map(([id, rest]) => [id, { id, ...rest }])));
