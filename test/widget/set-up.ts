import { expect, fixture, fixtureCleanup, html, waitUntil } from '@open-wc/testing';
import type { PublicOffer } from '../../proxy/contract/offer.ts';
import { pointerReleased } from '../../widget/core/pointer-released.ts';
import '../../widget/define.ts';
import type { HelloassoCheckout } from '../../widget/helloasso-checkout.ts';
import type { HelloassoResult } from '../../widget/helloasso-result.ts';
import { FakeProxy, GIFT, PROXY } from './fake-proxy.ts';

/** Warnings and errors on the console during a test. Any of them fails the test. */
const consoleMessages: unknown[][] = [];
const { console } = window;
for (const level of ['error', 'warn'] as const) console[level] = (...values: unknown[]) => consoleMessages.push(values);

let proxy: FakeProxy | undefined;

/** The forms of the running test. */
const forms: HelloassoCheckout[] = [];

beforeEach(() => {
  consoleMessages.length = 0;
  sessionStorage.clear();
  document.documentElement.lang = 'fr';
});

afterEach(() => {
  // An outcome survives its element: without this the next test would begin with it.
  for (const form of forms.splice(0)) form.reset();
  fixtureCleanup();
  proxy?.restore();
  expect(consoleMessages).to.deep.equal([]);
});

/** A fake proxy with these offers, for the rest of the test. */
export function startProxy(...offers: readonly PublicOffer[]): FakeProxy {
  proxy?.restore();
  proxy = new FakeProxy(...offers);
  return proxy;
}

/** A loaded form for the first of these offers, and its driver. */
export async function setUp(offers: readonly PublicOffer[] = [GIFT], template = checkout(offers[0]?.id ?? '')) {
  const fake = startProxy(...offers);
  const form = driverOf(await fixture<HelloassoCheckout>(template));
  await form.until(() => form.element.state !== 'loading' && form.has('.card'));
  return { proxy: fake, ...form };
}

/** A form with a fallback link. */
export function checkout(offer: string) {
  return html`<helloasso-checkout proxy=${PROXY} offer=${offer}>
    <a href="https://example.org/don">Donner autrement</a>
  </helloasso-checkout>`;
}

/** What a payer can read in an element and do with it. Redirects are recorded and cancelled, so that the test page stays. */
export function driverOf<Element extends HelloassoCheckout | HelloassoResult>(element: Element) {
  if ('reset' in element && element.ownerDocument === document) forms.push(element);
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
  /** The rendered text of an element, with single spaces. */
  function textOf(selector: string): string {
    return get<HTMLElement>(selector).innerText.replace(/\s+/g, ' ').trim();
  }
  /** Types into a field without leaving it. */
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
    /** Types into a field, then leaves it. */
    async fill(name: string, text: string): Promise<void> {
      await type(name, text);
      const field = get(`[name=${name}]`);
      field.dispatchEvent(new Event('change', { bubbles: true }));
      field.blur();
      await pointerReleased(); // before that no error is shown
      await element.updateComplete;
    },
    /** Checks a radio button. */
    async choose(name: string, value: string): Promise<void> {
      get(`[name=${name}][value="${value}"]`).click();
      await element.updateComplete;
    },
    /** Presses the submit button. */
    async press(): Promise<void> {
      get('[part=submit]').click();
      await element.updateComplete;
    },
    /** The text of the submit button. */
    button: () => textOf('[part=submit]'),
    /** The text of the live region. */
    status: () => textOf('[role=status]'),
    /** The error beside a field; empty without one. */
    errorOf: (name: string) => textOf(`#${name}-message`),
    /** Waits until the condition is true, at most 5 s. */
    async until(condition: () => unknown, message?: string): Promise<void> {
      await waitUntil(() => Boolean(condition()), message, { timeout: 5000 });
      await element.updateComplete;
    },
  };
}
