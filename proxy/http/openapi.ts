// Writes the OpenAPI document of the proxy's interface (`npm run openapi`): shapes from the schemas, sentences from the contract's
// comments. Nothing that runs imports this file.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { IDEMPOTENCY_KEY_HEADER } from '../contract/return-parameters.ts';
import { STATE_HEADER, STATE_SCHEME } from '../contract/state-headers.ts';
import * as answers from './answer-schemas.ts';
import { checkoutRequest, payer } from './request-schemas.ts';

/** Each schema by the name of its type, and the file of the contract that explains it. */
const SCHEMAS = {
  CheckoutRequest: [checkoutRequest, 'checkout'],
  Payer: [payer, 'payer'],
  CheckoutCreated: [answers.checkoutCreated, 'checkout'],
  CheckoutOutcome: [answers.checkoutOutcome, 'checkout'],
  Instalment: [answers.instalment, 'checkout'],
  PublicOffers: [answers.publicOffers, 'offer'],
  PublicOffer: [answers.publicOffer, 'offer'],
  FreeAmount: [answers.freeAmount, 'offer'],
  Tax: [answers.tax, 'offer'],
  ProblemBody: [answers.problem, 'problem'],
  FieldError: [answers.fieldError, 'problem'],
  Plan: [answers.plan, 'instalments'],
  Term: [answers.term, 'instalments'],
  Health: [answers.health, undefined],
} as const satisfies Readonly<Record<string, readonly [z.ZodType, string | undefined]>>;

type SchemaName = keyof typeof SCHEMAS;

const PROBLEM = {
  description: 'A problem. Its code says which; `Retry-After` comes with those that end by waiting.',
  content: { 'application/problem+json': { schema: ref('ProblemBody') } },
};
const OFFER_PARAMETER = parameter('offer', 'Id of an offer.', { type: 'string' });
const PAGE = { content: { 'text/html': { schema: { type: 'string' } } } };
const SCRIPT = { content: { 'text/javascript': { schema: { type: 'string' } } } };

/** The document, OpenAPI 3.1. */
export function openApiDocument(): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'The proxy of helloasso-checkout',
      version: '1',
      description: 'Amounts are whole cents. A later proxy may answer members that are not listed here: ignore them.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: 'https://pay.example.org', description: 'Your proxy.' }],
    paths: {
      '/v1/offers': {
        get: operation('listOffers', 'The public part of every offer. For pages of any origin.', {
          responses: { 200: json('PublicOffers', 'The offers.'), default: PROBLEM },
        }),
      },
      '/v1/offers/{offer}': {
        get: operation('getOffer', 'The public part of one offer. For pages of any origin.', {
          parameters: [OFFER_PARAMETER],
          responses: { 200: json('PublicOffer', 'The offer.'), default: PROBLEM },
        }),
      },
      '/v1/checkouts': {
        post: operation('createCheckout', 'Prepares a payment. For pages whose origin is one of ALLOWED_ORIGINS.', {
          parameters: [
            {
              name: IDEMPOTENCY_KEY_HEADER,
              in: 'header',
              description: 'A random UUID in lower case, the same for each repeat of one request.',
              schema: { type: 'string', format: 'uuid' },
            },
          ],
          requestBody: { required: true, content: { 'application/json': { schema: ref('CheckoutRequest') } } },
          responses: { 201: json('CheckoutCreated', 'The payment can be made.'), default: PROBLEM },
        }),
      },
      '/v1/checkouts/{checkoutIntentId}': {
        get: operation('getOutcome', 'Reads the verified outcome of a payment.', {
          parameters: [parameter('checkoutIntentId', 'Id of the checkout intent.', { type: 'integer' })],
          security: [{ token: [] }, { tokenAlone: [] }],
          responses: { 200: json('CheckoutOutcome', 'The outcome, without personal data.'), default: PROBLEM },
        }),
      },
      '/v1/notifications': {
        post: operation('postNotification', 'HelloAsso’s notifications. None is believed.', {
          requestBody: { required: true, content: { 'application/json': { schema: {} } } },
          responses: {
            200: { description: 'Delivered, or nothing to deliver.' },
            503: { description: 'To be sent again.' },
            default: PROBLEM,
          },
        }),
      },
      '/pay/{offer}': {
        get: operation('showPayPage', 'The form as a page, where the proxy has PUBLIC_URL.', {
          parameters: [OFFER_PARAMETER],
          responses: {
            200: { description: 'The page.', ...PAGE },
            default: { description: 'A problem as a page.', ...PAGE },
          },
        }),
        post: operation('submitPayPage', 'What that form sends.', {
          parameters: [OFFER_PARAMETER],
          requestBody: {
            required: true,
            content: { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } },
          },
          responses: {
            303: { description: 'To HelloAsso’s payment page.' },
            422: { description: 'The form with its errors.', ...PAGE },
            default: { description: 'A problem as a page.', ...PAGE },
          },
        }),
      },
      '/helloasso-checkout.js': {
        get: operation('getScript', 'The script of the element, with the public offers. For pages of any origin.', {
          responses: { 200: { description: 'The script.', ...SCRIPT }, default: PROBLEM },
        }),
      },
      '/{version}/{file}': {
        get: operation('getVersionedScript', 'A file of one version of the script, which never changes.', {
          parameters: [
            parameter('version', 'Such as `v1.2.3`.', { type: 'string' }),
            parameter('file', 'Such as `helloasso-checkout.js`.', { type: 'string' }),
          ],
          responses: { 200: { description: 'The file.', ...SCRIPT }, default: PROBLEM },
        }),
      },
      '/healthz': {
        get: operation('getHealth', 'Whether the process runs.', { responses: { 200: json('Health', 'It runs.') } }),
      },
      '/readyz': {
        get: operation('getReadiness', 'Whether payers should be sent here.', {
          responses: {
            200: json('Health', 'The last call of HelloAsso succeeded, or is ten seconds ago.'),
            503: json('Health', 'HelloAsso failed, or the process is about to end.'),
          },
        }),
      },
    },
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        token: { type: 'http', scheme: STATE_SCHEME, description: 'A return token or a state token.' },
        tokenAlone: {
          type: 'apiKey',
          in: 'header',
          name: STATE_HEADER,
          description: 'The same, where `Authorization` is taken.',
        },
      },
    },
  };
}

function componentSchemas(): Readonly<Record<string, unknown>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, [schema]] of Object.entries(SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: (id) => `#/components/schemas/${id}`,
    override({ jsonSchema }) {
      if (/^date/.test(jsonSchema.format ?? '')) delete jsonSchema.pattern; // repeats `format` in two hundred characters
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => {
      const [, file] = SCHEMAS[id as SchemaName];
      return [id, file === undefined ? schema : explained(schema, id, file)];
    }),
  );
}

/** The schema with the comments of the type of that name in the contract. */
function explained(schema: z.core.JSONSchema.BaseSchema, name: string, file: string): object {
  const source = readFileSync(new URL(`../contract/${file}.ts`, import.meta.url), 'utf8');
  const [, comment = '', body = ''] =
    new RegExp(`(/\\*\\*(?:(?!\\*/).)*\\*/\\n)?export interface ${name} .*?\\{\\n(.*?)^\\}`, 'ms').exec(source) ?? [];
  const comments = new Map(
    [...body.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s*readonly (\w+)/gs)].map(([, text = '', member]) => [
      member,
      plain(text),
    ]),
  );
  const properties = Object.entries(schema.properties ?? {}).map(([member, value]) => {
    const description = comments.get(member);
    return [member, description === undefined || typeof value === 'boolean' ? value : { ...value, description }];
  });
  const description = plain(comment.replace(/^\/\*\*|\*\/\n$/g, ''));
  return { ...(description && { description }), ...schema, properties: Object.fromEntries(properties) };
}

function plain(comment: string): string {
  return comment
    .replace(/\n\s*\*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function operation(operationId: string, summary: string, rest: object): object {
  return { operationId, summary, ...rest };
}

function parameter(name: string, description: string, schema: object): object {
  return { name, in: 'path', required: true, description, schema };
}

function json(name: SchemaName, description: string): object {
  return { description, content: { 'application/json': { schema: ref(name) } } };
}

function ref(name: SchemaName): object {
  return { $ref: `#/components/schemas/${name}` };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${JSON.stringify(openApiDocument(), undefined, 2)}\n`);
}
