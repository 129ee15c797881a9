/** HelloAsso's four types of notification. */
export type EventType = 'Order' | 'Payment' | 'Form' | 'Organization';

/** A notification and its delivery attempts. Times are in ms since the epoch. */
export interface Notification {
  readonly id: number;
  readonly eventType: EventType;
  /** The exact bytes that are sent, and signed. */
  readonly body: string;
  readonly createdAt: number;
  readonly attempts: Attempt[];
  state: 'waiting' | 'accepted' | 'given-up';
}

export interface Attempt {
  readonly at: number;
  readonly url: string;
  /** The HTTP status; null without a response. */
  readonly status: number | null;
}
