/** What is wrong with a page, for its author: a chunk of its own, loaded on their machine or with `debug`. */
import type { ReactiveControllerHost } from 'lit';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { CheckoutError } from '../errors.ts';
import type { Messages } from '../messages/messages.ts';
import { explain, type WrittenElement } from './explain.ts';

/** States in which there is nothing to explain yet, or the payer reads an outcome. */
const QUIET: ReadonlySet<string> = new Set(['loading', 'verifying', 'verified']);

/** The error of an element that has none of its own while a chunk does not load. */
const MISSING_CHUNK = new CheckoutError('unreachable', 'chunk');

/** The note to the page's author, which the element shows. */
export class Diagnostics {
  readonly #host: ReactiveControllerHost & WrittenElement;
  #text: string | undefined;
  /** The error that the text is about; `null` before anything was looked at. */
  #subject: CheckoutError | undefined | null = null;

  constructor(host: ReactiveControllerHost & WrittenElement) {
    this.#host = host;
  }

  /** What to do about an error, or about the page as it is. The text comes with a later redraw. */
  render(state: string, error: CheckoutError | undefined, messages: Messages): TemplateResult | typeof nothing {
    if (QUIET.has(state)) return nothing;
    const subject = error ?? (this.#host.chunkFailed ? MISSING_CHUNK : undefined);
    if (subject !== this.#subject) void this.#explain(subject, state !== 'unavailable', messages);
    return this.#text ? html`<aside role="note"><b>&lt;${this.#host.localName}&gt;</b> ${this.#text}</aside>` : nothing;
  }

  async #explain(error: CheckoutError | undefined, wasSent: boolean, { locale }: Messages): Promise<void> {
    this.#subject = error;
    await this.#host.updateComplete; // the colours are those of the drawn button
    if (error !== this.#subject) return;
    const text = await explain(this.#host, error, wasSent, locale);
    if (error !== this.#subject || text === this.#text) return;
    this.#text = text;
    this.#host.requestUpdate();
  }
}
