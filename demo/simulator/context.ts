import type { Clock } from './clock.ts';
import type { Faults } from './controls/faults.ts';
import type { Outbox } from './notifications/outbox.ts';
import type { Tokens } from './oauth/tokens.ts';
import type { Organization } from './organization.ts';
import type { Payments } from './payments.ts';
import type { Store } from './store.ts';
import type { Switches } from './switches.ts';

/** The objects that one simulator consists of. */
export interface SimulatorContext {
  readonly payments: Payments;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly store: Store;
  readonly organization: Organization;
  readonly outbox: Outbox;
  readonly switches: Switches;
  readonly tokens: Tokens;
}
