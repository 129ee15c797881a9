/**
 * A payer comes back to the page that they left, with `helloasso-checkout=<return token>` in its address and HelloAsso's
 * own parameters after it. This module takes all of that out of the address, once, and gives it to the one element of the
 * page that shows the outcome. Nothing here is believed: it only says what to ask the proxy.
 */
import { readLastCheckout } from './last-checkout.ts';
import type { ReturnController, ReturnHost } from './return-controller.ts';
import { KEY } from './return-marks.ts';
import { payloadOf } from './signed-price.ts';

/** How the payer came back, as the address says. Never an outcome. */
export type Step = 'return' | 'error' | 'back';

/** A payer's return: what to ask the proxy about, and with what. */
export interface Return {
  readonly step: Step;
  /** A return token or a state token. */
  readonly token: string;
  /** Chooses the element, nothing else. */
  readonly offer: string | undefined;
  readonly checkoutIntentId: number | undefined;
}

const STEP = 'helloasso-step';
const HELLOASSO = ['checkoutIntentId', 'code', 'orderId', 'error'];

const claimants = new Set<ReturnController>();
let isCaptured = false;
let captured: Return | undefined;

/** Looks, once, for a return in the address, then in the history entry (a reload), then behind a Back that built the page anew. */
function captureReturn(): void {
  if (isCaptured) return;
  isCaptured = true;
  captured = fromAddress() ?? fromHistory() ?? fromBackNavigation();
}

/** Enters a controller for the captured return. It waits for the others: a later one may come first. */
export async function claimReturn(claimant: ReturnController): Promise<void> {
  captureReturn();
  claimants.add(claimant);
  await everyoneIsHere();
  const returned = captured;
  if (!returned) return;
  const all = [...claimants];
  const chosen = all.find(({ host }) => !('offer' in host)) ?? all.find(({ host }) => isFor(returned.offer, host));
  if (!chosen) return;
  captured = undefined;
  chosen.receiveReturn(returned);
}

/** Withdraws a controller, which hands back what it received and could not verify. */
export function giveBackReturn(claimant: ReturnController, unverified: Return | undefined): void {
  claimants.delete(claimant);
  captured ??= unverified;
  const [next] = claimants;
  if (captured && next) void claimReturn(next);
}

/** Empties every form for that offer: what was filled in is paid, wherever on the page it is told. */
export function emptyForms(offer: string | undefined): void {
  for (const { host } of claimants) {
    if (isFor(offer, host)) host.empty?.();
  }
}

function isFor(offer: string | undefined, host: ReturnHost): boolean {
  return !host.offer || host.offer === offer;
}

/** Forgets the return that a reload would verify again, and leaves the history entry as the page had it. */
export function forgetReturn(): void {
  if (!fromHistory()) return;
  const { [KEY]: returned, ...others } = history.state;
  const isEmpty = Object.keys(others).length === 0;
  history.replaceState(isEmpty && returned.isAlone ? null : others, '');
}

/** Keeps the return for a reload, beside what the page keeps there; where that takes no member, a reload shows the form. */
function keepInHistory(returned: Return, url: URL): void {
  const { state } = history;
  const isAlone = state === null;
  const takesMember = isAlone || Object.getPrototypeOf(state) === Object.prototype;
  history.replaceState(takesMember ? { ...state, [KEY]: { ...returned, isAlone } } : state, '', url);
}

function fromAddress(): Return | undefined {
  const parts = location.search.slice(1).split('&');
  const start = parts.findIndex((part) => nameOf(part) === KEY);
  if (start < 0) return undefined;
  const removed = new Map<string, string>();
  const kept = parts.filter((part, index) => {
    const name = nameOf(part);
    if (index < start || ![KEY, STEP, ...HELLOASSO].includes(name)) return true;
    removed.set(name, part.slice(name.length + 1));
    return false;
  });
  const token = removed.get(KEY) ?? '';
  const step = removed.get(STEP);
  const id = removed.get('checkoutIntentId');
  const returned: Return = {
    step: step === 'back' || step === 'error' ? step : 'return',
    token,
    offer: offerOf(token),
    checkoutIntentId: id && /^\d+$/.test(id) ? Number(id) : undefined,
  };
  const url = new URL(location.href);
  url.search = kept.join('&');
  keepInHistory(returned, url);
  return returned;
}

function fromHistory(): Return | undefined {
  return history.state?.[KEY];
}

/** Back, where the browser did not keep the page: what was typed and not paid is what the payer comes back to. */
function fromBackNavigation(): Return | undefined {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const last = readLastCheckout();
  return navigation?.type === 'back_forward' && last?.draft && last.token ? last : undefined;
}

function nameOf(part: string): string {
  return part.split('=', 1)[0] ?? '';
}

/** Reads the offer in a token without believing it. */
function offerOf(token: string): string | undefined {
  try {
    return (payloadOf(token) as { offer?: string }).offer;
  } catch {
    return undefined;
  }
}

/** The document is parsed, and the elements that started with this one have had their turn. */
async function everyoneIsHere(): Promise<void> {
  if (document.readyState === 'loading') {
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
  }
  await new Promise((resolve) => setTimeout(resolve));
}
