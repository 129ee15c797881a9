import { html, type TemplateResult } from 'lit';
import { HelloassoElement } from './helloasso-element.ts';
import type { ReturnState } from './return/return-state.ts';

/**
 * The outcome of a checkout in a place of its own: on another page than the form's, or anywhere on the same.
 *
 * @attribute {string} proxy - The address of your proxy.
 * @attribute {string} lang - The language of the texts; without it, the nearest ancestor's, else French.
 * @attribute {string} messages - Your own words in place of ours, as JSON by the names in `widget/messages/messages.ts`.
 * @attribute {'auto' | 'light' | 'dark'} theme - Light or dark, whatever the page is; without it, and by `auto`, as the page's
 *   `color-scheme` says.
 * @attribute {boolean} debug - Shows the page's author why a return could not be verified. On localhost it is on by itself.
 * @slot - Shown when no payer is coming back.
 * @fires {HelloassoOutcomeEvent} helloasso-outcome - The proxy has verified the return.
 * @fires {HelloassoErrorEvent} helloasso-error - The return could not be verified.
 * @csspart card - The box around everything.
 * @csspart outcome - The outcome of a payment.
 * @csspart button - Every button.
 * @csspart status - What is under way.
 * @cssproperty [--helloasso-checkout-accent=#4c40cf] - Colour of the links, and of the icon of a payment on its way.
 * @cssproperty [--helloasso-checkout-surface=Canvas] - Background of the element. With a dark one, set `theme="dark"` too.
 * @cssproperty [--helloasso-checkout-text=CanvasText] - Colour of the text.
 * @cssproperty [--helloasso-checkout-border] - Colour of the lines around the element and between its parts.
 * @cssproperty [--helloasso-checkout-radius=0.5em] - Radius of the corners of buttons; the element has twice as much.
 * @cssproperty [--helloasso-checkout-font=system-ui, sans-serif] - Font family.
 * @cssproperty [--helloasso-checkout-spacing=1em] - Space between the parts.
 */
export class HelloassoResult extends HelloassoElement {
  /**
   * Where the element is.
   * @type {'none' | 'verifying' | 'verified' | 'unverified'}
   */
  get state(): ReturnState['name'] {
    return this.returns?.state.name ?? 'none';
  }

  protected override render(): TemplateResult | undefined {
    const rendered = super.render();
    return this.state === 'none' && !this.isReturnLost ? html`<slot></slot>` : rendered;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'helloasso-result': HelloassoResult;
  }
}
