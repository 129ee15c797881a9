import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { readArguments, UsageError } from './command-line.ts';
import { readOffers } from './config/read-offers.ts';
import { readTextFile } from './config/text-file.ts';
import { splitList, Variables } from './config/variables.ts';
import { HELLOASSO_DOMAINS } from './contract/trusted-hosts.ts';
import { type Question, TEXTS, type Texts } from './init-texts.ts';
import { elementLines } from './snippet.ts';
import { Terminal } from './terminal.ts';

export const HELP = `Usage: helloasso-checkout init [--lang fr|en]

Asks five questions, writes .env (which only you can read) and offers.json into the current folder,
and prints the HTML for your page. It overwrites nothing: it stops where .env exists, and keeps an
offers.json that is there.

  --lang           the language of the questions; without it, that of your system
  --client-id      see HelloAsso’s back office: My account, Integrations and API
  --organization   the address of your organisation’s page on HelloAsso; that of the sandbox chooses
                   the sandbox, and so does a slug alone
  --site           the address of your site; several with commas between
  --proxy          the public address of this proxy
  --client-secret-stdin
                   reads the client secret from standard input

What an option says is not asked. The client secret is never an option, as other users can see those
(ps). It is asked and not shown; or the variable HELLOASSO_CLIENT_SECRET contains it, or standard
input. Without a terminal, every answer must be given.

To try it with the simulator, then add HELLOASSO_API_URL=http://127.0.0.1:8789 to .env.
`;

const OPTIONS = {
  lang: { type: 'string' },
  'client-id': { type: 'string' },
  organization: { type: 'string' },
  site: { type: 'string' },
  proxy: { type: 'string' },
  'client-secret-stdin': { type: 'boolean' },
  'client-secret': { type: 'string' }, // known only to be refused without being printed
} as const;

/** The variables that one answer gives; `undefined` for an answer that cannot be used. */
type Read = (answer: string) => Readonly<Record<string, string>> | undefined;

/** In this order. */
const QUESTIONS = {
  'client-id': (answer) => valid('HELLOASSO_CLIENT_ID', answer),
  'client-secret': (answer) => valid('HELLOASSO_CLIENT_SECRET', answer),
  organization: readOrganization,
  site: readSite,
  proxy: readProxy,
} as const satisfies Readonly<Record<Question, Read>>;

const NAMES = Object.keys(QUESTIONS) as Question[];

/** The command `init`. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = readArguments({ args, options: OPTIONS });
  if (values['client-secret'] !== undefined) {
    throw new UsageError(
      '--client-secret does not exist: other users of this machine can see it there (ps). Set HELLOASSO_CLIENT_SECRET, or use --client-secret-stdin.',
    );
  }
  const texts = TEXTS[readLanguage(values.lang)];
  if (existsSync('.env')) throw new Error(texts.envExists);
  const offers = existsSync('offers.json') ? readOffers('offers.json', readTextFile) : undefined;
  if (offers?.errors.length) throw new Error(`${texts.offersUnusable}\n${offers.errors.join('\n')}`);

  const secret = values['client-secret-stdin'] ? await readAll(process.stdin) : process.env.HELLOASSO_CLIENT_SECRET;
  const given = { ...values, 'client-secret': secret?.trim() || undefined };
  const variables = await answers(given, texts);
  if (!variables) throw new Error(texts.stopped);

  const [offer = GIFT] = offers?.offers?.values() ?? [];
  if (!offers) writeNew('offers.json', offersFile(), 0o644);
  writeNew('.env', envFile(variables, texts), 0o600);

  const proxy = variables.PUBLIC_URL ?? '';
  const isTest = variables.HELLOASSO_ENVIRONMENT === 'sandbox';
  process.stdout.write(
    [
      ...[texts.envWritten, offers ? texts.offersKept : texts.offersWritten, isTest ? texts.sandbox : texts.production],
      ...['', texts.html, '', elementLines({ proxy, offer: offer.id }), '', texts.next(offer.id), ''],
    ].join('\n'),
  );
}

/** Every variable of the file; `undefined` when the person has ended the questions. */
async function answers(
  given: Readonly<Partial<Record<Question, string | undefined>>>,
  texts: Texts,
): Promise<Readonly<Record<string, string>> | undefined> {
  const variables: Record<string, string> = {};
  for (const name of NAMES) {
    const text = given[name];
    if (text === undefined) continue;
    const read = QUESTIONS[name](text.trim());
    if (!read) throw new UsageError(`${optionOf(name)}: ${TEXTS.en.questions[name].wrong}`);
    Object.assign(variables, read);
  }
  const missing = NAMES.filter((name) => given[name] === undefined);
  if (missing.length === 0) return variables;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError(`There is no terminal to ask on. Missing: ${missing.map(optionOf).join(', ')}`);
  }

  const terminal = new Terminal(process.stdin, process.stderr);
  try {
    terminal.say(texts.welcome);
    for (const name of missing) {
      const { title, hint, wrong } = texts.questions[name];
      terminal.say(`\n${NAMES.indexOf(name) + 1}/${NAMES.length}  ${title}\n     ${hint}`);
      let read: ReturnType<Read>;
      while (!read) {
        const answer = await terminal.ask('   > ', name === 'client-secret');
        if (answer === undefined) return undefined;
        read = QUESTIONS[name](answer.trim());
        if (!read) terminal.say(`     ${wrong}`);
      }
      Object.assign(variables, read);
    }
    terminal.say('');
    return variables;
  } finally {
    terminal.close();
  }
}

function optionOf(name: Question): string {
  return name === 'client-secret'
    ? 'the client secret (HELLOASSO_CLIENT_SECRET, or --client-secret-stdin)'
    : `--${name}`;
}

function readLanguage(option: string | undefined): 'fr' | 'en' {
  if (option === undefined) return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('fr') ? 'fr' : 'en';
  if (option === 'fr' || option === 'en') return option;
  throw new UsageError('--lang: fr or en');
}

function valid(name: 'HELLOASSO_CLIENT_ID' | 'HELLOASSO_CLIENT_SECRET', text: string): ReturnType<Read> {
  return Variables.shape[name].safeParse(text).success ? { [name]: text } : undefined;
}

/** By the address of a page below `/associations/`, of the back office, or by the slug. */
function readOrganization(answer: string): ReturnType<Read> {
  if (/^[a-z0-9-]+$/.test(answer)) return { HELLOASSO_ORGANIZATION: answer, HELLOASSO_ENVIRONMENT: 'sandbox' };
  const { hostname, pathname } = webAddress(answer) ?? {};
  const environment = (['production', 'sandbox'] as const).find(
    (name) => hostname?.endsWith(`.${HELLOASSO_DOMAINS[name]}`) || hostname === HELLOASSO_DOMAINS[name],
  );
  const pattern = hostname?.startsWith('admin.') ? /^\/([a-z0-9-]+)(\/|$)/ : /^\/associations\/([a-z0-9-]+)(\/|$)/;
  const [, slug] = pattern.exec(pathname ?? '') ?? [];
  return environment && slug ? { HELLOASSO_ORGANIZATION: slug, HELLOASSO_ENVIRONMENT: environment } : undefined;
}

function readSite(answer: string): ReturnType<Read> {
  const addresses = splitList(answer).map(webAddress);
  if (addresses.length === 0 || !addresses.every((url) => url !== undefined)) return undefined;
  return { ALLOWED_ORIGINS: [...new Set(addresses.map(({ origin }) => origin))].join() };
}

function readProxy(answer: string): ReturnType<Read> {
  const { data } = Variables.shape.PUBLIC_URL.safeParse(webAddress(answer)?.href);
  return data === undefined || data.includes('/pay/') ? undefined : { PUBLIC_URL: data };
}

/** An https address, as it is or without `https://`. */
function webAddress(text: string): URL | undefined {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  const isPublic = url?.protocol === 'https:' && url.hostname.includes('.') && !url.hostname.includes('*');
  return url && isPublic ? url : undefined;
}

function envFile(variables: Readonly<Record<string, string>>, { envComment }: Texts): string {
  const all = { ...variables, SIGNING_SECRET: randomBytes(32).toString('base64') };
  // No value contains quotes. Those around a # are for Node; `docker run --env-file` would keep them.
  const lines = Object.entries(all).map(([name, value]) => `${name}=${value.includes('#') ? `'${value}'` : value}`);
  return `# ${envComment}\n${lines.join('\n')}\n`;
}

const GIFT = { id: 'don', itemName: 'Don à l’association' };

function offersFile(): string {
  return `{${schemaLine()}
  "${GIFT.id}": {
    "kind": "gift",
    "itemName": "${GIFT.itemName}",
    "labels": { "en": "Gift to the association" },
    "amountCents": { "min": 100, "max": 500000, "suggestions": [2000, 5000, 10000] }
  }
}
`;
}

/** For editors, where the package is below the current folder. */
function schemaLine(): string {
  const path = relative('.', join(import.meta.dirname, '../proxy/offers.schema.json')).replaceAll(sep, '/');
  return path.startsWith('..')
    ? ''
    : `
  "$schema": "./${path}",`;
}

function writeNew(path: string, content: string, mode: number): void {
  try {
    writeFileSync(path, content, { flag: 'wx', mode });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`${path}: ${code === 'EEXIST' ? 'exists already' : `cannot be written (${code})`}`, { cause });
  }
}
