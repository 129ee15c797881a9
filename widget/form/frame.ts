/**
 * A form in a frame, as page builders make them: a chunk of its own. HelloAsso's payment page refuses to be framed, so it opens at the
 * top; browsers may refuse that, some without a word, so a link to it takes the place of the button at the same moment.
 */
import { html, type TemplateResult } from 'lit/html.js';
import { IDEMPOTENCY_MS } from '../../proxy/contract/lifetimes.ts';
import { CheckoutError } from '../errors.ts';
import type { ReturnMessages } from '../messages/messages.ts';
import type { FormState } from './form-state.ts';

/** Whether the frame's sandbox keeps it from opening a page at the top: then the link opens a new tab. */
let opensTab = false;

/**
 * @param root - A connected node, in which a form is tried.
 * @throws CheckoutError `frame-restricted` where a frame has no address to come back to (`srcdoc`), no origin, or no forms.
 */
export function checkFrame(root: ParentNode): void {
  if (/^http/.test(location.protocol) && origin !== 'null' && allowsForms(root)) return;
  throw new CheckoutError('frame-restricted', 'This frame has no address of its own, no origin, or allows no forms.');
}

/** A sandbox without `allow-forms` drops the event of a button that is pressed. */
function allowsForms(root: ParentNode): boolean {
  const form = document.createElement('form');
  let isAllowed = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    isAllowed = true;
  });
  root.append(form);
  form.requestSubmit();
  form.remove();
  return isAllowed;
}

/** Opens the payment page at the top, and moves focus to the link that has taken the place of the button. */
export async function openAtTop(
  host: { readonly updateComplete: Promise<unknown>; readonly renderRoot: ParentNode },
  url: URL,
): Promise<void> {
  // The browser wants a press that is a few seconds old at most. If it was, the sandbox is in the way.
  if (!navigateTop(url)) opensTab = navigator.userActivation?.isActive ?? false;
  await host.updateComplete;
  host.renderRoot.querySelector<HTMLElement>('a[part]')?.focus();
}

/** `false` where the browser refuses and says so. */
function navigateTop(url: URL): boolean {
  try {
    (top as Window).location.href = url.href;
    return true;
  } catch {
    return false;
  }
}

/** The link in place of the button while the form is leaving. After 13 minutes it makes a new checkout: HelloAsso's page lives for 15. */
export function renderLink(
  form: { readonly state: FormState; stop(): void },
  host: { submit(): Promise<void> },
  words: ReturnMessages | undefined,
): TemplateResult | undefined {
  const { state } = form;
  if (state.name !== 'leaving') return undefined;
  const { url, leftAt } = state;
  const onClick = (event: Event) => {
    if (Date.now() - leftAt > IDEMPOTENCY_MS) {
      event.preventDefault();
      form.stop();
      return void host.submit();
    }
    if (opensTab) return;
    event.preventDefault();
    opensTab = !navigateTop(url);
    if (opensTab) open(url, '_blank', 'noopener');
  };
  return html`<a part="submit" href=${url.href} target=${opensTab ? '_blank' : '_top'} rel="noopener" @click=${onClick}>
    ${opensTab ? words?.openPaymentInTab : words?.openPayment}
  </a>`;
}
