import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import type { PublicOffer, PublicOffers } from '../../proxy/contract/offer.ts';
import type { ProblemBody, ProblemCode } from '../../proxy/contract/problem.ts';

/** What the proxy answers; or nothing for ever, nothing at all, nothing in time. */
export type Answer = { readonly body: unknown; readonly init: ResponseInit } | 'hang' | 'break' | 'time-out';

/** One state of an element, and how a payer comes to see it. */
export interface Story {
  /** In the address: `/states.html?state=<id>`. What is for the webmaster begins with `debug-`. */
  readonly id: string;
  /** In French, for the list. */
  readonly title: string;
  /** `helloasso-checkout` when absent. */
  readonly element?: 'helloasso-result';
  /** Without `proxy` the element has the one that answers below; `null` takes an attribute away. */
  readonly attributes?: Readonly<Record<string, string | null>>;
  /** What the page has written between the tags, as HTML: a link to HelloAsso, when absent. */
  readonly inside?: string;
  /** The element of the page that holds this one, as HTML: `main`, when absent. */
  readonly around?: string;
  /** The page's file, should the element look into it. */
  readonly source?: string;
  /** What `GET /v1/offers/{offer}` answers: the gift, when absent. */
  readonly offer?: Answer;
  /** What `POST /v1/checkouts` answers: a payment page, when absent. The story never goes there. */
  readonly checkout?: Answer;
  /** What `GET /v1/checkouts/{checkoutIntentId}` answers. */
  readonly outcome?: Answer;
  /** How the payer comes back, if they do. */
  readonly arrival?: { readonly step: 'return' | 'back' | 'error'; readonly draft?: Readonly<Record<string, string>> };
  /** What is special about the page or the device, before the element is there. */
  readonly prepare?: () => void;
  /** What the payer does, once the form is there. */
  readonly act?: (payer: PayerHands) => void | Promise<void>;
  /** A hundred seconds pass in one. */
  readonly isFast?: boolean;
  /** The script does not load. */
  readonly isWithoutScript?: boolean;
  /** The script loads, and none of the files beside it. */
  readonly isWithoutLazyFiles?: boolean;
  /** The `state` that the element comes to. */
  readonly state?: string;
  /** A part of what is to be read then. */
  readonly says?: string;
}

/** Where to open a story: payers' under a name of this machine that the elements do not take for their webmaster's. */
export function addressOf(story: Story, site: string): string {
  const url = new URL(`/states.html?state=${story.id}`, site);
  url.hostname = isForWebmaster(story) ? 'localhost' : 'payeur.localhost';
  return url.href;
}

/** Whether the element explains what is wrong with its page. */
export function isForWebmaster({ id }: Story): boolean {
  return id.startsWith('debug-');
}

/** What a payer can do to the form. */
export interface PayerHands {
  choose(name: string, value: string): void;
  /** Types into a field, and leaves it. */
  fill(name: string, text: string): void;
  tick(): void;
  press(): void;
  /** The browser brings back the page that had left for HelloAsso. */
  comeBack(): Promise<void>;
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
