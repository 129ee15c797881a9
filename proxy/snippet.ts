// What an association puts on a page, prints on a poster, or adds to its Content-Security-Policy. Addresses of a proxy are public ones,
// without a slash at their end.

/** The form of one offer on a page. */
export interface Placement {
  readonly proxy: string;
  readonly offer: string;
  /** Where the link inside the element leads, for when the form cannot work: to the page of the proxy, if absent. */
  readonly fallback?: string | undefined;
  /** Without it the form follows the page's `color-scheme`. */
  readonly theme?: 'light' | 'dark' | undefined;
  /** Without it the form has the page's language. */
  readonly lang?: string | undefined;
  /** Values of the custom properties `--helloasso-checkout-…`, as CSS writes them. */
  readonly colours?: Readonly<Record<string, string>> | undefined;
}

/** The page of the proxy on which an offer is paid for; in French where no language is chosen. */
export function paymentLink({ proxy, offer, lang }: Pick<Placement, 'proxy' | 'offer' | 'lang'>): string {
  return `${proxy}/pay/${encodeURIComponent(offer)}${lang ? `?lang=${encodeURIComponent(lang)}` : ''}`;
}

const FALLBACK_TEXTS = new Map([
  ['de', 'Auf einer anderen Seite bezahlen'],
  ['en', 'Pay on another page'],
  ['es', 'Pagar en otra página'],
  ['it', 'Pagare su un’altra pagina'],
  ['nl', 'Op een andere pagina betalen'],
  ['pt', 'Pagar noutra página'],
]);

/** The link inside the element: below the sentence of an error, or alone. In French where no language is chosen. */
export function fallbackText(lang = ''): string {
  return FALLBACK_TEXTS.get(lang) ?? 'Payer sur une autre page';
}

/** The two lines of HTML, and a style sheet before them where colours were chosen. The address always leads to the proxy's own version. */
export function elementLines(placement: Placement): string {
  return lines(styleOf(placement), scriptTag(placement), elementOf(placement));
}

/** The same for site builders that remove tags which HTML does not know: the script replaces the `div` by the element. */
export function divLines(placement: Placement): string {
  const attributes = attributesOf(placement).map(([name, value]) => [`data-${name}`, value] as const);
  return lines(
    styleOf(placement),
    scriptTag(placement),
    tag('div', [['data-helloasso-checkout', ''], ...attributes], linkOf(placement)),
  );
}

/** The files of one version of the script. */
export interface PinnedVersion {
  /** Such as `v1.2.3`. */
  readonly folder: string;
  /** By paths below the proxy's address, as `integrity` writes them. The entry is among them. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** The path of a version's entry, below the proxy's address. */
export function pinnedEntry(folder: string): string {
  return `${folder}/helloasso-checkout.js`;
}

/** The lines that accept the files of one version alone. */
export function pinnedLines(placement: Placement, { folder, hashes }: PinnedVersion): string {
  const entry = pinnedEntry(folder);
  return lines(
    styleOf(placement),
    `<script type="importmap">${importMap(placement.proxy, hashes)}</script>`,
    scriptTag(placement, entry, [['integrity', hashes[entry] ?? '']]),
    elementOf(placement),
  );
}

/** The text of the import map, of which a Content-Security-Policy may need the hash. */
export function importMap(proxy: string, hashes: PinnedVersion['hashes']): string {
  const integrity = Object.fromEntries(Object.entries(hashes).map(([path, hash]) => [`${proxy}/${path}`, hash]));
  return `\n${JSON.stringify({ integrity }, undefined, 2).replaceAll('<', '\\u003c')}\n`;
}

/** Of the QR code of a link: the quiet zone that ISO/IEC 18004 asks for, and enough redundancy for a fold or a stain. */
export const QR_OPTIONS = { border: 4, ecc: 'M' } as const;

/** The directives to which a site adds the proxy, and the import map by its hash. */
export function neededSources(proxy: string, importMapHash?: string): string {
  const { origin } = new URL(proxy); // a path without a slash at its end would match itself alone
  const scripts = importMapHash ? `${origin} '${importMapHash}'` : origin;
  return `script-src ${scripts}; connect-src ${origin}`;
}

/** A whole policy under which a page pays, and which allows nothing else. */
export function contentPolicy(proxy: string, importMapHash?: string): string {
  const needed = neededSources(proxy, importMapHash);
  return `default-src 'none'; ${needed}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types helloasso-checkout`;
}

type Attributes = readonly (readonly [name: string, value: string])[];

function attributesOf({ proxy, offer, theme, lang }: Placement): Attributes {
  return [
    ['proxy', proxy],
    ['offer', offer],
    ...(theme ? ([['theme', theme]] as const) : []),
    ...(lang ? ([['lang', lang]] as const) : []),
  ];
}

function elementOf(placement: Placement): string {
  return tag('helloasso-checkout', attributesOf(placement), linkOf(placement));
}

function linkOf(placement: Placement): string {
  const { fallback = paymentLink(placement), lang } = placement;
  return tag('a', [['href', fallback]], fallbackText(lang));
}

function scriptTag({ proxy }: Placement, path = 'helloasso-checkout.js', attributes: Attributes = []): string {
  return tag('script', [['type', 'module'], ['src', `${proxy}/${path}`], ...attributes]);
}

function styleOf({ colours = {} }: Placement): string {
  const declarations = Object.entries(colours).map(
    ([name, value]) => `  --helloasso-checkout-${name}: ${value.replaceAll('<', '\\3c ')};\n`,
  );
  return declarations.length > 0 ? `<style>\nhelloasso-checkout {\n${declarations.join('')}}\n</style>` : '';
}

/** `content` is HTML. */
function tag(name: string, attributes: Attributes, content = ''): string {
  const written = attributes.map(([key, value]) => ` ${key}${value === '' ? '' : `="${escapeHtml(value)}"`}`);
  return `<${name}${written.join('')}>${content}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function lines(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}
