import { decodeJwt } from 'jose';
import { LRUCache } from 'lru-cache';
import type { CheckoutCreated } from '../contract/checkout.ts';
import { FORM_MS, PAYMENT_PAGE_MS } from '../contract/lifetimes.ts';
import type { Step } from '../contract/return-parameters.ts';
import { Problem } from '../problem.ts';

const MAX_PAGES = 5_000;
/** Checkouts of one page that may still be paid. */
const MAX_CHECKOUTS = 10;

/** One checkout of a page. */
export interface Submission extends CheckoutCreated {
  readonly nonce: string;
  /** How the payer came back from it; `undefined` until then. An attempt to pay counts more than turning back. */
  step?: Step;
}

interface Page {
  submissions: readonly Submission[];
  /** Ends when the submission before has ended. */
  turn: Promise<unknown>;
}

/**
 * The checkouts that each page has asked for. A payer may come back to it by the Back button and send it again, or by HelloAsso's link, which
 * contains no intent's id. After a restart both are as if the payer came with another browser.
 */
export class Submissions {
  readonly #byNonce: LRUCache<string, Page>;
  readonly #byReference: LRUCache<string, Submission>;

  /** `elapsed` in ms. */
  constructor(elapsed: () => number) {
    const perf = { now: elapsed };
    const options = { max: MAX_PAGES, ttl: FORM_MS + PAYMENT_PAGE_MS, ttlResolution: 0, updateAgeOnGet: true, perf };
    this.#byNonce = new LRUCache(options);
    this.#byReference = new LRUCache(options);
  }

  /** Keeps what is known of a page, which is shown again. */
  renew(nonce: string): void {
    this.#byNonce.get(nonce);
  }

  /**
   * Runs `work` once every earlier submission of this page has ended; it gets what they have created.
   * @throws Problem `rate-limited` for a page that has asked for too many.
   */
  async inTurn<Result>(nonce: string, work: (earlier: readonly Submission[]) => Promise<Result>): Promise<Result> {
    const page = this.#page(nonce);
    const result = page.turn.then(() => {
      if (page.submissions.length < MAX_CHECKOUTS) return work(page.submissions);
      throw new Problem('rate-limited', 'too many checkouts of one page', { headers: { 'retry-after': '600' } });
    });
    page.turn = result.catch(() => {});
    return result;
  }

  add(nonce: string, checkout: CheckoutCreated): void {
    const page = this.#page(nonce); // it may have been forgotten meanwhile
    if (page.submissions.some(({ checkoutIntentId }) => checkoutIntentId === checkout.checkoutIntentId)) return;
    const submission = { ...checkout, nonce };
    page.submissions = [...page.submissions, submission];
    this.#byReference.set(referenceIn(checkout.stateToken), submission);
  }

  /** Forgets a checkout that can no longer be paid. */
  remove({ nonce, checkoutIntentId }: Submission): void {
    const page = this.#byNonce.get(nonce);
    if (page) page.submissions = page.submissions.filter((one) => one.checkoutIntentId !== checkoutIntentId);
  }

  #page(nonce: string): Page {
    const page = this.#byNonce.get(nonce) ?? { submissions: [], turn: Promise.resolve() };
    this.#byNonce.set(nonce, page);
    return page;
  }

  /** The checkout of a return token, which is not verified here. */
  of(returnToken: string): Submission | undefined {
    return this.#byReference.get(referenceIn(returnToken));
  }
}

function referenceIn(token: string): string {
  try {
    return String(decodeJwt(token).reference);
  } catch {
    return ''; // not a token
  }
}
