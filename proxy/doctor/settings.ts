import { existsSync, statSync } from 'node:fs';
import { type Config, readConfig, readPresent } from '../config/config.ts';
import { type EnvFile, readEnvFile } from '../config/env-file.ts';
import { readOffers } from '../config/read-offers.ts';
import { readTextFile } from '../config/text-file.ts';
import { isLoopback } from '../contract/loopback.ts';
import { HELLOASSO_DOMAINS } from '../contract/trusted-hosts.ts';
import { useHttpsProxy } from '../https-proxy.ts';
import { reasonOf } from '../log.ts';
import type { Offer } from '../offer.ts';
import { dayInFrance } from '../plan.ts';
import { type Finding, findingsOf, type Patient } from './finding.ts';

/** Reads the files and variables that a start of the proxy would read. Returns the configuration, if it can be used. */
export function* checkSettings(environment: NodeJS.ProcessEnv): Generator<Finding, Config | undefined> {
  let envFile: EnvFile | undefined;
  const { ok, error } = findingsOf('variables');
  try {
    envFile = readEnvFile('.env');
  } catch (cause) {
    yield error(reasonOf(cause));
    return undefined;
  }
  const { OFFERS_FILE = 'offers.json' } = readPresent({ ...envFile?.variables, ...environment }).present;
  yield* checkFiles(envFile, OFFERS_FILE);

  const { errors } = readOffers(OFFERS_FILE, readTextFile);
  for (const reason of errors) yield findingsOf('offers').error(reason);
  try {
    const config = readConfig(environment, undefined, envFile);
    const warnings = config.warnings.filter((warning) => !envFile?.warnings.includes(warning));
    for (const warning of warnings) yield findingsOf('variables').warning(warning);
    if (warnings.length === 0) yield ok('all can be used');
    return config;
  } catch (cause) {
    const lines = reasonOf(cause).split('\n').slice(1);
    const ofVariables = lines.map((line) => line.trim()).filter((line) => !errors.some((known) => known === line));
    for (const line of ofVariables) yield error(line);
    if (ofVariables.length === 0) yield ok('all can be used');
    return undefined;
  }
}

/** A user who may write to one of them decides what is paid, and to whom. */
function* checkFiles(envFile: EnvFile | undefined, offersFile: string): Generator<Finding> {
  const { ok, warning, error } = findingsOf('files');
  if (!envFile) yield ok('there is no .env in this folder: all variables come from the environment');
  for (const message of envFile?.warnings ?? []) yield warning(message);
  const files = [...(envFile ? ['.env'] : []), ...(existsSync(offersFile) ? [offersFile] : [])];
  const writable = files.filter(isWrittenByAll);
  for (const file of writable) yield error(`${file}: every user of this machine may change it: chmod o-w ${file}`);
  if (writable.length === 0 && !envFile?.warnings.length && files.length > 0) yield ok(`modes of ${files.join(', ')}`);
}

function isWrittenByAll(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & 0o002) !== 0;
}

/** Node itself, and the way to the internet that is configured. */
export function* checkNode({ config: { httpsProxy } }: Patient): Generator<Finding> {
  const { ok, warning } = findingsOf('node');
  const warnings: string[] = [];
  const log = { info() {}, error() {}, warn: (_: object, message: string) => void warnings.push(message) };
  if (httpsProxy) useHttpsProxy(httpsProxy, log);
  for (const message of warnings) yield warning(message);
  if (warnings.length === 0) yield ok(process.versions.node);
}

/** What is allowed, but surely not meant. */
export function* checkOffers({ config: { offers, offerKeys } }: Patient): Generator<Finding> {
  const { ok, warning, error } = findingsOf('offers');
  const today = dayInFrance(new Date());
  let isFine = true;
  for (const { id, amountCents, opensOn, closesOn, tax } of offers.values()) {
    const findings = [
      closesOn !== undefined &&
        closesOn < today &&
        warning(`${id}: it closed on ${closesOn}; remove it, or move closesOn`),
      tax !== undefined &&
        String(tax.year) < today.slice(0, 4) &&
        warning(
          `${id}: the figures of tax are for ${tax.year}, so the form says nothing of tax; check them, and set year`,
        ),
      amountCents === 'signed' &&
        offerKeys.length === 0 &&
        error(
          `${id}: its prices are signed, and OFFER_KEYS is not set: nobody can pay; make a key (openssl rand -base64 32)`,
        ),
      opensOn !== undefined && opensOn > today && ok(`${id}: it opens on ${opensOn}`),
    ].filter((finding) => finding !== false);
    isFine &&= findings.every(({ level }) => level === 'ok');
    yield* findings;
  }
  if (isFine) yield ok([...offers.keys()].join(', '));
}

/** Sandbox and production, wherever they may be mixed up. */
export function* checkEnvironment({ config }: Patient): Generator<Finding> {
  const { ok, warning, error } = findingsOf('environment');
  const { environment, apiOrigin, isOverridden } = config.helloasso;
  const other = environment === 'production' ? 'sandbox' : 'production';
  const isOfOther = (address: string) => isBelow(address, HELLOASSO_DOMAINS[other]);
  const findings = [
    isOfOther(apiOrigin) &&
      error(
        `HELLOASSO_API_URL leads to HelloAsso’s ${other}, and HELLOASSO_ENVIRONMENT is ${environment}: remove HELLOASSO_API_URL`,
      ),
    environment === 'production' &&
      !isBelow(apiOrigin, HELLOASSO_DOMAINS.production) &&
      !isOfOther(apiOrigin) &&
      error('HELLOASSO_API_URL replaces HelloAsso in production, so nobody pays: remove it'),
    environment === 'production' &&
      config.allowedOrigins.some((origin) => isLoopback(new URL(origin).hostname)) &&
      warning('ALLOWED_ORIGINS names this machine in production: remove that origin'),
    ...[...config.offers.values()].map(
      ({ id, monthlyUrl }: Offer) =>
        monthlyUrl !== undefined &&
        isOfOther(monthlyUrl) &&
        warning(`${id}: monthlyUrl leads to HelloAsso’s ${other}, and HELLOASSO_ENVIRONMENT is ${environment}`),
    ),
  ].filter((finding) => finding !== false);
  yield* findings;
  if (findings.length > 0) return;
  if (environment === 'production') yield ok('production: payments use real money');
  else if (isOverridden) yield ok('sandbox, with another HELLOASSO_API_URL than HelloAsso: no money moves');
  else yield ok('sandbox: test cards only, no money moves');
}

function isBelow(address: string, domain: string): boolean {
  const { hostname } = new URL(address);
  return hostname === domain || hostname.endsWith(`.${domain}`);
}
