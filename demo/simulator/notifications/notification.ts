/** HelloAsso's four kinds of news. */
export type EventType = 'Order' | 'Payment' | 'Form' | 'Organization';

/** One thing to tell, and how often it was told. */
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
  /** The HTTP status; null when nothing answered. */
  readonly status: number | null;
}
