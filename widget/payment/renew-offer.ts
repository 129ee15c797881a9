import { CheckoutError } from '../errors.ts';
import type { FormState } from '../form/form-state.ts';
import type { PricedOffer } from '../form/offer.ts';

/** How long an offer counts as new, in ms. */
const NEW_MS = 300_000;

interface OfferedForm {
  readonly state: FormState;
  /** When the proxy gave the offer, in ms. */
  readAt: number;
  enter(state: FormState): void;
  /** @throws CheckoutError */
  fetchOffer(): Promise<PricedOffer>;
}

/**
 * Asks for the offer again behind the form, where it is more than five minutes old, or from the future, by the clock of the device. What
 * is typed stays. Without an answer the form stays as it is: the proxy refuses what is out of date.
 */
export async function renewOffer(form: OfferedForm): Promise<void> {
  const { state, readAt } = form;
  if (state.name !== 'ready' || Math.abs(Date.now() - readAt) < NEW_MS) return;
  form.readAt = Date.now();
  const next = await form.fetchOffer().then(
    (offer) => ({ name: 'ready', offer }) as const,
    (cause) => ({ name: 'unavailable', error: CheckoutError.from(cause) }) as const,
  );
  const isAnswer = next.name === 'ready' || next.error.code.startsWith('offer-');
  if (isAnswer && form.state === state) form.enter(next);
}
