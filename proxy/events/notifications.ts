import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CheckoutClaims } from '../checkout-claims.ts';
import type { Config } from '../config/config.ts';
import type { HelloAssoClient } from '../helloasso/client.ts';
import type { CallLane } from '../helloasso/concurrency.ts';
import { readIntentMetadata } from '../helloasso/intent-metadata.ts';
import { hasUnknownPayment } from '../helloasso/payment-state.ts';
import {
  type CheckoutIntent,
  mayBeCheckout,
  membersOf,
  type Payment,
  type Reference,
  ResponseReader,
} from '../helloasso/response-schemas.ts';
import { parseJson } from '../json.ts';
import { type Log, reasonOf, SILENT } from '../log.ts';
import type { Metrics, NotificationResult } from '../metrics.ts';
import { findOrganization, organizationsOf } from '../organization.ts';
import { Quota } from '../quota.ts';
import type { SharedState } from '../state/state.ts';
import type { EventDelivery } from './deliver-event.ts';
import { eventsOf } from './payment-to-events.ts';
import type { OrderVerifier, VerifiedOrder } from './verify-order.ts';

/** All that one notification may take. HelloAsso publishes no timeout; after this, it is asked to send the notification again. */
const BUDGET_MS = 4_500;
/** Reads for notifications without our metadata, which any client can send. */
const LOOK_UPS = { kind: 'look-ups', uses: 30, periodMs: 600_000 };
/** Reads of the organisations after a notification about one. */
const ORGANIZATION_READS = { kind: 'organization-reads', uses: 1, periodMs: 3_600_000 };

/** 200 when the notification is done with, 503 when HelloAsso must send it again. */
export type Acknowledgement = 200 | 503;

interface Dependencies {
  readonly config: Pick<Config, 'helloasso' | 'offers' | 'notificationSignatureKeys'>;
  readonly helloAsso: Pick<HelloAssoClient, 'findIntentId' | 'hasOrganization' | 'readIntent'>;
  readonly lane: CallLane;
  /** For notifications that any client can send, so that they delay none with our MAC. */
  readonly unverifiedLane: CallLane;
  readonly verifier: OrderVerifier;
  readonly delivery: EventDelivery;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'notification'>;
  readonly state: Pick<SharedState, 'count'>;
}

/** Silent, because any client can send a notification. */
const READER = new ResponseReader(SILENT);

/** A notification about an order or a payment, as far as it can be read. */
interface Received extends Reference {
  readonly eventType: unknown;
  readonly metadata: unknown;
}

/**
 * Receives HelloAsso's notifications. Their content is not trusted: it only decides what to read from HelloAsso, and what was
 * read is delivered as events. After a 503, HelloAsso sends the notification again, for about a day.
 */
export class Notifications {
  readonly #deps: Dependencies;
  readonly #lookUps: Quota;
  readonly #organizationReads: Quota;

  constructor(deps: Dependencies) {
    this.#deps = deps;
    this.#lookUps = new Quota(LOOK_UPS, deps.state);
    this.#organizationReads = new Quota(ORGANIZATION_READS, deps.state);
  }

  /** Whether events go anywhere. If not, every notification is done with, whatever it contains. */
  get isEnabled(): boolean {
    return this.#deps.delivery.isEnabled;
  }

  /** `body` is the raw body; `signature` is the header `x-ha-signature`. */
  async receive(body: Uint8Array, signature: string | undefined): Promise<Acknowledgement> {
    const result = await this.#resultOf(body, signature);
    this.#deps.metrics.notification(result);
    return result === 'deferred' ? 503 : 200;
  }

  async #resultOf(body: Uint8Array, signature: string | undefined): Promise<NotificationResult> {
    const { log } = this.#deps;
    if (!this.#isSigned(body, signature)) return this.#ignore('not signed by HelloAsso', 'warn');
    const { eventType, data, metadata } = membersOf(parseJson(new TextDecoder().decode(body)));
    if (eventType === 'Form') return 'ignored';
    if (eventType === 'Organization') return this.#checkOrganizations();
    try {
      const received = { ...referenceIn(eventType, data), eventType, metadata };
      return await within(BUDGET_MS, (signal) => this.#process(received, signal));
    } catch (cause) {
      log.warn({ reason: reasonOf(cause) }, 'a notification could not be delivered yet');
      return 'deferred';
    }
  }

  async #process(received: Received, signal: AbortSignal): Promise<NotificationResult> {
    const { verifier } = this.#deps;
    const claims = verifier.verifyMetadata(received.metadata);
    if (!claims) {
      if (!isWhole(received)) return this.#ignore('malformed');
      if (readIntentMetadata(received.metadata)) return this.#ignore('forged, or of another SIGNING_SECRET', 'warn');
      if (received.metadata != null) return this.#ignore('not of this proxy');
      if (!mayBeCheckout(received)) return this.#ignore('of another form');
      if ((await this.#lookUps.take('all')) > 0) throw new Error('too many without metadata');
    }
    const intent = await this.#intentOf(received, claims, signal);
    const verified = intent && verifier.verifyOrder(intent);
    if (!claims && !verified) return this.#ignore('not of this proxy');
    if (!verified || (claims && claims.reference !== verified.claims.reference)) {
      throw new Error('what the notification names is not its order');
    }

    const { payments: all } = verified.order;
    const { paymentId } = received;
    const payments = paymentId === undefined ? all : all.filter(({ id }) => id === paymentId);
    await this.#deliver(verified, payments, signal);
    const isShown =
      paymentId === undefined
        ? !hasUnknownPayment(verified.order)
        : payments.some((payment) => isUpToDate(payment, received));
    if (!isShown) throw new Error('HelloAsso does not show the payment’s new state yet');
    return 'delivered';
  }

  /** Without claims, the organisation is the one that the notification names; an unknown one counts as the default organisation. */
  async #intentOf(
    received: Received,
    claims: CheckoutClaims | undefined,
    signal: AbortSignal,
  ): Promise<CheckoutIntent | undefined> {
    const { helloAsso, config, lane, unverifiedLane } = this.#deps;
    const slug = claims?.organization ?? received.organizationSlug ?? '';
    const organization = findOrganization(config, slug) ?? config.helloasso.organization;
    return (claims ? lane : unverifiedLane).run(signal, async () => {
      const intentId = await helloAsso.findIntentId(received, signal);
      return intentId === undefined ? undefined : helloAsso.readIntent(organization.slug, intentId, signal);
    });
  }

  /** Delivers all events at once, so that one slow or failing delivery does not stop the others. */
  async #deliver(verified: VerifiedOrder, payments: readonly Payment[], signal: AbortSignal): Promise<void> {
    const { delivery } = this.#deps;
    const { includesPayer } = delivery;
    const events = payments.flatMap((payment) => eventsOf(payment, { ...verified, includesPayer }));
    const results = await Promise.allSettled(events.map((event) => delivery.deliver(event, signal)));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  /** Any client can send such a notification, so it only causes one read of each organisation, and lines in the log. */
  async #checkOrganizations(): Promise<NotificationResult> {
    const { helloAsso, unverifiedLane: lane, log, config } = this.#deps;
    if ((await this.#organizationReads.take('all')) > 0) return 'organization';
    const signal = AbortSignal.timeout(BUDGET_MS);
    for (const { slug } of organizationsOf(config)) {
      const isKnown = await lane.run(signal, () => helloAsso.hasOrganization(slug, signal)).catch(() => undefined);
      if (isKnown === false) log.error({ slug }, 'HelloAsso no longer knows the organisation by this slug');
      else log.warn({ slug, isKnown: isKnown ?? 'unknown' }, 'a notification reports that an organisation has changed');
    }
    return 'organization';
  }

  /** In constant time, on the raw bytes. Each kind of notification has a key of its own, so all keys are tried. */
  #isSigned(body: Uint8Array, signature: string | undefined): boolean {
    const signatureKeys = this.#deps.config.notificationSignatureKeys;
    if (signatureKeys.length === 0) return true;
    const given = Buffer.from(signature ?? '', 'hex');
    return signatureKeys.some((key) => {
      const expected = createHmac('sha256', key).update(body).digest();
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  }

  /** Logs the reason without the content, which may be personal data. */
  #ignore(reason: string, level: 'info' | 'warn' = 'info'): NotificationResult {
    this.#deps.log[level]({ reason }, 'a notification was ignored');
    return level === 'info' ? 'ignored' : 'rejected';
  }
}

/** A notification whose type cannot be read is about a payment if it names an order. */
function referenceIn(eventType: unknown, data: unknown): Reference {
  const isPayment = eventType === 'Payment' || (eventType !== 'Order' && 'order' in membersOf(data));
  return isPayment ? READER.paymentReference(data) : READER.orderReference(data);
}

/** Whether a notification has all that HelloAsso's have. Without our MAC, another is not worth a call. */
function isWhole({ eventType, orderId, paymentId, state }: Received): boolean {
  if (orderId === undefined) return false;
  return eventType === 'Order' || (eventType === 'Payment' && paymentId !== undefined && state !== undefined);
}

/** Whether the payment that was read has the notified state, or a newer one. */
function isUpToDate(read: Payment, notified: Reference): boolean {
  if (read.state === notified.state || (notified.state ?? notified.updatedAt) === undefined) return true;
  if (!read.updatedAt || !notified.updatedAt) return false;
  return read.updatedAt > notified.updatedAt || (notified.state === undefined && read.updatedAt >= notified.updatedAt);
}

/** Ends in time although some work ignores the signal: the request for an access token, and the embedder's `onEvent`. */
function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(ms);
  const end = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  return Promise.race([work(signal), end]);
}
