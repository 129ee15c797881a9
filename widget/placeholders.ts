/**
 * Turns each `<div data-helloasso-checkout data-proxy="…" data-offer="…">` of the page into the element, for site builders that remove
 * tags they do not know: a chunk of its own. What the div contains becomes the element's content.
 *
 * Sites let authors write such a `div` whom they would not let write a script. So it may only name the proxy that this script is from, and no
 * attribute but those of the element.
 */
import type { HelloassoCheckout } from './helloasso-checkout.ts';

/** Not defined in a browser below the floor: there each div stays as it is. */
const definition = customElements.get('helloasso-checkout') as typeof HelloassoCheckout | undefined;

if (definition) {
  const attributes = [...definition.observedAttributes, 'debug'];
  for (const placeholder of document.querySelectorAll<HTMLElement>('[data-helloasso-checkout]')) {
    if (isOurProxy(placeholder.dataset.proxy) && !isInUse(placeholder)) upgrade(placeholder, attributes);
  }
}

function isOurProxy(address: string | undefined): boolean {
  try {
    return new URL(address ?? '').origin === new URL(import.meta.url).origin;
  } catch {
    return false; // not an address
  }
}

function upgrade(placeholder: HTMLElement, attributes: readonly string[]): void {
  const element = document.createElement('helloasso-checkout');
  for (const name of ['id', 'class', ...attributes.map((attribute) => `data-${attribute}`)]) {
    const value = placeholder.getAttribute(name);
    if (value !== null) element.setAttribute(name.replace(/^data-/, ''), value);
  }
  element.append(...placeholder.childNodes);
  placeholder.replaceWith(element);
}

/** Whether a payer has begun to fill in a form in it, before this script came: what is typed is never lost. */
function isInUse(placeholder: HTMLElement): boolean {
  const fields = placeholder.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select');
  return placeholder.contains(document.activeElement) || [...fields].some(isChanged);
}

function isChanged(field: HTMLInputElement | HTMLSelectElement): boolean {
  if (field instanceof HTMLInputElement) {
    return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  }
  const written = [...field.options].findIndex(({ defaultSelected }) => defaultSelected);
  return field.selectedIndex !== Math.max(0, written);
}
