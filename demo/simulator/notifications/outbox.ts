import { createHmac } from 'node:crypto';
import { type Clock, DAY_MS, MINUTE_MS } from '../clock.ts';
import { Schedule } from '../schedule.ts';
import type { Switches } from '../switches.ts';
import type { Event } from './events.ts';
import type { Notification } from './notification.ts';

/** HelloAsso retries for "about a day"; its schedule is not published. Here: after 1, 2, 4, 8… minutes. */
const FIRST_DELAY_MS = MINUTE_MS;
const GIVE_UP_AFTER_MS = DAY_MS;

/** Timeout of a delivery; HelloAsso's own is not published. */
const TIMEOUT_MS = 10_000;

/** Bounds memory: older notifications leave the list, but are still sent. */
const MAX_LISTED = 500;

interface Dependencies {
  readonly clock: Clock;
  readonly switches: Readonly<Switches>;
  readonly fetch: typeof globalThis.fetch;
}

/** The queue of notifications. `deliverDue` sends what is due by the simulator's clock, and schedules retries. */
export class Outbox {
  readonly #clock: Clock;
  readonly #switches: Readonly<Switches>;
  readonly #fetch: typeof globalThis.fetch;
  readonly #schedule = new Schedule<Notification>();
  #listed: Notification[] = [];
  #count = 0;
  #delivery: Promise<void> = Promise.resolve();

  constructor({ clock, switches, fetch }: Dependencies) {
    this.#clock = clock;
    this.#switches = switches;
    this.#fetch = fetch;
  }

  /** Oldest first. */
  list(): readonly Notification[] {
    return this.#listed;
  }

  /** Queues an event, `notificationCopies` times. Does nothing without `notificationUrl`. */
  add(describe: () => Event): void {
    if (this.#switches.notificationUrl === null) return;
    const event = describe();
    const body = JSON.stringify(event);
    for (let copy = 0; copy < this.#switches.notificationCopies; copy++) this.#enqueue(event.eventType, body);
  }

  /** Queues the same bytes again, as a new notification. */
  resend({ eventType, body }: Notification): void {
    this.#enqueue(eventType, body);
  }

  /** When the next notification is due. */
  nextDue(): number | undefined {
    return this.#schedule.next();
  }

  /** Sends everything that is due, one after the other, after deliveries that are still running. */
  deliverDue(): Promise<void> {
    this.#delivery = this.#delivery.then(async () => {
      const due = this.#schedule.takeDue(this.#clock.now());
      if (this.#switches.notificationOrder === 'reversed') due.reverse();
      for (const notification of due) await this.#deliver(notification);
    });
    return this.#delivery;
  }

  #enqueue(eventType: Event['eventType'], body: string): void {
    const createdAt = this.#clock.now();
    const notification: Notification = {
      id: ++this.#count,
      eventType,
      body,
      createdAt,
      attempts: [],
      state: 'waiting',
    };
    this.#listed.push(notification);
    if (this.#listed.length > MAX_LISTED) this.#listed = this.#listed.slice(-MAX_LISTED);
    this.#schedule.add(createdAt, notification);
  }

  async #deliver(notification: Notification): Promise<void> {
    const url = this.#switches.notificationUrl;
    const at = this.#clock.now();
    const status = url === null ? null : await this.#send(url, notification.body);
    notification.attempts.push({ at, url: url ?? '', status });
    if (status === 200) {
      notification.state = 'accepted'; // according to one source, only 200 counts
      return;
    }
    const retryAt = at + FIRST_DELAY_MS * 2 ** (notification.attempts.length - 1);
    if (retryAt > notification.createdAt + GIVE_UP_AFTER_MS) notification.state = 'given-up';
    else this.#schedule.add(retryAt, notification);
  }

  async #send(url: string, body: string): Promise<number | null> {
    const { signatureKey } = this.#switches;
    const signature = signatureKey && createHmac('sha256', signatureKey).update(body).digest('hex');
    try {
      const response = await this.#fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...(signature && { 'x-ha-signature': signature }) },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return null;
    }
  }
}
