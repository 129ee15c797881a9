import { waitUntil } from '@open-wc/testing';
import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import type { ProblemCode } from '../../proxy/contract/problem.ts';
import type { HelloassoCheckout } from '../../widget/helloasso-checkout.ts';
import type { HelloassoResult } from '../../widget/helloasso-result.ts';
import { GIFT, MEMBERSHIP, PAID, PROXY } from './fake-proxy.ts';
import { driverOf, startProxy } from './set-up.ts';

declare global {
  interface Window {
    bodyOfNextPage: string;
  }
}

/** A return token of the proxy's format. The widget reads only its payload. */
export function tokenFor(offer: string): string {
  const payload = btoa(JSON.stringify({ offer })).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return `header.${payload}.signature`;
}

/** The query of a return address, with the parameters that HelloAsso appends. */
export function returnQuery(rest = '&checkoutIntentId=4242&code=succeeded&orderId=77', offer = 'don'): string {
  return `?helloasso-checkout=${tokenFor(offer)}${rest}`;
}

/** Opens a page with its own address and history, in a frame. Its requests go to the same fake proxy. */
export async function openPage(search: string, body = checkoutTag('don')) {
  window.bodyOfNextPage = body;
  const frame = document.createElement('iframe');
  frame.style.cssText = 'inline-size: 600px; block-size: 800px';
  frame.src = new URL(`page.html${search}`, import.meta.url).href;
  document.body.append(frame);
  await loaded(frame);
  return {
    get window(): Window {
      return frame.contentWindow as Window;
    },
    get document(): Document {
      return frame.contentDocument as Document;
    },
    find(selector = 'helloasso-checkout') {
      const element = frame.contentDocument?.querySelector<HelloassoCheckout | HelloassoResult>(selector);
      if (!element) throw new Error(`There is no ${selector}.`);
      return driverOf(element);
    },
    async reload(): Promise<void> {
      frame.contentWindow?.location.reload();
      await loaded(frame);
    },
    close: () => frame.remove(),
  };
}

/**
 * Opens the page of a returning payer. `outcome` is the proxy's answer about the checkout, which this tab knows unless `isOfThisTab` is
 * false.
 */
export async function openReturn(
  outcome: Partial<CheckoutOutcome> | ProblemCode | 'hang' = PAID,
  { search = returnQuery(), body = checkoutTag('don'), isOfThisTab = true } = {},
) {
  if (isOfThisTab && sessionStorage.length === 0) storePreviousCheckout({});
  const proxy = startProxy(GIFT, MEMBERSHIP);
  proxy.setOutcomes(outcome);
  const page = await openPage(search, body);
  return { proxy, page, ...page.find(body.includes('result') ? 'helloasso-result' : 'helloasso-checkout') };
}

/** Stores the previous checkout of this tab, as the widget does before it leaves for HelloAsso. */
export function storePreviousCheckout(checkout: object): void {
  const record = {
    proxy: PROXY,
    offer: 'don',
    checkoutIntentId: 4242,
    step: 'back',
    token: 'state.token.4242',
    savedAt: Date.now(),
    ...checkout,
  };
  sessionStorage.setItem('helloasso-checkout', JSON.stringify([record]));
}

/** The form values of a previous checkout. */
export const DRAFT = { choice: 'other', amount: '12,50', firstName: 'Ada', lastName: '', email: 'ada@exemple.fr' };

const { version } = (await (await fetch('/package.json')).json()) as { version: string };

/** The module of each chunk that a test can take away. */
const CHUNKS = {
  return: '/widget/return/index.ts',
  'on-demand': '/widget/form/on-demand.ts',
  de: '/widget/messages/de.ts',
  en: '/widget/messages/en.ts',
} as const;

/** Head of a page on which one chunk does not load: not from the sources, not beside the built script, not from the proxy. */
export function withoutChunk(name: keyof typeof CHUNKS): string {
  const file = `/v${version}/${name}.js`;
  const imports = {
    [CHUNKS[name]]: '/missing.ts',
    [`/dist/script${file}`]: '/missing.js',
    [PROXY + file]: '/missing.js',
  };
  return `<script type="importmap">${JSON.stringify({ imports })}</script>`;
}

export function checkoutTag(offer: string): string {
  return `<helloasso-checkout proxy="${PROXY}" offer="${offer}"></helloasso-checkout>`;
}

export function resultTag(): string {
  return `<helloasso-result proxy="${PROXY}"><p>Rien à montrer</p></helloasso-result>`;
}

/** Waits until the frame has loaded and the elements are defined. */
async function loaded(frame: HTMLIFrameElement): Promise<void> {
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  await waitUntil(() => frame.contentWindow?.customElements.get('helloasso-result'));
}
