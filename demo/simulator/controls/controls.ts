import * as z from 'zod';
import { DAY_MS } from '../clock.ts';
import type { Announcement, RefundInput } from '../control-inputs.ts';
import { faultSchema } from '../faults.ts';
import type { Intent, Payment, Refund } from '../ledger.ts';
import { type Event, formEvent, orderEvent, organizationEvent, paymentEvent } from '../notifications/events.ts';
import type { Parts } from '../parts.ts';
import { follow, payerActionSchema } from '../payer-actions.ts';
import { REFUND_STATUSES } from '../states.ts';
import { switchesSchema } from '../switches-schema.ts';
import { ControlError, read } from './control-error.ts';

const MAX_ADVANCE_MS = 3_660 * DAY_MS;
const advanceSchema = z.number().min(0).max(MAX_ADVANCE_MS);

const expirySchema = z.strictObject({ refreshTokens: z.boolean().default(false) });

const stateSchema = z.string().min(1).max(60);

const refundSchema = z.strictObject({
  amountCents: z.int().min(1).nullish(),
  status: z.enum(REFUND_STATUSES).default('Processed'),
}) satisfies z.ZodType<unknown, RefundInput>;

const announcementSchema = z.discriminatedUnion('eventType', [
  z.strictObject({ eventType: z.literal('Order'), orderId: z.int() }),
  z.strictObject({ eventType: z.literal('Payment'), paymentId: z.int() }),
  z.strictObject({ eventType: z.literal('Form') }),
  z.strictObject({ eventType: z.literal('Organization'), newSlug: z.string().min(1).max(100) }),
]) satisfies z.ZodType<unknown, Announcement>;

/**
 * Everything a test may do to the simulator, in process or over HTTP: inputs are read here, whoever sends them, and what
 * makes no sense is refused with a `ControlError`.
 */
export class Controls {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Turns switches; the others stay as they are. */
  configure(patch: unknown): void {
    Object.assign(this.#parts.switches, read(switchesSchema.partial(), patch));
  }

  /** Does and sends everything that is due, and waits until it is done. */
  async settle(): Promise<void> {
    this.#parts.bank.catchUp();
    await this.#parts.outbox.deliverDue();
  }

  /** Moves the clock forward. What falls due on the way happens at its own time. */
  async advance(ms: unknown): Promise<void> {
    const { bank, clock, outbox } = this.#parts;
    const target = clock.now() + read(advanceSchema, ms);
    await this.settle();
    for (;;) {
      const next = Math.min(bank.nextDue() ?? Number.POSITIVE_INFINITY, outbox.nextDue() ?? Number.POSITIVE_INFINITY);
      if (next > target) break;
      clock.moveTo(next);
      await this.settle();
    }
    clock.moveTo(target);
  }

  /** Makes coming calls go wrong. */
  inject(fault: unknown): void {
    this.#parts.faults.add(read(faultSchema, fault));
  }

  clearFaults(): void {
    this.#parts.faults.clear();
  }

  /** Kills every access token, and the refresh tokens too if asked. */
  expireTokens(which: unknown = {}): void {
    const { refreshTokens } = read(expirySchema, which);
    this.#parts.tokens.expireAccessTokens();
    if (refreshTokens) this.#parts.tokens.expireRefreshTokens();
  }

  /** Does what a payer would do on the payment page, and says where they are sent. */
  async act(checkoutIntentId: number, action: unknown): Promise<string> {
    const { bank, outbox, switches } = this.#parts;
    const intent = this.intent(checkoutIntentId);
    const known = read(payerActionSchema, action);
    const link = bank.linkState(intent);
    if (link !== 'open') throw new ControlError(409, `The link of intent ${checkoutIntentId} is ${link}.`);
    if (known.action === 'pay-by-sepa' && !intent.body.paymentOptions?.enableSepa) {
      throw new ControlError(409, `Intent ${checkoutIntentId} does not offer SEPA.`);
    }
    const location = follow(known, intent, bank);
    if (switches.notificationTiming === 'before-redirect') await outbox.deliverDue();
    return location;
  }

  /** Puts a payment in a state: any of HelloAsso's, or one that it has not invented yet. */
  setPaymentState(paymentId: number, state: unknown): void {
    this.#parts.bank.setState(this.payment(paymentId), read(stateSchema, state));
  }

  refund(paymentId: number, refund: unknown = {}): Refund {
    const { bank } = this.#parts;
    const payment = this.payment(paymentId);
    const { amountCents, status } = read(refundSchema, refund);
    const cents = amountCents ?? bank.refundableCents(payment);
    if (!bank.isRefundable(payment, cents)) {
      throw new ControlError(409, `Payment ${paymentId}, ${payment.state}, has no ${cents} cents to give back.`);
    }
    return bank.refund(payment, cents, status);
  }

  /** Sends a notification of one's choice. */
  announce(announcement: unknown): void {
    const { outbox, switches } = this.#parts;
    if (switches.notificationUrl === null) throw new ControlError(409, 'There is no notificationUrl to send to.');
    const event = this.#eventOf(read(announcementSchema, announcement));
    outbox.add(() => event);
  }

  /** Sends a notification of the list once more, byte for byte. */
  resend(notificationId: number): void {
    const { outbox } = this.#parts;
    const notification = outbox.list().find(({ id }) => id === notificationId);
    if (!notification) throw new ControlError(404, `There is no notification ${notificationId}.`);
    outbox.resend(notification);
  }

  intent(id: number): Intent {
    const intent = this.#parts.ledger.intent(id);
    if (!intent) throw new ControlError(404, `There is no intent ${id}.`);
    return intent;
  }

  payment(id: number): Payment {
    const payment = this.#parts.ledger.payment(id);
    if (!payment) throw new ControlError(404, `There is no payment ${id}.`);
    return payment;
  }

  #eventOf(announcement: z.output<typeof announcementSchema>): Event {
    const { clock, ledger, organization, switches } = this.#parts;
    switch (announcement.eventType) {
      case 'Order': {
        const order = ledger.order(announcement.orderId);
        if (!order) throw new ControlError(404, `There is no order ${announcement.orderId}.`);
        return orderEvent(order, organization);
      }
      case 'Payment':
        return paymentEvent(this.payment(announcement.paymentId), organization, switches.paymentNamesIntent);
      case 'Form':
        return formEvent(organization, clock.now());
      case 'Organization':
        return organizationEvent(organization, announcement.newSlug);
    }
  }
}
