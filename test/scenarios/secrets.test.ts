import assert from 'node:assert/strict';
import { after, before, describe, it, mock } from 'node:test';
import { pino } from 'pino';
import type { FaultInput } from '../../demo/simulator/controls/inputs.ts';
import { readConfig } from '../../proxy/config/config.ts';
import { ENVIRONMENT } from '../proxy/environment.ts';
import { ORIGIN } from '../proxy/set-up.ts';
import { markersIn } from './leak-markers.ts';
import { startCommand } from './set-up-command.ts';
import { type Side, setUpFaults } from './set-up-faults.ts';

const REDIS_PASSWORD = 'marked-redis-password';

/** The operator's secrets. A new one needs its line here. */
const SECRETS = {
  HELLOASSO_CLIENT_SECRET: 'marked-client-secret/+&=',
  SIGNING_SECRET: Buffer.from('marked-signing-secret-0123456789').toString('base64'),
  OFFER_KEYS: Buffer.from('marked-offer-key-0123456789abcdef').toString('base64'),
  FORWARD_SECRET: `whsec_${Buffer.from('marked-forward-secret-01').toString('base64')}`,
  METRICS_TOKEN: 'marked-metrics-token',
  REDIS_URL: `redis://:${REDIS_PASSWORD}@127.0.0.1:9/`, // where nobody listens
};
const SIGNATURE_KEY = 'marked-signature-key';

/** What a payer may be asked, now or one day. */
const PAYER = {
  firstName: 'Marquetprénom',
  lastName: 'Marquetnom',
  email: 'marquet.mail@example.org',
};
const MORE_OF_PAYER = {
  companyName: 'Marquet & Compagnie',
  address: '7 rue Marquetrue',
  zipCode: '97Z99',
  city: 'Marquetville',
  dateOfBirth: '1961-02-28',
};
/** What the payer corrects on HelloAsso's page, and comes to us from there. */
const CORRECTED = { firstName: 'Corrigépré', lastName: 'Corrigénom', email: 'corrige.mail@example.org' };
const PAGE = { search: 'marquet-recherche', metadata: 'marquet-adherent' };
const ADDRESSES = { socket: '198.51.100.77', forwarded: '203.0.113.99' };

const FAULTS: readonly FaultInput[] = [
  ...[400, 401, 403, 404, 409, 429, 500, 503].map((status) => ({ kind: 'status' as const, status })),
  { kind: 'latency', ms: 60_000 },
  { kind: 'slow-body', ms: 6000 },
  { kind: 'drop' },
  { kind: 'drop-answer' },
  { kind: 'malformed-json' },
];

/** Answers that quote what they were sent, as badly made servers do. */
const QUOTE = [...Object.values(SECRETS), ...Object.values(PAYER), ...Object.values(MORE_OF_PAYER)].join(' ');
const QUOTING: readonly (() => Response)[] = [
  ...[200, 400, 401, 403, 422, 500].map((status) => () => new Response(QUOTE, { status })),
  () => Response.json({ errors: [{ code: 'ArgumentInvalid', message: QUOTE }] }, { status: 400 }),
  () => Response.json({ errors: { firstName: [QUOTE], [QUOTE]: [] } }, { status: 400 }),
  () => Response.json({ error: QUOTE, error_description: QUOTE }, { status: 400 }),
  () => Response.json({ message: QUOTE }, { status: 400 }),
  () => Response.json({ id: QUOTE, redirectUrl: `https://evil.example/${encodeURIComponent(QUOTE)}` }),
  () => Response.json({ id: 1, redirectUrl: `https://evil.example/${encodeURIComponent(QUOTE)}` }),
  () => Response.json({ access_token: `two\n${QUOTE}`, token_type: 'bearer', expires_in: 1800 }),
  () => Response.json({ access_token: 'token-of-a-quoting-server', token_type: 'bearer', expires_in: QUOTE }),
  () =>
    new Response(null, { status: 302, headers: { location: `https://evil.example/?${encodeURIComponent(QUOTE)}` } }),
  () => {
    throw new TypeError(`fetch failed: ${QUOTE}`, { cause: new Error(QUOTE) });
  },
];

const RECEIVERS: readonly ((request: Request) => Response | Promise<Response>)[] = [
  () => new Response(),
  async (request) => new Response(`${await request.text()} ${QUOTE}`, { status: 500 }),
  () =>
    new Response(null, { status: 307, headers: { location: `https://evil.example/?${encodeURIComponent(QUOTE)}` } }),
  () => {
    throw new TypeError(`connect ECONNREFUSED ${QUOTE}`);
  },
];

/** Everything that was said, by where. */
interface Said {
  readonly log: string[];
  readonly answers: string[];
  /** Apart, because they hold the state token, as they must. */
  readonly created: string[];
  readonly events: string[];
}

type World = ReturnType<typeof setUpFaults>;

/** Everything that a browser, a stranger or HelloAsso may send. */
async function driveEveryRoute(world: World, checkout: Awaited<ReturnType<World['begin']>>, said: Said): Promise<void> {
  const { ask: send, simulator } = world;
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('x-forwarded-for', ADDRESSES.forwarded);
    const response = await send(path, { ...init, headers }, ADDRESSES.socket);
    const isCreated = response.status === 201; // which holds the state token, and must
    (isCreated ? said.created : said.answers).push([...[...response.headers].flat(), await response.text()].join('\n'));
  };
  const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    ask('/v1/checkouts', {
      method: 'POST',
      headers: { origin: ORIGIN, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const read = (id: number | string, authorization: string, origin = ORIGIN) =>
    ask(`/v1/checkouts/${id}?${PAGE.search}`, { headers: { origin, authorization } });

  await post(giftOf(PAYER));
  await post(giftOf(PAYER), { 'idempotency-key': '3f2c1e4a-9b7d-4c6e-8f10-2a3b4c5d6e7f' });
  for (const [field, value] of Object.entries(MORE_OF_PAYER)) await post(giftOf({ ...PAYER, [field]: value }));
  await post({ ...giftOf(PAYER), metadata: { [PAGE.metadata]: PAGE.metadata } });
  await post({ ...giftOf(PAYER), [QUOTE]: QUOTE });
  await post({ ...giftOf({ email: QUOTE }), offer: QUOTE.slice(0, 60), returnPath: `//${QUOTE}` });
  await post(`{"payer":"${QUOTE}`);
  await post(giftOf(PAYER), { origin: 'https://elsewhere.example' });
  await post(giftOf(PAYER), { 'content-type': 'text/plain', 'idempotency-key': PAYER.lastName.normalize('NFC') });
  const { checkoutIntentId, stateToken, returnToken } = checkout;
  for (const token of [stateToken, returnToken]) {
    for (const id of [checkoutIntentId, 999_999, 'x']) await read(id, `State ${token}`);
    await read(checkoutIntentId, `State ${token}x`);
    await read(checkoutIntentId, `Bearer ${token}`);
    await read(checkoutIntentId, `State ${token}`, 'https://elsewhere.example');
    await ask(`/v1/checkouts/${token}`, { headers: { origin: ORIGIN } });
    await ask(`/?helloasso-checkout=${token}`);
  }
  for (const { body } of simulator.notifications()) await ask('/v1/notifications', { method: 'POST', body });
  await ask('/v1/notifications', { method: 'POST', body: QUOTE, headers: { 'x-ha-signature': SIGNATURE_KEY } });
  await ask('/v1/notifications', {
    method: 'POST',
    body: JSON.stringify({ eventType: 'Order', data: { id: 1, payer: PAYER } }),
  });
  await ask('/v1/notifications', { method: 'POST', body: JSON.stringify({ eventType: 'Organization', data: PAYER }) });
  for (const path of [
    '/v1/offers',
    '/v1/offers/don',
    '/healthz',
    '/readyz',
    '/helloasso-checkout.js',
    '/v1.0.0/x.js',
    '/nowhere',
  ]) {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'DELETE'])
      await ask(`${path}?${PAGE.search}=${encodeURIComponent(QUOTE)}`, { method });
  }
  await ask('/metrics', { headers: { authorization: `Bearer ${PAYER.lastName.normalize('NFC')}` } });
  await ask('/metrics', { headers: { authorization: `Bearer ${SECRETS.METRICS_TOKEN}` } });
  assert.match(said.answers.at(-1) ?? '', /helloasso_checkout_checkouts_total/);
}

function giftOf(payer: object) {
  return { offer: 'don', amountCents: 2000, returnPath: `/don?${PAGE.search}`, payer };
}

const PAYERS: readonly (readonly [string, string])[] = [
  ...Object.entries({ ...PAYER, ...MORE_OF_PAYER }),
  ...Object.entries(CORRECTED).map(([field, value]) => [`corrected ${field}`, value] as const),
];

describe('secrets and personal data', () => {
  const console_: string[] = [];
  const total = { log: 0, answers: 0, created: 0, events: 0 };
  const inPlay = new Set<string>();
  const hidden = new Map([
    ...Object.entries({ ...SECRETS, REDIS_PASSWORD }),
    ['the signature key', SIGNATURE_KEY],
    ...PAYERS,
    ...Object.entries({ ...PAGE, ...ADDRESSES }),
  ]);

  async function drive(
    provoke: (world: World) => void,
    { receive = RECEIVERS[0], refuses = false, environment = {} } = {},
  ): Promise<void> {
    const said: Said = { log: [], answers: [], created: [], events: [] };
    const world = setUpFaults({
      environment: { ...SECRETS, METRICS: 'true', FORWARD_URL: 'https://www.example.org/events', ...environment },
      log: pino({ level: 'debug' }, { write: (line: string) => void said.log.push(line) }),
      onEvent: (event) => {
        said.events.push(JSON.stringify(event));
        if (refuses) throw new Error(JSON.stringify(event) + QUOTE);
      },
      receive: async (request) => {
        said.events.push([...[...request.headers].flat(), await request.clone().text()].join('\n'));
        return receive?.(request) ?? new Response();
      },
    });
    const checkout = await world.begin(giftOf(PAYER));
    await world.simulator.act(checkout.checkoutIntentId, { action: 'pay', ...CORRECTED });
    world.pass(31 * 60_000); // the next call needs a new token
    provoke(world);
    await driveEveryRoute(world, checkout, said);

    const issued = [...world.secrets(), checkout.stateToken, checkout.returnToken].map(
      (secret, index) => [`token or MAC ${index}`, secret] as const,
    );
    const marks = new Map([...hidden, ...issued]);
    for (const where of ['log', 'answers', 'created', 'events'] as const) {
      total[where] += said[where].length;
      assert.deepEqual(markersIn(said[where].join('\n'), marks), [], where);
    }
    for (const name of markersIn(world.sent.join('\n'), marks)) inPlay.add(name);
  }

  before(() => {
    for (const level of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
      mock.method(console, level, (...args: unknown[]) => console_.push(args.map(String).join(' ')));
    }
  });
  after(() => {
    mock.restoreAll();
    assert.deepEqual(console_, []);
    for (const [where, least] of Object.entries({ log: 2000, answers: 2000, created: 10, events: 10 })) {
      assert.ok(total[where as keyof typeof total] > least, `${where}: too little was said to prove anything`);
    }
    for (const name of ['HELLOASSO_CLIENT_SECRET', 'firstName', 'lastName', 'email', 'search'])
      assert.ok(inPlay.has(name), name);
  });

  it('appear in no log, response or event without errors, with any receiver', async () => {
    for (const receive of RECEIVERS) await drive(() => {}, { receive });
    await drive(() => {}, { refuses: true });
    await drive(() => {}, { environment: { NOTIFICATION_SIGNATURE_KEYS: SIGNATURE_KEY } });
  });

  for (const side of ['token', 'api'] satisfies Side[]) {
    it(`appear in no log, response or event under errors of the ${side} that quote them`, async () => {
      for (const fault of FAULTS) await drive(({ inject }) => inject(side, fault));
      for (const quoting of QUOTING) await drive(({ replace }) => replace(side, quoting));
    });
  }

  it('appear in no error of the configuration', () => {
    const names = [
      'HELLOASSO_ORGANIZATION',
      'HELLOASSO_API_URL',
      'ALLOWED_ORIGINS',
      'PORT',
      'SIGNING_SECRET',
      'FORWARD_URL',
      'FORWARD_SECRET',
      'METRICS_TOKEN',
      'TRUSTED_PROXIES',
    ];
    const wrong = Object.fromEntries(names.map((name) => [name, QUOTE]));
    assert.throws(
      () => readConfig({ ...ENVIRONMENT, ...wrong }),
      (error) => markersIn(String(error), hidden).length === 0,
    );
  });

  it('appear in no output of the command', async (context) => {
    const { output, address } = await startCommand(context, { ...SECRETS, METRICS: 'true' });
    const headers = { origin: ORIGIN, 'content-type': 'application/json' };
    const post = (body: unknown) =>
      fetch(`${address}/v1/checkouts`, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.equal((await post(giftOf(PAYER))).status, 201);
    await post({ ...giftOf(PAYER), [QUOTE]: QUOTE });
    await post(QUOTE);
    await fetch(`${address}/v1/checkouts/1?${PAGE.search}`, {
      headers: { ...headers, authorization: `State ${SIGNATURE_KEY}` },
    });
    await fetch(`${address}/v1/notifications`, { method: 'POST', body: QUOTE });
    const asked = { headers: { authorization: `Bearer ${SECRETS.METRICS_TOKEN}` } };
    assert.equal((await fetch(`${address}/metrics`, asked)).status, 200);
    const lines = await output();
    assert.ok(lines.split('"msg":"request"').length > 5, lines);
    assert.deepEqual(markersIn(lines, hidden), []);
  });
});
