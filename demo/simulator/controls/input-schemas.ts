import * as z from 'zod';
import { PRIVILEGES, type Switches } from './switches.ts';

const webAddress = z.url({ protocol: /^https?$/ });

/** What a switch may be set to. */
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
  notificationUrl: webAddress.nullable(),
  signatureKey: z.string().min(1).nullable(),
  notificationCopies: z.int().min(1).max(5),
  notificationOrder: z.enum(['as-they-happen', 'reversed']),
  notificationTiming: z.enum(['after-redirect', 'before-redirect']),
  paymentNamesIntent: z.boolean(),
}) satisfies z.ZodType<Switches>;
