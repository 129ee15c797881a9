/**
 * Whether an element has boxes, and is neither hidden (from sight or from screen readers) nor `inert`, itself or by what is around it.
 * `checkVisibility` also knows closed `<details>`; it is newer than the oldest browsers that we support.
 */
export function isVisible(element: HTMLElement, options: CheckVisibilityOptions = {}): boolean {
  if (element.closest('[inert], [aria-hidden=true]')) return false;
  if (element.getClientRects().length === 0 || getComputedStyle(element).visibility !== 'visible') return false;
  return element.checkVisibility?.({ contentVisibilityAuto: true, ...options }) ?? true;
}

/** The part of a line that can still be read. */
const READABLE_RATIO = 0.75;

/**
 * Resolves after a second to whether so much of an element is inside the viewport and not clipped away. Never while the page is in the
 * background.
 */
export async function isInViewAfterScroll(element: Element): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return new Promise((resolve) => {
    new IntersectionObserver(([entry], observer) => {
      observer.disconnect();
      resolve((entry?.intersectionRatio ?? 0) > READABLE_RATIO);
    }).observe(element);
  });
}
