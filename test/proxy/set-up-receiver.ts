import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { CheckoutCreated } from '../../proxy/contract/checkout.ts';
import type { PaymentEvent } from '../../proxy/events/payment-event.ts';
import { created, GIFT, RECEIVER, setUp } from './set-up.ts';

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;
export const MEMBERSHIP = { offer: 'adhesion', instalments: 3, firstTermDate: '2026-12-22', returnPath: '/' };

type Delivery = Omit<PaymentEvent, 'id'> & { readonly id: string; readonly request: Request; readonly body: string };

const ajv = new Ajv2020();
formats.default(ajv);
/** By the published schema. */
export const isEvent = ajv.compile(JSON.parse(readFileSync('proxy/payment-event.schema.json', 'utf8')) as object);

/** A proxy that sends events on, and what arrived. */
export function setUpReceiver(options: Parameters<typeof setUp>[0] = {}) {
  const deliveries: Delivery[] = [];
  let answer = () => new Response();
  const world = setUp({
    ...options,
    environment: { ...RECEIVER, ...options.environment },
    receive: async (request) => {
      const response = answer();
      const body = await request.clone().text();
      if (response.ok) {
        const id = request.headers.get('webhook-id') ?? '';
        assert.ok(isEvent(JSON.parse(body)), ajv.errorsText(isEvent.errors));
        deliveries.push({ ...(JSON.parse(body) as Omit<PaymentEvent, 'id'>), id, request, body });
      }
      return response;
    },
  });
  return {
    ...world,
    deliveries,
    /** The delivered events in order, without repeats. */
    delivered: () => [...new Set(deliveries.map(({ type, data }) => `${type} ${data.amountCents} ${data.state}`))],
    answerWith: (next: () => Response) => {
      answer = next;
    },
    notify: (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      world.ask('/v1/notifications', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    /** A checkout that the payer has left for HelloAsso. */
    begin: async (request: object = GIFT): Promise<CheckoutCreated> => created(await world.post(request)),
  };
}
