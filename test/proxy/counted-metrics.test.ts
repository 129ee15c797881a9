import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { CountedMetrics } from '../../proxy/counted-metrics.ts';
import { readMetrics } from './read-metrics.ts';
import { created, GIFT, ORIGIN, setUp } from './set-up.ts';
import { setUpReceiver } from './set-up-receiver.ts';

const TOKEN = 'token-of-the-metrics-test';
const METRICS = { METRICS: 'true', METRICS_TOKEN: TOKEN };
const NAME = 'helloasso_checkout_';

type World = Pick<ReturnType<typeof setUp>, 'ask'>;

async function textOf({ ask }: World): Promise<string> {
  const response = await ask('/metrics', { headers: { authorization: `Bearer ${TOKEN}` } });
  assert.equal(response.status, 200);
  return response.text();
}

async function read(world: World, name: string, labels?: Readonly<Record<string, string>>) {
  return readMetrics(await textOf(world)).value(NAME + name, labels);
}

describe('the metrics', { timeout: 120_000 }, () => {
  it('count checkouts by offer and result', async () => {
    const world = setUp({ environment: METRICS });
    await created(await world.post(GIFT));
    await created(await world.post(GIFT));
    await world.post({ ...GIFT, amountCents: 1 });
    await world.post({ ...GIFT, offer: 'adhesion', amountCents: 1 });
    const { value } = readMetrics(await textOf(world));
    const count = (offer: string, result: string) => value(`${NAME}checkouts_total`, { offer, result });
    assert.equal(count('don', 'created'), 2);
    assert.equal(count('don', 'amount-out-of-range'), 1);
    assert.equal(count('adhesion', 'amount-not-applicable'), 1);
    assert.equal(count('adhesion', 'created'), 0);
  });

  it('count a repeat of the same request as a request, and not as a checkout', async () => {
    const world = setUp({ environment: METRICS });
    const headers = { 'idempotency-key': randomUUID() };
    for (let time = 0; time < 3; time += 1) await created(await world.post(GIFT, headers));
    const { value } = readMetrics(await textOf(world));
    assert.equal(value(`${NAME}checkouts_total`), 1);
    assert.equal(value(`${NAME}requests_total`, { route: '/v1/checkouts', status: '201' }), 3);
  });

  it('count a payer who leaves the queue as gone, and not as one sent away', async () => {
    const answers: (() => void)[] = [];
    const world = setUp({
      environment: METRICS,
      intercept: ({ method, url }) =>
        method === 'POST' && url.endsWith('/checkout-intents')
          ? new Promise((resolve) => answers.push(() => resolve(undefined)))
          : undefined,
    });
    const init = {
      method: 'POST',
      headers: { origin: ORIGIN, 'content-type': 'application/json' },
      body: JSON.stringify(GIFT),
    };
    const first = Array.from({ length: 20 }, () => world.ask('/v1/checkouts', init));
    while (answers.length < 20) await new Promise(setImmediate);
    const payer = new AbortController();
    const last = world.ask('/v1/checkouts', { ...init, signal: payer.signal });
    while ((await read(world, 'queue_waiting', { lane: 'checkouts' })) !== 1) await new Promise(setImmediate);
    assert.equal(await read(world, 'queue_running', { lane: 'checkouts' }), 20);
    payer.abort();
    await last;
    for (const answer of answers) answer();
    await Promise.all(first);
    const { value } = readMetrics(await textOf(world));
    assert.equal(value(`${NAME}checkouts_total`, { result: 'gone' }), 1);
    assert.equal(value(`${NAME}checkouts_total`, { result: 'busy' }), 0);
    assert.equal(value(`${NAME}queue_waiting`), 0);
    assert.equal(value(`${NAME}queue_running`), 0);
  });

  it('count calls of HelloAsso by kind and status, with their time', async () => {
    const world = setUp({ environment: METRICS, simulator: { limits: false } });
    const { checkoutIntentId, stateToken } = await created(await world.post(GIFT));
    await world.read(checkoutIntentId, stateToken);
    world.simulator.inject({ kind: 'status', status: 500, calls: 1, on: 'api' });
    await world.post(GIFT);
    const { value } = readMetrics(await textOf(world));
    const count = (kind: string, status: string) => value(`${NAME}upstream_calls_total`, { kind, status });
    assert.equal(count('token', '200'), 1);
    assert.equal(count('create-intent', '200'), 1);
    assert.equal(count('create-intent', '500'), 1);
    assert.equal(count('read-intent', '200'), 1);
    assert.equal(value(`${NAME}upstream_call_duration_seconds_count`, { kind: 'create-intent' }), 2);
    assert.equal(value(`${NAME}upstream_available`), 0);
  });

  it('count a call without an answer as none, and with a status that HTTP does not have as other', async () => {
    const metrics = new CountedMetrics([]);
    metrics.call('token', undefined, 5_000);
    metrics.call('token', 799, 12);
    const { value } = readMetrics(metrics.text());
    assert.equal(value(`${NAME}upstream_calls_total`, { status: 'none' }), 1);
    assert.equal(value(`${NAME}upstream_calls_total`, { status: 'other' }), 1);
    assert.equal(value(`${NAME}upstream_call_duration_seconds_sum`), 5.012);
    assert.equal(value(`${NAME}upstream_call_duration_seconds_bucket`, { le: '5' }), 2);
    assert.equal(value(`${NAME}upstream_call_duration_seconds_bucket`, { le: '2.5' }), 1);
  });

  it('count tokens: granted, renewed, refused, and withheld by our own limit', async () => {
    const world = setUp({ environment: METRICS });
    await created(await world.post(GIFT));
    world.pass(29.5 * 60_000);
    await created(await world.post(GIFT));
    assert.equal(await read(world, 'token_requests_total', { grant: 'client_credentials', result: 'granted' }), 1);
    assert.equal(await read(world, 'token_requests_total', { grant: 'refresh_token', result: 'granted' }), 1);

    const refusing = setUp({
      environment: METRICS,
      intercept: ({ url }) => (url.endsWith('/oauth2/token') ? Response.json({}, { status: 401 }) : undefined),
    });
    for (let time = 0; time < 200; time += 1) {
      await refusing.post(GIFT);
      refusing.pass(20_000);
    }
    const { value } = readMetrics(await textOf(refusing));
    const count = (result: string) =>
      value(`${NAME}token_requests_total`, { grant: 'client_credentials', result }) ?? 0;
    assert.ok(count('refused') > 1);
    assert.ok(count('withheld') > 1);
    assert.equal(count('granted'), 0);
  });

  it('count requests that a limit has refused, by limit', async () => {
    const world = setUp({ environment: METRICS });
    for (let time = 0; time < 62; time += 1) await world.post('{}');
    const { checkoutIntentId } = await created(
      await world.ask(
        '/v1/checkouts',
        { method: 'POST', headers: { origin: ORIGIN, 'content-type': 'application/json' }, body: JSON.stringify(GIFT) },
        '192.0.2.2',
      ),
    );
    for (let time = 0; time < 243; time += 1) await world.read(checkoutIntentId, 'no-token');
    const { value } = readMetrics(await textOf(world));
    assert.equal(value(`${NAME}limited_total`, { limit: 'checkouts' }), 2);
    assert.equal(value(`${NAME}limited_total`, { limit: 'outcomes' }), 3);
    assert.equal(value(`${NAME}limited_total`, { limit: 'guesses' }), 0);
    assert.equal(value(`${NAME}requests_total`, { route: '/v1/checkouts', code: 'rate-limited' }), 2);
  });

  it('count guesses at the intents of others', async () => {
    const world = setUp({ environment: METRICS });
    const { redirectUrl } = await created(await world.post(GIFT));
    const returned = await world.press(redirectUrl, 'pay');
    const token = returned.searchParams.get('helloasso-checkout') ?? '';
    assert.notEqual(token, '');
    for (let id = 1; id <= 5; id += 1) await world.read(id, token);
    assert.equal(await read(world, 'limited_total', { limit: 'guesses' }), 2);
  });

  it('count notifications by what became of them, and events by type', async () => {
    const world = setUpReceiver({ environment: METRICS });
    const { checkoutIntentId } = await world.begin();
    world.answerWith(() => new Response(null, { status: 500 }));
    await world.simulator.act(checkoutIntentId, { action: 'pay' });
    await world.simulator.settle();
    const failed = readMetrics(await textOf(world));
    assert.ok((failed.value(`${NAME}notifications_total`, { result: 'deferred' }) ?? 0) > 0);
    assert.ok((failed.value(`${NAME}events_total`, { type: 'payment.paid', result: 'failed' }) ?? 0) > 0);
    assert.equal(failed.value(`${NAME}events_total`, { result: 'accepted' }), undefined);

    world.answerWith(() => new Response());
    await world.simulator.advance(10 * 60_000);
    await world.notify({ eventType: 'Form', data: {} });
    await world.notify({ eventType: 'Organization', data: {} });
    await world.notify('no JSON');
    const { value } = readMetrics(await textOf(world));
    assert.ok((value(`${NAME}events_total`, { type: 'payment.paid', result: 'accepted' }) ?? 0) > 0);
    assert.ok((value(`${NAME}notifications_total`, { result: 'delivered' }) ?? 0) > 0);
    assert.equal(value(`${NAME}notifications_total`, { result: 'ignored' }), 2);
    assert.equal(value(`${NAME}notifications_total`, { result: 'organization' }), 1);
    assert.equal(value(`${NAME}notifications_total`, { result: 'rejected' }), 0);
  });

  it('count a notification that is not signed as rejected', async () => {
    const world = setUpReceiver({ environment: { ...METRICS, NOTIFICATION_SIGNATURE_KEYS: 'key-of-a-partner' } });
    await world.notify({ eventType: 'Order', data: {} });
    assert.equal(await read(world, 'notifications_total', { result: 'rejected' }), 1);
  });

  it('count notifications that are dropped before they are read', async () => {
    const world = setUpReceiver({ environment: METRICS });
    const held = Array.from({ length: 60 }, () =>
      world.ask('/v1/notifications', {
        method: 'POST',
        body: new ReadableStream({ start: (body) => body.enqueue(new Uint8Array([123])) }),
        duplex: 'half',
      } as RequestInit),
    );
    let dropped = 0;
    for (const answer of held) answer.then(() => (dropped += 1));
    while (dropped < 10) await new Promise(setImmediate);
    assert.equal(await read(world, 'notifications_total', { result: 'dropped' }), 10);
  });

  it('start with every failure at 0, so that the first one is an increase', async () => {
    const world = setUp({ environment: METRICS });
    const { value } = readMetrics(await textOf(world));
    for (const [name, labels] of [
      ['checkouts_total', { offer: 'don', result: 'created' }],
      ['checkouts_total', { offer: 'don', result: 'organisation-cannot-collect' }],
      ['checkouts_total', { offer: 'billet', result: 'internal' }],
      ['token_requests_total', { grant: 'client_credentials', result: 'withheld' }],
      ['limited_total', { limit: 'guesses' }],
      ['notifications_total', { result: 'deferred' }],
    ] as const) {
      assert.equal(value(NAME + name, labels), 0, `${name} ${JSON.stringify(labels)}`);
    }
  });

  it('have few series, and nothing that a client has sent, after thousands of odd requests', async () => {
    const mark = 'marked-by-a-client';
    const world = setUpReceiver({ environment: METRICS, simulator: { limits: false } });
    const paths = [
      (odd: string) => `/${odd}`,
      (odd: string) => `/v1/offers/${odd}`,
      (odd: string) => `/v1/checkouts/${odd}`,
      (odd: string) => `/v1/checkouts/${Number.parseInt(odd.slice(-6), 16)}`,
      (odd: string) => `/v1/${odd}?${odd}`,
      (odd: string) => `/v0.${odd}/${odd}.js`,
      (odd: string) => `/pay/${odd}`,
      () => '/v1/checkouts',
      () => '/v1/notifications',
      () => '/healthz',
    ];
    const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND', undefined];
    const visit = async (number: number) => {
      const turn = Math.floor(number / 90); // all paths, by all methods
      const odd = `${mark}-${randomBytes(6).toString('hex')}`;
      const method = methods[number % methods.length] ?? `ODD${odd.slice(-12)}`;
      const body = {
        ...{ offer: turn % 2 ? odd : 'don', amountCents: number, returnPath: `/${odd}`, metadata: { [odd]: odd } },
        ...{ eventType: odd, data: { id: number, order: { id: odd } }, payer: { firstName: odd } },
      };
      const init = {
        method,
        headers: {
          ...{ 'content-type': 'application/json', 'user-agent': odd, referer: `https://${odd}.example/` },
          ...{ origin: number % 2 ? ORIGIN : `https://${odd}.example`, authorization: `State ${odd}` },
          'x-forwarded-for': odd,
          ...(turn % 3 === 0 && { 'idempotency-key': odd }),
        },
        ...(method === 'GET' || method === 'HEAD' ? {} : { body: JSON.stringify(body) }),
      };
      const path = paths[number % paths.length] ?? (() => '/');
      await world.ask(path(odd), init, `2001:db8:${(number % 60_000).toString(16)}::1`);
    };
    await textOf(world); // its own route is a series too
    for (let number = 0; number < 500; number += 1) await visit(number);
    const before = readMetrics(await textOf(world)).series.length;
    for (let number = 500; number < 3_000; number += 1) await visit(number);
    const text = await textOf(world);
    const { series } = readMetrics(text);
    assert.doesNotMatch(text, new RegExp(mark));
    assert.equal(series.length, before);
    assert.ok(series.length < 500, `${series.length} series`);
  });
});
