import { domainToASCII } from 'node:url';
import { z } from 'zod';
import type { CheckoutRequest } from '../contract/checkout.ts';
import { EMAIL_PATTERN, PAGE_METADATA, PAYER_FIELD_MAX } from '../contract/limits.ts';
import { mapPayerFields, type Payer } from '../contract/payer.ts';

const FORMATS = {
  text: z.string().trim().min(1).max(PAYER_FIELD_MAX),
  email: z
    .string()
    .max(PAYER_FIELD_MAX) // the patterns are slow on a long text
    .transform(withAsciiDomain)
    .pipe(
      z
        .email({ pattern: z.regexes.html5Email })
        .max(PAYER_FIELD_MAX)
        .regex(new RegExp(`^${EMAIL_PATTERN}$`)),
    ),
  country: z.string().regex(/^[A-Z]{3}$/),
};

/** Who pays, in that request. */
export const payer = z.strictObject({
  ...mapPayerFields(({ format }) => FORMATS[format].exactOptional()),
  dateOfBirth: z.iso.date().exactOptional(),
}) satisfies z.ZodType<Payer>;

/** What the widget posts to `/v1/checkouts`. Strict: an unknown key is an error, never ignored. */
export const checkoutRequest = z.strictObject({
  offer: z.string().max(64),
  revision: z.string().max(64).exactOptional(),
  amountCents: z.int().exactOptional(),
  quantity: z.int().min(1).exactOptional(),
  instalments: z.int().min(1).exactOptional(),
  firstTermDate: z.iso.date().exactOptional(),
  payer: payer.exactOptional(),
  metadata: z.record(z.string().max(40), z.string().max(PAGE_METADATA.maxValue)).exactOptional(),
  signedOffer: z.string().max(4096).exactOptional(),
  returnPath: z.string(),
}) satisfies z.ZodType<CheckoutRequest>;

/** Encodes a domain that is not ASCII. Chromium does so itself; Firefox sends what the payer typed. */
function withAsciiDomain(email: string): string {
  const [, name, domain = ''] = /^([^@]*)@([^@/?#]*)$/.exec(email) ?? [];
  const encoded = /[^ -~]/.test(domain) && domainToASCII(domain);
  return encoded ? `${name}@${encoded}` : email;
}
