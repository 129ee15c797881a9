import { BlockList, isIPv6 } from 'node:net';
import { z } from 'zod';
import { isLoopback } from '../contract/loopback.ts';
import type { Organization } from '../organization.ts';
import { whenValid } from './refinements.ts';

const required = z.string({ error: 'is missing' });

const list = z.string().transform(splitList);

/** A client id, a client secret or a key that HelloAsso has issued. */
const credential = required.regex(
  /^[!#-&(-_a-~]+$/,
  'must be the text that HelloAsso shows, without quotes (docker run --env-file keeps them), spaces or accents',
);

/** An origin as browsers write it, of whatever means the same. */
const origin = z.string().transform((text, context) => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname.includes('*')) {
    context.addIssue('must be an origin: https:// and the whole name of the host, without * and without a path');
    return z.NEVER;
  }
  if (url.href !== `${url.origin}/`)
    context.addIssue(`must be an origin: write ${url.origin} in place of the whole address`);
  return url.origin;
});

/** The address of a page, without what identifies a visit. */
const webAddress = z.string().transform((text, context) => {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash)
    return url.href;
  context.addIssue('must be an address: https://, the host, and the path where there is one');
  return z.NEVER;
});

const port = 'must be a port number, 0 to 65535';

/** More, and some would have no call of HelloAsso’s token endpoint: it allows few (`proxy/helloasso/access-token.ts`). */
const MAX_INSTANCES = 8;
const instances = `must be a whole number, 1 to ${MAX_INSTANCES}`;

const secret = z
  .base64({ error: 'must be 32 random bytes or more in base64' })
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((bytes) => bytes.length >= 32, 'must have at least 32 bytes');

/** The environment variables, as text from the outside and as values inside. */
export const Variables = z
  .object({
    HELLOASSO_CLIENT_ID: credential,
    HELLOASSO_CLIENT_SECRET: credential,
    HELLOASSO_ORGANIZATION: required
      .pipe(list)
      .refine(
        (slugs) => slugs.length > 0 && slugs.every((slug) => /^[a-z0-9-]+$/.test(slug)),
        'must be the slug, as in the address of the organisation’s page on HelloAsso',
      )
      .transform(([slug = '', ...formerSlugs]): Organization => ({ slug, formerSlugs })),
    HELLOASSO_ENVIRONMENT: z.enum(['sandbox', 'production'], 'must be sandbox or production').default('sandbox'),
    HELLOASSO_API_URL: origin
      .refine((text) => isHttps(text) || isOnLoopback(text), 'may be plain http on loopback only')
      .optional(),
    ALLOWED_ORIGINS: list.pipe(z.array(origin)).default([]),
    PUBLIC_URL: webAddress
      .refine((text) => isHttps(text) || isOnLoopback(text), 'may be plain http on loopback only')
      .transform((text) => text.replace(/\/+$/, ''))
      .optional(),
    SITE_URL: webAddress.optional(),
    ORGANIZATION_NAME: z.string().max(120, 'must have 120 characters at most').optional(),
    PAY_FRAME_ORIGINS: list.pipe(z.array(origin)).default([]),
    OFFERS_FILE: z.string().default('offers.json'),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number(port).int(port).min(0, port).max(65_535, port).default(8787),
    SIGNING_SECRET: list.pipe(z.array(secret).min(1)).optional(),
    REDIS_URL: z
      .string()
      .refine(isRedisUrl, 'must be redis:// or rediss:// (with TLS), user and password if any, host and port')
      .optional(),
    INSTANCES: z.coerce.number(instances).int(instances).min(1, instances).max(MAX_INSTANCES, instances).optional(),
    OFFER_KEYS: list.pipe(z.array(secret)).default([]),
    NOTIFICATION_SIGNATURE_KEYS: list
      .refine((keys) => keys.length > 0, 'names no key')
      .pipe(z.array(credential))
      .default([]),
    FORWARD_URL: z
      .url({ protocol: /^https?$/, error: 'must be an address' })
      .refine((text) => !/^[^/]*\/\/[^/]*@/.test(text), 'must not contain a user name or a password')
      .refine((text) => isHttps(text) || isOnLoopback(text), 'may be plain http on loopback only')
      .optional(),
    FORWARD_SECRET: list
      .refine((secrets) => secrets.length > 0, 'names no secret')
      .refine((secrets) => secrets.every(isWebhookSecret), 'must be whsec_ and 24 random bytes or more in base64')
      .optional(),
    FORWARD_PAYER: z.enum(['true', 'false'], 'must be true or false').default('false'),
    TRUSTED_PROXIES: list.default([]).transform((entries, context) => {
      const trusted = new BlockList();
      for (const entry of entries) {
        if (!addNetwork(trusted, entry)) context.addIssue('must be addresses or CIDR ranges, with commas between');
      }
      return trusted;
    }),
    LOG_LEVEL: z.enum(['info', 'warn', 'error', 'silent'], 'must be info, warn, error or silent').default('info'),
    METRICS: z.enum(['true', 'false'], 'must be true or false').default('false'),
    METRICS_TOKEN: z
      .string()
      .regex(/^[\w.~+/-]{16,}=*$/, 'must have 16 characters or more: letters, digits and - . _ ~ + /')
      .optional(),
    HTTPS_PROXY: z
      .string()
      .transform((text) => (text.includes('://') ? text : `http://${text}`)) // as curl reads it
      .pipe(z.url({ protocol: /^https?$/, error: 'must be the http address of a proxy' }))
      .optional(),
    NO_PROXY: z.string().optional(),
  })
  .refine((env) => env.HELLOASSO_ENVIRONMENT !== 'production' || env.SIGNING_SECRET !== undefined, {
    path: ['SIGNING_SECRET'],
    error: 'is required in production',
    when: whenValid('HELLOASSO_ENVIRONMENT', 'SIGNING_SECRET'),
  })
  .refine(({ OFFER_KEYS, SIGNING_SECRET = [] }) => !OFFER_KEYS.some((key) => SIGNING_SECRET.some(isSame(key))), {
    path: ['OFFER_KEYS'],
    error: 'must not be one of SIGNING_SECRET: a server that signs offers could then sign outcomes',
    when: whenValid('OFFER_KEYS', 'SIGNING_SECRET'),
  })
  .refine((env) => (env.FORWARD_URL === undefined) === (env.FORWARD_SECRET === undefined), {
    path: ['FORWARD_SECRET'],
    error: 'is needed with FORWARD_URL, and only with it',
    when: whenValid('FORWARD_URL', 'FORWARD_SECRET'),
  })
  .refine((env) => env.ALLOWED_ORIGINS.length > 0 || env.PUBLIC_URL !== undefined, {
    path: ['ALLOWED_ORIGINS'],
    error: 'is missing: it names the sites with the form (or set PUBLIC_URL, for the proxy’s own payment page)',
    when: whenValid('ALLOWED_ORIGINS', 'PUBLIC_URL'),
  })
  .refine(
    ({ SITE_URL, ORGANIZATION_NAME, PAY_FRAME_ORIGINS, PUBLIC_URL }) => {
      return PUBLIC_URL !== undefined || !(SITE_URL || ORGANIZATION_NAME || PAY_FRAME_ORIGINS.length > 0);
    },
    {
      path: ['PUBLIC_URL'],
      error:
        'is needed with SITE_URL, ORGANIZATION_NAME and PAY_FRAME_ORIGINS, which are for the proxy’s own payment page',
      when: whenValid('SITE_URL', 'ORGANIZATION_NAME', 'PAY_FRAME_ORIGINS', 'PUBLIC_URL'),
    },
  )
  .refine((env) => env.PUBLIC_URL === undefined || isHttps(env.PUBLIC_URL) || env.HELLOASSO_API_URL !== undefined, {
    path: ['PUBLIC_URL'],
    error: 'must be https: HelloAsso refuses other return addresses (only the simulator accepts http on loopback)',
    when: whenValid('HELLOASSO_API_URL', 'PUBLIC_URL'),
  })
  .refine(
    (env) =>
      env.ALLOWED_ORIGINS.every(isHttps) ||
      (env.HELLOASSO_API_URL !== undefined && env.ALLOWED_ORIGINS.every((text) => isHttps(text) || isOnLoopback(text))),
    {
      path: ['ALLOWED_ORIGINS'],
      error: 'must be https: HelloAsso refuses other return addresses (only the simulator accepts http on loopback)',
      when: whenValid('HELLOASSO_API_URL', 'ALLOWED_ORIGINS'),
    },
  );

export const VARIABLE_NAMES = Object.keys(Variables.shape);

/** What a value looks like, for error messages. Those of secrets cannot be used. */
export const EXAMPLES: Readonly<Record<keyof typeof Variables.shape, string>> = {
  HELLOASSO_CLIENT_ID: '7a3b… (HelloAsso’s back office: My account, Integrations and API)',
  HELLOASSO_CLIENT_SECRET: 'Xk2p… (HelloAsso’s back office: My account, Integrations and API)',
  HELLOASSO_ORGANIZATION: 'my-organisation (the end of https://www.helloasso.com/associations/my-organisation)',
  HELLOASSO_ENVIRONMENT: 'sandbox',
  HELLOASSO_API_URL: 'http://127.0.0.1:8789',
  ALLOWED_ORIGINS: 'https://www.example.org,https://example.org',
  PUBLIC_URL: 'https://pay.example.org',
  SITE_URL: 'https://www.example.org/',
  ORGANIZATION_NAME: 'Les Amis du Jardin',
  PAY_FRAME_ORIGINS: 'https://sites.google.com',
  OFFERS_FILE: 'offers.json',
  HOST: '127.0.0.1',
  PORT: '8787',
  SIGNING_SECRET: 'mOZw… (openssl rand -base64 32 prints one)',
  REDIS_URL: 'rediss://:password@redis.example.org:6379',
  INSTANCES: '3',
  OFFER_KEYS: 'mOZw… (openssl rand -base64 32 prints one)',
  NOTIFICATION_SIGNATURE_KEYS: 'Xk2p…,aB3d…',
  FORWARD_URL: 'https://www.example.org/helloasso-events',
  FORWARD_SECRET: 'whsec_mOZw… (openssl rand -base64 24 prints what follows whsec_)',
  FORWARD_PAYER: 'true',
  TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8',
  LOG_LEVEL: 'info',
  METRICS: 'true',
  METRICS_TOKEN: 'mOZw… (openssl rand -base64 32 prints one)',
  HTTPS_PROXY: 'http://proxy.example.org:3128',
  NO_PROXY: 'localhost,.example.org',
};

/** The entries of a list with commas between. */
export function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** A secret in the form of Standard Webhooks. */
function isWebhookSecret(text: string): boolean {
  const [, base64 = ''] = /^whsec_(.+)$/.exec(text) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length >= 24 && bytes.toString('base64') === base64;
}

/** A number at the end is the database. */
function isRedisUrl(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    /^rediss?:$/.test(url.protocol) &&
    url.hostname !== '' &&
    /^(\/\d*)?$/.test(url.pathname + url.search + url.hash)
  );
}

function isSame(key: Uint8Array): (other: Uint8Array) => boolean {
  return (other) => Buffer.compare(key, other) === 0;
}

function isHttps(url: string): boolean {
  return url.startsWith('https:');
}

function isOnLoopback(url: string): boolean {
  return isLoopback(URL.parse(url)?.hostname ?? '');
}

function addNetwork(networks: BlockList, entry: string): boolean {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  try {
    if (prefix === undefined) networks.addAddress(address, family);
    else networks.addSubnet(address, Number(prefix), family);
    return true;
  } catch {
    return false;
  }
}
