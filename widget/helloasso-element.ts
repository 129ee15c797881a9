import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CheckoutOutcome } from '../proxy/contract/checkout.ts';
import { adoptStyles, Component } from './component.ts';
import { fromJson } from './json.ts';
import { type AllMessages, loadMessages, type Messages } from './messages.ts';
import type { ReturnController } from './return-controller.ts';
import { mayBeReturning } from './return-marks.ts';
import { styles } from './styles.ts';

/** What the two elements share: a proxy, a language, and a payer who may be coming back. */
export abstract class HelloassoElement extends Component {
  static override attributes: readonly string[] = ['proxy', 'lang', 'messages'];

  /** The address of your proxy. */
  proxy = '';

  /** The language of the texts; without it, the nearest ancestor's, else French. */
  override lang = '';

  /** The page's own words, in place of the texts of the same names, or JSON of it. */
  messages: Partial<AllMessages> | string = '';

  /** Undefined until someone is in the form, may be coming back, or reads of a failure. */
  protected returning: ReturnController | undefined;
  /** Whether the file for those who leave and come back does not load. */
  protected isBare = false;
  #language: string | undefined;
  #texts: Messages | undefined;

  constructor() {
    super();
    adoptStyles(this.renderRoot, styles);
  }

  /** Where the element stands. @internal */
  abstract readonly state: string;

  /** Whether someone comes back, and nobody can tell them the outcome. */
  protected get isIncomplete(): boolean {
    return this.isBare && mayBeReturning();
  }

  /** The last outcome that the proxy has verified. */
  get outcome(): CheckoutOutcome | undefined {
    return this.returning?.outcome;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (mayBeReturning() || location.hostname === 'localhost' || this.hasAttribute('debug')) void this.prepareReturn();
  }

  /** Loads, once, what only payers need who are in the form or come back. @internal */
  async prepareReturn(): Promise<ReturnController | undefined> {
    try {
      const { ReturnController } = await import('./return-controller.ts');
      this.returning ??= new ReturnController(this);
    } catch {}
    this.isBare = !this.returning;
    this.requestUpdate();
    return this.returning;
  }

  /** What stands below a return; what the live region says of it; what stands below that. */
  protected renderForm?(messages: Messages): unknown;
  protected describeForm?(messages: Messages): string;
  protected renderFallback?(messages: Messages): unknown;

  protected render(): TemplateResult | typeof nothing {
    void this.#speak(this.lang || languageAround(this));
    return html`<div class=${this.renderForm ? 'room' : nothing}>${this.#texts && this.#renderWith(this.#texts)}</div>`;
  }

  /** In the page's own words, where they can be used as they are. */
  #renderWith(texts: Messages): TemplateResult {
    try {
      return this.#renderCard({ ...texts, ...fromJson(this.messages) });
    } catch {
      return this.#renderCard(texts);
    }
  }

  /** The status is set whole: a page translator would have replaced a text that is only changed. */
  #renderCard(messages: Messages): TemplateResult {
    const status = this.isBare
      ? messages.trouble
      : this.describeForm?.(messages) || this.returning?.describeState(messages);
    return html`<div class="card" dir="ltr" lang=${messages.locale}>
      ${this.returning?.render(messages)} ${this.renderForm?.(messages)}
      <p role="status" class=${this.state} .textContent=${status ?? ''}></p>
      ${this.renderFallback?.(messages)}
    </div>`;
  }

  async #speak(language: string): Promise<void> {
    if (language === this.#language) return;
    this.#language = language;
    const texts = await loadMessages(language);
    if (language !== this.#language) return;
    this.#texts = texts;
    this.requestUpdate();
  }
}

/** Never the browser's language: the form speaks as the page around it. */
function languageAround(element: Element): string {
  const language = element.closest<HTMLElement>('[lang]')?.lang;
  const root = element.getRootNode();
  return language ?? (root instanceof ShadowRoot ? languageAround(root.host) : 'fr');
}
