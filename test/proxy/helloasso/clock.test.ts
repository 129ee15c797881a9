import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HelloAssoClock } from '../../../proxy/helloasso/clock.ts';
import { sendByFetch } from '../../../proxy/helloasso/http-client.ts';

const START = Date.parse('2026-11-22T12:00:00Z');
const HOUR_MS = 3_600_000;

/** A clock whose own time of day is wrong by `error` ms, and what HelloAsso answers. */
function setUpClock(error = 0) {
  const state = { elapsed: 0, error };
  const clock = new HelloAssoClock({
    now: () => START + state.elapsed + state.error,
    elapsed: () => state.elapsed + 7,
  });
  return {
    clock,
    state,
    /** One response whose `Date` is off by `dateError` ms; without a `Date` for `undefined`. */
    respond: async (dateError: number | undefined = 0) => {
      const date = new Date(START + state.elapsed + Number(dateError)).toUTCString();
      const headers = Number.isNaN(dateError) ? {} : { date };
      const send = clock.watching(sendByFetch(async () => new Response(null, { headers })));
      await send('https://api.helloasso.com/', { method: 'GET', headers: {}, signal: AbortSignal.timeout(5_000) });
    },
    /** How wrong it is now. */
    wrongBy: () => clock.now() - START - state.elapsed,
  };
}

describe('HelloAssoClock', () => {
  it('is our clock before the first response', () => {
    assert.equal(setUpClock(HOUR_MS).wrongBy(), HOUR_MS);
  });

  it('is our clock, to the millisecond, while it agrees with HelloAsso’s within a minute', async () => {
    const { respond, wrongBy } = setUpClock(50_123);
    await respond();
    assert.equal(wrongBy(), 50_123);
  });

  for (const error of [-3 * HOUR_MS, 3 * HOUR_MS]) {
    it(`is HelloAsso’s when ours is wrong by ${error / HOUR_MS} hours, and goes on without another response`, async () => {
      const { respond, wrongBy, state } = setUpClock(error);
      await respond();
      assert.equal(wrongBy(), 0);
      state.elapsed += 10 * HOUR_MS;
      assert.equal(wrongBy(), 0);
    });

    it(`stays right when ours is put ${error < 0 ? 'back' : 'forward'} by hours, before and after the next response`, async () => {
      const { respond, wrongBy, state } = setUpClock();
      await respond();
      state.error = error;
      state.elapsed += 1_000;
      assert.equal(wrongBy(), 0);
      await respond();
      assert.equal(wrongBy(), 0);
    });
  }

  it('ignores a response without a Date, and one odd Date that neither our clock nor an earlier one agrees with', async () => {
    const { respond, wrongBy } = setUpClock();
    await respond();
    await respond(Number.NaN);
    await respond(100 * HOUR_MS);
    assert.equal(wrongBy(), 0);
    await respond();
    assert.equal(wrongBy(), 0);
  });
});
