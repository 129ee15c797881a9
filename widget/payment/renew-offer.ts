import { pointerReleased } from '../core/pointer-released.ts';
import type { PricedOffer } from '../core/priced-offer.ts';
import { CheckoutError } from '../errors.ts';
import type { FormState } from '../form/form-state.ts';

/** How long an offer counts as new, in ms. */
const NEW_MS = 300_000;

export interface OfferedForm {
  readonly state: FormState;
  /** When the proxy gave the offer, in ms. */
  readAt: number;
  enter(state: FormState): void;
  /** @throws CheckoutError */
  fetchOffer(): Promise<PricedOffer>;
}

/**
 * Asks for the offer again behind the form, where it is more than five minutes old, or from the future, by the clock of the device. What
 * is typed stays, and nothing changes under a press. A payer who uses the form reads that it has changed. Without an answer the form
 * stays as it is: the proxy refuses what is out of date. `touched` are the fields that the payer has changed.
 */
export async function renewOffer(form: OfferedForm, host: HTMLElement, touched: ReadonlySet<string>): Promise<void> {
  const { state, readAt } = form;
  if (state.name !== 'ready' || Math.abs(Date.now() - readAt) < NEW_MS) return;
  form.readAt = Date.now();
  const next = await form.fetchOffer().then(
    (offer) => stateAfter(state.offer, offer, touched.size > 0 || isUsed(host)),
    (cause) => ({ name: 'unavailable', error: CheckoutError.from(cause) }) as const,
  );
  await pointerReleased(); // a press means what was on screen: the proxy compares
  const isAnswer = next.name !== 'unavailable' || next.error.code.startsWith('offer-');
  if (isAnswer && form.state === state) form.enter(next);
}

function stateAfter(seen: PricedOffer, offer: PricedOffer, isUsed: boolean) {
  if (seen.revision === offer.revision || !isUsed) return { name: 'ready', offer } as const;
  return { name: 'failed', offer, error: new CheckoutError('offer-changed', 'The form was renewed.') } as const;
}

/** Focus alone does not say it: a pointer is on its way to the button without any, and WebKit gives none to what is clicked. */
function isUsed(host: HTMLElement): boolean {
  const { activeElement } = host.getRootNode() as Document | ShadowRoot;
  return host.matches(':hover') || host.contains(activeElement);
}
