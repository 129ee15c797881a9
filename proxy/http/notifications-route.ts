import type { Handler } from 'hono';
import type { Notifications } from '../events/notifications.ts';

/** HelloAsso's longest notification is a form with all its tiers; no observed one came near this size. */
export const MAX_NOTIFICATION_BYTES = 1_000_000;

/** `POST /v1/notifications` */
export function postNotification(notifications: Pick<Notifications, 'receive'>): Handler {
  return async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer());
    return c.body(null, await notifications.receive(body, c.req.header('x-ha-signature')));
  };
}
