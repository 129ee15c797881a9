import { createHash, randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { FormValues } from '../../widget/core/form-values-shape.ts';
import type { PricedOffer } from '../../widget/core/priced-offer.ts';
import { type Clock, describeError } from '../../widget/messages/error-text.ts';
import { mayPayAgain, topicOf } from '../../widget/return/topic.ts';
import { publicOffer } from '../checkouts/public-offer.ts';
import type { OutcomeReader } from '../checkouts/read-outcome.ts';
import type { Config, PayPageConfig } from '../config/config.ts';
import type { CheckoutRequest } from '../contract/checkout.ts';
import type { Environment } from '../environment.ts';
import type { CreateCheckout } from '../http/checkouts-route.ts';
import { clientOf } from '../http/client-address.ts';
import type { HonoEnv } from '../http/hono-env.ts';
import type { Idempotency } from '../http/idempotency.ts';
import { logProblem } from '../http/problem.ts';
import type { RateLimits } from '../http/rate-limits.ts';
import { dayInFrance, TIME_ZONE } from '../plan.ts';
import { Problem } from '../problem.ts';
import type { State } from '../state/state.ts';
import { type FormClaims, FormTokens } from './form-token.ts';
import { closedText, initialValues, priceText, renderForm } from './form-view.ts';
import { failureOf, renderOutcome, renderPerhapsSent, renderUnverified } from './outcome-view.ts';
import { type Html, type PageContent, pageResponse } from './page.ts';
import { type FieldErrors, readValues, requestFrom, type SentForm } from './read-form.ts';
import { type Earlier, type Submission, Submissions } from './submissions.ts';
import { readVisit, type Visit } from './visit.ts';

type C = Context<HonoEnv>;

/**
 * Of the form, and of the pages that answer it. Not `no-store`: after Back, the browser shows this very page, with what was typed, and
 * with the nonce that identifies its checkouts.
 */
const KEPT_FOR_BACK = { 'cache-control': 'private, no-cache' };

interface Dependencies extends Pick<Environment, 'log' | 'now'> {
  readonly config: Pick<Config, 'helloasso' | 'offers' | 'signingSecrets' | 'trustedProxies'>;
  readonly page: PayPageConfig;
  /** The paths of the script, and of its chunk that turns the plain form into the element. */
  readonly scripts: readonly string[];
  readonly createCheckout: CreateCheckout;
  readonly idempotency: Pick<Idempotency, 'once'>;
  readonly limits: Pick<RateLimits, 'checkout' | 'read'>;
  readonly outcomes: Pick<OutcomeReader, 'read' | 'readBeforePayment'>;
  readonly state: State;
}

/** A page, however often it is shown. */
type Page = Pick<FormClaims, 'nonce' | 'generation' | 'isWarned'>;

/** A form to show. */
interface Form {
  readonly values: FormValues;
  readonly errors?: FieldErrors;
  /** Why nothing was sent, where it is no field's fault. */
  readonly failure?: string;
  /** That of the page that was sent; a new one where absent. */
  readonly page?: Page | undefined;
}

/** What one response shows of an offer. */
interface Shown extends Pick<PageContent, 'status' | 'headers' | 'titlePrefix' | 'refresh'> {
  /** Above the form, or in its place. */
  readonly notice?: Html;
  /** Absent when the outcome forbids a new payment. It is not shown when the offer is not open. */
  readonly form?: Form;
  /** Whether scripts may replace this by the element; never a form that contains what the payer has typed. */
  readonly showsElement: boolean;
}

/**
 * `GET` and `POST /pay/{offer}`: the proxy's own payment page. Where scripts run, the element takes its place; else a browser sends the
 * form by itself, and is redirected to HelloAsso. The page stores nothing in the browser.
 */
export class PayPage {
  readonly #deps: Dependencies;
  readonly #tokens: FormTokens;
  readonly #submissions: Submissions;

  constructor(deps: Dependencies) {
    this.#deps = deps;
    this.#tokens = new FormTokens(deps.config.signingSecrets, deps.now);
    this.#submissions = new Submissions(deps.state);
  }

  /** Shows the form, or what became of the payment of a payer who comes back. */
  async show(c: C): Promise<Response> {
    const visit = readVisit(c, this.#deps.page.publicUrl);
    try {
      const offer = this.#offer(visit);
      if (visit.returned) return await this.#showReturn(c, visit, offer, visit.returned);
      const form = { values: initialValues(offer, visit.amount) };
      return await this.#respond(c, visit, offer, { headers: KEPT_FOR_BACK, form, showsElement: true });
    } catch (cause) {
      return this.#respondWithoutOffer(c, visit, Problem.from(cause));
    }
  }

  /** Creates a checkout and sends the browser to HelloAsso; or shows the form again, with what the payer has typed. */
  async submit(c: C): Promise<Response> {
    const visit = readVisit(c, this.#deps.page.publicUrl);
    try {
      const offer = this.#offer(visit);
      this.#assertSameOrigin(c);
      const fields = new URLSearchParams(await bodyOf(c));
      const values = readValues(fields);
      const claims = await this.#tokens.read(fields.get('token') ?? '');
      try {
        await this.#deps.limits.checkout(clientOf(c, this.#deps.config));
        if (!claims || claims.isExpired || claims.offer !== offer.id) {
          throw new Problem('offer-changed', 'the form is not one that this proxy has just shown');
        }
        return await this.#create(c, visit, offer, { values, claims });
      } catch (cause) {
        const problem = Problem.from(cause);
        this.#logProblem(c, problem);
        const failure = describeError(failureOf(problem, c.get('requestId')), visit.texts, this.#clock());
        const { status, headers } = problem;
        const form = { values, failure, page: claims };
        return await this.#answer(c, visit, this.#offer(visit), {
          status,
          headers,
          titlePrefix: visit.texts.failed,
          form,
        });
      }
    } catch (cause) {
      return this.#respondWithoutOffer(c, visit, Problem.from(cause));
    }
  }

  async #create(c: C, visit: Visit, offer: PricedOffer, { values, claims }: SentForm): Promise<Response> {
    const { idempotency, createCheckout, page } = this.#deps;
    const { origin } = new URL(page.publicUrl);
    const returnPath = visit.url.slice(origin.length);
    const { nonce } = claims;
    const read = requestFrom({ values, claims, returnPath }, offer, visit.texts);
    if ('errors' in read) {
      const form = { values, errors: read.errors, page: claims };
      return this.#answer(c, visit, offer, { status: 422, titlePrefix: visit.texts.failed, form });
    }
    return this.#submissions.inTurn(nonce, async (earlier) => {
      const paid = await this.#earlierPayment(c, visit, earlier);
      if (paid) return this.#answer(c, visit, offer, { ...paid, form: { values } });
      const isOutdated = claims.revision !== undefined && claims.revision !== offer.revision; // is refused below
      if (!isOutdated && !(await this.#isKnown(claims))) {
        const form = { values, page: { ...claims, isWarned: true } as const };
        const [heading] = visit.texts.perhapsSent;
        const notice = renderPerhapsSent(visit.texts);
        return this.#answer(c, visit, offer, { status: 409, titlePrefix: heading, notice, form });
      }
      const { request } = read;
      const created = await idempotency.once(
        { origin, key: keyOf(nonce, request), request, signal: c.req.raw.signal },
        (gone) => createCheckout(origin, request, gone),
      );
      await this.#submissions.add(nonce, created);
      c.set('checkoutIntentId', created.checkoutIntentId);
      return c.redirect(created.redirectUrl, 303);
    });
  }

  /** Whether every checkout of this page is known, or else its payer has been warned. */
  async #isKnown({ generation, isWarned }: Page): Promise<boolean> {
    return isWarned || (generation !== undefined && generation === (await this.#submissions.generation()));
  }

  /**
   * What became of an earlier checkout of the same page, where a new one could be a second payment.
   * @throws Problem where it cannot be known.
   */
  async #earlierPayment(
    c: C,
    visit: Visit,
    earlier: readonly Earlier[],
  ): Promise<Pick<Shown, 'notice' | 'titlePrefix'> | undefined> {
    const { limits, outcomes, config } = this.#deps;
    const isBrowser = c.req.header('origin') !== undefined || c.req.header('sec-fetch-site') !== undefined;
    for (const submission of earlier) {
      const { checkoutIntentId, stateToken, step = 'back' } = submission;
      await limits.read(clientOf(c, config));
      const outcome = await outcomes.readBeforePayment(String(checkoutIntentId), stateToken);
      const topic = topicOf(outcome, step);
      // Without these headers the form may come from elsewhere, and who reads this is not known.
      if (!mayPayAgain(topic)) return renderOutcome({ topic, outcome, isSurelyPayer: isBrowser }, visit, undefined);
      if (topic === 'abandoned') await this.#submissions.remove(submission);
    }
    return undefined;
  }

  async #showReturn(
    c: C,
    visit: Visit,
    offer: PricedOffer,
    { id, token, step }: NonNullable<Visit['returned']>,
  ): Promise<Response> {
    const { limits, outcomes, config } = this.#deps;
    const known = await this.#submissions.of(token);
    if (known) await this.#submissions.note(known, step);
    try {
      await limits.read(clientOf(c, config));
      const outcome = await outcomes.read(id || String(known?.checkoutIntentId ?? ''), token);
      if (outcome.offer !== offer.id) throw new Problem('checkout-unknown', 'the checkout is of another offer');
      const topic = topicOf(outcome, step);
      const canPay = mayPayAgain(topic) && offer.status === 'open';
      return await this.#respond(c, visit, offer, {
        ...renderOutcome({ topic, outcome, isSurelyPayer: false }, visit, canPay ? undefined : visit.url),
        ...(topic === 'settling' && { refresh: visit.refresh }),
        ...(canPay && {
          form: { values: initialValues(offer, visit.amount), page: known && (await this.#pageOf(known)) },
        }),
        showsElement: true,
      });
    } catch (cause) {
      const problem = Problem.from(cause);
      this.#logProblem(c, problem);
      const { status, headers } = problem;
      const notice = renderUnverified(failureOf(problem, c.get('requestId')), visit, this.#clock());
      const titlePrefix = visit.texts['return-unverified'][0];
      return this.#respond(c, visit, offer, { status, headers, notice, titlePrefix, showsElement: true });
    }
  }

  /** @throws Problem `offer-unknown` also for an offer whose prices the association's own server signs. */
  #offer({ offer: id }: Visit): PricedOffer {
    const { config, now } = this.#deps;
    const offer = config.offers.get(id);
    if (!offer || offer.amountCents === 'signed') {
      throw new Problem('offer-unknown', 'no offer of that id for the page');
    }
    return publicOffer(offer, config, now()) as PricedOffer;
  }

  /** Browsers send the origin of the form; text browsers do not, and the form's token suffices. */
  #assertSameOrigin(c: C): void {
    const origin = c.req.header('origin');
    const site = c.req.header('sec-fetch-site');
    const isOwn = origin === undefined || origin === new URL(this.#deps.page.publicUrl).origin;
    if (isOwn && (site === undefined || site === 'same-origin')) return;
    throw new Problem('origin-not-allowed', 'the form was sent from another site');
  }

  /** A page that answers the form. Scripts leave it alone, and Back finds it again. */
  #answer(
    c: C,
    visit: Visit,
    offer: PricedOffer,
    { headers, ...shown }: Omit<Shown, 'showsElement'>,
  ): Promise<Response> {
    const all = { ...headers, ...KEPT_FOR_BACK };
    return this.#respond(c, visit, offer, { ...shown, headers: all, showsElement: false });
  }

  async #respond(c: C, visit: Visit, offer: PricedOffer, shown: Shown): Promise<Response> {
    const { texts, url } = visit;
    const { page, scripts } = this.#deps;
    const { form, notice, showsElement, ...rest } = shown;
    const isOpen = offer.status === 'open';
    const closed = !isOpen && !notice && html`<section role="alert"><p>${closedText(offer, texts)}</p></section>`;
    const content = html`${notice}${form && isOpen && (await this.#renderForm(form, visit, offer))}${closed}`;
    const isElement = showsElement && !closed;
    const label = offer.labels?.[texts.locale.slice(0, 2)];
    const title = label ?? offer.itemName;
    const pageContent = {
      ...{ ...rest, texts, url, title, isTitleFrench: label === undefined },
      description: `${title} · ${priceText(offer, texts)}`,
      scripts: isElement ? scripts.map((path) => `${page.publicUrl}/${path}`) : [],
      body: isElement ? this.#placeholder(content, visit, form) : content,
    };
    return pageResponse(c, pageContent, this.#deps);
  }

  /** A page of which everything is known from now on. */
  async #page({ nonce }: Pick<Page, 'nonce'>): Promise<Page> {
    return { nonce, generation: await this.#submissions.generation() };
  }

  /** The page that has asked for a checkout. It may be forgotten while the checkout is known. */
  async #pageOf(submission: Submission): Promise<Page> {
    const page = await this.#page(submission);
    return (await this.#submissions.renew(page.nonce)) ? page : { nonce: page.nonce };
  }

  async #renderForm({ values, errors = new Map(), failure, page }: Form, visit: Visit, offer: PricedOffer) {
    const { now } = this.#deps;
    const { nonce, generation, isWarned } = page ?? (await this.#page({ nonce: randomUUID() }));
    await this.#submissions.renew(nonce);
    const { id, revision, termDates } = offer;
    const claims = { offer: id, nonce, revision, firstTermDate: termDates?.[0], generation, isWarned };
    const token = await this.#tokens.sign(claims);
    const today = dayInFrance(new Date(now()));
    const { frameOrigins } = this.#deps.page;
    return renderForm({
      offer,
      values,
      errors,
      failure,
      action: visit.url,
      token,
      today,
      frameOrigins,
      texts: visit.texts,
    });
  }

  /** What `widget/placeholders.ts` turns into the element. The page has the heading already. */
  #placeholder(content: Html, { offer, texts, amount }: Visit, form: Form | undefined): Html {
    const isGiven = amount !== undefined && form?.values.choice !== undefined;
    return html`<div data-helloasso-checkout data-proxy="${this.#deps.page.publicUrl}" data-offer="${offer}" data-lang="${texts.locale.slice(0, 2)}"${isGiven ? html` data-amount="${amount}"` : ''}><span slot="heading" hidden></span>${content}</div>`;
  }

  /** The page for a request that no form can answer. */
  #respondWithoutOffer(c: C, { texts, url }: Visit, problem: Problem): Promise<Response> {
    this.#logProblem(c, problem);
    const { status, headers } = problem;
    const text = describeError(failureOf(problem, c.get('requestId')), texts, this.#clock());
    const back = problem.code !== 'offer-unknown' && html`<p><a href="${url}">${texts.backToForm}</a></p>`;
    const body = html`<section role="alert"><p>${text}</p>${back}</section>`;
    const content = { status, headers, texts, url, title: texts.unavailable, description: text, scripts: [], body };
    return pageResponse(c, content, this.#deps);
  }

  /** Where the payer is, not where the proxy runs. */
  #clock(): Clock {
    return { timeZone: TIME_ZONE, now: this.#deps.now() };
  }

  #logProblem(c: C, problem: Problem): void {
    c.error = problem; // for the line of the request
    logProblem(this.#deps.log, c, problem);
  }
}

async function bodyOf(c: C): Promise<string> {
  if (c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    throw new Problem('unsupported-media-type', 'the body is not a form as browsers send it');
  }
  return c.req.text();
}

/** For one page and one body: the nonce salts the hash, so that the body cannot be guessed from it. */
function keyOf(nonce: string, request: CheckoutRequest): string {
  return createHash('sha256')
    .update(`${nonce} ${JSON.stringify(request)}`)
    .digest('base64url');
}
