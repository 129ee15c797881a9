import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertProblem, ORIGIN, setUp } from '../set-up.ts';

describe('the routes', () => {
  it('answers 405 with Allow to a wrong method, and 404 to an unknown route', async () => {
    const { ask } = setUp();
    const wrong = await ask('/v1/checkouts', { method: 'PUT', headers: { origin: ORIGIN } });
    assert.equal(wrong.headers.get('allow'), 'POST, OPTIONS');
    await assertProblem(wrong, 'method-not-allowed', 405);
    await assertProblem(await ask('/v1/offers', { method: 'POST' }), 'method-not-allowed', 405);
    await assertProblem(await ask('/v1/checkouts/1', { method: 'DELETE' }), 'method-not-allowed', 405);
    await assertProblem(await ask('/nowhere'), 'not-found', 404);
  });

  it('send no Strict-Transport-Security: the server in front decides for the whole domain', async () => {
    const { ask } = setUp();
    for (const path of ['/v1/offers', '/nowhere']) {
      assert.equal((await ask(path)).headers.get('strict-transport-security'), null);
    }
  });
});
