// Validates every input of the controls. The types are in inputs.ts and switches.ts, so that the published declarations do not
// mention zod.
import * as z from 'zod';
import { DAY_MS } from '../clock.ts';
import { REFUND_STATUSES } from '../states.ts';
import { PRIVILEGES, type Switches } from '../switches.ts';
import { type Announcement, type FaultInput, MAX_TIP_CENTS, type PayerAction, type RefundInput } from './inputs.ts';

export const switchesSchema = z.strictObject({
  allowHttpLoopback: z.boolean(),
  limits: z.boolean(),
  expiresInAs: z.enum(['number', 'string']),
  invalidClientStatus: z.literal([400, 401]),
  privileges: z.array(z.enum(PRIVILEGES)),
  canCollect: z.boolean(),
  strictTerms: z.boolean(),
  showRefusedOrders: z.boolean(),
  orderLagMs: z.int().min(0),
  laterInstalments: z.enum(['collected', 'refused']),
  notificationUrl: z.url({ protocol: /^https?$/ }).nullable(),
  signatureKey: z.string().min(1).nullable(),
  notificationCopies: z.int().min(1).max(5),
  notificationOrder: z.enum(['as-they-happen', 'reversed']),
  notificationTiming: z.enum(['after-redirect', 'before-redirect']),
  paymentNamesIntent: z.boolean(),
}) satisfies z.ZodType<Switches>;

const MAX_ADVANCE_MS = 3_660 * DAY_MS;
export const advanceSchema = z.number().min(0).max(MAX_ADVANCE_MS);

export const tokenExpirySchema = z.strictObject({ refreshTokens: z.boolean().default(false) });

/** Any text: a test may need a state that HelloAsso does not have yet. */
export const paymentStateSchema = z.string().min(1).max(60);

const MAX_WAIT_MS = 10 * 60_000;
const waitMs = z.int().min(0).max(MAX_WAIT_MS);

const faultScope = {
  calls: z.int().min(1).max(10_000).default(1),
  on: z.enum(['token', 'api', 'both']).default('both'),
};

export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...faultScope, kind: z.literal('latency'), ms: waitMs }),
  z.strictObject({
    ...faultScope,
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    retryAfterSeconds: z.int().min(0).max(86_400).nullish(),
  }),
  z.strictObject({ ...faultScope, kind: z.literal('drop') }),
  z.strictObject({ ...faultScope, kind: z.literal('drop-answer') }),
  z.strictObject({ ...faultScope, kind: z.literal('malformed-json') }),
  z.strictObject({
    ...faultScope,
    kind: z.literal('web-page'),
    status: z.union([z.literal(200), z.int().min(400).max(599)]).default(403),
  }),
  z.strictObject({
    ...faultScope,
    kind: z.literal('damage'),
    member: z.string().min(1).max(60),
    value: z.unknown().optional(),
  }),
  z.strictObject({ ...faultScope, kind: z.literal('slow-body'), ms: waitMs }),
]) satisfies z.ZodType<unknown, FaultInput>;

/** A validated fault, its defaults filled in. */
export type Fault = z.output<typeof faultSchema>;

const payerText = z.string().trim().max(255);

export const payerActionSchema = z.strictObject({
  action: z.enum(['pay', 'pay-by-sepa', 'refuse', 'refuse-then-pay', 'fail', 'go-back']),
  tipCents: z.int().min(0).max(MAX_TIP_CENTS).default(0),
  firstName: payerText.optional(),
  lastName: payerText.optional(),
  email: payerText.optional(),
  errorCode: z.string().min(1).max(100).default('technical_error'),
}) satisfies z.ZodType<unknown, PayerAction>;

export const refundSchema = z.strictObject({
  amountCents: z.int().min(1).nullish(),
  status: z.enum(REFUND_STATUSES).default('Processed'),
}) satisfies z.ZodType<unknown, RefundInput>;

export const announcementSchema = z.discriminatedUnion('eventType', [
  z.strictObject({ eventType: z.literal('Order'), orderId: z.int() }),
  z.strictObject({ eventType: z.literal('Payment'), paymentId: z.int() }),
  z.strictObject({ eventType: z.literal('Form') }),
  z.strictObject({ eventType: z.literal('Organization'), newSlug: z.string().min(1).max(100) }),
]) satisfies z.ZodType<unknown, Announcement>;
