import { waitUntil } from '@open-wc/testing';
import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import type { ProblemCode } from '../../proxy/contract/problem.ts';
import type { HelloassoCheckout } from '../../widget/helloasso-checkout.ts';
import type { HelloassoResult } from '../../widget/helloasso-result.ts';
import { GIFT, MEMBERSHIP, PAID, PROXY } from './fake-proxy.ts';
import { handsOf, startProxy } from './set-up.ts';

declare global {
  interface Window {
    bodyOfNextPage: string;
  }
}

/** A return token as the proxy makes them: only its payload matters here, and nobody believes it. */
export function tokenFor(offer: string): string {
  const payload = btoa(JSON.stringify({ offer })).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return `header.${payload}.signature`;
}

/** The query of a payer's return, as HelloAsso completes the address that the proxy gave it. */
export function returnQuery(rest = '&checkoutIntentId=4242&code=succeeded&orderId=77', offer = 'don'): string {
  return `?helloasso-checkout=${tokenFor(offer)}${rest}`;
}

/** A whole page of its own, with an address and a history, which the fake proxy serves too. */
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
      return handsOf(element);
    },
    async reload(): Promise<void> {
      frame.contentWindow?.location.reload();
      await loaded(frame);
    },
    close: () => frame.remove(),
  };
}

/** A page that someone comes back to, and what the proxy has verified of it. */
export async function comeBack(
  outcome: Partial<CheckoutOutcome> | ProblemCode | 'hang' = PAID,
  { search = returnQuery(), body = checkoutTag('don') } = {},
) {
  const proxy = startProxy(GIFT, MEMBERSHIP);
  proxy.verifies(outcome);
  const page = await openPage(search, body);
  return { proxy, page, ...page.find(body.includes('result') ? 'helloasso-result' : 'helloasso-checkout') };
}

/** What a checkout that left this tab has put aside. */
export function leave(last: object): void {
  const value = {
    offer: 'don',
    checkoutIntentId: 4242,
    step: 'back',
    token: 'state.token.4242',
    savedAt: Date.now(),
    ...last,
  };
  sessionStorage.setItem('helloasso-checkout', JSON.stringify(value));
}

export const DRAFT = { choice: 'other', amount: '12,50', firstName: 'Ada', lastName: '', email: 'ada@exemple.fr' };

/** For a page on which the file does not load that leads to HelloAsso and back. */
export const WITHOUT_RETURN = `<script type="importmap">
  {"imports": {"/widget/return/index.ts": "/missing.ts"}}
</script>`;

export function checkoutTag(offer: string): string {
  return `<helloasso-checkout proxy="${PROXY}" offer="${offer}"></helloasso-checkout>`;
}

export function resultTag(): string {
  return `<helloasso-result proxy="${PROXY}"><p>Rien à montrer</p></helloasso-result>`;
}

async function loaded(frame: HTMLIFrameElement): Promise<void> {
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  await waitUntil(() => frame.contentWindow?.customElements.get('helloasso-result'));
}
