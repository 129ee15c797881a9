import type { FormValues } from './form-values.ts';
import type { Return } from './return.ts';
import { KEY } from './return-marks.ts';

/** The last checkout that left this tab: how to ask for its outcome, and what the payer had typed. */
export interface LastCheckout extends Return {
  /** Gone 30 minutes after the payer left, and once paid. */
  readonly draft?: FormValues | undefined;
  readonly savedAt: number;
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
    return Date.now() - last.savedAt < DRAFT_LIFE_MS ? last : { ...last, draft: undefined };
  } catch {
    return undefined;
  }
}

/** What the payer had typed for that offer. */
export function readDraft(offer: string): FormValues | undefined {
  const last = readLastCheckout();
  return last?.offer === offer ? last.draft : undefined;
}

/** Forgets what the payer had typed. */
export function dropDraft(): void {
  const last = readLastCheckout();
  if (last?.draft) saveLastCheckout({ ...last, draft: undefined });
}
