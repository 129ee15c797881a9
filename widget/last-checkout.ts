import type { FormValues } from './form-values.ts';
import type { Return } from './return.ts';
import { KEY } from './return-marks.ts';

/** The last checkout that left this tab: how to ask for its outcome, and what the payer had typed. */
export interface LastCheckout extends Return {
  /** Gone 30 minutes after the payer left, and once they have paid. */
  readonly draft?: FormValues | undefined;
  readonly savedAt: number;
  /** The payer has been told that they have paid: to pay again is their wish. */
  readonly isSettled?: boolean;
}

const DRAFT_LIFE_MS = 30 * 60 * 1000;

/** Keeps the checkout for the payer's return. A browser that stores nothing costs the draft, not the payment. */
export function saveLastCheckout(last: LastCheckout): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(last));
  } catch {}
}

export function readLastCheckout(): LastCheckout | undefined {
  try {
    const last = JSON.parse(sessionStorage.getItem(KEY) ?? '') as LastCheckout;
    if (!last.draft || Date.now() - last.savedAt < DRAFT_LIFE_MS) return last;
    const { draft: _, ...rest } = last;
    saveLastCheckout(rest);
    return rest;
  } catch {
    return undefined;
  }
}

/** Keeps what was typed for when the page is loaded anew. Where nothing has left this tab for that offer, there is nothing to ask about. */
export function saveDraft(offer: string, draft: FormValues): void {
  const last = readLastCheckout();
  const nothing = { offer, step: 'back', token: '', checkoutIntentId: undefined, isSettled: true } as const;
  saveLastCheckout({ ...(last?.offer === offer ? last : nothing), draft, savedAt: Date.now() });
}

/** What the payer had typed for that offer. */
export function readDraft(offer: string): FormValues | undefined {
  const last = readLastCheckout();
  return last?.offer === offer ? last.draft : undefined;
}
