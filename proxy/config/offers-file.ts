import { z } from 'zod';
import { INSTALMENTS, isPayableIn } from '../contract/instalments.ts';
import { AMOUNT_CENTS, ITEM_NAME, PAGE_METADATA, QUANTITY } from '../contract/limits.ts';
import { mapPayerFields } from '../contract/payer.ts';
import { isHelloAssoHost } from '../contract/trusted-hosts.ts';
import type { Offers } from '../offer.ts';
import { whenValid } from './refinements.ts';

/** Validates the parsed offers file. The result's `error` contains every error, with its path. */
export function parseOffersFile(json: unknown): z.ZodSafeParseResult<Offers> {
  return offersFile.safeParse(withoutSchema(json));
}

const cents = z
  .int('must be a whole number of cents')
  .min(AMOUNT_CENTS.min, `must be at least ${AMOUNT_CENTS.min} cents`)
  .max(AMOUNT_CENTS.max, `must be at most ${AMOUNT_CENTS.max} cents`);

const freeAmount = z
  .strictObject({
    min: cents,
    max: cents,
    suggestions: z
      .array(cents)
      .max(6, 'must be six at most')
      .refine((all) => new Set(all).size === all.length, 'must not repeat an amount')
      .default([])
      .describe('Suggested amounts in cents, up to six; the payer may always enter another.'),
    preselected: cents.exactOptional().describe('The suggestion that is chosen at first; without it, none is.'),
  })
  .refine(({ min, max }) => min <= max, {
    path: ['max'],
    error: 'must not be below min',
    when: whenValid('min', 'max'),
  })
  .refine(({ min, max, suggestions }) => suggestions.every((amount) => amount >= min && amount <= max), {
    path: ['suggestions'],
    error: 'must lie between min and max',
    when: whenValid('min', 'max', 'suggestions'),
  })
  .refine(({ suggestions, preselected }) => preselected === undefined || suggestions.includes(preselected), {
    path: ['preselected'],
    error: 'must be one of the suggestions',
    when: whenValid('suggestions', 'preselected'),
  });

const amountCents = z
  .union([cents, freeAmount, z.literal('signed')], {
    error: 'must be a whole number of cents, { min, max, suggestions }, or "signed"',
  })
  .describe(
    'The price in cents; the bounds within which the payer chooses; or "signed": each price is signed by your own server.',
  );

const text = z.string('must be a text').trim().min(1, 'must not be empty');

const itemName = text.max(ITEM_NAME.max, `must have ${ITEM_NAME.max} characters at most`);

/** Texts by language code. */
function words(of: z.ZodString) {
  return z
    .record(z.string().regex(/^[a-z]{2,3}$/), of, 'must be texts by language code, such as { "en": "…" }')
    .refine((texts) => Object.keys(texts).length > 0, 'must not be empty');
}

const fieldRule = z.enum(['hidden', 'optional', 'required'], 'must be hidden, optional or required');

const tax = z
  .strictObject({
    rate: z.literal([66, 75], 'must be 66 or 75').describe('Income tax reduction, in percent of the gift.'),
    capCents: cents
      .exactOptional()
      .describe('Limit of the 75 percent, in cents; above it, 66 percent. Needed with 75.'),
    year: z
      .int('must be a year')
      .min(2024, 'must be 2024 or later')
      .max(2099, 'must be 2099 or earlier')
      .describe('The last year for which these figures hold.'),
    text: words(text)
      .exactOptional()
      .describe(
        'Your own sentence by language, with {amount} for the gift, {cost} for what it costs in the end, {cap} for capCents.',
      ),
  })
  .refine(({ rate, capCents }) => (rate === 75) === (capCents !== undefined), {
    path: ['capCents'],
    error: 'is needed with a rate of 75, and only with it',
    when: whenValid('rate', 'capCents'),
  });

const slug = z
  .string()
  .regex(/^[a-z0-9-]+$/, 'must be a slug, as in the address of the organisation’s page on HelloAsso');

const day = z.iso.date('must be a date such as 2026-12-31');

/** One offer of the file. */
export const offer = z
  .strictObject({
    kind: z
      .enum(['gift', 'membership', 'ticket', 'payment'], 'must be gift, membership, ticket or payment')
      .describe('Chooses the verb on the button.'),
    itemName: itemName.describe('What is paid for, as HelloAsso shows it to the payer.'),
    labels: words(itemName)
      .exactOptional()
      .describe('The same in other languages: { "en": "Gift to the association" }.'),
    amountCents,
    maxQuantity: z
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(QUANTITY.max, `must be at most ${QUANTITY.max}`)
      .default(1)
      .describe('How many one payer may buy at once; needs a price.'),
    instalments: z
      .array(
        z
          .int('must be a whole number')
          .min(1, 'must be at least 1')
          .max(INSTALMENTS.max, `must be at most ${INSTALMENTS.max}`),
        'must be a list of whole numbers',
      )
      .refine((counts) => counts.includes(1), 'must contain 1')
      .refine((counts) => new Set(counts).size === counts.length, 'must not repeat a number')
      .default([1])
      .describe('The numbers of monthly payments on offer, 1 among them.'),
    payer: z
      .strictObject({
        ...mapPayerFields(({ group }) => fieldRule.default(group === 'person' ? 'optional' : 'hidden')),
        companyName: fieldRule
          .default('hidden')
          .describe('optional lets a company pay, required accepts companies only.'),
        address: fieldRule
          .default('hidden')
          .describe('Number and street; with zipCode, city and country, for the receipts that the association writes.'),
      })
      .prefault({})
      .describe('What the form asks of the payer.'),
    containsDonation: z
      .boolean('must be true or false')
      .exactOptional()
      .describe('Whether all or part of the payment is a donation for HelloAsso. Without it: only for a gift.'),
    tax: tax.exactOptional().describe('The income tax reduction, when gifts to your association give a right to it.'),
    monthlyUrl: z
      .string()
      .transform((address, context) => {
        const url = URL.parse(address);
        if (url?.protocol === 'https:' && isHelloAssoHost(url.hostname)) return url.href;
        context.addIssue('must be an https address of HelloAsso');
        return z.NEVER;
      })
      .exactOptional()
      .describe('Only for a gift: the address of your monthly gift form on HelloAsso, for a link below the button.'),
    organization: z
      .union([slug, z.array(slug).min(1)], 'must be a slug, or a list of slugs: today’s, then former ones')
      .exactOptional()
      .describe('For partners of HelloAsso: the slug of the organisation that collects, then its former ones.'),
    opensOn: day.exactOptional().describe('The first day on which it can be paid for, in France.'),
    closesOn: day.exactOptional().describe('The last day on which it can be paid for, in France.'),
    sepa: z
      .boolean('must be true or false')
      .default(false)
      .describe('Lets HelloAsso offer a direct debit, which takes days.'),
    metadataKeys: z
      .array(z.string().regex(/^[A-Za-z][\w-]{0,39}$/, 'must be a letter, then letters, digits, _ and -'))
      .max(PAGE_METADATA.maxKeys, `must be ${PAGE_METADATA.maxKeys} at most`)
      .default([])
      .describe('What pages may attach to a checkout, for your own system to find again.'),
  })
  .refine(({ amountCents, maxQuantity }) => typeof amountCents === 'number' || maxQuantity === 1, {
    path: ['maxQuantity'],
    error: 'needs a fixed amountCents',
    when: whenValid('amountCents', 'maxQuantity'),
  })
  .refine(
    ({ amountCents, maxQuantity }) => typeof amountCents !== 'number' || amountCents * maxQuantity <= AMOUNT_CENTS.max,
    {
      path: ['maxQuantity'],
      error: `makes a total above ${AMOUNT_CENTS.max} cents`,
      when: whenValid('amountCents', 'maxQuantity'),
    },
  )
  .refine(
    ({ amountCents, instalments }) =>
      typeof amountCents !== 'number' || instalments.every((count) => isPayableIn(amountCents, count)),
    {
      path: ['instalments'],
      error: `makes payments below ${INSTALMENTS.minCents} cents`,
      when: whenValid('amountCents', 'instalments'),
    },
  )
  .refine(({ opensOn, closesOn }) => opensOn === undefined || closesOn === undefined || opensOn <= closesOn, {
    path: ['closesOn'],
    error: 'must not be before opensOn',
    when: whenValid('opensOn', 'closesOn'),
  })
  .refine(({ kind, monthlyUrl }) => kind === 'gift' || monthlyUrl === undefined, {
    path: ['monthlyUrl'],
    error: 'is for a gift only',
    when: whenValid('kind', 'monthlyUrl'),
  })
  .transform(({ organization, containsDonation, ...rest }) => {
    const [today, ...formerSlugs] = [organization ?? []].flat();
    return {
      ...rest,
      containsDonation: containsDonation ?? rest.kind === 'gift',
      ...(today !== undefined && { organization: { slug: today, formerSlugs } }),
    };
  });

/** An offer as the file declares it. */
export type OfferInput = z.input<typeof offer>;

/** The form of an offer's id. */
export const OFFER_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

const offersFile = z
  .record(z.string().regex(OFFER_ID), offer, {
    error: ({ code }) =>
      code === 'invalid_key' ? 'ids are small letters, digits and hyphens' : 'must be an object of offers by id',
  })
  .refine((offers) => Object.keys(offers).length > 0, 'declares no offer')
  .transform((offers): Offers => new Map(Object.entries(offers).map(([id, rest]) => [id, { id, ...rest }])));

/** `$schema` is for editors; it is not an offer. */
function withoutSchema(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  const { $schema, ...offers } = json as Record<string, unknown>;
  return offers;
}
