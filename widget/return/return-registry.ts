/**
 * Which element of the page shows a return: the first visible `<helloasso-result>`, else the first visible form for its offer. Where
 * none is visible (a closed dialog, a hidden tab, a copy for another width, a page without the form), a dialog of our own.
 */
import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { isSameProxy, recordOf } from './previous-checkout.ts';
import { isInResultDialog, openResultDialog } from './result-dialog.ts';
import type { CheckoutReturn } from './return-state.ts';
import { forgetReturn, isReturnPage, readReturn } from './return-url.ts';
import { isVisible } from './visibility.ts';

/** An element that can show a return: its form's, or without a form any. */
export interface ReturnClaimant {
  readonly host: HTMLElement & {
    readonly proxy: string;
    /** Absent in an element without a form; empty for the only offer of the proxy. */
    readonly offer?: string;
    /** Empties its form. */
    empty?(): void;
  };
  /** `outcome` is what another element has shown of it. */
  receiveReturn(checkout: CheckoutReturn, outcome?: CheckoutOutcome): void;
}

/** A return that no element shows. */
interface Unclaimed {
  readonly checkout: CheckoutReturn;
  readonly outcome?: CheckoutOutcome | undefined;
}

const claimants = new Set<ReturnClaimant>();
let isRead = false;
let hasReturn = false;
let unclaimed: Unclaimed | undefined;
/** Whether the page had an element for the return. */
let hadElement = false;
/** Whether an outcome was in view: then no dialog opens when its element goes. */
let wasSeen = false;

/** So long a return waits for an element that a router or a fragment of the page may still bring, in ms. */
const FIRST_ELEMENT_MS = 2_000;

/** On a page without any element for it, as on a route without the form, our dialog shows the return, where this tab knows its proxy. */
async function showWithoutElement(): Promise<void> {
  await allElementsConnected();
  await new Promise((resolve) => setTimeout(resolve, FIRST_ELEMENT_MS));
  readOnce();
  const checkout = unclaimed?.checkout;
  if (checkout?.proxy && !hadElement) openDialog(document.body, checkout);
}

/**
 * Registers a claimant for the return of this page. It waits for the others: a later one may come first. Resolves to whether the page
 * has a return, for whichever element.
 */
export async function claimReturn(claimant: ReturnClaimant): Promise<boolean> {
  claimants.add(claimant);
  readOnce();
  await allElementsConnected();
  assign();
  return hasReturn;
}

function readOnce(): void {
  if (!isRead) announceReturn(readReturn());
  isRead = true;
}

/** Gives a return to an element of the page: the one in the address, or one that this tab has asked about by itself. */
export function announceReturn(checkout: CheckoutReturn | undefined): void {
  if (!checkout) return;
  hasReturn = true;
  unclaimed = { checkout: { ...checkout, proxy: checkout.proxy ?? recordOf(checkout)?.proxy } };
  hadElement = false;
  wasSeen = false;
}

/** So long an outcome that was shown waits for the element that replaces its own. A later element is a form for a new payment. */
const REPLACEMENT_MS = 3_000;

/** Withdraws a claimant that leaves the page. What it showed goes to the element that takes its place. */
export function withdrawClaim(claimant: ReturnClaimant, shown?: Unclaimed): void {
  claimants.delete(claimant);
  if (!unclaimed && shown) {
    unclaimed = shown;
    if (shown.outcome) setTimeout(() => unclaimed === shown && dismissReturn(), REPLACEMENT_MS);
  }
  assign();
}

/** Nothing is to be shown any more, in whichever element. A later one asks about what is still open. */
export function dismissReturn(): void {
  unclaimed = undefined;
  hasReturn = false;
}

/** The outcome of a return is in view: no dialog is needed any more. */
export function markSeen(): void {
  wasSeen = true;
}

/** Moves an outcome to our dialog, because its element is clipped or covered. `false` where there is nowhere else to go. */
export function moveToDialog(claimant: ReturnClaimant, shown: Unclaimed): boolean {
  if (wasSeen || isInResultDialog(claimant.host)) return false;
  unclaimed = shown;
  openDialog(claimant.host, shown.checkout);
  return true;
}

/** Gives the unclaimed return to the first element that can show it now. The preview of a page by Turbo is about to be replaced. */
export function assign(): void {
  if (!unclaimed || document.documentElement.matches('[data-turbo-preview]')) return;
  const { checkout: returned, outcome } = unclaimed;
  const fitting = [...claimants].filter(({ host }) => isFor(returned, host));
  hadElement ||= fitting.length > 0;
  const checkout = isIssuerUnknown(returned) ? { ...returned, token: '' } : returned;
  const visible = fitting.filter(({ host }) => isVisible(host));
  const chosen = visible.find(({ host }) => !('offer' in host)) ?? visible[0];
  const [hidden] = fitting;
  if (chosen) {
    unclaimed = undefined;
    chosen.receiveReturn(checkout, outcome);
  } else if (hidden && !wasSeen) openDialog(hidden.host, checkout);
}

/** In the language of the element that could not show it. */
function openDialog(hidden: HTMLElement & { readonly proxy?: string }, { proxy = hidden.proxy }: CheckoutReturn): void {
  openResultDialog(hidden, proxy ?? '', () => {
    dismissReturn();
    forgetReturn();
  });
}

/** Empties every form for an offer: what was typed is paid, whichever element shows it. */
export function emptyForms(checkout: CheckoutReturn): void {
  for (const { host } of claimants) {
    if (isFor(checkout, host)) host.empty?.();
  }
}

/** A token goes only to the proxy that issued it, where this tab knows that one. */
function isFor({ offer, proxy }: CheckoutReturn, host: ReturnClaimant['host']): boolean {
  return (!proxy || !host.proxy || isSameProxy(proxy, host.proxy)) && (!host.offer || host.offer === offer);
}

/** Whether nothing says which of several proxies issued a token: then none receives it, and the payer reads what else they can do. */
function isIssuerUnknown(checkout: CheckoutReturn): boolean {
  const elements = document.querySelectorAll<ReturnClaimant['host']>('helloasso-checkout, helloasso-result');
  const hosts = [...[...claimants].map(({ host }) => host), ...elements]; // those too whose chunk is still to come
  const [first, ...others] = hosts.filter((host) => host.proxy && isFor(checkout, host)).map(({ proxy }) => proxy);
  return !checkout.proxy && first !== undefined && others.some((other) => !isSameProxy(first, other));
}

/** The document is parsed, and the elements that started with this one are connected. */
async function allElementsConnected(): Promise<void> {
  if (document.readyState === 'loading') {
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
  }
  await new Promise((resolve) => setTimeout(resolve));
}

if (isReturnPage()) void showWithoutElement();
