import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertProblem, ORIGIN, setUp } from '../set-up.ts';

describe('POST /v1/checkouts', () => {
  it('answers 429 to an address after 60 checkouts, and serves another address', async () => {
    const { ask } = setUp();
    const init = { method: 'POST', headers: { origin: ORIGIN, 'content-type': 'application/json' }, body: '{}' };
    for (let count = 0; count < 60; count += 1) {
      assert.equal((await ask('/v1/checkouts', init, '192.0.2.1')).status, 422);
    }
    const limited = await ask('/v1/checkouts', init, '192.0.2.1');
    assert.ok(Number(limited.headers.get('retry-after')) > 0);
    assert.equal(limited.headers.get('access-control-expose-headers'), 'Retry-After');
    await assertProblem(limited, 'rate-limited', 429);
    assert.equal((await ask('/v1/checkouts', init, '192.0.2.2')).status, 422);
  });
});
