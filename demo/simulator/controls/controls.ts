import type * as z from 'zod';
import type { SimulatorContext } from '../context.ts';
import { type Event, formEvent, orderEvent, organizationEvent, paymentEvent } from '../notifications/events.ts';
import type { Intent, Payment, Refund } from '../store.ts';
import { ControlError, parseInput } from './control-error.ts';
import {
  advanceSchema,
  announcementSchema,
  faultSchema,
  payerActionSchema,
  paymentStateSchema,
  refundSchema,
  switchesSchema,
  tokenExpirySchema,
} from './input-schemas.ts';
import { carryOut } from './payer-actions.ts';

/**
 * Everything that a test can do to the simulator, in process or over HTTP. Inputs are validated here for both; an invalid one
 * throws a `ControlError`.
 */
export class Controls {
  readonly #context: SimulatorContext;

  constructor(context: SimulatorContext) {
    this.#context = context;
  }

  /** Sets switches; the others keep their values. */
  configure(patch: unknown): void {
    Object.assign(this.#context.switches, parseInput(switchesSchema.partial(), patch));
  }

  /** Processes everything that is due, and resolves when all due notifications have been delivered. */
  async settle(): Promise<void> {
    this.#context.payments.processDue();
    await this.#context.outbox.deliverDue();
  }

  /** Moves the clock forward by `ms`. What becomes due on the way is processed at its own time. */
  async advance(ms: unknown): Promise<void> {
    const { payments, clock, outbox } = this.#context;
    const target = clock.now() + parseInput(advanceSchema, ms);
    await this.settle();
    for (;;) {
      const never = Number.POSITIVE_INFINITY;
      const next = Math.min(payments.nextDue() ?? never, outbox.nextDue() ?? never);
      if (next > target) break;
      clock.moveTo(next);
      await this.settle();
    }
    clock.moveTo(target);
  }

  /** Makes the next calls fail. */
  inject(fault: unknown): void {
    this.#context.faults.add(parseInput(faultSchema, fault));
  }

  clearFaults(): void {
    this.#context.faults.clear();
  }

  /** Expires every access token, and with `refreshTokens` every refresh token too. */
  expireTokens(options: unknown = {}): void {
    const { refreshTokens } = parseInput(tokenExpirySchema, options);
    this.#context.tokens.expireAccessTokens();
    if (refreshTokens) this.#context.tokens.expireRefreshTokens();
  }

  /** Does what a payer would do on the payment page. Resolves to the address to which the payer is redirected. */
  async act(checkoutIntentId: number, action: unknown): Promise<string> {
    const { payments, outbox, switches } = this.#context;
    const intent = this.intent(checkoutIntentId);
    const validAction = parseInput(payerActionSchema, action);
    const link = payments.linkState(intent);
    if (link !== 'open') throw new ControlError(409, `The link of intent ${checkoutIntentId} is ${link}.`);
    if (validAction.action === 'pay-by-sepa' && !intent.body.paymentOptions?.enableSepa) {
      throw new ControlError(409, `Intent ${checkoutIntentId} does not offer SEPA.`);
    }
    const location = carryOut(validAction, intent, payments);
    if (switches.notificationTiming === 'before-redirect') await outbox.deliverDue();
    return location;
  }

  /** Sets the state of a payment: one of HelloAsso's, or any other text. */
  setPaymentState(paymentId: number, state: unknown): void {
    this.#context.payments.setState(this.payment(paymentId), parseInput(paymentStateSchema, state));
  }

  refund(paymentId: number, refund: unknown = {}): Refund {
    const { payments } = this.#context;
    const payment = this.payment(paymentId);
    const { amountCents, status } = parseInput(refundSchema, refund);
    const cents = amountCents ?? payments.refundableCents(payment);
    if (!payments.isRefundable(payment, cents)) {
      throw new ControlError(409, `Cannot refund ${cents} cents of payment ${paymentId} (${payment.state}).`);
    }
    return payments.refund(payment, cents, status);
  }

  /** Queues a notification. */
  announce(announcement: unknown): void {
    const { outbox, switches } = this.#context;
    if (switches.notificationUrl === null) throw new ControlError(409, 'notificationUrl is not set.');
    const event = this.#eventOf(parseInput(announcementSchema, announcement));
    outbox.add(() => event);
  }

  /** Queues the same bytes as an earlier notification. */
  resend(notificationId: number): void {
    const { outbox } = this.#context;
    const notification = outbox.list().find(({ id }) => id === notificationId);
    if (!notification) throw new ControlError(404, `There is no notification ${notificationId}.`);
    outbox.resend(notification);
  }

  intent(id: number): Intent {
    const intent = this.#context.store.intent(id);
    if (!intent) throw new ControlError(404, `There is no intent ${id}.`);
    return intent;
  }

  payment(id: number): Payment {
    const payment = this.#context.store.payment(id);
    if (!payment) throw new ControlError(404, `There is no payment ${id}.`);
    return payment;
  }

  #eventOf(announcement: z.output<typeof announcementSchema>): Event {
    const { clock, store, organization, switches } = this.#context;
    switch (announcement.eventType) {
      case 'Order': {
        const order = store.order(announcement.orderId);
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
