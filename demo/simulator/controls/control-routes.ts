import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as z from 'zod';
import { readId } from '../api/query.ts';
import { notice, page } from '../pages/layout.ts';
import type { Parts } from '../parts.ts';
import { intentDetail, intentRow } from './answers.ts';
import { controlBody, isForm } from './control-body.ts';
import { ControlError, read } from './control-error.ts';
import type { Controls } from './controls.ts';

const MAX_BODY_BYTES = 64 * 1024;

const advance = z.strictObject({ advanceMs: z.unknown() });
const newState = z.strictObject({ state: z.unknown() });
const listPage = z.object({
  pageIndex: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(20),
});

/** The controls as JSON, under `/_simulator`. The panel's forms use the same routes, and are sent back to their page. */
export function controlRoutes(dependencies: Parts & { readonly controls: Controls }): Hono {
  const { bank, clock, controls, faults, ledger, organization, outbox, switches, tokens } = dependencies;
  const route = new Hono();
  route.use(bodyLimit({ maxSize: MAX_BODY_BYTES }));
  route.use(async (c, next) => {
    refuseOtherSites(c);
    await next();
  });

  const time = () => ({ now: new Date(clock.now()).toISOString() });
  route.get('/clock', (c) => c.json(time()));
  route.post('/clock', async (c) => {
    await controls.advance(read(advance, await controlBody(c)).advanceMs);
    return done(c, time(), '/');
  });
  route.post('/settle', async (c) => {
    await controls.settle();
    return done(c, time(), '/notifications');
  });

  route.get('/switches', (c) => c.json(switches));
  route.on(['PATCH', 'POST'], '/switches', async (c) => {
    controls.configure(await controlBody(c));
    return done(c, switches, '/');
  });

  route.get('/faults', (c) => c.json(faults.list()));
  route.post('/faults', async (c) => {
    controls.inject(await controlBody(c));
    return done(c, faults.list(), '/');
  });
  route.on('DELETE', '/faults', (c) => clearFaults(c));
  route.post('/faults/clear', (c) => clearFaults(c));

  route.get('/tokens', (c) =>
    c.json(tokens.living().map(({ id, privileges, expiresAt }) => ({ id, privileges, expiresAt: iso(expiresAt) }))),
  );
  route.post('/tokens/expire', async (c) => {
    controls.expireTokens(await controlBody(c));
    return done(c, [], '/');
  });

  route.get('/intents', (c) => {
    const { pageIndex, pageSize } = read(listPage, c.req.query());
    const newest = ledger.newestIntents(pageIndex, pageSize);
    return c.json({ totalCount: ledger.intents.length, data: newest.map((intent) => intentRow(intent, bank)) });
  });
  route.get('/intents/:id', (c) => c.json(intentDetail(controls.intent(readId(c)), bank, organization)));
  route.post('/intents/:id/actions', async (c) => {
    const location = await controls.act(readId(c), await controlBody(c));
    return done(c, { location }, `/intentions/${readId(c)}`);
  });

  route.post('/payments/:id/state', async (c) => {
    const payment = controls.payment(readId(c));
    controls.setPaymentState(payment.id, read(newState, await controlBody(c)).state);
    return done(c, { id: payment.id, state: payment.state }, `/intentions/${payment.order.intent.id}`);
  });
  route.post('/payments/:id/refunds', async (c) => {
    const payment = controls.payment(readId(c));
    const refund = controls.refund(payment.id, await controlBody(c));
    return done(c, { ...refund, createdAt: iso(refund.createdAt) }, `/intentions/${payment.order.intent.id}`);
  });

  route.get('/notifications', (c) => c.json(outbox.list().toReversed()));
  route.post('/notifications', async (c) => {
    controls.announce(await controlBody(c));
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
    const main = notice('Réglage refusé', error.message);
    return page(c, { title: 'Réglage refusé', main, status: error.status });
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

/** A page of another site, open in the same browser, has no business here. Programs send no such header. */
function refuseOtherSites(c: Context): void {
  const site = c.req.header('sec-fetch-site') ?? 'none';
  if (c.req.method !== 'GET' && !['none', 'same-origin'].includes(site)) {
    throw new ControlError(403, 'The controls answer only to the panel and to programs.');
  }
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}
