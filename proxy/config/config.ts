import { readFileSync } from 'node:fs';
import { BlockList, isIPv6 } from 'node:net';
import { z } from 'zod';
import { HELLOASSO_DOMAINS, isLoopback } from '../contract/trusted-hosts.ts';
import type { Offers } from '../offer.ts';
import type { Organization } from '../organization.ts';
import { parseOffersFile } from './offers-file.ts';
import { whenValid } from './refinements.ts';

/** Everything that the operator decides. `readConfig` returns it, `createProxy` takes it. */
export interface Config {
  readonly helloasso: {
    readonly clientId: string;
    readonly clientSecret: string;
    /** The organisation that collects, unless an offer names another. */
    readonly organization: Organization;
    readonly environment: 'sandbox' | 'production';
    /** Origin of API and token endpoint, without `/v5`. */
    readonly apiOrigin: string;
    /** Whether `HELLOASSO_API_URL` replaced HelloAsso's own origin: then nothing is live. */
    readonly isOverridden: boolean;
  };
  readonly offers: Offers;
  /** The origins of the pages that may create checkouts, as browsers write them. */
  readonly allowedOrigins: readonly string[];
  /** The first one signs, all verify. */
  readonly signingSecrets: readonly Uint8Array[];
  /** Keys for signed offers: each is accepted. Empty when no offer is signed. */
  readonly offerKeys: readonly Uint8Array[];
  /** Keys with which HelloAsso signs its notifications to a partner. Empty for an association. */
  readonly notificationSignatureKeys: readonly string[];
  /** The receiver of signed events, if any. Each secret signs every event. */
  readonly forward: { readonly url: string; readonly secrets: readonly string[] } | undefined;
  /** Whether events contain the payer. */
  readonly forwardsPayer: boolean;
  /** Reverse proxies whose `X-Forwarded-For` is trusted. */
  readonly trustedProxies: BlockList;
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
}

export type LogLevel = 'info' | 'warn' | 'error' | 'silent';

/**
 * Reads the environment and the offers file that it names.
 * @throws TypeError that lists every error of both at once, by name, without values.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  readText: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Config {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const variables = Variables.safeParse(present);
  const offers = readOffers(present.OFFERS_FILE ?? 'offers.json', readText);
  const errors = [...(variables.success ? [] : errorsOf(variables.error)), ...offers.errors];
  if (!variables.success || errors.length > 0) {
    throw new TypeError(`The configuration is not usable:\n${errors.map((error) => `  ${error}`).join('\n')}`);
  }

  const env = variables.data;
  return {
    helloasso: {
      clientId: env.HELLOASSO_CLIENT_ID,
      clientSecret: env.HELLOASSO_CLIENT_SECRET,
      organization: env.HELLOASSO_ORGANIZATION,
      environment: env.HELLOASSO_ENVIRONMENT,
      apiOrigin: env.HELLOASSO_API_URL ?? API_ORIGINS[env.HELLOASSO_ENVIRONMENT],
      isOverridden: env.HELLOASSO_API_URL !== undefined,
    },
    offers: offers.offers,
    allowedOrigins: env.ALLOWED_ORIGINS,
    signingSecrets: env.SIGNING_SECRET ?? [new TextEncoder().encode(env.HELLOASSO_CLIENT_SECRET)],
    offerKeys: env.OFFER_KEYS,
    notificationSignatureKeys: env.NOTIFICATION_SIGNATURE_KEYS,
    forward:
      env.FORWARD_URL !== undefined && env.FORWARD_SECRET !== undefined
        ? { url: env.FORWARD_URL, secrets: env.FORWARD_SECRET }
        : undefined,
    forwardsPayer: env.FORWARD_PAYER === 'true',
    trustedProxies: env.TRUSTED_PROXIES,
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
  };
}

const API_ORIGINS = {
  sandbox: `https://api.${HELLOASSO_DOMAINS.sandbox}`,
  production: `https://api.${HELLOASSO_DOMAINS.production}`,
} as const;

const required = z.string({ error: 'is missing' });

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
);

const secret = z
  .base64({ error: 'must be 32 random bytes or more in base64, such as `openssl rand -base64 32` prints' })
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((bytes) => bytes.length >= 32, 'must have at least 32 bytes');

const Variables = z
  .object({
    HELLOASSO_CLIENT_ID: required,
    HELLOASSO_CLIENT_SECRET: required,
    HELLOASSO_ORGANIZATION: required
      .pipe(list)
      .refine(
        (slugs) => slugs.length > 0 && slugs.every((slug) => /^[a-z0-9-]+$/.test(slug)),
        'must be the slug, as in the address of the organisation’s page on HelloAsso',
      )
      .transform(([slug = '', ...formerSlugs]): Organization => ({ slug, formerSlugs })),
    HELLOASSO_ENVIRONMENT: z.enum(['sandbox', 'production'], 'must be sandbox or production').default('sandbox'),
    HELLOASSO_API_URL: z
      .string()
      .refine((text) => isOrigin(text), 'must be an origin, such as http://127.0.0.1:8789, without /v5')
      .refine((text) => isHttps(text) || isOnLoopback(text), 'may be plain http on loopback only')
      .optional(),
    ALLOWED_ORIGINS: required
      .pipe(list)
      .refine((origins) => origins.length > 0, 'names no origin')
      .refine(
        (origins) => origins.every(isOrigin),
        'must be origins, such as https://www.example.org: no path, no slash at the end, commas between',
      ),
    OFFERS_FILE: z.string().default('offers.json'),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number('must be a port number').int().min(0).max(65_535).default(8787),
    SIGNING_SECRET: list.pipe(z.array(secret).min(1)).optional(),
    OFFER_KEYS: list.pipe(z.array(secret)).default([]),
    NOTIFICATION_SIGNATURE_KEYS: list.refine((keys) => keys.length > 0, 'names no key').default([]),
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

interface ReadOffers {
  readonly offers: Offers;
  readonly errors: readonly string[];
}

function readOffers(path: string, readText: (path: string) => string): ReadOffers {
  const none: Offers = new Map();
  let json: unknown;
  try {
    json = JSON.parse(readText(path));
  } catch (cause) {
    const error =
      cause instanceof SyntaxError
        ? 'is not valid JSON'
        : 'cannot be read (without this variable, it is offers.json in the current folder)';
    return { offers: none, errors: [`OFFERS_FILE: the file ${error}`] };
  }
  const { success, data, error } = parseOffersFile(json);
  if (success) return { offers: data, errors: [] };
  return { offers: none, errors: errorsOf(error).map((line) => `OFFERS_FILE: ${line}`) };
}

function errorsOf(error: z.ZodError): string[] {
  return error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message));
}

/** A secret in the form of Standard Webhooks. */
function isWebhookSecret(text: string): boolean {
  const [, base64 = ''] = /^whsec_(.+)$/.exec(text) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length >= 24 && bytes.toString('base64') === base64;
}

function isSame(key: Uint8Array): (other: Uint8Array) => boolean {
  return (other) => Buffer.compare(key, other) === 0;
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
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
