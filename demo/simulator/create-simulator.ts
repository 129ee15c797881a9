import { setTimeout as sleepFor } from 'node:timers/promises';
import { Hono } from 'hono';
import { intentsRoute } from './api/intents-route.ts';
import { organizationOf } from './api/organization.ts';
import { recordsRoute } from './api/records-route.ts';
import { Bank } from './bank.ts';
import { Clock } from './clock.ts';
import type { Announcement, FaultInput, PayerAction, RefundInput } from './control-inputs.ts';
import { controlRoutes } from './controls/control-routes.ts';
import { Controls } from './controls/controls.ts';
import { Faults } from './faults.ts';
import { Ledger } from './ledger.ts';
import { orderEvent, paymentEvent } from './notifications/events.ts';
import type { Notification } from './notifications/notification.ts';
import { Outbox } from './notifications/outbox.ts';
import { tokenRoute } from './oauth/token-route.ts';
import { Tokens } from './oauth/tokens.ts';
import { panelRoutes } from './pages/panel-routes.ts';
import { paymentRoute } from './pages/payment-route.ts';
import type { PaymentState } from './states.ts';
import { DEFAULT_SWITCHES, type Switches } from './switches.ts';
import { switchesSchema } from './switches-schema.ts';

/** How a simulator is made. Every switch may be given here, and turned later. */
export interface SimulatorOptions extends Partial<Switches> {
  /** Where browsers and clients reach the simulator. Default `http://127.0.0.1:8789`. */
  readonly origin?: string;
  /** Slug of the association that it plays. Default `asso-demo`. */
  readonly organization?: string;
  /** Default `simulator-client`. */
  readonly clientId?: string;
  /** Default `simulator-secret`. */
  readonly clientSecret?: string;
  /** Base clock, in milliseconds; the controls add to it. Default `Date.now`. */
  readonly now?: () => number;
  /** Sends notifications. Default the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** Waits, for the faults that are slow. Default a real wait. */
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/** A stand-in for HelloAsso: its API and its payment page behind one function, and what a test may do to it. */
export interface Simulator {
  /** Answers as HelloAsso would. Rejects with `DroppedConnection` when told to drop the connection. */
  fetch(request: Request): Promise<Response>;
  /** The simulator's time, in milliseconds. */
  now(): number;
  /** Moves the clock forward: instalments, bank answers and notifications happen on the way, each at its own time. */
  advance(ms: number): Promise<void>;
  /** Does and sends everything that is due, and waits until it is done. */
  settle(): Promise<void>;
  /** Turns switches; the others stay as they are. */
  configure(switches: Partial<Switches>): void;
  /** Makes coming calls go wrong. */
  inject(fault: FaultInput): void;
  /** Forgets the faults still to come. */
  clearFaults(): void;
  /** Kills every access token, and the refresh tokens too if asked. */
  expireTokens(which?: { readonly refreshTokens?: boolean }): void;
  /** Does what a payer would do on the payment page, and says where they are sent. */
  act(checkoutIntentId: number, action: PayerAction): Promise<string>;
  /** Puts a payment in a state: any of HelloAsso's, or one that it has not invented yet. */
  setPaymentState(paymentId: number, state: PaymentState): void;
  /** Gives back a payment, all that is left of it unless an amount says otherwise. */
  refund(paymentId: number, refund?: RefundInput): void;
  /** Prepares a notification of one's choice; `settle` sends it. */
  announce(announcement: Announcement): void;
  /** The latest notifications, oldest first, with every attempt to deliver them. */
  notifications(): readonly Notification[];
}

/** Makes a simulator. It listens nowhere and starts no timer: time passes when its clock says so. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const {
    origin = 'http://127.0.0.1:8789',
    organization: slug = 'asso-demo',
    clientId = 'simulator-client',
    clientSecret = 'simulator-secret',
    now = Date.now,
    fetch = globalThis.fetch,
    sleep = sleepFor,
    ...given
  } = options;
  const switches: Switches = switchesSchema.parse({ ...DEFAULT_SWITCHES, ...given });
  const organization = organizationOf(slug, origin);
  const clock = new Clock(now);
  const ledger = new Ledger();
  const tokens = new Tokens(clock);
  const faults = new Faults(sleep);
  const outbox = new Outbox({ clock, switches, fetch });
  const bank = new Bank({
    clock,
    ledger,
    switches,
    listener: {
      orderPlaced: (order) => outbox.add(() => orderEvent(order, organization)),
      paymentChanged: (payment) => outbox.add(() => paymentEvent(payment, organization, switches.paymentNamesIntent)),
    },
  });
  const parts = { bank, clock, faults, ledger, organization, outbox, switches, tokens };
  const controls = new Controls(parts);

  const app = new Hono();
  app.use(async (_, next) => {
    bank.catchUp();
    await next();
  });
  app.use('/oauth2/*', faults.middleware('token'));
  app.use('/v5/*', faults.middleware('api'));
  app.route('/', tokenRoute({ ...parts, client: { id: clientId, secret: clientSecret } }));
  app.route('/v5', intentsRoute(parts));
  app.route('/v5', recordsRoute(parts));
  app.route('/', paymentRoute({ ...parts, controls }));
  app.route('/_simulator', controlRoutes({ ...parts, controls }));
  app.route('/', panelRoutes(parts));
  app.notFound((c) => c.body(null, 404));
  app.onError((error) => {
    throw error; // out of `fetch`, where a dropped connection belongs and where a mistake of ours is best seen
  });

  return {
    fetch: async (request) => app.fetch(request),
    now: () => clock.now(),
    advance: (ms) => controls.advance(ms),
    settle: () => controls.settle(),
    configure: (patch) => controls.configure(patch),
    inject: (fault) => controls.inject(fault),
    clearFaults: () => controls.clearFaults(),
    expireTokens: (which) => controls.expireTokens(which),
    act: (checkoutIntentId, action) => controls.act(checkoutIntentId, action),
    setPaymentState: (paymentId, state) => controls.setPaymentState(paymentId, state),
    refund: (paymentId, refund) => controls.refund(paymentId, refund),
    announce: (announcement) => controls.announce(announcement),
    notifications: () => outbox.list(),
  };
}
