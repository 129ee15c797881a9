import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { BODY, CREDENTIALS, DAY_MS, MINUTE_MS, ORIGIN, START, setUp } from './set-up.ts';

const GRANT = { grant_type: 'client_credentials', ...CREDENTIALS };

describe('the token endpoint', () => {
  it('answers client credentials with a pair, 1800 seconds and the type in lower case', async () => {
    const { askToken } = setUp();
    const response = await askToken(GRANT);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const { access_token, refresh_token, ...rest } = await response.json();
    assert.deepEqual(rest, { token_type: 'bearer', expires_in: 1800 });
    assert.ok(refresh_token);
    assert.equal(decodeProtectedHeader(access_token).alg, 'RS256');
    const { cps, exp } = decodeJwt(access_token);
    assert.deepEqual(cps, ['AccessPublicData', 'AccessTransactions', 'Checkout']);
    assert.equal(exp, START / 1000 + 1800);
  });

  it('says expires_in as a string when told to', async () => {
    const { askToken } = setUp({ expiresInAs: 'string' });
    assert.equal((await (await askToken(GRANT)).json()).expires_in, '1800');
  });

  it('refuses a JSON body', async () => {
    const { send } = setUp();
    const response = await send('POST', '/oauth2/token', GRANT);
    assert.equal(response.status, 400);
    assert.equal((await response.json()).error, 'invalid_request');
  });

  it('accepts HTTP Basic', async () => {
    const { simulator } = setUp();
    const authorization = `Basic ${btoa('simulator-client:simulator-secret')}`;
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    const request = new Request(`${ORIGIN}/oauth2/token`, { method: 'POST', body, headers: { authorization } });
    assert.equal((await simulator.fetch(request)).status, 200);
  });

  for (const status of [400, 401] as const) {
    it(`answers ${status} to wrong credentials when told to`, async () => {
      const { askToken } = setUp({ invalidClientStatus: status });
      const response = await askToken({ ...GRANT, client_secret: 'wrong' });
      assert.equal(response.status, status);
      assert.equal((await response.json()).error, status === 400 ? 'unauthorized_client' : 'invalid_client');
    });
  }

  it('refuses another grant', async () => {
    const { askToken } = setUp();
    const response = await askToken({ ...GRANT, grant_type: 'password' });
    assert.equal((await response.json()).error, 'unsupported_grant_type');
  });

  it('rotates the refresh token at each use', async () => {
    const { askToken } = setUp();
    const first = await (await askToken(GRANT)).json();
    const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token, ...CREDENTIALS };
    const second = await (await askToken(refresh)).json();
    assert.notEqual(second.refresh_token, first.refresh_token);
    assert.notEqual(second.access_token, first.access_token);
    const again = await askToken(refresh);
    assert.equal(again.status, 400);
    assert.equal((await again.json()).error, 'invalid_grant');
  });

  it('accepts a refresh with the id alone, or with neither id nor secret, but not with a wrong one', async () => {
    const { askToken } = setUp();
    const { refresh_token } = await (await askToken(GRANT)).json();
    const wrong = await askToken({ grant_type: 'refresh_token', refresh_token, client_id: 'other' });
    assert.equal(wrong.status, 400);
    const bare = await (await askToken({ grant_type: 'refresh_token', refresh_token })).json();
    const next = { grant_type: 'refresh_token', refresh_token: bare.refresh_token, client_id: CREDENTIALS.client_id };
    assert.equal((await askToken(next)).status, 200);
  });

  it('lets a refresh token die after a month', async () => {
    const { askToken, simulator } = setUp();
    const { refresh_token } = await (await askToken(GRANT)).json();
    await simulator.advance(30 * DAY_MS);
    assert.equal((await askToken({ grant_type: 'refresh_token', refresh_token, ...CREDENTIALS })).status, 400);
  });

  it('answers 429 with Retry-After to the 11th call in ten seconds', async () => {
    const { askToken, simulator } = setUp();
    for (let call = 1; call <= 10; call++) assert.equal((await askToken(GRANT)).status, 200);
    const refused = await askToken(GRANT);
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '10');
    await simulator.advance(10_000);
    assert.equal((await askToken(GRANT)).status, 200);
  });

  it('answers 429 to the 21st call in ten minutes, and to the 51st in an hour', async () => {
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

  it('refuses the 21st living token, and allows it again once the first has died', async () => {
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

  it('knows no limit when told so', async () => {
    const { askToken } = setUp({ limits: false });
    for (let call = 1; call <= 60; call++) assert.equal((await askToken(GRANT)).status, 200);
  });
});

describe('an access token', () => {
  const path = '/v5/organizations/asso-demo/checkout-intents';

  it('is needed: 401 with an empty body without one', async () => {
    const { send } = setUp();
    const response = await send('POST', path, BODY);
    assert.equal(response.status, 401);
    assert.equal(await response.text(), '');
  });

  it('dies after 30 minutes', async () => {
    const { api, simulator } = setUp();
    assert.equal((await api('POST', path.slice(3), BODY)).status, 200);
    await simulator.advance(30 * MINUTE_MS - 1);
    assert.equal((await api('POST', path.slice(3), BODY)).status, 200);
    await simulator.advance(1);
    assert.equal((await api('POST', path.slice(3), BODY)).status, 401);
  });

  it('dies when told to, its refresh token only if asked', async () => {
    const { askToken, simulator, send } = setUp();
    const { access_token, refresh_token } = await (await askToken(GRANT)).json();
    simulator.expireTokens();
    assert.equal((await send('POST', path, BODY, { authorization: `Bearer ${access_token}` })).status, 401);
    const renewed = await (await askToken({ grant_type: 'refresh_token', refresh_token })).json();
    simulator.expireTokens({ refreshTokens: true });
    const { status } = await askToken({ grant_type: 'refresh_token', refresh_token: renewed.refresh_token });
    assert.equal(status, 400);
  });

  it('needs the privilege of what it is used for: 403 otherwise', async () => {
    const { api } = setUp({ privileges: ['AccessPublicData'] });
    assert.equal((await api('POST', path.slice(3), BODY)).status, 403);
    assert.equal((await api('GET', '/organizations/asso-demo/payments')).status, 403);
    assert.equal((await api('GET', '/organizations/asso-demo')).status, 200);
  });
});
