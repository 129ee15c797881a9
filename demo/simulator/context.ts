import type { Organization } from './api/organization.ts';
import type { Bank } from './bank.ts';
import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { Outbox } from './notifications/outbox.ts';
import type { Tokens } from './oauth/tokens.ts';
import type { Switches } from './switches.ts';

/** What a simulator is made of, for those who may touch all of it. */
export interface Parts {
  readonly bank: Bank;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly organization: Organization;
  readonly outbox: Outbox;
  readonly switches: Switches;
  readonly tokens: Tokens;
}
