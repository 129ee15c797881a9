/** Which element of the page shows a return: the first `<helloasso-result>`, else the first form for its offer. */
import type { CheckoutReturn } from './return-state.ts';
import { readReturn } from './return-url.ts';

/** An element that can show a return: its form's, or without a form any. */
export interface ReturnClaimant {
  readonly host: {
    /** Absent in an element without a form; empty for the only offer of the proxy. */
    readonly offer?: string;
    /** Empties its form. */
    empty?(): void;
  };
  receiveReturn(checkout: CheckoutReturn): void;
}

const claimants = new Set<ReturnClaimant>();
let isRead = false;
let unclaimed: CheckoutReturn | undefined;

/** Registers a claimant for the return of this page. It waits for the others: a later one may come first. */
export async function claimReturn(claimant: ReturnClaimant): Promise<void> {
  if (!isRead) unclaimed = readReturn();
  isRead = true;
  claimants.add(claimant);
  await allElementsConnected();
  const checkout = unclaimed;
  if (!checkout) return;
  const all = [...claimants];
  const chosen = all.find(({ host }) => !('offer' in host)) ?? all.find(({ host }) => isFor(checkout.offer, host));
  if (!chosen) return;
  unclaimed = undefined;
  chosen.receiveReturn(checkout);
}

/** Withdraws a claimant, which gives back what it received and could not verify. */
export function withdrawClaim(claimant: ReturnClaimant, unverified: CheckoutReturn | undefined): void {
  claimants.delete(claimant);
  unclaimed ??= unverified;
  const [next] = claimants;
  if (unclaimed && next) void claimReturn(next);
}

/** Empties every form for that offer: what was typed is paid, whichever element shows it. */
export function emptyForms(offer: string | undefined): void {
  for (const { host } of claimants) {
    if (isFor(offer, host)) host.empty?.();
  }
}

function isFor(offer: string | undefined, host: ReturnClaimant['host']): boolean {
  return !host.offer || host.offer === offer;
}

/** The document is parsed, and the elements that started with this one are connected. */
async function allElementsConnected(): Promise<void> {
  if (document.readyState === 'loading') {
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
  }
  await new Promise((resolve) => setTimeout(resolve));
}
