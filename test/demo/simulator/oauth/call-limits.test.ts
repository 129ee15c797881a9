import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CREDENTIALS, MINUTE_MS, setUp } from '../set-up.ts';

const GRANT = { grant_type: 'client_credentials', ...CREDENTIALS };

describe('the limits of the token endpoint', () => {
  it('return 429 with Retry-After for the 11th call in ten seconds', async () => {
    const { askToken, simulator } = setUp();
    for (let call = 1; call <= 10; call++) assert.equal((await askToken(GRANT)).status, 200);
    const refused = await askToken(GRANT);
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '10');
    await simulator.advance(10_000);
    assert.equal((await askToken(GRANT)).status, 200);
  });

  it('return 429 for the 21st call in ten minutes, and for the 51st in an hour', async () => {
    const { askToken, simulator } = setUp();
    const wrong = { ...GRANT, client_secret: 'wrong' }; // counted, but makes no token
    const callsAdmitted = async (count: number) => {
      for (let call = 0; call < count; call++) {
        await simulator.advance(1_001);
        assert.equal((await askToken(wrong)).status, 400);
      }
    };
    await callsAdmitted(20);
    assert.equal((await askToken(wrong)).status, 429);
    await simulator.advance(10 * MINUTE_MS);
    await callsAdmitted(20);
    await simulator.advance(10 * MINUTE_MS);
    await callsAdmitted(10);
    await simulator.advance(10 * MINUTE_MS);
    assert.equal((await askToken(wrong)).status, 429);
  });

  it('allow 60 calls at once with limits false', async () => {
    const { askToken } = setUp({ limits: false });
    for (let call = 1; call <= 60; call++) assert.equal((await askToken(GRANT)).status, 200);
  });
});
