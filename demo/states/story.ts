import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import type { PublicOffer, PublicOffers } from '../../proxy/contract/offer.ts';
import type { ProblemBody, ProblemCode } from '../../proxy/contract/problem.ts';

/** An answer of the proxy; or none at all, a broken network, or a timeout. */
export type Answer = { readonly body: unknown; readonly init: ResponseInit } | 'hang' | 'break' | 'time-out';

/** One state of an element, and what leads to it. */
export interface Story {
  /** In the address: `/states.html?state=<id>`. For the page's author: begins with `debug-`. */
  readonly id: string;
  /** In French, for the list. */
  readonly title: string;
  /** `helloasso-checkout` when absent. */
  readonly element?: 'helloasso-result';
  /** Beside the default `proxy` and `offer`; `null` removes an attribute. */
  readonly attributes?: Readonly<Record<string, string | null>>;
  /** The HTML between the tags. Default: a link to HelloAsso. */
  readonly inside?: string;
  /** The HTML of the element around this one. Default: `main`. */
  readonly around?: string;
  /** The answer to a request for the page itself, which the element sends to find a tag that is not closed. */
  readonly source?: string;
  /** The answer to `GET /v1/offers/{offer}`. Default: the gift. */
  readonly offer?: Answer;
  /** The answer to `POST /v1/checkouts`. Default: a payment page, which is never opened. */
  readonly checkout?: Answer;
  /** The answer to `GET /v1/checkouts/{checkoutIntentId}`. Default: none. */
  readonly outcome?: Answer;
  /** How the payer comes back from HelloAsso. */
  readonly arrival?: {
    readonly step: 'return' | 'back' | 'error';
    readonly draft?: Readonly<Record<string, string>>;
    /** In another browser than the payer's. */
    readonly isElsewhere?: boolean;
  };
  /** Prepares the page before the element is created. */
  readonly prepare?: () => void;
  /** What the payer does once the form can be used. */
  readonly act?: (payer: PayerActions) => void | Promise<void>;
  /** Timers run a hundred times faster. */
  readonly isFast?: boolean;
  /** The script does not load. */
  readonly isWithoutScript?: boolean;
  /** The script loads, but none of its chunks. */
  readonly isWithoutChunks?: boolean;
  /** The final `state` of the element. */
  readonly state?: string;
  /** A part of the text on screen then. */
  readonly shows?: string;
}

/** The address of a story on a site. */
export function addressOf({ id }: Story, site: string): string {
  return new URL(`/states.html?state=${id}`, site).href;
}

/** Whether the element shows a note to the page's author. */
export function isForAuthor({ id }: Story): boolean {
  return id.startsWith('debug-');
}

/** What a payer can do in the form. */
export interface PayerActions {
  choose(name: string, value: string): void;
  /** Types into a field, then leaves it. */
  fill(name: string, text: string): void;
  tick(): void;
  press(): void;
  /** Restores the page from the back/forward cache after it has left for HelloAsso. */
  restorePage(): Promise<void>;
}

export function ok(body: PublicOffer | PublicOffers | CheckoutOutcome): Answer {
  return { body, init: { status: 200 } };
}

export function problem(
  status: number,
  code: ProblemCode,
  more: Pick<ProblemBody, 'errors' | 'plan'> & { readonly retryAfter?: number } = {},
): Answer {
  const { retryAfter, ...members } = more;
  const body: ProblemBody = { type: 'about:blank', title: code, status, code, ...members };
  const headers = new Headers({ 'Content-Type': 'application/problem+json' });
  if (retryAfter !== undefined) headers.set('Retry-After', String(retryAfter));
  return { body, init: { status, headers } };
}
