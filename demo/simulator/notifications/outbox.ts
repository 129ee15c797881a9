import { createHmac } from 'node:crypto';
import { Agenda } from '../agenda.ts';
import { type Clock, DAY_MS, MINUTE_MS } from '../clock.ts';
import type { Switches } from '../switches.ts';
import type { Event } from './events.ts';
import type { Notification } from './notification.ts';

/** HelloAsso sends again for "about a day"; its schedule is not published. Here: 1, 2, 4, 8… minutes. */
const FIRST_DELAY_MS = MINUTE_MS;
const GIVE_UP_AFTER_MS = DAY_MS;

/** How long a receiver may take; HelloAsso's own patience is not published. */
const TIMEOUT_MS = 10_000;

/** Bounds memory: older ones leave the list, though one still waiting is sent all the same. */
const MAX_LISTED = 500;

interface Dependencies {
  readonly clock: Clock;
  readonly switches: Readonly<Switches>;
  readonly fetch: typeof globalThis.fetch;
}

/** Notifications on their way: sent when asked to, at the simulator's time, and again until they are accepted. */
export class Outbox {
  readonly #clock: Clock;
  readonly #switches: Readonly<Switches>;
  readonly #fetch: typeof globalThis.fetch;
  readonly #agenda = new Agenda<Notification>();
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

  /** Prepares an event for sending, as many times as the switch says. Without an address nothing is kept. */
  add(describe: () => Event): void {
    if (this.#switches.notificationUrl === null) return;
    const event = describe();
    const body = JSON.stringify(event);
    for (let copy = 0; copy < this.#switches.notificationCopies; copy++) this.#enqueue(event.eventType, body);
  }

  /** Sends the same bytes once more, as a new notification. */
  resend({ eventType, body }: Notification): void {
    this.#enqueue(eventType, body);
  }

  /** When the next one is to be sent. */
  nextDue(): number | undefined {
    return this.#agenda.next();
  }

  /** Sends everything whose time has come, one after the other, after what is already being sent. */
  deliverDue(): Promise<void> {
    this.#delivery = this.#delivery.then(async () => {
      const due = this.#agenda.takeDue(this.#clock.now());
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
    this.#agenda.add(createdAt, notification);
  }

  async #deliver(notification: Notification): Promise<void> {
    const url = this.#switches.notificationUrl;
    const at = this.#clock.now();
    const status = url === null ? null : await this.#send(url, notification.body);
    notification.attempts.push({ at, url: url ?? '', status });
    if (status === 200) {
      notification.state = 'accepted'; // one source says that nothing but 200 counts
      return;
    }
    const retryAt = at + FIRST_DELAY_MS * 2 ** (notification.attempts.length - 1);
    if (retryAt > notification.createdAt + GIVE_UP_AFTER_MS) notification.state = 'given-up';
    else this.#agenda.add(retryAt, notification);
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
