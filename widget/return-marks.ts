import { KEY, readLastCheckout } from './last-checkout.ts';

/** Whether someone may be coming back from HelloAsso: by its redirect, by a reload after it, or by a way of their own. */
export function mayBeReturning(): boolean {
  return location.search.includes(`${KEY}=`) || Boolean(history.state?.[KEY] ?? readLastCheckout()?.draft);
}
