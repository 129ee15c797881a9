import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BODY, CREDENTIALS, DAY_MS, MINUTE_MS, setUp } from '../set-up.ts';

const GRANT = { grant_type: 'client_credentials', ...CREDENTIALS };
const PATH = '/organizations/asso-demo/checkout-intents';

describe('a refresh token', () => {
  it('is replaced at each use, and then rejected', async () => {
    const { askToken } = setUp();
    const first = await (await askToken(GRANT)).json();
    const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token, ...CREDENTIALS };
    const second = await (await askToken(refresh)).json();
    assert.notEqual(second.refresh_token, first.refresh_token);
    assert.notEqual(second.access_token, first.access_token);
    const again = await askToken(refresh);
    assert.equal(again.status, 400);
    assert.equal((await again.json()).error, 'access_denied');
  });

  it('is rejected after 30 days', async () => {
    const { askToken, simulator } = setUp();
    const { refresh_token } = await (await askToken(GRANT)).json();
    await simulator.advance(30 * DAY_MS);
    assert.equal((await askToken({ grant_type: 'refresh_token', refresh_token, ...CREDENTIALS })).status, 400);
  });
});

describe('an access token', () => {
  it('is refused with 429 while 20 are active, and issued once the first has expired', async () => {
    const { askToken, simulator } = setUp();
    for (let count = 0; count < 20; count++) {
      await simulator.advance(MINUTE_MS);
      assert.equal((await askToken(GRANT)).status, 200);
    }
    await simulator.advance(MINUTE_MS);
    const refused = await askToken(GRANT);
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), String(10 * 60));
    await simulator.advance(10 * MINUTE_MS);
    assert.equal((await askToken(GRANT)).status, 200);
  });

  it('is rejected after 30 minutes', async () => {
    const { api, simulator } = setUp();
    assert.equal((await api('POST', PATH, BODY)).status, 200);
    await simulator.advance(30 * MINUTE_MS - 1);
    assert.equal((await api('POST', PATH, BODY)).status, 200);
    await simulator.advance(1);
    assert.equal((await api('POST', PATH, BODY)).status, 401);
  });

  it('is rejected after expireTokens, its refresh token only with refreshTokens true', async () => {
    const { askToken, simulator, send } = setUp();
    const { access_token, refresh_token } = await (await askToken(GRANT)).json();
    simulator.expireTokens();
    assert.equal((await send('POST', `/v5${PATH}`, BODY, { authorization: `Bearer ${access_token}` })).status, 401);
    const renewed = await (await askToken({ grant_type: 'refresh_token', refresh_token })).json();
    simulator.expireTokens({ refreshTokens: true });
    const { status } = await askToken({ grant_type: 'refresh_token', refresh_token: renewed.refresh_token });
    assert.equal(status, 400);
  });
});
