/** From the button to HelloAsso: a chunk of its own, loaded with the first focus in the form. It is logic without markup. */
import type { CheckoutCreated } from '../../proxy/contract/checkout.ts';
import { IDEMPOTENCY_KEY_HEADER } from '../../proxy/contract/return-parameters.ts';
import type { FormValues } from '../core/form-values-shape.ts';
import { isForAuthor } from '../core/is-for-author.ts';
import type { PricedOffer } from '../core/priced-offer.ts';
import { CheckoutError } from '../errors.ts';
import type { FormState } from '../form/form-state.ts';
import { totalOf } from '../form/form-values.ts';
import { requestProxy } from '../proxy-client.ts';
import type { OutcomeRequest } from '../return/outcome-request.ts';
import type { CheckoutReturn } from '../return/return-state.ts';
import { type CheckoutSubmission, checkoutRequest, IdempotencyKey } from './checkout-request.ts';
import { refusedNames } from './name-hints.ts';
import { HelloassoRedirectEvent } from './redirect-event.ts';
import { refreshOffer } from './refresh-offer.ts';
import { type OfferedForm, renewOffer } from './renew-offer.ts';
import { HelloassoSubmitEvent } from './submit-event.ts';

/** After this time without an answer the form says that it takes long. */
const SLOW_MS = 4_000;

/** What sending needs of the chunk for returns. */
interface PreviousCheckouts {
  /** The last checkout of this tab for that offer, where it may have been paid. */
  findPossiblyPaid(offer: string): Promise<OutcomeRequest | undefined>;
  /** Shows what became of it. */
  follow(request: OutcomeRequest): void;
  remember(checkout: CheckoutReturn, draft: FormValues): void;
  /** Keeps what was typed for when the page is loaded again. */
  keepDraft(offer: string, draft: FormValues): void;
  /** Whether an address is HelloAsso's. */
  isTrustedUrl(url: string, pageHostname: string): boolean;
}

type SubmitHost = HTMLElement & { readonly proxy: string };

/** What one submission needs beside its content. */
interface SubmitOptions {
  readonly host: SubmitHost;
  readonly previous: PreviousCheckouts;
  /** Aborts when the payer or the page changes anything. */
  readonly signal: AbortSignal;
  readonly form: {
    enter(state: FormState): void;
    /** Opens the payment page. */
    open(url: URL): void;
    /** @throws CheckoutError */
    fetchOffer(id: string, cache: RequestCache): Promise<PricedOffer>;
  };
}

interface CompletedForm extends OfferedForm {
  address: AddressChunk | undefined;
}

/** The chunk for a postal address. */
interface AddressChunk {
  readonly withCountries: AddressChunk;
}

/** Sends checkouts of one element to the proxy, one after another. */
export class Payment {
  /** For the form, whose script does not contain the rule. */
  readonly refusedNames = refusedNames;
  readonly #key = new IdempotencyKey();

  /**
   * Whenever the form loads this chunk: what takes too long before it can be used. The names of countries come, and an offer that is
   * too old is asked for again. `touched` are the fields that the payer has changed.
   */
  async complete(
    form: CompletedForm,
    host: HTMLElement & { requestUpdate(): void },
    touched: ReadonlySet<string>,
  ): Promise<void> {
    form.address = form.address?.withCountries;
    host.requestUpdate();
    await renewOffer(form, host, touched);
  }

  /**
   * Sends the payer to HelloAsso, once the page has consented and unless the last payment of this tab may have been made. It
   * never throws: a failure is a state.
   */
  async submit(submission: CheckoutSubmission, { host, previous, signal, form }: SubmitOptions): Promise<void> {
    const { offer, values } = submission;
    const slow = setTimeout(() => form.enter({ name: 'sending', offer, isSlow: true }), SLOW_MS);
    signal.addEventListener('abort', () => clearTimeout(slow));
    try {
      const isWanted = await hasConsent(host, submission);
      if (signal.aborted) return;
      if (!isWanted) return form.enter({ name: 'ready', offer });
      const possiblyPaid = await previous.findPossiblyPaid(offer.id);
      if (signal.aborted) return;
      if (possiblyPaid) {
        previous.follow(possiblyPaid);
        return form.enter({ name: 'ready', offer });
      }
      const { checkoutIntentId, redirectUrl, stateToken } = await this.#createCheckout(host, submission);
      if (signal.aborted) return;
      const checkout = { step: 'back', token: stateToken, offer: offer.id, checkoutIntentId } as const;
      previous.remember(checkout, values);
      if (!previous.isTrustedUrl(redirectUrl, location.hostname)) {
        throw new CheckoutError('redirect-refused', redirectUrl);
      }
      const url = new URL(redirectUrl);
      form.enter({ name: 'leaving', offer, url, checkout, leftAt: Date.now() });
      if (host.dispatchEvent(new HelloassoRedirectEvent(url))) form.open(url);
      else form.enter({ name: 'ready', offer }); // the page opens it some other way
    } catch (cause) {
      if (signal.aborted) return;
      const error = CheckoutError.from(cause);
      if (error.code === 'signed-offer-expired') previous.keepDraft(offer.id, values); // the page must be loaded again
      const refreshed = await refreshOffer(offer, error, (id, cache) => form.fetchOffer(id, cache));
      if (!signal.aborted) form.enter({ name: 'failed', offer: refreshed, error });
    } finally {
      clearTimeout(slow);
    }
  }

  /**
   * Asks the proxy for a payment page. What the page knows of the payer is only prefill: where the proxy refuses it, the payment
   * goes on without it, and only the page's author reads about it.
   * @throws CheckoutError
   */
  async #createCheckout(host: SubmitHost, submission: CheckoutSubmission): Promise<CheckoutCreated> {
    const body = JSON.stringify(checkoutRequest(submission));
    try {
      const created = await requestProxy<CheckoutCreated>(host.proxy, '/v1/checkouts', 'redirectUrl', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', [IDEMPOTENCY_KEY_HEADER]: this.#key.of(body) },
        body,
      });
      this.#key.renew();
      return created;
    } catch (cause) {
      const { payer, metadata, signedOffer, returnPath } = submission.page;
      if (!payer || !isAboutPayer(cause) || isForAuthor(host)) throw cause;
      return this.#createCheckout(host, { ...submission, page: { payer: '', metadata, signedOffer, returnPath } });
    }
  }
}

/** Whether the page lets the payment go on. */
async function hasConsent(host: HTMLElement, { offer, values, plan }: CheckoutSubmission): Promise<boolean> {
  const event = new HelloassoSubmitEvent(offer.id, totalOf(offer, values) ?? 0, plan?.instalments ?? 1);
  return host.dispatchEvent(event) && (await event.consent());
}

/** Whether the proxy refuses nothing but fields of the payer. */
function isAboutPayer(cause: unknown): boolean {
  const { code, details } = CheckoutError.from(cause);
  return code === 'invalid-request' && Boolean(details.errors?.every(({ pointer }) => pointer.startsWith('/payer')));
}
