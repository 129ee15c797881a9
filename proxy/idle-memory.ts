import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const PERIOD_MS = 10_000;
/** At most so many requests in a period are no load: probes, and a payer now and then. */
const QUIET = 50;
/** So many requests leave behind what is worth collecting. */
const LOAD = 1_000;

/**
 * Gives the memory of a load back to the system once it is over. V8 collects garbage only when it needs memory, so a process without
 * work would keep for ever what its busiest moment took. Call `count` for each request. Also collects once after the start.
 */
export class IdleMemory {
  #requests = 0;
  #uncollected = LOAD;

  constructor(collect: () => void = collectGarbage) {
    setInterval(() => {
      this.#uncollected += this.#requests;
      if (this.#requests <= QUIET && this.#uncollected >= LOAD) {
        this.#uncollected = 0;
        collect();
      }
      this.#requests = 0;
    }, PERIOD_MS).unref();
  }

  count(): void {
    this.#requests += 1;
  }
}

/** Takes some 50 ms. V8 has no other way to ask for it; `last-resort` also returns its reserve of free pages. */
function collectGarbage(): void {
  if (process.versions.bun) return; // another engine, without this `gc`
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as (options: object) => void;
  gc({ type: 'major', flavor: 'last-resort' });
}

/**
 * V8's middle compiler, which is on since Node 24, leaves some 20 MB of a load in `malloc`, where they stay. Without it TurboFan must
 * start as early as where there is no Maglev: else a tenth fewer checkouts are made a second.
 */
export function leaveOutMaglev(): void {
  if (process.versions.bun || Number.parseInt(process.versions.v8, 10) < 13) return;
  setFlagsFromString('--no-maglev --invocation-count-for-turbofan=3000');
}
