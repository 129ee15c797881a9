// What the proxy answers, for its OpenAPI document. Nothing that runs imports this file: the proxy's own answers are held to the contract
// by their types, and tests hold them to the document.
import { z } from 'zod';
import type { CheckoutCreated, CheckoutOutcome, Instalment } from '../contract/checkout.ts';
import type { Plan, Term } from '../contract/instalments.ts';
import type { FreeAmount, PublicOffer, PublicOffers, Tax } from '../contract/offer.ts';
import { mapPayerFields, type PayerRules } from '../contract/payer.ts';
import { type FieldError, PROBLEM_STATUS, type ProblemBody, type ProblemCode } from '../contract/problem.ts';
import type { Forwarding } from './client-address.ts';

/** A schema for each member of a type, the optional ones too: a member that the contract gains is an error here. */
type Shape<Type> = { readonly [Name in keyof Required<Type>]: z.ZodType<Type[Name]> };

const cents = z.int().min(0);
const day = z.iso.date();
const kind = z.enum(['gift', 'membership', 'ticket', 'payment']);
const words = z.record(z.string(), z.string());

export const freeAmount = z.object({
  min: cents,
  max: cents,
  suggestions: z.array(cents),
  preselected: cents.exactOptional(),
} satisfies Shape<FreeAmount>) satisfies z.ZodType<FreeAmount>;

export const tax = z.object({
  rate: z.literal([66, 75]),
  capCents: cents.exactOptional(),
  year: z.int(),
  text: words.exactOptional(),
} satisfies Shape<Tax>) satisfies z.ZodType<Tax>;

export const publicOffer = z.object({
  id: z.string(),
  revision: z.string().exactOptional(),
  kind,
  itemName: z.string(),
  labels: words.exactOptional(),
  amountCents: z.union([cents, freeAmount, z.literal('signed')]),
  maxQuantity: z.int().min(1),
  instalments: z.array(z.int().min(1)),
  termDates: z.array(day).exactOptional(),
  payer: z.object(
    mapPayerFields(() => z.enum(['hidden', 'optional', 'required']).exactOptional()),
  ) satisfies z.ZodType<PayerRules>,
  tax: tax.exactOptional(),
  monthlyUrl: z.url().exactOptional(),
  status: z.enum(['open', 'not-open', 'closed']),
  opensOn: day.exactOptional(),
  closesOn: day.exactOptional(),
  mode: z.enum(['test', 'live']),
} satisfies Shape<PublicOffer>) satisfies z.ZodType<PublicOffer>;

export const publicOffers = z.object({
  offers: z.array(publicOffer),
} satisfies Shape<PublicOffers>) satisfies z.ZodType<PublicOffers>;

export const checkoutCreated = z.object({
  checkoutIntentId: z.int().min(1),
  redirectUrl: z.url(),
  expiresAt: z.iso.datetime(),
  stateToken: z.string(),
} satisfies Shape<CheckoutCreated>) satisfies z.ZodType<CheckoutCreated>;

export const instalment = z.object({
  number: z.int().min(1),
  amountCents: cents,
  date: day,
  state: z.enum(['paid', 'due', 'refused']),
} satisfies Shape<Instalment>) satisfies z.ZodType<Instalment>;

export const checkoutOutcome = z.object({
  outcome: z.enum(['paid', 'pending', 'refused', 'refunding', 'refunded', 'contested', 'abandoned']),
  reason: z.enum(['settling', 'bank']).exactOptional(),
  offer: z.string(),
  reference: z.string(),
  kind: kind.exactOptional(),
  itemName: z.string(),
  labels: words.exactOptional(),
  amountCents: cents,
  instalments: z.array(instalment),
  refundedCents: cents,
  receiptUrl: z.url().exactOptional(),
} satisfies Shape<CheckoutOutcome>) satisfies z.ZodType<CheckoutOutcome>;

export const term = z.object({ amountCents: cents, date: day } satisfies Shape<Term>) satisfies z.ZodType<Term>;

export const plan = z.object({
  initialCents: cents,
  terms: z.array(term),
} satisfies Shape<Plan>) satisfies z.ZodType<Plan>;

export const fieldError = z.object({
  pointer: z.string(),
  code: z.string(),
} satisfies Shape<FieldError>) satisfies z.ZodType<FieldError>;

export const problem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(PROBLEM_STATUS) as ProblemCode[]),
  requestId: z.string().exactOptional(),
  errors: z.array(fieldError).exactOptional(),
  plan: plan.exactOptional(),
} satisfies Shape<ProblemBody>) satisfies z.ZodType<ProblemBody>;

export const health = z.object({
  status: z.enum(['ok', 'draining', 'helloasso-unavailable']),
  clientAddress: (z.enum(['direct', 'forwarded', 'without-address', 'untrusted']) satisfies z.ZodType<Forwarding>)
    .exactOptional()
    .describe('Only of `/healthz`: how this request came.'),
});
