import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { FormValues } from '../../widget/core/form-values-shape.ts';
import type { PricedOffer } from '../../widget/core/priced-offer.ts';
import { amountValues } from '../../widget/form/form-values.ts';
import { parseEuros } from '../../widget/form/money.ts';
import { describeError } from '../../widget/messages/error-text.ts';
import { fill, formatEuros } from '../../widget/messages/format.ts';
import { mayPayAgain, topicOf } from '../../widget/return/topic.ts';
import { publicOffer } from '../checkouts/public-offer.ts';
import type { OutcomeReader } from '../checkouts/read-outcome.ts';
import type { Config, PayPageConfig } from '../config/config.ts';
import type { CheckoutRequest } from '../contract/checkout.ts';
import { STEP_PARAMETER, type Step, TOKEN_PARAMETER } from '../contract/return-parameters.ts';
import { HELLOASSO_DOMAINS } from '../contract/trusted-hosts.ts';
import type { Environment } from '../environment.ts';
import type { CreateCheckout } from '../http/checkouts-route.ts';
import { clientOf } from '../http/client-address.ts';
import type { HonoEnv } from '../http/hono-env.ts';
import type { Idempotency } from '../http/idempotency.ts';
import { logProblem } from '../http/problem.ts';
import type { RateLimits } from '../http/rate-limits.ts';
import type { WidgetFiles } from '../http/widget-files.ts';
import { dayInFrance } from '../plan.ts';
import { Problem } from '../problem.ts';
import { failureOf } from './failure.ts';
import { FormTokens, type ShownForm } from './form-token.ts';
import { renderForm } from './form-view.ts';
import { outcomeTexts, renderOutcome, renderUnverified } from './outcome-view.ts';
import { type Html, renderPage } from './page.ts';
import { type FieldErrors, readValues, requestFrom } from './read-form.ts';
import { Submissions } from './submissions.ts';
import { type Words, wordsFor } from './words.ts';

type C = Context<HonoEnv>;

interface Dependencies extends Environment {
  readonly config: Pick<Config, 'helloasso' | 'offers' | 'signingSecrets' | 'trustedProxies'>;
  readonly page: PayPageConfig;
  readonly widgetFiles: WidgetFiles;
  readonly createCheckout: CreateCheckout;
  readonly idempotency: Idempotency;
  readonly limits: RateLimits;
  readonly outcomes: Pick<OutcomeReader, 'read'>;
}

/** Without script, an outcome that is not known yet is asked for again after these times, in seconds; then the payer decides. */
const REFRESHES_S = [2, 3, 5, 8, 13, 21];
const REFRESH_PARAMETER = 'refresh';

/** What one response shows. */
interface Shown {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Above the form, or in its place. */
  readonly notice?: Html;
  /** For the tab. */
  readonly news?: string;
  readonly refresh?: { readonly url: string; readonly afterS: number };
  /** Absent where nothing can be paid, or may be paid at once. */
  readonly form?: {
    readonly values: FormValues;
    readonly errors?: FieldErrors;
    readonly failure?: string;
    readonly nonce?: string;
  };
  /** Whether the element takes the place of what is shown: not of a form that contains what the payer has typed. */
  readonly isUpgraded: boolean;
}

/** What every response to one request has in common. */
interface Visit {
  readonly words: Words;
  /** As the address says it. */
  readonly lang: string | undefined;
  /** Of the page, with its language, without what came with this visit. */
  readonly path: string;
}

/** What is in the address of a payer who comes back. Nothing of it is verified. */
interface Returned {
  /** Of the intent; empty where the payer turned back. */
  readonly id: string;
  readonly token: string;
  readonly step: Step;
}

/** The parts of the document that differ. */
interface Content {
  readonly words: Words;
  readonly title: string;
  readonly isTitleFrench?: boolean;
  readonly description: string;
  readonly path: string;
  readonly isElement: boolean;
  readonly body: Html;
}

/**
 * `GET` and `POST /pay/{offer}`: a page of the proxy's own. Where scripts run, the element takes its place; else a browser sends the form by
 * itself, and is redirected to HelloAsso. Nothing is stored in the browser.
 */
export class PayPage {
  readonly #deps: Dependencies;
  readonly #tokens: FormTokens;
  readonly #submissions: Submissions;
  /** The script, and its chunk that turns the plain form into the element. */
  readonly #scripts: readonly string[];

  constructor(deps: Dependencies) {
    this.#deps = deps;
    this.#tokens = new FormTokens(deps.config.signingSecrets, deps.now);
    this.#submissions = new Submissions(deps.elapsed);
    const files = [...deps.widgetFiles.keys()].filter((path) =>
      /(^|\/)(helloasso-checkout|placeholders)\.js$/.test(path),
    );
    this.#scripts = files.sort().map((path) => this.#url(`/${path}`));
  }

  /** Shows the form, or what became of the payment of a payer who comes back. */
  async show(c: C): Promise<Response> {
    const visit = this.#visit(c);
    try {
      const offer = this.#offer(c);
      const returned = returnIn(c);
      if (returned) return await this.#showReturn(c, visit, offer, returned);
      return await this.#respond(c, visit, offer, { form: { values: amountIn(c, offer) }, isUpgraded: true });
    } catch (cause) {
      return this.#respondToProblem(c, visit, Problem.from(cause));
    }
  }

  /** Creates a checkout and sends the browser to HelloAsso; or shows the form again, with what the payer has typed. */
  async submit(c: C): Promise<Response> {
    const visit = this.#visit(c);
    try {
      const offer = this.#offer(c);
      this.#assertSameOrigin(c);
      const form = new URLSearchParams(await bodyOf(c));
      const values = readValues(form);
      const shown = await this.#tokens.read(form.get('token') ?? '');
      const nonce = shown?.nonce ?? randomUUID();
      try {
        this.#deps.limits.checkout(clientOf(c, this.#deps.config));
        if (!shown || shown.isExpired || shown.offer !== offer.id) {
          throw new Problem('offer-changed', 'the form is not one that this proxy has just shown');
        }
        return await this.#create(c, visit, offer, values, shown);
      } catch (cause) {
        const problem = Problem.from(cause);
        this.#note(c, problem);
        const failure = describeError(failureOf(problem, c.get('requestId')), visit.words);
        const { status, headers } = problem;
        return this.#respond(c, visit, this.#offer(c), {
          ...{ status, headers, news: visit.words.failed, isUpgraded: false },
          form: { values, failure, nonce },
        });
      }
    } catch (cause) {
      return this.#respondToProblem(c, visit, Problem.from(cause));
    }
  }

  async #create(c: C, visit: Visit, offer: PricedOffer, values: FormValues, shown: ShownForm): Promise<Response> {
    const { words } = visit;
    const read = requestFrom(values, offer, shown, visit.path, words);
    if ('errors' in read) {
      const form = { values, errors: read.errors, nonce: shown.nonce };
      return this.#respond(c, visit, offer, { status: 422, news: words.failed, form, isUpgraded: false });
    }
    const earlier = await this.#earlierPayment(c, visit, shown.nonce);
    if (earlier) return this.#respond(c, visit, offer, { ...earlier, form: { values }, isUpgraded: false });
    const { idempotency, createCheckout, page } = this.#deps;
    const { origin } = new URL(page.publicUrl);
    const { request } = read;
    const creation = idempotency.once(
      { origin, key: keyOf(shown.nonce, request), request, signal: c.req.raw.signal },
      (gone) => createCheckout(origin, request, gone),
    );
    this.#submissions.add(shown.nonce, creation);
    const { checkoutIntentId, redirectUrl } = await creation;
    c.set('checkoutIntentId', checkoutIntentId);
    return c.redirect(redirectUrl, 303);
  }

  /** What became of an earlier checkout of the same page, where a new one could be a second payment. */
  async #earlierPayment(c: C, visit: Visit, nonce: string): Promise<Omit<Shown, 'isUpgraded'> | undefined> {
    const { words, path } = visit;
    for (const { checkoutIntentId, stateToken } of await this.#submissions.earlier(nonce)) {
      try {
        const outcome = await this.#deps.outcomes.read(String(checkoutIntentId), stateToken);
        const topic = topicOf(outcome, 'back');
        if (mayPayAgain(topic)) continue;
        const view = { topic, outcome, isOwn: true, verifyAgain: this.#url(path), backToForm: undefined, words };
        return { notice: renderOutcome(view), news: outcomeTexts(view)[0] };
      } catch (cause) {
        const problem = Problem.from(cause);
        this.#note(c, problem);
        throw new Problem(problem.code, 'an earlier payment of this page cannot be verified', {
          ...{ cause, headers: problem.headers },
        });
      }
    }
    return undefined;
  }

  async #showReturn(c: C, visit: Visit, offer: PricedOffer, { id, token, step }: Returned): Promise<Response> {
    const { words, path } = visit;
    const { limits, outcomes, config } = this.#deps;
    const again = new URL(c.req.url).search;
    const verifyAgain = this.#url(`${c.req.path}${again}`);
    try {
      limits.read(clientOf(c, config));
      const outcome = await outcomes.read(id || String(this.#submissions.intentOf(token) ?? ''), token);
      if (outcome.offer !== offer.id) throw new Problem('checkout-unknown', 'the checkout is of another offer');
      const topic = topicOf(outcome, step);
      const canPay = mayPayAgain(topic) && offer.status === 'open';
      const view = {
        ...{ topic, outcome, isOwn: false, verifyAgain, words },
        backToForm: canPay ? undefined : this.#url(path),
      };
      const count = Number(c.req.query(REFRESH_PARAMETER) ?? 0);
      const afterS = topic === 'settling' ? REFRESHES_S[count] : undefined;
      return this.#respond(c, visit, offer, {
        notice: renderOutcome(view),
        news: outcomeTexts(view)[0],
        ...(afterS !== undefined && {
          refresh: { url: this.#url(c.req.path + withRefresh(again, count + 1)), afterS },
        }),
        ...(canPay && { form: { values: {} } }),
        isUpgraded: true,
      });
    } catch (cause) {
      const problem = Problem.from(cause);
      this.#note(c, problem);
      const failure = failureOf(problem, c.get('requestId'));
      const { status, headers } = problem;
      const notice = renderUnverified(failure, { verifyAgain, backToForm: this.#url(path), words });
      return this.#respond(c, visit, offer, {
        status,
        headers,
        notice,
        news: words['return-unverified'][0],
        isUpgraded: true,
      });
    }
  }

  #visit(c: C): Visit {
    const lang = c.req.query('lang');
    const words = wordsFor(lang);
    const path = `/pay/${encodeURIComponent(c.req.param('offer') ?? '')}`;
    return {
      words,
      lang,
      path: lang === undefined ? path : `${path}?lang=${encodeURIComponent(words.locale.slice(0, 2))}`,
    };
  }

  /** @throws Problem `offer-unknown` also for an offer whose prices the association's own server signs. */
  #offer(c: C): PricedOffer {
    const { config, now } = this.#deps;
    const offer = config.offers.get(c.req.param('offer') ?? '');
    if (!offer || offer.amountCents === 'signed')
      throw new Problem('offer-unknown', 'no offer of that id for the page');
    return publicOffer(offer, config, now()) as PricedOffer;
  }

  /** A browser says which page has sent the form; a text browser does not, and the form's token suffices. */
  #assertSameOrigin(c: C): void {
    const origin = c.req.header('origin');
    const site = c.req.header('sec-fetch-site');
    const isOwn = origin === undefined || origin === new URL(this.#deps.page.publicUrl).origin;
    if (isOwn && (site === undefined || site === 'same-origin')) return;
    throw new Problem('origin-not-allowed', 'the form was sent from another site');
  }

  async #respond(c: C, visit: Visit, offer: PricedOffer, shown: Shown): Promise<Response> {
    const { words, lang, path } = visit;
    const { page, now } = this.#deps;
    const { form, notice } = shown;
    const isOpen = offer.status === 'open';
    const body =
      form && isOpen
        ? renderForm({
            ...{ offer, words, values: form.values, errors: form.errors ?? new Map(), failure: form.failure },
            action: this.#url(path),
            token: await this.#tokens.sign(shownForm(offer, form.nonce ?? randomUUID())),
            today: dayInFrance(new Date(now())),
            isFramed: page.frameOrigins.length > 0,
          })
        : !isOpen && !notice && html`<section role="alert"><p>${closedText(offer, words)}</p></section>`;
    const label = offer.labels?.[words.locale.slice(0, 2)];
    const amount = form?.values.choice && c.req.method !== 'POST' ? c.req.query('amount') : undefined;
    const isElement = shown.isUpgraded && (isOpen || notice !== undefined);
    const content = html`${notice}${body}`;
    return this.#send(c, shown, {
      words,
      title: label ?? offer.itemName,
      isTitleFrench: label === undefined,
      description: [label ?? offer.itemName, priceText(offer, words)].join(' · '),
      path,
      isElement,
      body: isElement
        ? html`<div data-helloasso-checkout data-proxy="${page.publicUrl}" data-offer="${offer.id}" data-lang="${lang ?? 'fr'}"${amount ? html` data-amount="${amount}"` : ''}><span slot="heading" hidden></span>${content}</div>`
        : content,
    });
  }

  /** A page without an offer. */
  #respondToProblem(c: C, { words, path }: Visit, problem: Problem): Promise<Response> {
    this.#note(c, problem);
    const text = describeError(failureOf(problem, c.get('requestId')), words);
    return this.#send(
      c,
      { status: problem.status, headers: problem.headers, isUpgraded: false },
      {
        words,
        title: words.unavailable,
        description: text,
        path,
        isElement: false,
        body: html`<section role="alert"><p>${text}</p></section>`,
      },
    );
  }

  async #send(
    c: C,
    { status = 200, headers = {}, news, refresh }: Omit<Shown, 'form'>,
    content: Content,
  ): Promise<Response> {
    const { page } = this.#deps;
    const { words, title, isTitleFrench = false, description, path, isElement, body } = content;
    const styleNonce = randomBytes(16).toString('base64');
    const document = await renderPage(
      {
        words,
        styleNonce,
        title,
        isTitleFrench,
        description,
        url: this.#url(path),
        news,
        scripts: isElement ? this.#scripts : [],
        refresh,
        body,
      },
      page,
    );
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    c.header('Content-Security-Policy', this.#policy(styleNonce));
    c.header('Referrer-Policy', 'same-origin'); // else a browser sends the form with `Origin: null`
    c.header('X-Robots-Tag', 'noindex');
    if (page.frameOrigins.length > 0) c.header('X-Frame-Options', undefined); // it knows no list
    return c.html(String(document), status as 200);
  }

  #policy(styleNonce: string): string {
    const { page, config } = this.#deps;
    const { environment, apiOrigin, isOverridden } = config.helloasso;
    const domain = HELLOASSO_DOMAINS[environment];
    const payment = isOverridden ? apiOrigin : `https://${domain} https://*.${domain}`; // Chromium asks for redirects too
    return [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      'img-src data:',
      `style-src 'nonce-${styleNonce}'`,
      `form-action 'self' ${payment}`,
      `frame-ancestors ${page.frameOrigins.join(' ') || "'none'"}`,
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types helloasso-checkout',
    ].join('; ');
  }

  /** An address of this page, as payers reach it. */
  #url(path: string): string {
    return this.#deps.page.publicUrl + path;
  }

  /** For the log. */
  #note(c: C, problem: Problem): void {
    c.error = problem;
    logProblem(this.#deps.log, c, problem);
  }
}

/** Our parameters and HelloAsso's come last: those before are the page's own. */
function returnIn(c: C): Returned | undefined {
  const { search } = new URL(c.req.url);
  const start = search.search(new RegExp(`[?&]${TOKEN_PARAMETER}=`));
  if (start < 0) return undefined;
  const added = new URLSearchParams(search.slice(start + 1));
  const step = added.get(STEP_PARAMETER);
  return {
    id: added.get('checkoutIntentId') ?? '',
    token: added.get(TOKEN_PARAMETER) ?? '',
    step: step === 'back' || step === 'error' ? step : 'return',
  };
}

/** The amount that the address names, where the payer may choose it; else the one that the offer has chosen. */
function amountIn(c: C, { amountCents: rule }: PricedOffer): FormValues {
  if (typeof rule === 'number') return {};
  const cents = parseEuros(c.req.query('amount') ?? '');
  if (typeof cents === 'number' && cents >= rule.min && cents <= rule.max) return amountValues(cents, rule);
  return rule.preselected === undefined ? {} : amountValues(rule.preselected, rule);
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

function shownForm({ id, revision, termDates }: PricedOffer, nonce: string): ShownForm {
  return { offer: id, nonce, revision, firstTermDate: termDates?.[0] };
}

function closedText({ status, opensOn }: PricedOffer, words: Words): string {
  const code = status === 'not-open' ? 'offer-not-open' : 'offer-closed';
  return describeError({ code, details: { opensOn } }, words);
}

function priceText({ amountCents: rule }: PricedOffer, words: Words): string {
  if (typeof rule === 'number') return formatEuros(rule, words);
  return fill(words.bounds, formatEuros(rule.min, words), formatEuros(rule.max, words)).join('');
}

/** A query that counts how often the page was loaded again. */
function withRefresh(search: string, count: number): string {
  const others = search
    .slice(1)
    .split('&')
    .filter((pair) => pair && !pair.startsWith(`${REFRESH_PARAMETER}=`));
  return `?${[`${REFRESH_PARAMETER}=${count}`, ...others].join('&')}`;
}
