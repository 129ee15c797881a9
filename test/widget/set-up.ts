import { expect, fixture, fixtureCleanup, html, waitUntil } from '@open-wc/testing';
import type { PublicOffer } from '../../proxy/contract/offer.ts';
import '../../widget/define.ts';
import type { HelloassoCheckout } from '../../widget/helloasso-checkout.ts';
import type { HelloassoResult } from '../../widget/helloasso-result.ts';
import { FakeProxy, GIFT, PROXY } from './fake-proxy.ts';

/** What the page says on its console while a test runs, and should not. */
const complaints: unknown[][] = [];
const { console } = window;
for (const level of ['error', 'warn'] as const) console[level] = (...words: unknown[]) => complaints.push(words);

let proxy: FakeProxy | undefined;

beforeEach(() => {
  complaints.length = 0;
  sessionStorage.clear();
  document.documentElement.lang = 'fr';
});

afterEach(() => {
  fixtureCleanup();
  proxy?.restore();
  expect(complaints).to.deep.equal([]);
});

/** A proxy that has these offers. */
export function startProxy(...offers: readonly PublicOffer[]): FakeProxy {
  proxy?.restore();
  proxy = new FakeProxy(...offers);
  return proxy;
}

/** A form for the first of these offers, loaded, and hands for it. It stays on the page: the redirect is cancelled. */
export async function setUp(offers: readonly PublicOffer[] = [GIFT], template = checkout(offers[0]?.id ?? '')) {
  const fake = startProxy(...offers);
  const form = handsOf(await fixture<HelloassoCheckout>(template));
  await waitUntil(() => form.element.state !== 'loading' && form.element.shadowRoot?.querySelector('.card'));
  return { proxy: fake, ...form };
}

export function checkout(offer: string) {
  return html`<helloasso-checkout proxy=${PROXY} offer=${offer}>
    <a href="https://example.org/don">Donner autrement</a>
  </helloasso-checkout>`;
}

/** What a payer sees of an element, and does to it. */
export function handsOf<Element extends HelloassoCheckout | HelloassoResult>(element: Element) {
  const root = element.shadowRoot as ShadowRoot;
  const redirects: string[] = [];
  element.addEventListener('helloasso-redirect', (event) => {
    event.preventDefault();
    redirects.push(event.url.href);
  });
  function get<Found extends HTMLElement = HTMLInputElement>(selector: string): Found {
    const found = root.querySelector<Found>(selector);
    if (!found) throw new Error(`There is no ${selector} in ${root.textContent}`);
    return found;
  }
  function textOf(selector: string): string {
    return get<HTMLElement>(selector).innerText.replace(/\s+/g, ' ').trim();
  }
  /** Types into a field, and stays in it. */
  async function type(name: string, text: string): Promise<void> {
    const field = get(`[name=${name}]`);
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await element.updateComplete;
  }
  return {
    element,
    root,
    redirects,
    get,
    textOf,
    has: (selector: string) => root.querySelector(selector) !== null,
    type,
    /** Types into a field, and leaves it. */
    async fill(name: string, text: string): Promise<void> {
      await type(name, text);
      const field = get(`[name=${name}]`);
      field.dispatchEvent(new Event('change', { bubbles: true }));
      field.blur();
      await element.updateComplete;
    },
    async choose(name: string, value: string): Promise<void> {
      get(`[name=${name}][value="${value}"]`).click();
      await element.updateComplete;
    },
    async press(): Promise<void> {
      get('[part=submit]').click();
      await element.updateComplete;
    },
    button: () => textOf('[part=submit]'),
    status: () => textOf('[role=status]'),
    fault: (name: string) => textOf(`#${name}-message`),
    async until(condition: () => unknown, message?: string): Promise<void> {
      await waitUntil(() => Boolean(condition()), message, { timeout: 5000 });
      await element.updateComplete;
    },
  };
}
