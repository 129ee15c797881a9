import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { renderSVG, renderUnicodeCompact } from 'uqr';
import { readArguments, UsageError } from './command-line.ts';
import { readPresent } from './config/config.ts';
import { readEnvFile } from './config/env-file.ts';
import { readOffers } from './config/read-offers.ts';
import { readTextFile } from './config/text-file.ts';
import { EXAMPLES, Variables } from './config/variables.ts';
import { readWidgetFiles } from './http/widget-files.ts';
import type { Offer } from './offer.ts';
import {
  contentPolicy,
  divLines,
  elementLines,
  importMap,
  neededSources,
  type PinnedVersion,
  type Placement,
  paymentLink,
  pinnedEntry,
  pinnedLines,
  QR_OPTIONS,
} from './snippet.ts';

export const HELP = `Usage: helloasso-checkout embed [offer] [--proxy https://pay.example.org] [--pinned] [--qr file.svg]

Prints what a page needs to show an offer: HTML, link and content policy, and on a terminal with
colours a QR code.

  --proxy     your proxy’s public address, in place of PUBLIC_URL
  --pinned    HTML for this version alone, by its hashes
  --qr        writes the QR code to a new file
`;

/** The command `embed`. */
export function run(args: readonly string[]): void {
  const { present } = readPresent({ ...readEnvFile('.env')?.variables, ...process.env });
  process.stdout.write(embed(args, present, process.stdout.isTTY && process.stdout.hasColors()));
}

/**
 * Returns what the command prints. It needs the offers file, and no secret. `variables` are those that have a value.
 * @throws UsageError, or an Error with a message for the operator.
 */
export function embed(
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
  hasColours: boolean,
): string {
  const options = { proxy: { type: 'string' }, pinned: { type: 'boolean' }, qr: { type: 'string' } } as const;
  const { values, positionals } = readArguments({ args, options, allowPositionals: true });
  if (positionals.length > 1) throw new UsageError('embed takes one offer at a time.');
  const proxy = readProxyAddress(values.proxy, variables.PUBLIC_URL);
  const { id, amountCents } = chooseOffer(positionals[0], variables.OFFERS_FILE ?? 'offers.json');
  if (amountCents === 'signed') {
    if (values.qr !== undefined) throw new Error(`--qr: ${id} has no page: ${SIGNED}`);
    return section('This offer', `It has no page, no link and no QR code. ${SIGNED}`);
  }
  const link = paymentLink({ proxy, offer: id });
  const placement: Placement = { proxy, offer: id };
  const version = values.pinned ? readVersion() : undefined;
  const mapHash = version && hashOf('sha256', importMap(proxy, version.hashes));

  if (values.qr !== undefined && !values.qr.endsWith('.svg'))
    throw new UsageError('--qr: writes SVG; name a file such as qr.svg');
  if (values.qr !== undefined) writeNew(values.qr, `${renderSVG(link, QR_OPTIONS)}\n`);
  return [
    version
      ? section(`HTML for version ${version.folder} alone`, `${PINNED_WARNING}\n\n${pinnedLines(placement, version)}`)
      : section('HTML for your page', elementLines(placement)),
    ...(version ? [] : [section('HTML for a site builder that removes unknown tags', divLines(placement))]),
    section(
      'Link, for messages and pages without a script',
      values.proxy === undefined ? link : `${link}\n(it answers where the proxy has PUBLIC_URL=${proxy})`,
    ),
    section(
      'Content-Security-Policy, where your site sends one',
      `It must allow:
${neededSources(proxy, mapHash)}

A page pays under this header, which allows nothing else:
Content-Security-Policy: ${contentPolicy(proxy, mapHash)}`,
    ),
    ...(hasColours ? [section('QR code of the link', terminalQr(link))] : []),
    ...(values.qr === undefined ? [] : [section('QR code as a file', values.qr)]),
  ].join('\n');
}

const SIGNED =
  'Your own server signs its price, and writes the element with signed-offer="…" into its page (documentation, “Carts”).';

const PINNED_WARNING = `The page refuses files of any other version. Before you update the proxy, put the lines without a version back into the page; after the
update, print these again. An import map stands before every other script.`;

function section(heading: string, content: string): string {
  return `# ${heading}\n\n${content}\n`;
}

/** White on black in any terminal: cameras do not read the opposite. */
function terminalQr(link: string): string {
  return renderUnicodeCompact(link, QR_OPTIONS).replace(/^.*$/gm, '\x1b[97;40m$&\x1b[0m');
}

function readProxyAddress(option: string | undefined, publicUrl: string | undefined): string {
  const text = option ?? publicUrl;
  if (text === undefined) {
    throw new Error(
      'embed needs the public address of your proxy: set PUBLIC_URL, or add --proxy https://pay.example.org',
    );
  }
  const { data, error } = Variables.shape.PUBLIC_URL.safeParse(text);
  const reason =
    error?.issues[0]?.message ?? (data?.includes('/pay/') && 'must be the address of the proxy, without /pay/…');
  if (data && !reason) return data;
  const example = `for example ${EXAMPLES.PUBLIC_URL}`;
  if (option !== undefined) throw new UsageError(`--proxy: ${reason}; ${example}`);
  throw new Error(`PUBLIC_URL: ${reason}; ${example}`);
}

function chooseOffer(id: string | undefined, path: string): Offer {
  const { offers, errors } = readOffers(path, readTextFile);
  if (!offers) throw new Error(`The offers are not usable:\n${errors.map((error) => `  ${error}`).join('\n')}`);
  const ids = [...offers.keys()];
  const wanted = id ?? (ids.length === 1 ? ids[0] : undefined);
  const offer = wanted === undefined ? undefined : offers.get(wanted);
  if (offer) return offer;
  const list = `${path} has ${ids.join(', ')}`;
  throw new Error(id === undefined ? `Name one offer: ${list}.` : `There is no offer ${id}: ${list}.`);
}

/** The hashes of the built script's files, by the paths under which browsers load them. */
function readVersion(): PinnedVersion {
  const files = readWidgetFiles();
  const entry = files.get('helloasso-checkout.js');
  const chunks = [...files].filter(([path]) => path.includes('/')).sort();
  const [folder = ''] = chunks[0]?.[0].split('/') ?? [];
  if (!entry || folder === '') throw new Error('There is no built script to take hashes of: npm run build');
  const built = [
    [pinnedEntry(folder), entry] as const,
    ...chunks.map(([path, file]) => [`${folder}/${path}`, file] as const),
  ];
  return {
    folder,
    hashes: Object.fromEntries(built.map(([path, { identity }]) => [path, hashOf('sha384', identity)])),
  };
}

function hashOf(algorithm: 'sha256' | 'sha384', content: string | Uint8Array): string {
  return `${algorithm}-${createHash(algorithm).update(content).digest('base64')}`;
}

function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason =
      code === 'EEXIST' ? 'exists already; remove it, or name another file' : `cannot be written (${code})`;
    throw new Error(`${path}: ${reason}`, { cause });
  }
}
