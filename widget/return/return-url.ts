/**
 * A payer comes back to the page that they left, with our token in its address and HelloAsso's parameters after it. This module
 * reads them as soon as it is loaded, gives the page its own address back, and keeps what it read in the history entry for a reload.
 * Nothing here is verified: it only says what to ask the proxy.
 */
import { HELLOASSO_PARAMETERS, isNamedLikeHelloasso, OWN_PREFIX } from '../../proxy/contract/own-parameters.ts';
import { STEP_PARAMETER, TOKEN_PARAMETER } from '../../proxy/contract/return-parameters.ts';
import { jwtPayload } from '../core/jwt-payload.ts';
import { STORAGE_KEY } from '../core/may-be-returning.ts';
import { restoreFragment } from './fragment.ts';
import { readCheckouts } from './previous-checkout.ts';
import type { CheckoutReturn } from './return-state.ts';

/** Read at once: a hash router may draw the element only when it knows the fragment, or much later. */
const inAddress = globalThis.location && fromAddress();

/** Whether the payer came back to this very page. */
export function isReturnPage(): boolean {
  return (inAddress ?? fromHistory()) !== undefined;
}

/** The return in the address, else in the history entry (a reload), else after a Back for which the browser built the page anew. */
export function readReturn(): CheckoutReturn | undefined {
  return inAddress ?? fromHistory() ?? fromBackNavigation();
}

/**
 * Removes the return that a reload would verify again, and leaves the history entry as the page had it. Some browsers refuse to write
 * the history too often: a reload then verifies it again.
 */
export function forgetReturn(): void {
  if (!fromHistory()) return;
  const { [STORAGE_KEY]: kept, ...others } = history.state;
  const isEmpty = Object.keys(others).length === 0;
  try {
    history.replaceState(isEmpty && kept.isAlone ? null : others, '');
  } catch {}
}

/** Keeps the return beside what the page keeps there. Where the page's state takes no member, a reload shows the form. */
function keepInHistory(checkout: CheckoutReturn, url: URL): void {
  const { state } = history;
  const isAlone = state === null;
  const takesMember = isAlone || Object.getPrototypeOf(state) === Object.prototype;
  history.replaceState(takesMember ? { ...state, [STORAGE_KEY]: { ...checkout, isAlone } } : state, '', url);
}

function fromAddress(): CheckoutReturn | undefined {
  const { own, added } = splitQuery(location.search);
  const token = added.get(TOKEN_PARAMETER);
  if (token === undefined) return undefined;
  const step = added.get(STEP_PARAMETER);
  const id = added.get('checkoutIntentId');
  const checkout: CheckoutReturn = {
    step: step === 'back' || step === 'error' ? step : 'return',
    token,
    offer: offerIn(token),
    checkoutIntentId: id && /^\d+$/.test(id) ? Number(id) : undefined,
  };
  const url = new URL(location.href);
  url.search = own;
  try {
    keepInHistory(checkout, url);
    restoreFragment(readCheckouts()[0]?.page);
  } catch {} // the history cannot be written: the address stays as it is, and the outcome is shown
  return checkout;
}

/**
 * Separates what our proxy and HelloAsso have added to a query from what is the page's own, which gets its names back. HelloAsso
 * appends after our token; a server that sorts parameters puts `checkoutIntentId` first.
 */
export function splitQuery(search: string): { readonly own: string; readonly added: ReadonlyMap<string, string> } {
  const parts = search.slice(1).split('&');
  const names: readonly string[] = [TOKEN_PARAMETER, STEP_PARAMETER, ...HELLOASSO_PARAMETERS];
  const isReturn = parts.some((part) => nameOf(part) === TOKEN_PARAMETER);
  const start = parts.findIndex((part) => [TOKEN_PARAMETER, 'checkoutIntentId'].includes(nameOf(part)));
  const added = new Map<string, string>();
  const own = parts.filter((part, index) => {
    const name = nameOf(part);
    if (!isReturn || index < start || !names.includes(name)) return true;
    added.set(name, part.slice(name.length + 1));
    return false;
  });
  return { own: own.map(withOwnName).join('&'), added };
}

/** The parameter as the page had it, before the proxy renamed it. */
function withOwnName(part: string): string {
  const renamed = part.startsWith(OWN_PREFIX) ? part.slice(OWN_PREFIX.length) : '';
  const [name = ''] = new URLSearchParams(renamed).keys();
  return isNamedLikeHelloasso(name) ? renamed : part;
}

function fromHistory(): CheckoutReturn | undefined {
  return history.state?.[STORAGE_KEY];
}

/** What was typed and not paid is what a payer comes back to by the Back button. */
function fromBackNavigation(): CheckoutReturn | undefined {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const [previous] = readCheckouts();
  return navigation?.type === 'back_forward' && previous?.draft && previous.token ? previous : undefined;
}

function nameOf(part: string): string {
  return part.split('=', 1)[0] ?? '';
}

/** The offer in a token, not verified. */
function offerIn(token: string): string | undefined {
  try {
    return (jwtPayload(token) as { offer?: string }).offer;
  } catch {
    return undefined;
  }
}
