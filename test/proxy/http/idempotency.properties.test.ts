import assert from 'node:assert/strict';
import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { CheckoutCreated, CheckoutRequest } from '../../../proxy/contract/checkout.ts';
import { Idempotency } from '../../../proxy/http/idempotency.ts';
import { Problem } from '../../../proxy/problem.ts';
import { MemoryState } from '../../../proxy/state/memory-state.ts';

const REMEMBERED_MS = 13 * 60_000;

interface Attempt {
  readonly name: string;
  readonly amountCents: number;
  readonly startedAt: number;
  state: 'running' | 'failed' | 'done';
}

/** One call of a payer's browser: its origin, key and body, whether HelloAsso fails, and the time that passes before it. */
const call = fc.record({
  origin: fc.constantFrom('https://a.example', 'https://b.example'),
  key: fc.constantFrom('key 1', 'key 2'),
  amountCents: fc.constantFrom(100, 200),
  fails: fc.boolean(),
  waitMs: fc.constantFrom(0, 0, 0, 60_000, REMEMBERED_MS - 1, REMEMBERED_MS, REMEMBERED_MS + 1),
});

describe('any interleaving of calls, answers and failures', () => {
  it('creates at most one checkout for one key while its answer is stored', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 12 }), fc.scheduler(), async (calls, scheduler) => {
        const { signal } = new AbortController();
        let now = Date.parse('2026-11-22T12:00:00Z');
        let intents = 0;
        const idempotency = new Idempotency(new MemoryState(() => now), createSecretKey(randomBytes(32)), () => now);
        const attempts: Attempt[] = [];
        const isKept = ({ startedAt, state }: Attempt) =>
          state === 'running' || (state === 'done' && now - startedAt <= REMEMBERED_MS);
        const keptUnder = (name: string) => attempts.find((attempt) => attempt.name === name && isKept(attempt));

        const ask = async ({ origin, key, amountCents, fails }: (typeof calls)[number]) => {
          const name = `${origin} ${key}`;
          const known = keptUnder(name);
          const attempt: Attempt = { name, amountCents, startedAt: now, state: 'running' };
          if (!known) attempts.push(attempt);
          let hasMade = false;
          const create = async (): Promise<CheckoutCreated> => {
            assert.equal(keptUnder(name), attempt, 'a second checkout beside one that is remembered');
            hasMade = true;
            await scheduler.schedule(Promise.resolve(), `HelloAsso answers ${name}`);
            attempt.state = fails ? 'failed' : 'done';
            if (fails) throw new Problem('helloasso-unavailable', 'for the test');
            intents += 1;
            return { checkoutIntentId: amountCents, redirectUrl: name, expiresAt: '', stateToken: String(intents) };
          };
          const request: CheckoutRequest = { offer: 'don', amountCents, returnPath: '/' };
          const answer = idempotency.once({ origin, key, request, signal }, create).then(
            (checkout) => checkout,
            (problem: unknown) => {
              assert.ok(problem instanceof Problem);
              return problem.code;
            },
          );
          const said = await answer;
          assert.equal(hasMade, known === undefined);
          if (typeof said !== 'string') {
            assert.equal(said.checkoutIntentId, amountCents, 'the answer to another body');
            assert.equal(said.redirectUrl, name, 'the answer to another key or origin');
          } else if (known && known.amountCents !== amountCents) {
            assert.equal(said, 'idempotency-key-reused');
          } else {
            assert.equal(said, 'helloasso-unavailable');
            assert.equal((known ?? attempt).state, 'failed', 'failed although the checkout was made');
          }
        };

        const asked = calls.map((each) =>
          scheduler.schedule(Promise.resolve(each), 'a call').then((due) => {
            now += due.waitMs;
            return ask(due);
          }),
        );
        await scheduler.waitFor(Promise.all(asked));
        for (const { name, startedAt } of attempts.filter(({ state }) => state === 'done')) {
          const others = attempts.filter(
            (other) => other.name === name && other.state === 'done' && other.startedAt !== startedAt,
          );
          for (const other of others) assert.ok(Math.abs(other.startedAt - startedAt) > REMEMBERED_MS);
        }
      }),
      { numRuns: 300 },
    );
  });
});
