import type { BlockList } from 'node:net';
import { HELLOASSO_DOMAINS } from '../contract/trusted-hosts.ts';
import type { Offers } from '../offer.ts';
import type { Organization } from '../organization.ts';
import type { EnvFile } from './env-file.ts';
import { readOffers } from './read-offers.ts';
import { readTextFile } from './text-file.ts';
import { EXAMPLES, splitList, VARIABLE_NAMES, Variables } from './variables.ts';

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
  /** The origins of the pages that may create checkouts, as browsers write them; that of `payPage` is one. */
  readonly allowedOrigins: readonly string[];
  /** The proxy's own page `/pay/{offer}`, if any. */
  readonly payPage: PayPageConfig | undefined;
  /** The first one signs, all verify. */
  readonly signingSecrets: readonly Uint8Array[];
  /** Keys for signed offers: each is accepted. Empty when no offer is signed. */
  readonly offerKeys: readonly Uint8Array[];
  /** Keys with which HelloAsso signs its notifications to a partner. Empty for an association. */
  readonly notificationSignatureKeys: readonly string[];
  /** The receiver of signed events, if any. Each secret signs every event. */
  readonly forward: { readonly url: string; readonly secrets: readonly string[] } | undefined;
  /** The Redis that the instances share, if any: it may have a password in it. */
  readonly redisUrl: string | undefined;
  /** How many instances share HelloAsso’s limits; `undefined` where the operator has not said. */
  readonly instances: number | undefined;
  /** Whether events contain the payer. */
  readonly forwardsPayer: boolean;
  /** Reverse proxies whose `X-Forwarded-For` is trusted. */
  readonly trustedProxies: BlockList;
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  /** Who may read `/metrics`: programs on this machine, and clients that send the token. `undefined` where nothing is counted. */
  readonly metrics: { readonly token: string | undefined } | undefined;
  /** The proxy that leads to the internet. `createProxy` does not use it: Node sets it for a whole process. */
  readonly httpsProxy: { readonly url: string; readonly noProxy: string | undefined } | undefined;
  /** For the log: what was read otherwise than it is written, and what is not safe. */
  readonly warnings: readonly string[];
}

/** What the page `/pay/{offer}` needs to know. */
export interface PayPageConfig {
  /** The proxy's own address, as payers reach it: without a slash at the end. */
  readonly publicUrl: string;
  /** Where « Revenir sur le site » leads. */
  readonly siteUrl: string | undefined;
  readonly organizationName: string | undefined;
  /** The origins that may show the page in a frame. They may do nothing else. */
  readonly frameOrigins: readonly string[];
}

export type LogLevel = 'info' | 'warn' | 'error' | 'silent';

/**
 * Reads the environment and the offers file that it names. The environment counts before the file `envFile`.
 * @throws TypeError that lists every error of both at once: where it is, the name, the reason, an example; never the value of a variable,
 *   but the origin to write in place of an address.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  readText: (path: string) => string = readTextFile,
  envFile?: EnvFile,
): Config {
  const all = { ...envFile?.variables, ...environment };
  const { present, warnings } = readPresent(all);
  const variables = Variables.safeParse(present);
  const offers = readOffers(present.OFFERS_FILE ?? 'offers.json', readText);
  const placeOf = (name: string) => (all[name] === envFile?.variables[name] ? envFile?.places.get(name) : undefined);
  const cutNames = VARIABLE_NAMES.filter((name) => envFile?.cut.has(name) && placeOf(name));
  const errors = [
    ...cutNames.map((name) => errorLine(placeOf(name), [name], CUT)),
    ...(variables.error?.issues ?? []).map(({ path, message }) => errorLine(placeOf(String(path[0])), path, message)),
    ...offers.errors,
  ];
  if (!variables.success || !offers.offers || errors.length > 0) {
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
    allowedOrigins: [...new Set([...env.ALLOWED_ORIGINS, ...(env.PUBLIC_URL ? [new URL(env.PUBLIC_URL).origin] : [])])],
    payPage:
      env.PUBLIC_URL === undefined
        ? undefined
        : {
            publicUrl: env.PUBLIC_URL,
            siteUrl: env.SITE_URL,
            organizationName: env.ORGANIZATION_NAME,
            frameOrigins: env.PAY_FRAME_ORIGINS,
          },
    signingSecrets: env.SIGNING_SECRET ?? [new TextEncoder().encode(env.HELLOASSO_CLIENT_SECRET)],
    offerKeys: env.OFFER_KEYS,
    notificationSignatureKeys: env.NOTIFICATION_SIGNATURE_KEYS,
    forward:
      env.FORWARD_URL !== undefined && env.FORWARD_SECRET !== undefined
        ? { url: env.FORWARD_URL, secrets: env.FORWARD_SECRET }
        : undefined,
    redisUrl: env.REDIS_URL,
    instances: env.INSTANCES,
    forwardsPayer: env.FORWARD_PAYER === 'true',
    trustedProxies: env.TRUSTED_PROXIES,
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    metrics: env.METRICS === 'true' ? { token: env.METRICS_TOKEN } : undefined,
    httpsProxy: env.HTTPS_PROXY === undefined ? undefined : { url: env.HTTPS_PROXY, noProxy: env.NO_PROXY },
    warnings: [
      ...(envFile?.warnings ?? []),
      ...warnings,
      ...rewrittenOrigins('HELLOASSO_API_URL', present, env.HELLOASSO_API_URL ?? []),
      ...rewrittenOrigins('ALLOWED_ORIGINS', present, env.ALLOWED_ORIGINS),
      ...rewrittenOrigins('PAY_FRAME_ORIGINS', present, env.PAY_FRAME_ORIGINS),
    ],
  };
}

interface Present {
  readonly present: Readonly<Record<string, string | undefined>>;
  readonly warnings: readonly string[];
}

/**
 * The variables that have a value, without what surely is no part of it: white space around it (the newline of a mounted secret), the
 * byte order mark of a file, quotes around a value that cannot contain any (`docker run --env-file` keeps them).
 */
export function readPresent(environment: Readonly<Record<string, string | undefined>>): Present {
  const present: Record<string, string | undefined> = {};
  const warnings: string[] = [];
  for (const [name, text = ''] of Object.entries(environment)) {
    const value = text.trim(); // a byte order mark counts as white space
    if (value !== '') present[name.replace(/^\ufeff/, '')] = value;
  }
  for (const name of VARIABLE_NAMES) {
    const [, , inner] = /^(["'`])([^"'`]*)\1$/.exec(present[name] ?? '') ?? [];
    if (inner === undefined || MAY_CONTAIN_QUOTES.has(name)) continue;
    present[name] = inner.trim() || undefined;
    warnings.push(`${name}: the quotes around the value were left out`);
  }
  // curl, and Node, read the small letters first
  const { https_proxy, HTTPS_PROXY, no_proxy, NO_PROXY } = present;
  return { present: { ...present, HTTPS_PROXY: https_proxy ?? HTTPS_PROXY, NO_PROXY: no_proxy ?? NO_PROXY }, warnings };
}

/** What HelloAsso issues: quotes in it may be a part of it. */
const MAY_CONTAIN_QUOTES: ReadonlySet<string> = new Set([
  'HELLOASSO_CLIENT_ID',
  'HELLOASSO_CLIENT_SECRET',
  'NOTIFICATION_SIGNATURE_KEYS',
]);

function rewrittenOrigins(
  name: string,
  { [name]: text = '' }: Present['present'],
  origins: string | readonly string[],
) {
  const written = splitList(text);
  return [origins]
    .flat()
    .flatMap((origin, index) =>
      origin === written[index] ? [] : [`${name}: ${written[index]} was read as ${origin}`],
    );
}

const CUT =
  'everything from # on was read as a comment: put single quotes around the value, or a space before a comment';

function errorLine(place: string | undefined, [name, entry]: readonly PropertyKey[], reason: string): string {
  const variable = typeof entry === 'number' ? `${String(name)}, number ${entry + 1}` : String(name);
  const example = `for example ${String(name)}=${EXAMPLES[name as keyof typeof EXAMPLES]}`;
  return [...(place ? [place] : []), variable, `${reason}; ${example}`].join(': ');
}

const API_ORIGINS = {
  sandbox: `https://api.${HELLOASSO_DOMAINS.sandbox}`,
  production: `https://api.${HELLOASSO_DOMAINS.production}`,
} as const;
