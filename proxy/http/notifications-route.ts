import type { Handler } from 'hono';
import type { Config } from '../config/config.ts';
import type { Notifications } from '../events/notifications.ts';
import type { Metrics } from '../metrics.ts';
import { BodyPool } from './body-pool.ts';
import { clientOf } from './client-address.ts';
import type { HonoEnv } from './hono-env.ts';

/** `POST /v1/notifications` */
export function postNotification({
  notifications,
  config,
  metrics,
}: {
  readonly notifications: Pick<Notifications, 'isEnabled' | 'receive'>;
  readonly config: Pick<Config, 'trustedProxies'>;
  readonly metrics: Pick<Metrics, 'notification'>;
}): Handler<HonoEnv> {
  const bodies = new BodyPool();
  return async (c) => {
    if (!notifications.isEnabled) return c.body(null, 200); // the body is not read
    const body = await bodies.read(c.req.raw, clientOf(c, config));
    if (!body) {
      metrics.notification('dropped');
      return c.body(null, 503, { connection: 'close' });
    }
    return c.body(null, await notifications.receive(body, c.req.header('x-ha-signature')));
  };
}
