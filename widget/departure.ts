import type { CheckoutCreated, CheckoutRequest } from '../proxy/contract/checkout.ts';
import { PAYER_FIELD_NAMES, type Payer } from '../proxy/contract/payer.ts';
import type { CheckoutState } from './checkout-controller.ts';
import { askProxy } from './client.ts';
import { CheckoutError } from './errors.ts';
import { amountOf, type FormValues, isAsked, paysAsCompany, quantityOf } from './form-values.ts';
import { fromJson } from './json.ts';
import { saveLastCheckout } from './last-checkout.ts';
import type { PricedOffer } from './priced-offer.ts';
import { HelloassoRedirectEvent } from './redirect-event.ts';
import { isTrustedUrl } from './redirect-url.ts';
import { forgetReturn, type Return } from './return.ts';
import { isForWebmaster } from './webmaster-advice.ts';

/** What the page adds to what the payer has filled in. */
interface PageWishes {
  readonly payer: Payer | string;
  readonly metadata: Readonly<Record<string, string>> | string;
  readonly signedOffer: string;
  readonly returnPath: string;
}

/** The element that the payer leaves from. */
type DepartureHost = HTMLElement & { readonly proxy: string };

/** A payer who has pressed the button. */
export interface Departure {
  readonly offer: PricedOffer;
  /** What they have filled in, without a fault; it is kept, should they come back without having paid. */
  readonly values: FormValues;
  /** How they have chosen to pay, where there was a choice. */
  readonly plan: Partial<CheckoutRequest> | undefined;
  readonly page: PageWishes;
}

/** What to post. What the page knows of the payer stands where the form does not ask. */
export function requestOf({ offer, values, plan, page }: Departure): CheckoutRequest {
  const { signedOffer, returnPath } = page;
  const metadata = fromJson(page.metadata);
  return {
    offer: offer.id,
    amountCents: amountOf(offer, values) as number,
    ...(offer.maxQuantity > 1 && { quantity: quantityOf(offer, values) }),
    ...plan,
    payer: { ...fromJson(page.payer), ...typedPayer(offer, values) },
    ...(metadata && { metadata }),
    ...(signedOffer && { signedOffer }),
    returnPath: returnPath || location.pathname + location.search,
  };
}

/** A field that was asked for and left empty is undefined: it is not sent, whatever the page knew. */
function typedPayer({ payer }: PricedOffer, values: FormValues): Payer {
  const asked = PAYER_FIELD_NAMES.filter((name) => isAsked(payer, name));
  const typed = { ...values, ...(!paysAsCompany(payer, values) && { companyName: undefined }) };
  return Object.fromEntries(asked.map((name) => [name, typed[name]?.trim() || undefined]));
}

/** Asks for a payment page and sends the payer to it. `enter` hears of every state. */
export async function depart(
  host: DepartureHost,
  departure: Departure,
  key: RequestKey,
  signal: AbortSignal,
  enter: (state: CheckoutState) => void,
): Promise<void> {
  const { offer, values } = departure;
  const { checkoutIntentId, redirectUrl, stateToken } = await create(host, departure, key);
  if (signal.aborted) return;
  if (!isTrustedUrl(redirectUrl, location.hostname)) throw new CheckoutError('redirect-refused', redirectUrl);
  const url = new URL(redirectUrl);
  const left: Return = { step: 'back', token: stateToken, offer: offer.id, checkoutIntentId };
  saveLastCheckout({ ...left, draft: values, savedAt: Date.now() });
  forgetReturn();
  enter({ name: 'leaving', offer, url, left });
  if (host.dispatchEvent(new HelloassoRedirectEvent(url))) window.location.assign(url);
  else enter({ name: 'ready', offer });
}

/**
 * What the page knows of the payer is a help, and wrong in no payer's eyes: where the proxy refuses it, the payment goes on
 * without it. Only the webmaster reads of it.
 */
async function create(host: DepartureHost, departure: Departure, key: RequestKey): Promise<CheckoutCreated> {
  try {
    return await createCheckout(host.proxy, requestOf(departure), key);
  } catch (cause) {
    const { code, details } = CheckoutError.from(cause);
    const isOfPayer =
      code === 'invalid-request' && details.errors?.every(({ pointer }) => pointer.startsWith('/payer'));
    if (!isOfPayer || !departure.page.payer || isForWebmaster(host)) throw cause;
    const { metadata, signedOffer, returnPath } = departure.page;
    const page = { payer: '', metadata, signedOffer, returnPath };
    return createCheckout(host.proxy, requestOf({ ...departure, page }), key);
  }
}

/** Less than the proxy remembers. */
const KEY_LIFE_MS = 13 * 60_000;

/**
 * The key under which the proxy knows a request. It stays while the same is asked again, as after a broken network, where the
 * first may have arrived, or after a failure; whatever the payer has changed, and whatever follows a payment page, has another.
 */
export class RequestKey {
  #key = '';
  #body: string | undefined;
  #madeAt = 0;

  of(body: string): string {
    if (body !== this.#body || Date.now() - this.#madeAt > KEY_LIFE_MS) {
      this.#key = crypto.randomUUID();
      this.#body = body;
      this.#madeAt = Date.now();
    }
    return this.#key;
  }

  /** The request has got its payment page: the same once more is another payment. */
  renew(): void {
    this.#body = undefined;
  }
}

async function createCheckout(proxy: string, request: CheckoutRequest, key: RequestKey): Promise<CheckoutCreated> {
  const body = JSON.stringify(request);
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key.of(body) };
  const created = await askProxy<CheckoutCreated>(proxy, '/v1/checkouts', 'redirectUrl', {
    method: 'POST',
    headers,
    body,
  });
  key.renew();
  return created;
}
