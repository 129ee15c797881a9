import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { CREDENTIALS, ORIGIN, START, setUp } from '../set-up.ts';

const GRANT = { grant_type: 'client_credentials', ...CREDENTIALS };

describe('the token endpoint', () => {
  it('returns two tokens, 1800 seconds as text and the type bearer for client credentials, as documented', async () => {
    const { askToken } = setUp();
    const response = await askToken(GRANT);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const { access_token, refresh_token, ...rest } = await response.json();
    assert.deepEqual(rest, { token_type: 'bearer', expires_in: '1800' });
    assert.ok(refresh_token);
    assert.equal(decodeProtectedHeader(access_token).alg, 'RS256');
    const { cps, exp } = decodeJwt(access_token);
    assert.deepEqual(cps, ['AccessPublicData', 'AccessTransactions', 'Checkout']);
    assert.equal(exp, START / 1000 + 1800);
  });

  it('returns expires_in as a number with expiresInAs number', async () => {
    const { askToken } = setUp({ expiresInAs: 'number' });
    assert.equal((await (await askToken(GRANT)).json()).expires_in, 1800);
  });

  it('rejects a JSON body', async () => {
    const { send } = setUp();
    const response = await send('POST', '/oauth2/token', GRANT);
    assert.equal(response.status, 400);
    assert.equal((await response.json()).error, 'invalid_request');
  });

  it('accepts client credentials by HTTP Basic', async () => {
    const { simulator } = setUp();
    const authorization = `Basic ${btoa('simulator-client:simulator-secret')}`;
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    const request = new Request(`${ORIGIN}/oauth2/token`, { method: 'POST', body, headers: { authorization } });
    assert.equal((await simulator.fetch(request)).status, 200);
  });

  for (const status of [400, 401] as const) {
    it(`returns ${status} for wrong credentials with invalidClientStatus ${status}`, async () => {
      const { askToken } = setUp({ invalidClientStatus: status });
      const response = await askToken({ ...GRANT, client_secret: 'wrong' });
      assert.equal(response.status, status);
      assert.equal((await response.json()).error, status === 400 ? 'unauthorized_client' : 'invalid_client');
    });
  }

  it('answers access_denied to a dead refresh token, and unauthorized_client to a wrong client', async () => {
    const { askToken } = setUp();
    const refresh = { grant_type: 'refresh_token', ...CREDENTIALS };
    assert.equal((await (await askToken({ ...refresh, refresh_token: 'dead' })).json()).error, 'access_denied');
    const wrong = await askToken({ ...refresh, client_secret: 'wrong', refresh_token: 'dead' });
    assert.equal((await wrong.json()).error, 'unauthorized_client');
  });

  it('rejects the grant type password', async () => {
    const { askToken } = setUp();
    const response = await askToken({ ...GRANT, grant_type: 'password' });
    assert.equal((await response.json()).error, 'unsupported_grant_type');
  });

  it('refreshes with the id alone and without id and secret, but not with a wrong id', async () => {
    const { askToken } = setUp();
    const { refresh_token } = await (await askToken(GRANT)).json();
    const wrong = await askToken({ grant_type: 'refresh_token', refresh_token, client_id: 'other' });
    assert.equal(wrong.status, 400);
    const bare = await (await askToken({ grant_type: 'refresh_token', refresh_token })).json();
    const next = { grant_type: 'refresh_token', refresh_token: bare.refresh_token, client_id: CREDENTIALS.client_id };
    assert.equal((await askToken(next)).status, 200);
  });
});
