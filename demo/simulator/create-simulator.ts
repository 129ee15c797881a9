import { setTimeout as sleepFor } from 'node:timers/promises';
import { Hono } from 'hono';
import { intentsRoute } from './api/intents-route.ts';
import { recordsRoute } from './api/records-route.ts';
import { Clock } from './clock.ts';
import type { SimulatorContext } from './context.ts';
import { controlRoutes } from './controls/control-routes.ts';
import { Controls } from './controls/controls.ts';
import { Faults } from './controls/faults.ts';
import { switchesSchema } from './controls/input-schemas.ts';
import type { Announcement, FaultInput, PayerAction, RefundInput } from './controls/inputs.ts';
import { orderEvent, paymentEvent } from './notifications/events.ts';
import type { Notification } from './notifications/notification.ts';
import { Outbox } from './notifications/outbox.ts';
import { tokenRoute } from './oauth/token-route.ts';
import { Tokens } from './oauth/tokens.ts';
import { organizationOf } from './organization.ts';
import { controlErrorPage, panelRoutes } from './pages/panel-routes.ts';
import { paymentRoute } from './pages/payment-route.ts';
import { Payments } from './payments.ts';
import type { PaymentState } from './states.ts';
import { Store } from './store.ts';
import { DEFAULT_SWITCHES, type Switches } from './switches.ts';

/** Options of `createSimulator`. They include every switch; `configure` changes switches later. */
export interface SimulatorOptions extends Partial<Switches> {
  /** Origin under which browsers and clients reach the simulator. Default `http://127.0.0.1:8789`. */
  readonly origin?: string;
  /** Slug of the simulated association. Default `asso-demo`. */
  readonly organization?: string;
  /** Id of the API client. Default `simulator-client`. */
  readonly clientId?: string;
  /** Secret of the API client. Default `simulator-secret`. */
  readonly clientSecret?: string;
  /** Base clock, in ms since the epoch; `advance` adds to it. Default `Date.now`. */
  readonly now?: () => number;
  /** Sends notifications. Default the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** Waits `ms`, for slow faults. Default a real wait. */
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/**
 * A simulation of HelloAsso: its API and its payment page behind `fetch`, and controls for tests. Invalid input to a control
 * throws, or rejects with, an error that names every invalid member.
 */
export interface Simulator {
  /** Responds as HelloAsso would. Rejects with `DroppedConnection` for a `drop` or `drop-answer` fault. */
  fetch(request: Request): Promise<Response>;
  /** The simulator's time, in ms since the epoch. */
  now(): number;
  /** Moves the clock forward by `ms`. Payments and notifications due on the way are processed, each at its own time. */
  advance(ms: number): Promise<void>;
  /** Processes everything that is due, and resolves when all due notifications have been delivered. */
  settle(): Promise<void>;
  /** Sets switches; the others keep their values. */
  configure(switches: Partial<Switches>): void;
  /** Makes the next calls fail. */
  inject(fault: FaultInput): void;
  /** Removes all pending faults. */
  clearFaults(): void;
  /** Expires every access token, and with `refreshTokens` every refresh token too. */
  expireTokens(options?: { readonly refreshTokens?: boolean }): void;
  /** Does what a payer would do on the payment page. Resolves to the address to which the payer is redirected. */
  act(checkoutIntentId: number, action: PayerAction): Promise<string>;
  /** Sets the state of a payment: one of HelloAsso's, or any other text. */
  setPaymentState(paymentId: number, state: PaymentState): void;
  /** Refunds a payment: `amountCents`, or all that has not been refunded yet. */
  refund(paymentId: number, refund?: RefundInput): void;
  /** Queues a notification; `settle` sends it. */
  announce(announcement: Announcement): void;
  /** The latest 500 notifications, oldest first, with every delivery attempt. */
  notifications(): readonly Notification[];
}

/**
 * Creates a simulator. It opens no port and starts no timer: what becomes due is processed at the next call.
 *
 * @example
 * const simulator = createSimulator({ notificationUrl: 'https://me.example/hook' });
 * const address = await simulator.act(checkoutIntentId, { action: 'pay' });
 * await simulator.settle();
 */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const {
    origin = 'http://127.0.0.1:8789',
    organization: slug = 'asso-demo',
    clientId = 'simulator-client',
    clientSecret = 'simulator-secret',
    now = Date.now,
    fetch = globalThis.fetch,
    sleep = sleepFor,
    ...switchOptions
  } = options;
  const switches: Switches = switchesSchema.parse({ ...DEFAULT_SWITCHES, ...switchOptions });
  const organization = organizationOf(slug, origin);
  const clock = new Clock(now);
  const store = new Store();
  const tokens = new Tokens(clock);
  const faults = new Faults(sleep);
  const outbox = new Outbox({ clock, switches, fetch });
  const payments = new Payments({
    clock,
    store,
    switches,
    listener: {
      orderPlaced: (order) => outbox.add(() => orderEvent(order, organization)),
      paymentChanged: (payment) => outbox.add(() => paymentEvent(payment, organization, switches.paymentNamesIntent)),
    },
  });
  const context: SimulatorContext = { payments, clock, faults, store, organization, outbox, switches, tokens };
  const controls = new Controls(context);

  const app = new Hono();
  app.use(async (c, next) => {
    payments.processDue();
    await next();
    c.header('Date', new Date(clock.now()).toUTCString());
  });
  app.use('/oauth2/*', faults.middleware('token'));
  app.use('/v5/*', faults.middleware('api'));
  app.route('/', tokenRoute({ ...context, client: { id: clientId, secret: clientSecret } }));
  app.route('/v5', intentsRoute(context));
  app.route('/v5', recordsRoute(context));
  app.route('/', paymentRoute({ ...context, controls }));
  app.route('/_simulator', controlRoutes({ ...context, controls, errorPage: controlErrorPage }));
  app.route('/', panelRoutes(context));
  app.notFound((c) => c.body(null, 404));
  app.onError((error) => {
    throw error; // `fetch` rejects: with a dropped connection, or with a bug of the simulator
  });

  return {
    fetch: async (request) => app.fetch(request),
    now: () => clock.now(),
    advance: (ms) => controls.advance(ms),
    settle: () => controls.settle(),
    configure: (patch) => controls.configure(patch),
    inject: (fault) => controls.inject(fault),
    clearFaults: () => controls.clearFaults(),
    expireTokens: (expiry) => controls.expireTokens(expiry),
    act: (checkoutIntentId, action) => controls.act(checkoutIntentId, action),
    setPaymentState: (paymentId, state) => controls.setPaymentState(paymentId, state),
    refund: (paymentId, refund) => controls.refund(paymentId, refund),
    announce: (announcement) => controls.announce(announcement),
    notifications: () => outbox.list(),
  };
}
