import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Clock } from '../clock.ts';
import type { Tokens } from '../oauth/tokens.ts';
import { type Organization, paymentPageUrl } from '../organization.ts';
import { isFirst } from '../payments.ts';
import type { Intent, Store } from '../store.ts';
import type { Switches } from '../switches.ts';
import { requireOwnSlug, requirePrivilege } from './authorization.ts';
import { brokenRules } from './business-rules.ts';
import { readCheckoutBody } from './checkout-body.ts';
import { businessProblem, validationProblem } from './errors.ts';
import { orderJson } from './order-json.ts';
import { isTrue, readId } from './parameters.ts';

interface Dependencies {
  readonly clock: Clock;
  readonly store: Store;
  readonly organization: Organization;
  readonly switches: Readonly<Switches>;
  readonly tokens: Tokens;
}

/** Bounds the memory of an intent. HelloAsso's own limit is not known. */
const MAX_BODY_BYTES = 128 * 1024;

/** `POST` and `GET …/checkout-intents`. */
export function intentsRoute({ clock, store, organization, switches, tokens }: Dependencies): Hono {
  const route = new Hono();
  route.use('/organizations/:slug/checkout-intents/*', requirePrivilege('Checkout', tokens));
  route.use('/organizations/:slug/checkout-intents/*', requireOwnSlug(organization.slug));

  route.post(
    '/organizations/:slug/checkout-intents',
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.body(null, 413) }),
    async (c) => {
      const contentType = c.req.header('content-type') ?? '';
      if (!/^(application|text)\/([\w.-]+\+)?json\b/i.test(contentType)) return c.body(null, 415); // the body is not known
      // Only the status is known: neither the body, nor at which point HelloAsso checks this.
      if (!switches.canCollect) return c.body(null, 409);
      const reading = readCheckoutBody(parseJson(await c.req.text()));
      if (!reading.ok) return validationProblem(c, reading.errors);
      const messages = brokenRules(reading.body, clock.now(), switches);
      if (messages.length > 0) return businessProblem(c, messages);
      const { body, unknownFields } = reading;
      const intent = store.addIntent({ createdAt: clock.now(), body, unknownFields });
      return c.json({ id: intent.id, redirectUrl: paymentPageUrl(organization, intent) });
    },
  );

  route.get('/organizations/:slug/checkout-intents/:id', (c) => {
    const intent = store.intent(readId(c));
    if (!intent) return c.body(null, 404);
    const order = visibleOrder(intent, clock.now(), switches);
    const withFailedRefunds = isTrue(c.req.query('withFailedRefundOperation'));
    return c.json({
      ...(order && { order: orderJson(order, organization, { withFailedRefunds }) }),
      id: intent.id,
      redirectUrl: paymentPageUrl(organization, intent),
      ...(intent.body.metadata && { metadata: intent.body.metadata }),
    });
  });

  return route;
}

/**
 * HelloAsso documents the order "only if the payment is authorised", but its plugin expects refused ones too: a switch decides.
 * An unsettled direct debit is included, because a client could not learn about it otherwise.
 */
function visibleOrder({ order }: Intent, now: number, { orderLagMs, showRefusedOrders }: Readonly<Switches>) {
  const firstAccepted = order?.payments.find((payment) => isFirst(payment) && payment.state !== 'Refused');
  const since = (firstAccepted ?? (showRefusedOrders ? order : undefined))?.createdAt;
  return since !== undefined && now >= since + orderLagMs ? order : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
