import type { FormValues } from '../core/form-values-shape.ts';
import { STORAGE_KEY } from '../core/may-be-returning.ts';
import type { CheckoutReturn } from './return-state.ts';

/** The last checkout that left this tab: how to ask for its outcome, and what the payer had typed. */
export interface PreviousCheckout extends CheckoutReturn {
  /** Gone 30 minutes after the payer left, and once they have paid. */
  readonly draft?: FormValues | undefined;
  /** Path and fragment of the page that the payer left, where it had a fragment to keep. */
  readonly page?: string | undefined;
  /** ms since the epoch */
  readonly savedAt: number;
  /** The payer has read that they have paid: a new payment is a second one on purpose. */
  readonly isSettled?: boolean;
}

const DRAFT_LIFE_MS = 30 * 60 * 1000;

/** Keeps the checkout for the payer's return. Where the browser stores nothing, the draft is lost, not the payment. */
export function savePreviousCheckout(checkout: PreviousCheckout): void {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(checkout));
  } catch {}
}

export function readPreviousCheckout(): PreviousCheckout | undefined {
  try {
    const previous = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '') as PreviousCheckout;
    if (!previous.draft || Date.now() - previous.savedAt < DRAFT_LIFE_MS) return previous;
    const { draft: _, ...rest } = previous;
    savePreviousCheckout(rest);
    return rest;
  } catch {
    return undefined;
  }
}

/** Keeps what was typed for when the page is loaded again. Where no checkout for that offer has left this tab, there is none to ask about. */
export function saveDraft(offer: string, draft: FormValues): void {
  const previous = readPreviousCheckout();
  const none = { offer, step: 'back', token: '', checkoutIntentId: undefined, isSettled: true } as const;
  savePreviousCheckout({ ...(previous?.offer === offer ? previous : none), draft, savedAt: Date.now() });
}

/** What the payer had typed for that offer. */
export function readDraft(offer: string): FormValues | undefined {
  const previous = readPreviousCheckout();
  return previous?.offer === offer ? previous.draft : undefined;
}

export function forgetDraft(): void {
  const previous = readPreviousCheckout();
  if (previous?.draft) savePreviousCheckout({ ...previous, draft: undefined });
}
