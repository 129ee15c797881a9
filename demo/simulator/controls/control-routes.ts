import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as z from 'zod';
import { readId } from '../api/parameters.ts';
import type { SimulatorContext } from '../context.ts';
import { isForm, readControlBody } from './control-body.ts';
import { ControlError, parseInput } from './control-error.ts';
import type { Controls } from './controls.ts';
import { intentDetail, intentSummary } from './intent-json.ts';

const MAX_BODY_BYTES = 64 * 1024;

// `Controls` validates the values.
const advance = z.strictObject({ advanceMs: z.unknown() });
const newState = z.strictObject({ state: z.unknown() });
const listPage = z.object({
  pageIndex: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(20),
});

interface Dependencies extends SimulatorContext {
  readonly controls: Controls;
  /** The page that answers a form of the panel when a control rejects its input. */
  readonly errorPage: (c: Context, error: ControlError) => Promise<Response>;
}

/** The controls as JSON, under `/_simulator`. The panel's forms use the same routes and are redirected to their page. */
export function controlRoutes(dependencies: Dependencies): Hono {
  const { payments, clock, controls, errorPage, faults, store, organization, outbox, switches, tokens } = dependencies;
  const route = new Hono();
  route.use(bodyLimit({ maxSize: MAX_BODY_BYTES }));
  route.use(async (c, next) => {
    rejectOtherSites(c);
    await next();
  });

  const time = () => ({ now: new Date(clock.now()).toISOString() });
  route.get('/clock', (c) => c.json(time()));
  route.post('/clock', async (c) => {
    await controls.advance(parseInput(advance, await readControlBody(c)).advanceMs);
    return done(c, time(), '/');
  });
  route.post('/settle', async (c) => {
    await controls.settle();
    return done(c, time(), '/notifications');
  });

  route.get('/switches', (c) => c.json(switches));
  route.on(['PATCH', 'POST'], '/switches', async (c) => {
    controls.configure(await readControlBody(c));
    return done(c, switches, '/');
  });

  route.get('/faults', (c) => c.json(faults.list()));
  route.post('/faults', async (c) => {
    controls.inject(await readControlBody(c));
    return done(c, faults.list(), '/');
  });
  route.on('DELETE', '/faults', (c) => clearFaults(c));
  route.post('/faults/clear', (c) => clearFaults(c));

  route.get('/tokens', (c) =>
    c.json(tokens.active().map(({ id, privileges, expiresAt }) => ({ id, privileges, expiresAt: iso(expiresAt) }))),
  );
  route.post('/tokens/expire', async (c) => {
    controls.expireTokens(await readControlBody(c));
    return done(c, [], '/');
  });

  route.get('/intents', (c) => {
    const { pageIndex, pageSize } = parseInput(listPage, c.req.query());
    const newest = store.newestIntents(pageIndex, pageSize);
    return c.json({ totalCount: store.intents.length, data: newest.map((intent) => intentSummary(intent, payments)) });
  });
  route.get('/intents/:id', (c) => c.json(intentDetail(controls.intent(readId(c)), payments, organization)));
  route.post('/intents/:id/actions', async (c) => {
    const location = await controls.act(readId(c), await readControlBody(c));
    return done(c, { location }, `/intentions/${readId(c)}`);
  });

  route.post('/payments/:id/state', async (c) => {
    const payment = controls.payment(readId(c));
    controls.setPaymentState(payment.id, parseInput(newState, await readControlBody(c)).state);
    return done(c, { id: payment.id, state: payment.state }, `/intentions/${payment.order.intent.id}`);
  });
  route.post('/payments/:id/refunds', async (c) => {
    const payment = controls.payment(readId(c));
    const refund = controls.refund(payment.id, await readControlBody(c));
    return done(c, { ...refund, createdAt: iso(refund.createdAt) }, `/intentions/${payment.order.intent.id}`);
  });

  route.get('/notifications', (c) => c.json(outbox.list().toReversed()));
  route.post('/notifications', async (c) => {
    controls.announce(await readControlBody(c));
    return done(c, {}, '/notifications');
  });
  route.post('/notifications/:id/resend', (c) => {
    controls.resend(readId(c));
    return done(c, {}, '/notifications');
  });

  route.all('*', (c) => {
    throw new ControlError(404, `There is no control ${c.req.method} ${c.req.path}.`);
  });
  route.onError((error, c) => {
    if (!(error instanceof ControlError)) throw error;
    if (!isForm(c)) return c.json({ error: error.message }, error.status);
    return errorPage(c, error);
  });

  function clearFaults(c: Context): Response {
    controls.clearFaults();
    return done(c, [], '/');
  }

  return route;
}

function done(c: Context, result: object, panelPage: string): Response {
  return isForm(c) ? c.redirect(panelPage, 303) : c.json(result);
}

/** Rejects requests that a page of another site makes in the same browser. Programs do not send `Sec-Fetch-Site`. */
function rejectOtherSites(c: Context): void {
  const site = c.req.header('sec-fetch-site') ?? 'none';
  if (c.req.method !== 'GET' && !['none', 'same-origin'].includes(site)) {
    throw new ControlError(403, 'The controls accept only requests of the panel and of programs.');
  }
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}
