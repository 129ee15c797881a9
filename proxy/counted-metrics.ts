import { STATUS_CODES } from 'node:http';
import { PROBLEM_STATUS } from './contract/problem.ts';
import type { CallKind, Limit, Metrics, NotificationResult, TokenGrant, TokenResult } from './metrics.ts';
import { Counter, gauge, Histogram } from './prometheus.ts';

/** s. The longest creation waits 8 s in its queue, 5 s for a token and 12 s for the intent. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

/** From status 500 up, an operator may have to act. */
const FAILURES = Object.entries(PROBLEM_STATUS).flatMap(([code, status]) => (status >= 500 ? [code] : []));
const GRANTS = Object.keys({ client_credentials: 0, refresh_token: 0 } satisfies Record<TokenGrant, 0>);
const TOKEN_RESULTS = Object.keys({
  ...{ granted: 0, refused: 0, unavailable: 0, withheld: 0 },
} satisfies Record<TokenResult, 0>);
const LIMITS = Object.keys({ checkouts: 0, outcomes: 0, guesses: 0 } satisfies Record<Limit, 0>);
const NOTIFICATIONS = Object.keys({
  ...{ delivered: 0, ignored: 0, rejected: 0, organization: 0, deferred: 0, dropped: 0 },
} satisfies Record<NotificationResult, 0>);

/** Counts for `/metrics`. The series are few: `proxy/monitoring.md` lists them. */
export class CountedMetrics implements Metrics {
  readonly #requests = new Counter(named('requests_total'), 'Requests answered.');
  readonly #requestTimes = new Histogram(named('request_duration_seconds'), 'Time to answer a request.', BUCKETS);
  readonly #checkouts = new Counter(
    named('checkouts_total'),
    'Checkouts that were created, or refused with a problem.',
  );
  readonly #calls = new Counter(named('upstream_calls_total'), 'Calls of HelloAsso.');
  readonly #callTimes = new Histogram(named('upstream_call_duration_seconds'), 'Time of a call of HelloAsso.', BUCKETS);
  readonly #tokens = new Counter(named('token_requests_total'), 'Access tokens requested.');
  readonly #limited = new Counter(named('limited_total'), 'Requests that a limit has refused.');
  readonly #notifications = new Counter(named('notifications_total'), 'Notifications received from HelloAsso.');
  readonly #events = new Counter(named('events_total'), 'Events sent to the system of the association.');
  #read: Parameters<Metrics['watch']>[0] | undefined;

  /** What can be known beforehand starts at 0, so that the first failure is an increase. */
  constructor(offers: Iterable<string>) {
    for (const offer of offers)
      for (const result of ['created', ...FAILURES]) this.#checkouts.add({ offer, result }, 0);
    for (const grant of GRANTS) for (const result of TOKEN_RESULTS) this.#tokens.add({ grant, result }, 0);
    for (const limit of LIMITS) this.#limited.add({ limit }, 0);
    for (const result of NOTIFICATIONS) this.#notifications.add({ result }, 0);
  }

  request({ method, route, status, code, ms }: Parameters<Metrics['request']>[0]): void {
    const labels = { method: METHODS.has(method) ? method : 'other', route, status: String(status), code: code ?? '' };
    this.#requests.add(labels);
    this.#requestTimes.add({ route }, ms / 1000);
  }

  checkout(offer: string, result: string): void {
    this.#checkouts.add({ offer, result });
  }

  call(kind: CallKind, status: number | undefined, ms: number): void {
    const known = status !== undefined && STATUS_CODES[status] ? String(status) : 'other';
    this.#calls.add({ kind, status: status === undefined ? 'none' : known });
    this.#callTimes.add({ kind }, ms / 1000);
  }

  token(grant: TokenGrant, result: TokenResult): void {
    this.#tokens.add({ grant, result });
  }

  limited(limit: Limit): void {
    this.#limited.add({ limit });
  }

  notification(result: NotificationResult): void {
    this.#notifications.add({ result });
  }

  event(type: string, result: string): void {
    this.#events.add({ type, result });
  }

  watch(read: Parameters<Metrics['watch']>[0]): void {
    this.#read = read;
  }

  /** In Prometheus' text format. */
  text(): string {
    const counted = [
      ...[this.#requests, this.#requestTimes, this.#checkouts, this.#calls, this.#callTimes, this.#tokens],
      ...[this.#limited, this.#notifications, this.#events],
    ];
    return [...counted.flatMap((metric) => metric.lines()), ...this.#gauges(), ''].join('\n');
  }

  #gauges(): string[] {
    const { isHelloAssoAvailable, lanes } = this.#read?.() ?? { isHelloAssoAvailable: true, lanes: {} };
    const queues = Object.entries(lanes);
    return [
      ...gauge(named('upstream_available'), 'Whether HelloAsso is worth a call, as /readyz answers.', [
        [{}, Number(isHelloAssoAvailable)],
      ]),
      ...gauge(
        named('queue_running'),
        'Calls of HelloAsso that have their turn.',
        queues.map(([lane, { running }]) => [{ lane }, running]),
      ),
      ...gauge(
        named('queue_waiting'),
        'Calls of HelloAsso that wait for their turn.',
        queues.map(([lane, { waiting }]) => [{ lane }, waiting]),
      ),
      ...gauge('process_start_time_seconds', 'Start of the process, in seconds since 1970.', [
        [{}, performance.timeOrigin / 1000],
      ]),
      ...gauge('process_resident_memory_bytes', 'Memory that the process holds.', [[{}, process.memoryUsage.rss()]]),
    ];
  }
}

function named(name: string): string {
  return `helloasso_checkout_${name}`;
}
