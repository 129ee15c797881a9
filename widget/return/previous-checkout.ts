import type { FormValues } from '../core/form-values-shape.ts';
import { STORAGE_KEY } from '../core/may-be-returning.ts';
import type { CheckoutReturn } from './return-state.ts';

/** A checkout that left this tab: how to ask for its outcome, and what the payer had typed. */
export interface PreviousCheckout extends CheckoutReturn {
  /** The proxy that issued the token: no other one ever receives it. */
  readonly proxy: string;
  /** Gone 30 minutes after the payer left, and once they have paid. */
  readonly draft?: FormValues | undefined;
  /** Path and fragment of the page that the payer left, where it had a fragment to keep. */
  readonly page?: string | undefined;
  /** ms since the epoch */
  readonly savedAt: number;
  /** The outcome is final and the payer has read it, or nothing can be paid of it any more: there is nothing to ask. */
  readonly isSettled?: boolean;
}

const DRAFT_LIFE_MS = 30 * 60 * 1000;
const MAX_RECORDS = 5;

/** The records where the browser stores nothing, as in some frames: they last as long as the page. */
let unstored: readonly PreviousCheckout[] | undefined;

/** The checkouts of this tab, the latest first. */
export function readCheckouts(): readonly PreviousCheckout[] {
  if (unstored) return unstored;
  try {
    const stored = Object.entries<PreviousCheckout>(JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '{}'));
    const records = stored.map(([, record]) => record).filter(({ proxy }) => proxy);
    const kept = records.map(withoutOldDraft);
    if (kept.some(({ draft }, index) => !draft && records[index]?.draft)) write(kept);
    return kept;
  } catch {
    return [];
  }
}

function withoutOldDraft({ draft, ...checkout }: PreviousCheckout): PreviousCheckout {
  return draft && Date.now() - checkout.savedAt < DRAFT_LIFE_MS ? { ...checkout, draft } : checkout;
}

/** Keeps a checkout in the place of its older record. */
export function saveCheckout(checkout: PreviousCheckout): void {
  const others = readCheckouts().filter((other) => !isSame(other, checkout));
  write([checkout, ...others].slice(0, MAX_RECORDS));
}

/** Changes the record of a checkout in its place. */
export function updateCheckout(checkout: PreviousCheckout, change: Partial<PreviousCheckout>): void {
  write(readCheckouts().map((other) => (isSame(other, checkout) ? { ...other, ...change } : other)));
}

/** As an object by position: some old libraries change how arrays become JSON. */
function write(records: readonly PreviousCheckout[]): void {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify({ ...records }));
    unstored = undefined;
  } catch {
    unstored = records;
  }
}

/** Two pages may write the address of one proxy with and without a slash at its end. */
export function isSameProxy(one: string, other: string): boolean {
  return one.replace(/\/+$/, '') === other.replace(/\/+$/, '');
}

/** The same intent; without an intent, the draft for the same offer. */
function isSame(one: PreviousCheckout, other: PreviousCheckout): boolean {
  const isSameIntent = one.checkoutIntentId === other.checkoutIntentId && isSameProxy(one.proxy, other.proxy);
  return isSameIntent && (one.checkoutIntentId !== undefined || one.offer === other.offer);
}

/** The record of a return: by its intent, else the latest for its offer. `proxy` where it is known. */
export function recordOf(checkout: CheckoutReturn, proxy = checkout.proxy): PreviousCheckout | undefined {
  const { checkoutIntentId: id, offer } = checkout;
  const records = readCheckouts().filter((record) => record.token && (!proxy || isSameProxy(record.proxy, proxy)));
  return records.find((record) => (id === undefined ? record.offer === offer : record.checkoutIntentId === id));
}

/** The checkouts for an offer of a proxy of which something may still become known. */
export function unsettledCheckouts(proxy: string, offer: string | undefined): readonly PreviousCheckout[] {
  return readCheckouts().filter(
    (record) => !record.isSettled && isSameProxy(record.proxy, proxy) && (!offer || record.offer === offer),
  );
}

/** Keeps what was typed for when the page is loaded again. */
export function saveDraft(proxy: string, offer: string, draft: FormValues): void {
  const latest = readCheckouts().find((record) => isSameProxy(record.proxy, proxy) && record.offer === offer);
  const none = { step: 'back', token: '', checkoutIntentId: undefined, isSettled: true, proxy, offer } as const;
  saveCheckout({ ...(latest ?? none), draft, savedAt: Date.now() });
}

/** What the payer had typed for that offer. */
export function readDraft(proxy: string, offer: string): FormValues | undefined {
  return readCheckouts().find((record) => isSameProxy(record.proxy, proxy) && record.offer === offer)?.draft;
}

export function forgetDrafts(proxy: string): void {
  for (const record of readCheckouts()) {
    if (record.draft && isSameProxy(record.proxy, proxy)) updateCheckout(record, { draft: undefined });
  }
}
