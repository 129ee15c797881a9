import { html, type TemplateResult } from 'lit';
import { HelloassoElement } from './helloasso-element.ts';
import type { ReturnState } from './return/return-state.ts';

/**
 * The outcome of a checkout in a place of its own: on another page than the form's, or anywhere on the same.
 *
 * @attribute {string} proxy - The address of your proxy.
 * @attribute {string} lang - The language of the texts; without it, the nearest ancestor's, else French.
 * @attribute {string} messages - Your own words in place of ours, as JSON by the names in `widget/messages/messages.ts`.
 * @attribute {boolean} debug - Shows the page's author why a return could not be verified. On localhost it is on by itself.
 * @slot - Shown when no payer is coming back.
 * @fires {HelloassoOutcomeEvent} helloasso-outcome - The proxy has verified the return.
 * @fires {HelloassoErrorEvent} helloasso-error - The return could not be verified.
 * @cssproperty [--helloasso-checkout-accent=#4c40cf] - Colour of the links.
 */
export class HelloassoResult extends HelloassoElement {
  /**
   * Where the element is.
   * @type {'none' | 'verifying' | 'verified' | 'unverified'}
   */
  get state(): ReturnState['name'] {
    return this.returns?.state.name ?? 'none';
  }

  protected override render(): TemplateResult {
    const rendered = super.render();
    return this.state === 'none' && !this.isReturnLost ? html`<slot></slot>` : rendered;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'helloasso-result': HelloassoResult;
  }
}
