import { createHmac, timingSafeEqual } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { Config } from '../config/config.ts';
import type { HelloAssoApi } from '../helloasso/client.ts';
import type { CallShares } from '../helloasso/concurrency.ts';
import { ownMetadataIn } from '../helloasso/intent-metadata.ts';
import { type CheckoutIntent, isCheckout, type Payment } from '../helloasso/response-schemas.ts';
import { parseJson } from '../json.ts';
import { type Log, reasonOf } from '../log.ts';
import { findOrganization } from '../organization.ts';
import type { Receivers } from './deliver-event.ts';
import { eventsOf } from './payment-to-events.ts';
import type { OwnOrder, Truth } from './verify-order.ts';

/** HelloAsso publishes no timeout; well within five seconds everything is read and delivered, or it is asked to send again. */
const BUDGET_MS = 4_500;
/** Reads for notifications that do not say whose they are: anybody can send those. */
const LOOK_UPS = { points: 30, duration: 600 };
/** Reads of the organisation after a notification about it. */
const ORGANIZATION_READS = { points: 1, duration: 3600 };

/** 200 when nothing more is to be done, 503 when HelloAsso should send the notification again. */
export type Acknowledgement = 200 | 503;

interface Dependencies {
  readonly config: Config;
  /** Slugs. */
  readonly organizations: readonly string[];
  readonly api: HelloAssoApi;
  readonly shares: CallShares;
  readonly truth: Truth;
  readonly receivers: Receivers;
  readonly log: Log;
}

/** HelloAsso's ids are positive 32-bit integers. */
const id = z.int32().positive();
const text = z.string().nullish();
const light = z.object({ id, checkoutIntentId: id.nullish(), formType: text, organizationSlug: text });

const notification = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('Order'), data: light, metadata: z.unknown().optional() }),
  z.object({
    eventType: z.literal('Payment'),
    data: z.object({
      id,
      state: z.string(),
      order: light,
      meta: z.object({ updatedAt: z.coerce.date().nullish() }).nullish(),
    }),
    metadata: z.unknown().optional(),
  }),
  z.object({ eventType: z.literal('Form') }),
  z.object({ eventType: z.literal('Organization') }),
]);

type PaidNotification = Extract<z.infer<typeof notification>, { data: unknown }>;

/**
 * Takes HelloAsso's notifications. None is believed: it only says what to read from HelloAsso, and what was read is told to the
 * receivers. An answer of 503 makes HelloAsso send it again, for about a day.
 */
export class Notifications {
  readonly #deps: Dependencies;
  readonly #lookUps = new RateLimiterMemory(LOOK_UPS);
  readonly #organizationReads = new RateLimiterMemory(ORGANIZATION_READS);

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  /** `body` as it came, byte for byte; `signature` is the header `x-ha-signature`. */
  async receive(body: Uint8Array, signature: string | undefined): Promise<Acknowledgement> {
    const { receivers, log } = this.#deps;
    if (!receivers.exist) return 200;
    if (!this.#isSigned(body, signature)) return this.#ignore('not signed by HelloAsso', 'warn');
    const { success, data } = notification.safeParse(parseJson(new TextDecoder().decode(body)));
    if (!success) return this.#ignore('malformed');
    if (data.eventType === 'Form') return 200;
    if (data.eventType === 'Organization') return this.#checkOrganizations();
    try {
      return await within(BUDGET_MS, (signal) => this.#deliver(data, signal));
    } catch (cause) {
      log.warn({ reason: reasonOf(cause) }, 'a notification could not be delivered yet');
      return 503;
    }
  }

  async #deliver(received: PaidNotification, signal: AbortSignal): Promise<Acknowledgement> {
    const { truth } = this.#deps;
    const named = received.eventType === 'Order' ? received.data : received.data.order;
    const claims = truth.claimsIn(received.metadata);
    if (!claims) {
      if (ownMetadataIn(received.metadata)) return this.#ignore('forged, or of another SIGNING_SECRET', 'warn');
      if (received.metadata != null) return this.#ignore('foreign');
      if (!isCheckout(named.formType)) return this.#ignore('of another form');
      if (!(await isAllowed(this.#lookUps))) throw new Error('too many without metadata');
    }
    const intent = await this.#intentOf(named, claims?.organization ?? named.organizationSlug, signal);
    if (!claims && !ownMetadataIn(intent?.metadata)) return this.#ignore('foreign');
    const own = intent && truth.ownOrder(intent);
    if (!own) throw new Error('HelloAsso does not show the order yet');

    const all = own.order.payments ?? [];
    const payments = received.eventType === 'Order' ? all : all.filter(({ id }) => id === received.data.id);
    await this.#tell(own, payments, signal);
    const isShown = received.eventType === 'Order' || payments.some((payment) => isAbreast(payment, received.data));
    if (!isShown) throw new Error('HelloAsso does not show the payment’s new state yet');
    return 200;
  }

  /** `slug` names the organisation, if it is one of ours. */
  async #intentOf(
    named: z.infer<typeof light>,
    slug: string | null | undefined,
    signal: AbortSignal,
  ): Promise<CheckoutIntent | undefined> {
    const { api, config, shares } = this.#deps;
    const organization = findOrganization(config, slug ?? '') ?? config.helloasso.organization;
    return shares.notifications.run(signal, async () => {
      const intentId = named.checkoutIntentId ?? (await api.readOrder(named.id, signal))?.checkoutIntentId;
      return intentId == null ? undefined : api.readIntent(organization.slug, intentId, signal);
    });
  }

  /** All at once, so that neither a slow receiver nor one that refuses an event keeps the others from being told. */
  async #tell(own: OwnOrder, payments: readonly Payment[], signal: AbortSignal): Promise<void> {
    const { receivers } = this.#deps;
    const events = payments.flatMap((payment) => eventsOf(payment, { ...own, withPayer: receivers.wantPayer }));
    const deliveries = await Promise.allSettled(events.map((event) => receivers.deliver(event, signal)));
    for (const delivery of deliveries) if (delivery.status === 'rejected') throw delivery.reason;
  }

  /** Anybody may say that an organisation has changed: the only consequence is one look, and a line for the operator. */
  async #checkOrganizations(): Promise<Acknowledgement> {
    const { api, shares, log, organizations } = this.#deps;
    if (!(await isAllowed(this.#organizationReads))) return 200;
    const signal = AbortSignal.timeout(BUDGET_MS);
    for (const slug of organizations) {
      const isKnown = await shares.notifications
        .run(signal, () => api.hasOrganization(slug, signal))
        .catch(() => undefined);
      if (isKnown === false) log.error({ slug }, 'HelloAsso no longer knows the organisation by this slug');
      else log.warn({ slug, isKnown: isKnown ?? 'unknown' }, 'a notification says that an organisation has changed');
    }
    return 200;
  }

  /** In constant time, on the raw bytes. Keys differ by kind of notification, so each is tried. */
  #isSigned(body: Uint8Array, signature: string | undefined): boolean {
    const signatureKeys = this.#deps.config.notificationSignatureKeys;
    if (signatureKeys.length === 0) return true;
    const given = Buffer.from(signature ?? '', 'hex');
    return signatureKeys.some((key) => {
      const expected = createHmac('sha256', key).update(body).digest();
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  }

  /** Logged without what was in it, which may be a person. */
  #ignore(reason: string, level: 'info' | 'warn' = 'info'): Acknowledgement {
    this.#deps.log[level]({ reason }, 'a notification was ignored');
    return 200;
  }
}

/** Whether what was read is what was notified, or newer. */
function isAbreast(read: Payment, notified: Pick<Payment, 'state' | 'meta'>): boolean {
  const [readAt, notifiedAt] = [read.meta?.updatedAt, notified.meta?.updatedAt];
  return read.state === notified.state || (readAt != null && notifiedAt != null && readAt > notifiedAt);
}

/** Not everything hears a signal: the access token is asked for in everyone's name, and `onEvent` is not ours. */
function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(ms);
  const end = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  return Promise.race([work(signal), end]);
}

async function isAllowed(limiter: RateLimiterMemory): Promise<boolean> {
  return limiter.consume('all').then(
    () => true,
    () => false,
  );
}
