/**
 * A custom element drawn with Lit's templates: as much of Lit's base class as these elements use, under the same names. The
 * whole of it would be a quarter of the script.
 */
import { render } from 'lit/html.js';

/** A part of a component that follows its life. */
export interface Controller {
  hostConnected?(): void;
  hostDisconnected?(): void;
  hostUpdated?(): void;
}

/** A server may import the classes too, and has no elements. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

type Properties = Record<string, unknown>;

export abstract class Component extends Base {
  /** The attributes that set a property and draw the element anew: `return-path` sets `returnPath`. */
  static readonly attributes: readonly string[] = [];

  static get observedAttributes(): readonly string[] {
    // biome-ignore lint/complexity/noThisInStatic: each class watches its own
    const { attributes, prototype } = this;
    for (const name of attributes.map(propertyOf)) {
      Object.defineProperty(prototype, name, {
        configurable: true, // whoever reads the names once more defines all this once more
        get(this: Component) {
          return this.#properties[name];
        },
        set(this: Component, value: unknown) {
          if (value === this.#properties[name]) return;
          this.#properties[name] = value;
          this.requestUpdate();
        },
      });
    }
    return attributes;
  }

  /** @internal */
  readonly renderRoot: ShadowRoot;
  /** Settles once what has changed is on screen; undefined until the element has been on a page. */
  updateComplete: Promise<void> | undefined;
  readonly #controllers = new Set<Controller>();
  readonly #properties: Properties = {};
  /** What the page has set before this script was there. */
  #early: Properties = {};
  #isPending = true;

  constructor() {
    super();
    this.renderRoot = this.attachShadow({ mode: 'open' });
    const own = this as unknown as Properties;
    for (const [name, value] of Object.entries(own)) {
      if (!(name in new.target.prototype)) continue;
      delete own[name];
      this.#early[name] = value;
    }
  }

  /** What the page has set is set again, after what the class and the attributes have set. */
  connectedCallback(): void {
    Object.assign(this, this.#early);
    this.#early = {};
    this.#isPending = false;
    this.requestUpdate();
    for (const controller of this.#controllers) controller.hostConnected?.();
  }

  disconnectedCallback(): void {
    for (const controller of this.#controllers) controller.hostDisconnected?.();
  }

  attributeChangedCallback(attribute: string, _: string | null, value: string | null): void {
    (this as unknown as Properties)[propertyOf(attribute)] = value ?? '';
  }

  /** @internal */
  addController(controller: Controller): void {
    this.#controllers.add(controller);
    if (this.updateComplete && this.isConnected) controller.hostConnected?.();
  }

  /** Draws the element anew, once for all that changes meanwhile. @internal */
  requestUpdate(): void {
    if (this.#isPending) return;
    this.#isPending = true;
    this.updateComplete = this.#update();
  }

  /** Before the element is drawn: what follows from what has changed. */
  protected willUpdate?(): void;

  protected abstract render(): unknown;

  /** After the element is drawn. */
  protected updated?(): void;

  async #update(): Promise<void> {
    await undefined;
    try {
      this.willUpdate?.();
      render(this.render(), this.renderRoot, { host: this });
    } finally {
      this.#isPending = false;
    }
    this.updated?.();
    for (const controller of this.#controllers) controller.hostUpdated?.();
  }
}

function propertyOf(attribute: string): string {
  return attribute.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Adds a style sheet to a shadow root. */
export function adoptStyles(root: ShadowRoot, text: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  root.adoptedStyleSheets.push(sheet);
}
