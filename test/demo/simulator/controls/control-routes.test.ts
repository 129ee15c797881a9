import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ORIGIN, setUp } from '../set-up.ts';

describe('the control routes', () => {
  it('do by JSON what the methods of the simulator do', async () => {
    const { send, create } = setUp();
    const { id } = await create();
    const post = async (path: string, body: object) => {
      const response = await send('POST', `/_simulator${path}`, body);
      assert.equal(response.status, 200, await response.clone().text());
      return response.json();
    };
    assert.equal((await post('/switches', { orderLagMs: 5 })).orderLagMs, 5);
    assert.match((await post(`/intents/${id}/actions`, { action: 'pay' })).location, /code=succeeded/);
    assert.deepEqual(await post('/payments/12000001/state', { state: 'Contested' }), {
      id: 12000001,
      state: 'Contested',
    });
    await post('/payments/12000001/state', { state: 'Authorized' });
    assert.equal((await post('/payments/12000001/refunds', { amountCents: 500 })).amountCents, 500);
    assert.equal((await post('/faults', { kind: 'drop' }))[0].calls, 1);
    assert.deepEqual(await post('/faults/clear', {}), []);
    assert.deepEqual(await post('/tokens/expire', {}), []);
    assert.equal((await post('/clock', { advanceMs: 60_000 })).now, '2026-11-22T09:01:00.000Z');
    await post('/settle', {});
  });

  it('return a page of the intents, newest first', async () => {
    const { send, create } = setUp();
    for (let count = 0; count < 5; count++) await create();
    const { totalCount, data } = await (await send('GET', '/_simulator/intents?pageIndex=2&pageSize=2')).json();
    assert.equal(totalCount, 5);
    assert.deepEqual(
      data.map(({ id }: { id: number }) => id),
      [30003, 30002],
    );
  });

  const wrong: readonly [method: string, path: string, body: unknown, status: number, error: RegExp][] = [
    ['POST', '/clock', { advanceMs: -1 }, 400, /Too small/],
    ['POST', '/clock', { advanceMs: 1e15 }, 400, /Too big/],
    ['POST', '/clock', { advance: 1 }, 400, /Unrecognized key/],
    ['POST', '/switches', { canColect: false }, 400, /Unrecognized key: "canColect"/],
    ['PATCH', '/switches', { expiresInAs: 'text' }, 400, /expiresInAs/],
    ['POST', '/switches', { notificationUrl: 'javascript:alert(1)' }, 400, /notificationUrl/],
    ['POST', '/faults', { kind: 'earthquake' }, 400, /kind/],
    ['POST', '/faults', { kind: 'status', status: 200 }, 400, /status/],
    ['POST', '/faults', { kind: 'latency', ms: 'long' }, 400, /ms/],
    ['POST', '/faults', [], 400, /object/],
    ['POST', '/intents/1/actions', { action: 'pay' }, 404, /no intent 1/],
    ['POST', '/intents/30001/actions', { action: 'steal' }, 400, /action/],
    ['POST', '/intents/30001/actions', { action: 'pay-by-sepa' }, 409, /SEPA/],
    ['GET', '/intents/x', undefined, 404, /no intent/],
    ['GET', '/intents?pageSize=0', undefined, 400, /pageSize/],
    ['POST', '/payments/7/state', { state: 'Refused' }, 404, /no payment 7/],
    ['POST', '/payments/12000001/state', { state: '' }, 400, /Too small/],
    ['POST', '/payments/12000001/refunds', { amountCents: 2501 }, 409, /2501/],
    ['POST', '/payments/12000001/refunds', { amountCents: 0.5 }, 400, /amountCents/],
    ['POST', '/payments/12000001/refunds', { status: 'Lost' }, 400, /status/],
    ['POST', '/notifications', { eventType: 'Form' }, 409, /notificationUrl/],
    ['POST', '/notifications/1/resend', {}, 404, /no notification 1/],
    ['POST', '/tokens/expire', { refreshTokens: 'yes' }, 400, /refreshTokens/],
    ['GET', '/nothing', undefined, 404, /no control GET/],
    ['DELETE', '/clock', undefined, 404, /no control DELETE/],
  ];
  for (const [method, path, body, status, error] of wrong) {
    it(`return ${status} for ${method} ${path} ${JSON.stringify(body) ?? ''}`, async () => {
      const { send, create, simulator } = setUp();
      await create();
      await simulator.act((await create()).id, { action: 'pay' });
      const response = await send(method, `/_simulator${path}`, body);
      assert.equal(response.status, status);
      assert.match((await response.json()).error, error);
    });
  }

  it('return 400 for a body that is not JSON', async () => {
    const { simulator } = setUp();
    const request = new Request(`${ORIGIN}/_simulator/clock`, { method: 'POST', body: '{' });
    const response = await simulator.fetch(request);
    assert.equal(response.status, 400);
    assert.match((await response.json()).error, /not JSON/);
  });

  it('return 409 for an action on a paid intent', async () => {
    const { send, create, simulator } = setUp();
    const { id } = await create();
    await simulator.act(id, { action: 'pay' });
    assert.equal((await send('POST', `/_simulator/intents/${id}/actions`, { action: 'pay' })).status, 409);
  });

  it('return 403 for a request from a page of another site', async () => {
    const { send } = setUp();
    const from = (site: string) => send('POST', '/_simulator/settle', {}, { 'sec-fetch-site': site });
    assert.equal((await from('cross-site')).status, 403);
    assert.equal((await from('same-site')).status, 403);
    assert.equal((await from('same-origin')).status, 200);
  });
});
