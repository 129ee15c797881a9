import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { readArguments, UsageError } from './command-line.ts';
import { readOffers } from './config/read-offers.ts';
import { readTextFile } from './config/text-file.ts';
import { splitList, Variables } from './config/variables.ts';
import { HELLOASSO_DOMAINS } from './contract/trusted-hosts.ts';
import { elementLines, paymentLink } from './snippet.ts';
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
} as const satisfies Readonly<Record<string, Read>>;

type Name = keyof typeof QUESTIONS;
const NAMES = Object.keys(QUESTIONS) as Name[];

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
  const fallback = { href: paymentLink({ proxy, offer: offer.id }), text: offer.itemName };
  const isTest = variables.HELLOASSO_ENVIRONMENT === 'sandbox';
  process.stdout.write(
    [
      ...[texts.envWritten, offers ? texts.offersKept : texts.offersWritten, isTest ? texts.sandbox : texts.production],
      ...['', texts.html, '', elementLines({ proxy, offer: offer.id, fallback }), '', texts.next(offer.id), ''],
    ].join('\n'),
  );
}

/** Every variable of the file; `undefined` when the person has ended the questions. */
async function answers(
  given: Readonly<Partial<Record<Name, string | undefined>>>,
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

function optionOf(name: Name): string {
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

interface Texts {
  readonly welcome: string;
  readonly questions: Readonly<Record<Name, { readonly title: string; readonly hint: string; readonly wrong: string }>>;
  readonly stopped: string;
  readonly envExists: string;
  readonly offersUnusable: string;
  readonly envComment: string;
  readonly envWritten: string;
  readonly offersWritten: string;
  readonly offersKept: string;
  readonly sandbox: string;
  readonly production: string;
  readonly html: string;
  readonly next: (offer: string) => string;
}

const TEXTS: Readonly<Record<'fr' | 'en', Texts>> = {
  en: {
    welcome: 'Five questions. Nothing is written before the last answer; Ctrl-C stops.',
    questions: {
      'client-id': {
        title: 'HelloAsso client id',
        hint: 'HelloAsso’s back office: My account, Integrations and API. The sandbox has an account of its own.',
        wrong: 'This must be the text that HelloAsso shows, without quotes, spaces or accents.',
      },
      'client-secret': {
        title: 'HelloAsso client secret',
        hint: 'Beside the client id. What you type or paste is not shown.',
        wrong: 'This must be the text that HelloAsso shows, without quotes, spaces or accents.',
      },
      organization: {
        title: 'Address of your organisation’s page on HelloAsso',
        hint: 'https://www.helloasso.com/associations/my-organisation; to try without money, the one on www.helloasso-sandbox.com',
        wrong: 'This must be an address such as https://www.helloasso.com/associations/my-organisation',
      },
      site: {
        title: 'Address of your site, where the form will be',
        hint: 'https://www.example.org; several with commas between',
        wrong: 'This must be an https address such as https://www.example.org',
      },
      proxy: {
        title: 'Public address of this proxy',
        hint: 'https://pay.example.org: a host name that leads to this server',
        wrong: 'This must be an https address such as https://pay.example.org',
      },
    },
    stopped: 'Stopped: nothing was written.',
    envExists: '.env exists already, and is never overwritten: change it there, or remove it first.',
    offersUnusable: 'offers.json exists already, and cannot be used:',
    envComment: 'Written by helloasso-checkout init; .env.example explains every variable.',
    envWritten: '.env is written, and only you can read it.',
    offersWritten: 'offers.json is written, with one offer: a gift. Change amounts and texts as you like.',
    offersKept: 'offers.json was there already, and is as it was.',
    sandbox: 'Environment: HelloAsso’s sandbox. Test cards only, no money moves.',
    production: 'Environment: production. Payments use real money.',
    html: 'HTML for your page:',
    next: (offer) =>
      `Next: helloasso-checkout serve, and in another terminal helloasso-checkout doctor, which checks everything.
Link, QR code and content policy: helloasso-checkout embed ${offer}`,
  },
  fr: {
    welcome: 'Cinq questions. Rien n’est écrit avant la dernière réponse ; Ctrl-C arrête tout.',
    questions: {
      'client-id': {
        title: 'Identifiant client (clientId) de HelloAsso',
        hint: 'Back-office de HelloAsso : Mon compte, Intégrations et API. Le bac à sable a son propre compte.',
        wrong: 'Saisissez le texte affiché par HelloAsso, sans guillemets, espaces ni accents.',
      },
      'client-secret': {
        title: 'Secret client (clientSecret) de HelloAsso',
        hint: 'À côté de l’identifiant. Ce que vous tapez ou collez ne s’affiche pas.',
        wrong: 'Saisissez le texte affiché par HelloAsso, sans guillemets, espaces ni accents.',
      },
      organization: {
        title: 'Adresse de la page de votre association sur HelloAsso',
        hint: 'https://www.helloasso.com/associations/mon-association ; pour un essai sans argent, celle de www.helloasso-sandbox.com',
        wrong: 'Saisissez une adresse comme https://www.helloasso.com/associations/mon-association',
      },
      site: {
        title: 'Adresse de votre site, où sera le formulaire',
        hint: 'https://www.example.org ; s’il y en a plusieurs, séparez-les par des virgules',
        wrong: 'Saisissez une adresse en https, comme https://www.example.org',
      },
      proxy: {
        title: 'Adresse publique de ce relais',
        hint: 'https://pay.example.org : un nom de domaine qui mène à ce serveur',
        wrong: 'Saisissez une adresse en https, comme https://pay.example.org',
      },
    },
    stopped: 'Arrêt : rien n’a été écrit.',
    envExists: '.env existe déjà et n’est jamais écrasé : modifiez-le, ou supprimez-le d’abord.',
    offersUnusable: 'offers.json existe déjà et n’est pas utilisable :',
    envComment: 'Écrit par helloasso-checkout init ; .env.example explique chaque variable.',
    envWritten: '.env est écrit, lisible par votre compte uniquement.',
    offersWritten: 'offers.json est écrit, avec une offre : un don. Changez-en les montants et les textes à votre gré.',
    offersKept: 'offers.json existait déjà et n’a pas changé.',
    sandbox: 'Environnement : le bac à sable de HelloAsso. Cartes de test seulement, aucun argent ne circule.',
    production: 'Environnement : production. Les paiements sont réels.',
    html: 'HTML pour votre page :',
    next: (offer) =>
      `Ensuite : helloasso-checkout serve et, dans un autre terminal, helloasso-checkout doctor, qui vérifie tout.
Lien, QR code et politique de sécurité : helloasso-checkout embed ${offer}`,
  },
};
