import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { composeApp } from '../../../proxy/compose.ts';
import { createProxy } from '../../../proxy/create-proxy.ts';
import { openApiDocument } from '../../../proxy/http/openapi.ts';
import { SILENT } from '../../../proxy/log.ts';
import { testConfig } from '../environment.ts';
import { PAY_URL, setUpPayer } from '../pay/set-up-payer.ts';
import { created, GIFT, ORIGIN } from '../set-up.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface Operation {
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema: object }>>;

const document = JSON.parse(readFileSync('proxy/openapi.json', 'utf8')) as Document;

describe('the OpenAPI document of the proxy', () => {
  it('the published document equals the generated one (`npm run openapi` writes it)', () => {
    assert.deepEqual(document, JSON.parse(JSON.stringify(openApiDocument())));
  });

  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(openApiDocument()) as Record<string, unknown>);
    assert.equal(valid, true, JSON.stringify(errors));
    assert.equal(validator.version, '3.1');
  });

  it('describes every route of the app, and no other', () => {
    const config = testConfig({ PUBLIC_URL: PAY_URL });
    const app = composeApp(config, { now: Date.now, elapsed: () => 0, log: SILENT }, () => false);
    const routes = app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.endsWith('/pay/:offer/'))
      .map(({ method, path }) => {
        const template = path === '/:version{v\\d+\\.[^/]+}/*' ? '/{version}/{file}' : path.replace(/:(\w+)/g, '{$1}');
        return `${method} ${template}`;
      });
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    assert.deepEqual([...new Set(routes)].sort(), described.sort());
  });

  it('explains every member that the contract explains', () => {
    for (const name of ['CheckoutRequest', 'CheckoutCreated', 'CheckoutOutcome', 'Instalment', 'ProblemBody']) {
      const schema = document.components.schemas[name] as { properties: Record<string, { description?: string }> };
      const explained = Object.values(schema.properties).filter(({ description }) => description);
      assert.ok(explained.length >= 1, name);
    }
    assert.match(
      JSON.stringify(document.components.schemas.CheckoutCreated),
      /for `sessionStorage`, never for an address/,
    );
  });
});

describe('the answers of the proxy, by its OpenAPI document', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  /** No member is allowed that the document does not list, although it lets clients expect others. */
  ajv.addSchema({ $id: 'openapi', ...(closed(document) as object) });
  const checked = new Set<string>();

  const payer = setUpPayer({
    environment: {
      FORWARD_URL: 'https://www.example.org/helloasso-events',
      FORWARD_SECRET: `whsec_${Buffer.alloc(24, 5).toString('base64')}`,
    },
  });
  const { ask, post, press, read } = payer;
  const headers = { origin: ORIGIN };
  let checkoutIntentId: number;
  let stateToken: string;
  before(async () => {
    const checkout = await created(await post({ ...GIFT, payer: { firstName: 'Ada', email: 'ada@example.org' } }));
    await press(checkout.redirectUrl, 'pay');
    ({ checkoutIntentId, stateToken } = checkout);
  });

  const CALLS: Readonly<
    Record<string, readonly [path: string, method: string, status: number, call: () => Promise<Response>]>
  > = {
    'the list of offers': ['/v1/offers', 'get', 200, () => ask('/v1/offers', { headers })],
    'a list that is posted to': ['/v1/offers', 'get', 405, () => ask('/v1/offers', { method: 'POST', headers })],
    'an offer': ['/v1/offers/{offer}', 'get', 200, () => ask('/v1/offers/adhesion', { headers })],
    'an unknown offer': ['/v1/offers/{offer}', 'get', 404, () => ask('/v1/offers/none', { headers })],
    'a checkout': ['/v1/checkouts', 'post', 201, () => post(GIFT)],
    'a checkout of another shape': ['/v1/checkouts', 'post', 422, () => post({ ...GIFT, amountCents: '20' })],
    'a checkout whose dates have changed': [
      '/v1/checkouts',
      'post',
      409,
      () => post({ offer: 'adhesion', instalments: 3, firstTermDate: '2026-01-01', returnPath: '/' }),
    ],
    'a checkout of another site': ['/v1/checkouts', 'post', 403, () => post(GIFT, { origin: 'https://other.example' })],
    'an outcome': ['/v1/checkouts/{checkoutIntentId}', 'get', 200, () => read(checkoutIntentId, stateToken)],
    'an outcome without its token': [
      '/v1/checkouts/{checkoutIntentId}',
      'get',
      401,
      () => read(checkoutIntentId, 'none'),
    ],
    'a notification': [
      '/v1/notifications',
      'post',
      200,
      () => ask('/v1/notifications', { method: 'POST', body: '{}' }),
    ],
    'a notification that is fetched': ['/v1/notifications', 'post', 405, () => ask('/v1/notifications')],
    'the payment page': ['/pay/{offer}', 'get', 200, () => ask('/pay/don')],
    'the payment page of no offer': ['/pay/{offer}', 'get', 404, () => ask('/pay/none')],
    'a form that is sent': [
      '/pay/{offer}',
      'post',
      303,
      async () => payer.submit(await payer.open('/pay/don'), { amount: '2000' }),
    ],
    'a form without an amount': [
      '/pay/{offer}',
      'post',
      422,
      async () => payer.submit(await payer.open('/pay/don'), {}),
    ],
    'a form of another site': [
      '/pay/{offer}',
      'post',
      403,
      () => payer.send('', { headers: { origin: 'https://other.example' } }),
    ],
    'the process': ['/healthz', 'get', 200, () => ask('/healthz')],
    'whether it is ready': ['/readyz', 'get', 200, () => ask('/readyz')],
    'a proxy that is about to end': [
      '/readyz',
      'get',
      503,
      () => {
        const ending = createProxy(testConfig());
        ending.drain();
        return ending.fetch(new Request('https://pay.example.org/readyz'));
      },
    ],
    'no script': ['/helloasso-checkout.js', 'get', 405, () => ask('/helloasso-checkout.js', { method: 'POST' })],
    'no file of a version': ['/{version}/{file}', 'get', 404, () => ask('/v1.2.3/none.js')],
  };

  for (const [name, [path, method, status, call]] of Object.entries(CALLS)) {
    it(`${name}: ${status}`, async () => {
      const response = await call();
      assert.equal(response.status, status, await response.clone().text());
      const { responses } = document.paths[path]?.[method] ?? assert.fail('no such operation');
      const key = status in responses ? String(status) : 'default';
      const { content } = responses[key] ?? assert.fail(`${status} is not described`);
      checked.add(`${method} ${path} ${key}`);
      const text = await response.text();
      if (!content) return assert.equal(text, '');
      const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
      assert.ok(content[type], `${type} is not described`);
      if (!type.endsWith('json')) return assert.notEqual(text, '');
      const pointer = ['paths', path, method, 'responses', key, 'content', type, 'schema'].map((part) =>
        encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')),
      );
      const validate = ajv.getSchema(`openapi#/${pointer.join('/')}`) ?? assert.fail('no schema');
      assert.equal(validate(JSON.parse(text)), true, JSON.stringify(validate.errors));
    });
  }

  it('has checked each answer of each route, but the script of a build and a 503 without a body', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.keys(responses).map((key) => `${method} ${path} ${key}`),
      ),
    );
    assert.deepEqual(
      described.filter((answer) => !checked.has(answer)),
      ['post /v1/notifications 503', 'get /helloasso-checkout.js 200', 'get /{version}/{file} 200'],
    );
  });
});

/** The same schemas, none of which allows a member that it does not list. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const inside = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, closed(each)]));
  return 'properties' in value && 'type' in value ? { ...inside, additionalProperties: false } : inside;
}
