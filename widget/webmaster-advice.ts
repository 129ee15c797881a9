import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Component } from './component.ts';
import type { CheckoutError } from './errors.ts';
import type { Messages } from './messages.ts';
import { isLoopback } from './redirect-url.ts';
import type { WrittenElement } from './webmaster.ts';

/** A word to the person who made the page, where it is they who look; its sentences are a file of their own. */
export class WebmasterAdvice {
  readonly #host: Component & WrittenElement;
  #text: string | undefined;
  /** The error that the text speaks of; null before anything was looked at. */
  #about: CheckoutError | undefined | null = null;

  constructor(host: Component & WrittenElement) {
    this.#host = host;
  }

  /** What to do about an error, or about the page as it is. `wasSent`: the form had loaded. */
  render(error: CheckoutError | undefined, wasSent: boolean, messages: Messages): TemplateResult | typeof nothing {
    if (!isForWebmaster(this.#host)) return nothing;
    if (error !== this.#about) void this.#explain(error, wasSent, messages);
    return this.#text ? html`<aside role="note"><b>&lt;${this.#host.localName}&gt;</b> ${this.#text}</aside>` : nothing;
  }

  async #explain(error: CheckoutError | undefined, wasSent: boolean, { locale }: Messages): Promise<void> {
    this.#about = error;
    const { explain } = await import('./webmaster.ts');
    const text = await explain(this.#host, error, wasSent, locale);
    if (error !== this.#about || text === this.#text) return;
    this.#text = text;
    this.#host.requestUpdate();
  }
}

/** Whether the person who looks is likely to be the one who made the page. */
export function isForWebmaster(element: HTMLElement): boolean {
  return (
    element.matches('[debug]:not([debug=false])') || isLoopback(location.hostname) || location.protocol === 'file:'
  );
}
