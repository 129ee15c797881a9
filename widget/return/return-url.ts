/**
 * A payer comes back to the page that they left, with our token in its address and HelloAsso's parameters after it. This module
 * reads them, once, takes them out of the address, and keeps them in the history entry for a reload. Nothing here is verified: it
 * only says what to ask the proxy.
 */
import { HELLOASSO_PARAMETERS, STEP_PARAMETER, TOKEN_PARAMETER } from '../../proxy/contract/return-parameters.ts';
import { jwtPayload } from '../core/json.ts';
import { STORAGE_KEY } from '../core/may-be-returning.ts';
import { readPreviousCheckout } from './previous-checkout.ts';
import type { CheckoutReturn } from './return-state.ts';

/** The return in the address, else in the history entry (a reload), else after a Back for which the browser built the page anew. */
export function readReturn(): CheckoutReturn | undefined {
  return fromAddress() ?? fromHistory() ?? fromBackNavigation();
}

/** Removes the return that a reload would verify again, and leaves the history entry as the page had it. */
export function forgetReturn(): void {
  if (!fromHistory()) return;
  const { [STORAGE_KEY]: kept, ...others } = history.state;
  const isEmpty = Object.keys(others).length === 0;
  history.replaceState(isEmpty && kept.isAlone ? null : others, '');
}

/** Keeps the return beside what the page keeps there. Where the page's state takes no member, a reload shows the form. */
function keepInHistory(checkout: CheckoutReturn, url: URL): void {
  const { state } = history;
  const isAlone = state === null;
  const takesMember = isAlone || Object.getPrototypeOf(state) === Object.prototype;
  history.replaceState(takesMember ? { ...state, [STORAGE_KEY]: { ...checkout, isAlone } } : state, '', url);
}

function fromAddress(): CheckoutReturn | undefined {
  const parts = location.search.slice(1).split('&');
  const start = parts.findIndex((part) => nameOf(part) === TOKEN_PARAMETER);
  if (start < 0) return undefined;
  const ours: readonly string[] = [TOKEN_PARAMETER, STEP_PARAMETER, ...HELLOASSO_PARAMETERS];
  const removed = new Map<string, string>();
  const kept = parts.filter((part, index) => {
    const name = nameOf(part);
    if (index < start || !ours.includes(name)) return true;
    removed.set(name, part.slice(name.length + 1));
    return false;
  });
  const token = removed.get(TOKEN_PARAMETER) ?? '';
  const step = removed.get(STEP_PARAMETER);
  const id = removed.get('checkoutIntentId');
  const checkout: CheckoutReturn = {
    step: step === 'back' || step === 'error' ? step : 'return',
    token,
    offer: offerIn(token),
    checkoutIntentId: id && /^\d+$/.test(id) ? Number(id) : undefined,
  };
  const url = new URL(location.href);
  url.search = kept.join('&');
  keepInHistory(checkout, url);
  return checkout;
}

function fromHistory(): CheckoutReturn | undefined {
  return history.state?.[STORAGE_KEY];
}

/** What was typed and not paid is what a payer comes back to by the Back button. */
function fromBackNavigation(): CheckoutReturn | undefined {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const previous = readPreviousCheckout();
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
