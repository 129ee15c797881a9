import { decodeJwt } from 'jose';
import type { CheckoutCreated } from '../contract/checkout.ts';
import { FORM_MS, PAYMENT_PAGE_MS } from '../contract/lifetimes.ts';
import type { Step } from '../contract/return-parameters.ts';
import { Problem } from '../problem.ts';
import { exclusively } from '../state/exclusively.ts';
import type { State } from '../state/state.ts';

const LIFETIME_MS = FORM_MS + PAYMENT_PAGE_MS;
/** Checkouts of one page that may still be paid. */
const MAX_CHECKOUTS = 10;
/** What is stored. Without any of it, a payment could look as if it may be made again. */
const KIND = { page: 'page', step: 'step', pageOf: 'page-of' };
/** How long to wait for another instance that works for the same page. */
const PATIENCE_MS = 15_000;

/** One checkout of a page. */
export interface Submission extends Pick<CheckoutCreated, 'checkoutIntentId' | 'stateToken'> {
  readonly nonce: string;
}

/** A checkout, and how the payer came back from it; `undefined` until then. */
export interface Earlier extends Submission {
  readonly step: Step | undefined;
}

/**
 * The checkouts that each page has asked for. A payer may come back to it by the Back button and send it again, or by HelloAsso's link, which
 * contains no intent's id. After a restart both are as if the payer came with another browser.
 */
export class Submissions {
  readonly #state: State;
  /** By nonce: ends when the submission before has ended. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(state: State) {
    this.#state = state;
  }

  /** Names what is known of all pages: another name once that of some page may be lost; `undefined` while that cannot be known. */
  generation(): Promise<string | undefined> {
    return this.#state.generation(Object.values(KIND));
  }

  /** Keeps what is known of a page, which is shown again. Returns whether anything is: a page that has asked for nothing is not known. */
  async renew(nonce: string): Promise<boolean> {
    return (await this.#state.get(pageKey(nonce), LIFETIME_MS)) !== undefined;
  }

  /**
   * Runs `work` once every earlier submission of this page has ended; it gets what they have created.
   * @throws Problem `rate-limited` for a page that has asked for too many; `busy` as `exclusively`.
   */
  async inTurn<Result>(nonce: string, work: (earlier: readonly Earlier[]) => Promise<Result>): Promise<Result> {
    const run = async () => {
      const submissions = await this.#ofPage(nonce);
      if (submissions.length < MAX_CHECKOUTS)
        return work(await Promise.all(submissions.map((one) => this.#earlier(one))));
      throw new Problem('rate-limited', 'too many checkouts of one page', { headers: { 'retry-after': '600' } });
    };
    const before = this.#turns.get(nonce) ?? Promise.resolve();
    const result = before.then(() => exclusively(this.#state, pageKey(nonce), { patienceMs: PATIENCE_MS }, run));
    const turn = result
      .catch(() => {})
      .finally(() => {
        if (this.#turns.get(nonce) === turn) this.#turns.delete(nonce);
      });
    this.#turns.set(nonce, turn);
    return result;
  }

  /** Adds a checkout to a page. Only in its turn. */
  async add(nonce: string, { checkoutIntentId, stateToken }: CheckoutCreated): Promise<void> {
    const submissions = await this.#ofPage(nonce);
    if (submissions.some((one) => one.checkoutIntentId === checkoutIntentId)) return;
    const submission: Submission = { checkoutIntentId, stateToken, nonce };
    await this.#setPage(nonce, [...submissions, submission]);
    await this.#state.set(referenceKey(stateToken), JSON.stringify(submission), LIFETIME_MS);
  }

  /** Forgets a checkout that can no longer be paid. Only in the turn of its page. */
  async remove({ nonce, checkoutIntentId }: Submission): Promise<void> {
    const submissions = await this.#ofPage(nonce);
    await this.#setPage(
      nonce,
      submissions.filter((one) => one.checkoutIntentId !== checkoutIntentId),
    );
  }

  /** The checkout of a return token, which is not verified here. */
  async of(returnToken: string): Promise<Submission | undefined> {
    const stored = await this.#state.get(referenceKey(returnToken), LIFETIME_MS);
    return stored && (JSON.parse(stored.value) as Submission);
  }

  /** Notes how the payer came back. An attempt to pay counts more than turning back. */
  async note(submission: Submission, step: Step): Promise<void> {
    const { step: earlier } = await this.#earlier(submission);
    if (earlier !== 'return') await this.#state.set(stepKey(submission), step, LIFETIME_MS);
  }

  async #earlier(submission: Submission): Promise<Earlier> {
    const stored = await this.#state.get(stepKey(submission), LIFETIME_MS);
    return { ...submission, step: stored?.value as Step | undefined };
  }

  async #ofPage(nonce: string): Promise<readonly Submission[]> {
    const stored = await this.#state.get(pageKey(nonce), LIFETIME_MS);
    return stored ? (JSON.parse(stored.value) as readonly Submission[]) : [];
  }

  #setPage(nonce: string, submissions: readonly Submission[]): Promise<void> {
    return this.#state.set(pageKey(nonce), JSON.stringify(submissions), LIFETIME_MS);
  }
}

function pageKey(nonce: string): string {
  return `${KIND.page}:${nonce}`;
}

function stepKey({ checkoutIntentId }: Submission): string {
  return `${KIND.step}:${checkoutIntentId}`;
}

function referenceKey(token: string): string {
  return `${KIND.pageOf}:${referenceIn(token)}`;
}

function referenceIn(token: string): string {
  try {
    return String(decodeJwt(token).reference);
  } catch {
    return ''; // not a token
  }
}
