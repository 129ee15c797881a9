import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertProblem, setUp } from '../set-up.ts';

describe('GET /v1/offers', () => {
  it('lists the public part of every offer for any origin', async () => {
    const { ask } = setUp();
    const response = await ask('/v1/offers', { headers: { origin: 'https://anywhere.example' } });
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.equal(response.headers.get('cache-control'), 'public, max-age=60');
    const { offers } = (await response.json()) as { offers: { id: string }[] };
    assert.deepEqual(
      offers.map(({ id }) => id),
      ['don', 'adhesion', 'billet'],
    );
  });

  it('answers offer-unknown with CORS headers for any origin', async () => {
    const response = await setUp().ask('/v1/offers/nothing', { headers: { origin: 'https://anywhere.example' } });
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    await assertProblem(response, 'offer-unknown', 404);
  });

  it('makes no call to HelloAsso', async () => {
    const { ask, calls } = setUp();
    await ask('/v1/offers');
    assert.deepEqual(calls(), []);
  });
});
