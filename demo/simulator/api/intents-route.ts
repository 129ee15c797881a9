import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isFirst } from '../bank.ts';
import type { Clock } from '../clock.ts';
import type { Intent, Ledger } from '../ledger.ts';
import type { Tokens } from '../oauth/tokens.ts';
import type { Switches } from '../switches.ts';
import { requireOwnSlug, requirePrivilege } from './authorization.ts';
import { brokenRules } from './business-rules.ts';
import { readCheckoutBody } from './checkout-body.ts';
import { businessProblem, validationProblem } from './errors.ts';
import { orderAnswer } from './order-answers.ts';
import type { Organization } from './organization.ts';
import { isTrue, readId } from './query.ts';

interface Dependencies {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly organization: Organization;
  readonly switches: Readonly<Switches>;
  readonly tokens: Tokens;
}

/** Bounds what an intent may occupy. HelloAsso's own limit is not known. */
const MAX_BODY_BYTES = 128 * 1024;

/** `POST` and `GET …/checkout-intents`. */
export function intentsRoute({ clock, ledger, organization, switches, tokens }: Dependencies): Hono {
  const route = new Hono();
  route.use('/organizations/:slug/checkout-intents/*', requirePrivilege('Checkout', tokens));
  route.use('/organizations/:slug/checkout-intents/*', requireOwnSlug(organization.slug));

  route.post(
    '/organizations/:slug/checkout-intents',
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.body(null, 413) }),
    async (c) => {
      const contentType = c.req.header('content-type') ?? '';
      if (!/^(application|text)\/([\w.-]+\+)?json\b/i.test(contentType)) return c.body(null, 415); // body not known
      // When HelloAsso checks this, and what it then says, is not known: only the status is.
      if (!switches.canCollect) return c.body(null, 409);
      const reading = readCheckoutBody(parseJson(await c.req.text()));
      if (!reading.ok) return validationProblem(c, reading.faults);
      const messages = brokenRules(reading.body, clock.now(), switches);
      if (messages.length > 0) return businessProblem(c, messages);
      const { body, unknownFields } = reading;
      const intent = ledger.addIntent({ createdAt: clock.now(), body, unknownFields });
      return c.json({ id: intent.id, redirectUrl: redirectUrl(intent, organization) });
    },
  );

  route.get('/organizations/:slug/checkout-intents/:id', (c) => {
    const intent = ledger.intent(readId(c));
    if (!intent) return c.body(null, 404);
    const order = visibleOrder(intent, clock.now(), switches);
    const withFailedRefunds = isTrue(c.req.query('withFailedRefundOperation'));
    return c.json({
      ...(order && { order: orderAnswer(order, organization, { withFailedRefunds }) }),
      id: intent.id,
      redirectUrl: redirectUrl(intent, organization),
      ...(intent.body.metadata && { metadata: intent.body.metadata }),
    });
  });

  return route;
}

function redirectUrl({ key }: Intent, { origin, slug }: Organization): string {
  return `${origin}/associations/${slug}/checkout/${key}`;
}

/**
 * HelloAsso documents the order "only if the payment is authorised", yet its own plugin handles a refused one here: a
 * switch decides. A direct debit under way is shown, or nobody could know of it.
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
