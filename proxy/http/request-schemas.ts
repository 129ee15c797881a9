import { z } from 'zod';
import type { CheckoutRequest, Payer } from '../contract/checkout.ts';
import { PAGE_METADATA, PAYER_ADDRESS, PAYER_EMAIL, PAYER_NAME } from '../contract/limits.ts';

const name = z.string().trim().min(1).max(PAYER_NAME.max);

const addressLine = z.string().trim().min(1).max(PAYER_ADDRESS.max);

const payer = z.strictObject({
  firstName: name.exactOptional(),
  lastName: name.exactOptional(),
  email: z
    .email({ pattern: z.regexes.html5Email })
    .max(PAYER_EMAIL.max, { abort: true }) // the pattern is slow on a long text
    .regex(new RegExp(`^${PAYER_EMAIL.pattern}$`))
    .exactOptional(),
  companyName: name.exactOptional(),
  address: addressLine.exactOptional(),
  zipCode: addressLine.exactOptional(),
  city: addressLine.exactOptional(),
  country: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .exactOptional(),
  dateOfBirth: z.iso.date().exactOptional(),
}) satisfies z.ZodType<Payer>;

/** What the widget posts to `/v1/checkouts`. Strict: an unknown key is an error, never ignored. */
export const checkoutRequest = z.strictObject({
  offer: z.string().max(64),
  amountCents: z.int().exactOptional(),
  quantity: z.int().min(1).exactOptional(),
  instalments: z.int().min(1).exactOptional(),
  firstTermDate: z.iso.date().exactOptional(),
  payer: payer.exactOptional(),
  metadata: z.record(z.string().max(40), z.string().max(PAGE_METADATA.maxValue)).exactOptional(),
  signedOffer: z.string().max(4096).exactOptional(),
  returnPath: z.string(),
}) satisfies z.ZodType<CheckoutRequest>;
