// The page configurateur.html: choices on the left, the real element beside them, and what to copy. Its state is its own address.
import { renderSVG } from 'uqr';
import { isLoopback } from '../proxy/contract/loopback.ts';
import type { PublicOffer, PublicOffers } from '../proxy/contract/offer.ts';
import { divLines, elementLines, fallbackText, type Placement, paymentLink, QR_OPTIONS } from '../proxy/snippet.ts';
import { type Colours, judge } from './configurateur-verdicts.ts';

const TIMEOUT_MS = 10_000;

/** The colours that can be chosen, each with what the element has without it: `widget/styles/card.css`. */
const DEFAULT_COLOURS = { accent: '#4c40cf', surface: 'Canvas', text: 'CanvasText' } as const satisfies Colours;
type Colour = keyof Colours;
const COLOURS = Object.keys(DEFAULT_COLOURS) as readonly Colour[];

const TEXTS = {
  notAnAddress: 'Écrivez l’adresse complète, qui commence par https:// : par exemple https://pay.example.org.',
  notAProxy: 'Cette adresse répond, mais ce n’est pas celle d’un relais helloasso-checkout. Vérifiez-la.',
  noOffer: 'Ce relais n’a aucune offre qu’une page puisse afficher seule.',
  noAnswer: 'Rien ne répond à cette adresse. Vérifiez-la, et votre connexion à internet.',
};

const STATUS: Readonly<Record<PublicOffer['status'], string>> = {
  open: '',
  'not-open': ' (pas encore ouverte)',
  closed: ' (terminée)',
};

const form = find('#choices', HTMLFormElement);
const proxyField = find('#proxy', HTMLInputElement);
const offerField = find('#offer', HTMLSelectElement);
const langField = find('#lang', HTMLSelectElement);
const fallbackField = find('#fallback', HTMLInputElement);
const builderBox = find('input[name=builder]', HTMLInputElement);
const preview = find('#preview', HTMLElement);
const codeField = find('#code', HTMLTextAreaElement);
const linkField = find('#link', HTMLInputElement);

/** The proxy whose offers are listed; empty until one has answered. */
let proxy = '';
let offers: readonly PublicOffer[] = [];
/** Number of the latest check of the proxy's address; results of older ones are ignored. */
let latestCheck = 0;
/**
 * The address whose script may run here: typed, or accepted by a press. One that only came with a link may be anyone's, and a script has
 * all the rights of the site on which this page is.
 */
let trusted = '';
/** In a frame another page could make its visitors press what they do not see. */
const isFramed = self !== top;
/** Where the script of this page comes from: a page can register the elements once. */
let scriptFrom = '';

find('#not-running', HTMLElement).remove();
readAddress();
document.addEventListener('input', ({ target }) => {
  for (const colour of COLOURS) if (target === colourField(colour)) defaultBox(colour).checked = false;
  if (target !== proxyField) draw();
});
document.addEventListener('change', ({ target }) => {
  if (target === proxyField) {
    trusted = proxyField.value;
    checkProxy();
  } else writeAddress();
});
form.addEventListener('submit', (event) => event.preventDefault());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
find('#accept', HTMLButtonElement).addEventListener('click', () => {
  trusted = proxyField.value;
  preview.focus(); // the button goes
  checkProxy();
});
find('#copy-code', HTMLButtonElement).addEventListener('click', () => copy(codeField, 'Code copié'));
find('#copy-link', HTMLButtonElement).addEventListener('click', () => copy(linkField, 'Lien copié'));
find('#download-qr', HTMLButtonElement).addEventListener('click', downloadQr);
preview.addEventListener('helloasso-submit', (event) => {
  event.preventDefault();
  say(
    '#preview-status',
    'Ceci est un aperçu : rien n’est payé ici. Collez le code sur une page de votre site pour payer.',
  );
});
draw();
if (proxyField.value) checkProxy();

/** What survives a reload, and no link can carry. */
interface HistoryState {
  readonly trusted: string;
  /** Whether the page was loaded again for another proxy. */
  readonly isProxyNew?: boolean;
}

/** Takes the state from the page's address. On this machine, the demo's proxy is the default. */
function readAddress(): void {
  const parameters = new URLSearchParams(location.search);
  const demo = isLoopback(location.hostname) ? (document.documentElement.dataset.demoProxy ?? '') : '';
  const state = history.state as HistoryState | null;
  trusted = state?.trusted ?? demo;
  proxyField.value = parameters.get('proxy') ?? demo;
  if (state?.isProxyNew) proxyField.focus();
  offerField.replaceChildren(new Option('', parameters.get('offer') ?? ''));
  langField.value = parameters.get('lang') ?? '';
  if (langField.selectedIndex < 0) langField.value = '';
  fallbackField.value = parameters.get('fallback') ?? '';
  builderBox.checked = parameters.get('builder') === builderBox.value;
  for (const name of ['theme', 'width'] as const) check(name, parameters.get(name) ?? '');
  for (const colour of COLOURS) {
    const value = parameters.get(colour) ?? '';
    const isColour = /^#[\da-f]{6}$/i.test(value);
    defaultBox(colour).checked = !isColour;
    if (isColour) colourField(colour).value = value;
  }
}

/** The page's address with what is not the default. */
function address(): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const isDefault = COLOURS.some((colour) => colour === name && defaultBox(colour).checked);
    if (typeof value === 'string' && value !== '' && !isDefault) parameters.set(name, value);
  }
  if (offerField.value) parameters.set('offer', offerField.value); // also while it is disabled
  return `?${parameters}`;
}

function writeAddress(isProxyNew = false): void {
  history.replaceState({ trusted, isProxyNew } satisfies HistoryState, '', address());
}

/** Asks the address for its offers, and loads its script if it is trusted. */
async function checkProxy(): Promise<void> {
  latestCheck += 1;
  const thisCheck = latestCheck;
  const [checked, problem] = await offersAt(proxyField.value);
  if (thisCheck !== latestCheck) return;
  if (checked && scriptFrom && scriptFrom !== checked.proxy) {
    writeAddress(true);
    location.reload(); // with the script of the new one
    return;
  }
  proxy = checked?.proxy ?? '';
  offers = checked?.offers ?? [];
  showError(proxyField, problem);
  find('#proxy-found', HTMLElement).textContent = checked ? foundText() : '';
  listOffers();
  writeAddress();
  if (checked && trusted === proxyField.value) loadScript();
  draw();
}

/** Beside the field; none without a text. */
function showError(field: HTMLInputElement, text = ''): void {
  if (text) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
  find(`#${field.id}-error`, HTMLElement).textContent = text;
}

interface Checked {
  readonly proxy: string;
  readonly offers: readonly PublicOffer[];
}

/** The offers that a page can show without a server of its own, or what is wrong, in words. */
async function offersAt(
  written: string,
): Promise<readonly [Checked, undefined] | readonly [undefined, string | undefined]> {
  const text = written.trim();
  if (text === '') return [undefined, undefined];
  const url = parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  const isSecure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (!url || !isSecure || /\s/.test(text) || url.username || url.search || url.hash)
    return [undefined, TEXTS.notAnAddress];
  const proxy = (url.origin + url.pathname).replace(/\/+$/, '');
  try {
    const response = await fetch(`${proxy}/v1/offers`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const body: Partial<PublicOffers> = await response.json().catch(() => ({}));
    if (!Array.isArray(body.offers)) return [undefined, TEXTS.notAProxy];
    const offers = body.offers.filter(({ amountCents }) => amountCents !== 'signed');
    return offers.length > 0 ? [{ proxy, offers }, undefined] : [undefined, TEXTS.noOffer];
  } catch {
    return [undefined, TEXTS.noAnswer];
  }
}

function foundText(): string {
  const count = offers.length === 1 ? 'Une offre trouvée.' : `${offers.length} offres trouvées.`;
  return offers[0]?.mode === 'test' ? `${count} Relais de test : aucun paiement n’y est réel.` : count;
}

/** Keeps the offer that is chosen, if the proxy has it. */
function listOffers(): void {
  const wanted = offerField.value;
  const options = offers.map(({ id, itemName, status }) => new Option(itemName + STATUS[status], id));
  offerField.replaceChildren(...(options.length > 0 ? options : [new Option('', wanted)]));
  offerField.disabled = offers.length === 0;
  if (offers.some(({ id }) => id === wanted)) offerField.value = wanted;
}

function loadScript(): void {
  if (scriptFrom) return;
  scriptFrom = proxy;
  const script = document.createElement('script');
  script.type = 'module';
  script.src = `${proxy}/helloasso-checkout.js`;
  document.head.append(script);
}

/** What is chosen, or nothing while no offer is. */
function placement(): Placement | undefined {
  const offer = offers.find(({ id }) => id === offerField.value);
  if (!offer) return undefined;
  const lang = langField.value;
  const theme = chosen('theme');
  return {
    proxy,
    offer: offer.id,
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
    lang,
    colours: chosenColours(),
    fallback: ownFallback(),
  };
}

function chosenColours(): Readonly<Partial<Record<Colour, string>>> {
  const own = COLOURS.filter((colour) => !defaultBox(colour).checked);
  return Object.fromEntries(own.map((colour) => [colour, colourField(colour).value]));
}

/** Shows everything that follows from the choices. */
function draw(): void {
  drawColours();
  drawFallbackError();
  preview.classList.toggle('desktop', chosen('width') === 'desktop');
  const placed = placement();
  const isShown = placed !== undefined && trusted === proxyField.value;
  find('#outputs', HTMLElement).hidden = !isShown;
  find('#waiting', HTMLElement).hidden = isShown;
  find('#preview .empty', HTMLElement).hidden = placed !== undefined;
  find('#consent', HTMLElement).hidden = !placed || scriptFrom !== '';
  find('#consent strong', HTMLElement).textContent = proxy;
  find('#accept', HTMLElement).hidden = isFramed;
  find('#framed', HTMLElement).hidden = !isFramed;
  find('#framed a', HTMLAnchorElement).href = address();
  if (!placed) {
    preview.querySelector('helloasso-checkout')?.remove();
    return;
  }
  if (scriptFrom) drawElement(placed);
  const link = paymentLink(placed);
  codeField.value = builderBox.checked ? divLines(placed) : elementLines(placed);
  fallbackField.placeholder = link;
  linkField.value = link;
  find('#open-link', HTMLAnchorElement).href = link;
  const qr = find('#qr', HTMLImageElement);
  qr.src = `data:image/svg+xml,${encodeURIComponent(renderSVG(link, QR_OPTIONS))}`;
  qr.alt = `QR code qui ouvre ${link}`;
}

function drawElement(placed: Placement): void {
  const { proxy, offer, theme, lang, colours = {}, fallback = paymentLink(placed) } = placed;
  const element =
    preview.querySelector<HTMLElement>('helloasso-checkout') ?? document.createElement('helloasso-checkout');
  for (const [name, value] of Object.entries({ proxy, offer, theme, lang })) {
    if (value) element.setAttribute(name, value);
    else element.removeAttribute(name);
  }
  for (const colour of COLOURS) element.style.setProperty(`--helloasso-checkout-${colour}`, colours[colour] ?? null);
  const link = element.querySelector('a') ?? element.appendChild(document.createElement('a'));
  link.href = fallback;
  link.textContent = fallbackText(lang);
  if (!element.isConnected) preview.append(element);
}

/** The address of a link that the association prefers. */
function ownFallback(): string | undefined {
  const url = parse(fallbackField.value.trim());
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

function drawFallbackError(): void {
  const isWrong = fallbackField.value.trim() !== '' && !ownFallback();
  showError(fallbackField, isWrong ? TEXTS.notAnAddress : undefined);
}

/** Shows the colours in force, and whether they can be told apart. */
function drawColours(): void {
  const theme = chosen('theme');
  const visitors = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const inForce = (scheme: string): Colours => {
    const own = chosenColours();
    const colours = COLOURS.map((colour) => [colour, own[colour] ?? resolve(DEFAULT_COLOURS[colour], scheme)]);
    return Object.fromEntries(colours);
  };
  const shown = inForce(theme || visitors);
  for (const colour of COLOURS) colourField(colour).value = shown[colour];
  const { accent, surface } = chosenColours();
  const verdicts = judge(theme === '' ? { light: inForce('light'), dark: inForce('dark') } : { [theme]: shown }).filter(
    ({ level }) => level !== 'corrected' || accent || surface, // without a chosen colour there is nothing to correct
  );
  const list = find('#verdicts', HTMLElement);
  const sentences = verdicts.map(({ sentence }) => sentence);
  if ([...list.children].map(({ textContent }) => textContent).join() === sentences.join()) return; // nothing to announce
  list.replaceChildren(
    ...verdicts.map(({ level, sentence }) => {
      const item = document.createElement('li');
      item.className = level;
      item.textContent = sentence;
      return item;
    }),
  );
}

/** A colour in any syntax as `#rrggbb`, with what the system's own ones are in this scheme. */
function resolve(color: string, scheme: string): string {
  const probe = document.body.appendChild(document.createElement('span'));
  probe.style.colorScheme = scheme;
  probe.style.color = color;
  const bytes = getComputedStyle(probe).color.match(/\d+/g) ?? [];
  probe.remove();
  return `#${bytes
    .slice(0, 3)
    .map((byte) => Number(byte).toString(16).padStart(2, '0'))
    .join('')}`;
}

async function copy(field: HTMLInputElement | HTMLTextAreaElement, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(field.value);
    say('#status', done);
  } catch {
    field.focus(); // no https, or the browser refuses
    field.select();
    say(
      '#status',
      'Votre navigateur ne copie pas de lui-même : le texte est sélectionné, appuyez sur Ctrl + C (⌘ + C sur un Mac).',
    );
  }
}

function downloadQr(): void {
  const svg = new Blob([renderSVG(linkField.value, QR_OPTIONS)], { type: 'image/svg+xml' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(svg);
  link.download = `qr-${offerField.value}.svg`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), TIMEOUT_MS);
  say('#status', `QR code téléchargé : ${link.download}`);
}

/** Empties the live region first, so that the same words are announced again. */
function say(region: string, text: string): void {
  const element = find(region, HTMLElement);
  element.textContent = '';
  setTimeout(() => {
    element.textContent = text;
  }, 50);
}

function colourField(colour: Colour): HTMLInputElement {
  return find(`#${colour}`, HTMLInputElement);
}

function defaultBox(colour: Colour): HTMLInputElement {
  return find(`#${colour}-default`, HTMLInputElement);
}

function chosen(name: 'theme' | 'width'): string {
  return String(new FormData(form).get(name) ?? '');
}

/** Ignores an unknown value. */
function check(name: 'theme' | 'width', value: string): void {
  const radios = document.querySelectorAll<HTMLInputElement>(`input[name=${name}]`);
  for (const radio of radios) if (radio.value === value) radio.checked = true;
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function find<Type extends Element>(selector: string, type: new () => Type): Type {
  const element = document.querySelector(selector);
  if (!(element instanceof type)) throw new Error(`The page has no ${selector}.`);
  return element;
}
