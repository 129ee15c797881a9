/** The parameter, the key of `history.state` and the key of `sessionStorage`. */
export const KEY = 'helloasso-checkout';

/** Whether someone may be coming back from HelloAsso: by its redirect, by a reload after it, or by the Back button. */
export function mayBeReturning(): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return location.search.includes(`${KEY}=`) || Boolean(history.state?.[KEY]) || navigation?.type === 'back_forward';
}

/** Forgets the return that a reload would verify again. */
export function forgetReturn(): void {
  const { [KEY]: returned, ...others } = history.state ?? {};
  if (returned) history.replaceState(others, '');
}
