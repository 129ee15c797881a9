import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BODY, setUp } from '../set-up.ts';

const PATH = '/organizations/asso-demo/checkout-intents';

describe('an API call', () => {
  it('returns 401 with an empty body without an access token', async () => {
    const { send } = setUp();
    const response = await send('POST', `/v5${PATH}`, BODY);
    assert.equal(response.status, 401);
    assert.equal(await response.text(), '');
  });

  it('returns 403 if the token lacks the privilege for it', async () => {
    const { api } = setUp({ privileges: ['AccessPublicData'] });
    assert.equal((await api('POST', PATH, BODY)).status, 403);
    assert.equal((await api('GET', '/organizations/asso-demo/payments')).status, 403);
    assert.equal((await api('GET', '/organizations/asso-demo')).status, 200);
  });
});
