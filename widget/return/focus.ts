import type { ReactiveController, ReactiveControllerHost } from 'lit';

type FocusHost = ReactiveControllerHost & HTMLElement & { readonly renderRoot: HTMLElement | DocumentFragment };

/**
 * Moves focus to the heading of an outcome, unless the visitor is busy in a field: then the live region announces it. Moves focus
 * to the form where a redraw has removed what had it. A failure to send is only scrolled into view.
 */
export class OutcomeFocus implements ReactiveController {
  readonly #host: FocusHost;
  /** The heading and the failure that were shown last. */
  #heading: Element | null = null;
  #failure: Element | null = null;
  /** What had focus before the last redraw, and whether a redraw has removed it. */
  #focused: Element | null = null;
  #isFocusLost = false;
  #isAnnounced = false;

  constructor(host: FocusHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Whether the live region announces the outcome, because focus stays where the visitor is busy. */
  get isAnnounced(): boolean {
    return this.#isAnnounced;
  }

  /** Another outcome is to come. */
  reset(): void {
    this.#isAnnounced = false;
  }

  hostUpdate(): void {
    this.#focused = this.#host.shadowRoot?.activeElement ?? null;
  }

  hostUpdated(): void {
    const root = this.#host.renderRoot;
    const failure = root.querySelector('.failed');
    if (failure !== this.#failure) failure?.scrollIntoView({ block: 'nearest' });
    this.#failure = failure;
    if (this.#focused && !this.#focused.isConnected) this.#isFocusLost = true;
    const heading = root.querySelector<HTMLElement>('.return h2');
    if (heading && heading !== this.#heading) this.#present(heading);
    else if (this.#isFocusLost && hasNoFocus()) this.#host.focus({ preventScroll: true });
    this.#heading = heading;
    this.#isFocusLost &&= hasNoFocus();
  }

  #present(heading: HTMLElement): void {
    this.#isAnnounced = isBusyInField();
    if (this.#isAnnounced) {
      this.#host.requestUpdate();
      return;
    }
    heading.focus({ preventScroll: true });
    heading.closest('section')?.scrollIntoView({ block: 'nearest' });
  }
}

function isBusyInField(): boolean {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.matches('input, textarea, select, [contenteditable]') ?? false;
}

/** Browsers give focus to `body` when what had it is gone. */
function hasNoFocus(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
