import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CheckoutOutcome } from '../proxy/contract/checkout.ts';
import { adoptStyles, Component } from './component.ts';
import { loadMessages, type Messages } from './messages.ts';
import type { ReturnController } from './return-controller.ts';
import { mayBeReturning } from './return-marks.ts';
import { styles } from './styles.ts';

/** What the two elements share: a proxy, a language, and a payer who may be coming back. */
export abstract class HelloassoElement extends Component {
  static override attributes: readonly string[] = ['proxy', 'lang'];

  /** The address of your proxy. */
  proxy = '';

  /** The language of the texts; without it, the nearest ancestor's, else French. */
  override lang = '';

  /** Undefined until someone is in the form, may be coming back, or reads of a failure. */
  protected returning: ReturnController | undefined;
  /** Whether the file for those who leave and come back does not load. */
  protected isBare = false;
  #language: string | undefined;
  #messages: Messages | undefined;

  constructor() {
    super();
    adoptStyles(this.renderRoot, styles);
  }

  /** Where the element stands. @internal */
  abstract readonly state: string;

  /** Whether this element stands before the others when a payer comes back. @internal */
  abstract readonly showsAnyReturn: boolean;

  /** Whether it may show the return of a payer of that offer. @internal */
  abstract acceptsReturn(offer: string | undefined): boolean;

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
    if (mayBeReturning() || this.hasAttribute('debug')) void this.prepareReturn();
  }

  /** Empties what the payer has filled in, where there is something to fill in. @internal */
  abstract empty(): void;

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
  protected abstract renderForm(messages: Messages): unknown;
  protected abstract describeForm(messages: Messages): unknown;
  protected renderFallback?(messages: Messages): unknown;

  protected render(): TemplateResult | typeof nothing {
    void this.#speak(this.lang || languageAround(this));
    const messages = this.#messages;
    if (!messages) return nothing;
    return html`<div><div class="card" dir="ltr" lang=${messages.locale}>
      ${this.returning?.render(messages)} ${this.renderForm(messages)}
      <p role="status" class=${this.state}>${this.isIncomplete ? messages.trouble : this.returning?.describeState(messages)}${this.describeForm(messages)}</p>
      ${this.renderFallback?.(messages)}
    </div></div>`;
  }

  async #speak(language: string): Promise<void> {
    if (language === this.#language) return;
    this.#language = language;
    const messages = await loadMessages(language);
    if (language !== this.#language) return;
    this.#messages = messages;
    this.requestUpdate();
  }
}

/** Never the browser's language: the form speaks as the page around it. */
function languageAround(element: Element): string {
  const language = element.closest('[lang]')?.getAttribute('lang');
  const root = element.getRootNode();
  return language ?? (root instanceof ShadowRoot ? languageAround(root.host) : 'fr');
}
