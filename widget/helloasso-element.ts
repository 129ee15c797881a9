import {
  html,
  LitElement,
  type PropertyDeclaration,
  type PropertyDeclarations,
  type TemplateResult,
  unsafeCSS,
} from 'lit';
import type { CheckoutOutcome } from '../proxy/contract/checkout.ts';
import { isForAuthor } from './core/is-for-author.ts';
import { fromJson } from './core/json.ts';
import { languageAround } from './core/language-around.ts';
import { mayBeReturning } from './core/may-be-returning.ts';
import type { Diagnostics } from './diagnostics/index.ts';
import type { CheckoutError } from './errors.ts';
import { loadChunk } from './load-chunk.ts';
import { loadMessages } from './messages/load-messages.ts';
import type { AllMessages, Messages } from './messages/messages.ts';
import type { ReturnController } from './return/index.ts';
import type { CheckoutReturn } from './return/return-state.ts';
import card from './styles/card.css?inline';
import fields from './styles/fields.css?inline';

/** A property that an attribute sets as text: trimmed, and empty where the attribute is removed. */
export const TEXT: PropertyDeclaration = { converter: (value) => (value ?? '').trim() };

/** What the two elements share: a proxy, a language, and the chunks that are loaded later. */
export abstract class HelloassoElement extends LitElement {
  static override properties: PropertyDeclarations = {
    proxy: TEXT,
    lang: TEXT,
    messages: TEXT,
    theme: { reflect: true },
  };
  static override styles = [card, fields].map(unsafeCSS);

  /** The address of your proxy. */
  proxy = '';

  /** The language of the texts; without it, the nearest ancestor's, else French. */
  override lang = '';

  /** Light or dark, whatever the page is; without it, and by `auto`, as the page's `color-scheme` says. */
  theme?: 'auto' | 'light' | 'dark';

  /** The page's own words, in place of the texts of the same names, or JSON of them. */
  messages: Partial<AllMessages> | string = '';

  /** `undefined` until a payer is in the form, may be coming back, or meets a failure. */
  protected returns: ReturnController | undefined;
  /** Whether a chunk for sending and returns does not load. @internal */
  chunkFailed = false;
  #diagnostics: Diagnostics | undefined;
  #language: string | undefined;
  #texts: Messages | undefined;
  #textsLoaded: Promise<void> | undefined;

  /** Where the element is. @internal */
  abstract readonly state: string;

  /** The last outcome that the proxy has verified. */
  get outcome(): CheckoutOutcome | undefined {
    return this.returns?.outcome;
  }

  /** Whether a payer may be coming back, and no chunk can show the outcome. */
  protected get isReturnLost(): boolean {
    return this.chunkFailed && !this.returns && mayBeReturning();
  }

  /** The failure on screen. */
  protected get error(): CheckoutError | undefined {
    const state = this.returns?.state;
    return state?.name === 'unverified' ? state.error : undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (mayBeReturning()) void this.loadPaymentFlow();
    if (isForAuthor(this)) void this.#loadDiagnostics();
  }

  /**
   * Loads, once, the chunks for sending, failures and returns. Resolves to whether they are there. `isEarly`: the payer has not asked for
   * anything yet, and need not read that it failed. @internal
   */
  async loadPaymentFlow(isEarly?: unknown): Promise<boolean> {
    try {
      await this.loadChunks();
      this.chunkFailed = false;
    } catch {
      if (isEarly !== true) this.chunkFailed = true; // at once: an early load that fails in the same moment must not undo it
    }
    this.requestUpdate();
    return !this.chunkFailed;
  }

  /** Shows what became of a checkout. @internal */
  async showOutcome(checkout: CheckoutReturn): Promise<void> {
    await this.loadPaymentFlow();
    this.returns?.receiveReturn(checkout);
  }

  /** The texts may come with a chunk, and the form comes in parts. */
  protected override async getUpdateComplete(): Promise<boolean> {
    do {
      await super.getUpdateComplete();
      await this.#textsLoaded;
    } while (this.isUpdatePending);
    return true;
  }

  protected async loadChunks(): Promise<void> {
    const { ReturnController } = await loadChunk(() => import('./return/index.ts'), 'return', this.proxy);
    this.returns ??= new ReturnController(this);
  }

  /** What stands below a return; what the live region announces of it; what stands below that. */
  protected renderForm?(messages: Messages): unknown;
  protected describeForm?(messages: Messages): string;
  protected renderFallback?(messages: Messages): unknown;

  protected override render(): TemplateResult | undefined {
    const language = this.lang || languageAround(this);
    if (language !== this.#language) this.#textsLoaded = this.#loadTexts(language);
    return this.#texts && this.#renderWith(this.#texts);
  }

  /** In the page's own words, unless they have another shape than ours. */
  #renderWith(texts: Messages): TemplateResult {
    try {
      return this.#renderCard({ ...texts, ...fromJson(this.messages) });
    } catch {
      return this.#renderCard(texts);
    }
  }

  /** The text of the status is replaced as a whole: a page translator would have replaced the node that Lit changes. */
  #renderCard(messages: Messages): TemplateResult {
    const status = this.chunkFailed
      ? messages.notLoaded
      : this.describeForm?.(messages) || this.returns?.describe(messages);
    return html`<div class="card" part="card" dir=${messages.dir ?? 'ltr'} lang=${messages.locale}>
      ${this.returns?.render(messages)} ${this.renderForm?.(messages)}
      <div class=${this.state} part="status">
        ${this.returns?.renderFailureTitle(this.state, messages)}
        <p role="status" .textContent=${status ?? ''}></p>
      </div>
      ${this.#diagnostics?.render(this.state, this.error, messages)}
      ${this.renderFallback?.(messages)}
    </div>`;
  }

  async #loadTexts(language: string): Promise<void> {
    this.#language = language;
    const texts = await loadMessages(language, this.proxy);
    if (language !== this.#language) return;
    this.#texts = texts;
    this.requestUpdate();
  }

  async #loadDiagnostics(): Promise<void> {
    const load = () => import('./diagnostics/index.ts');
    const chunk = await loadChunk(load, 'diagnostics', this.proxy).catch(() => undefined);
    if (chunk) this.#diagnostics ??= new chunk.Diagnostics(this);
    this.requestUpdate();
  }
}
