import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FaultInput } from '../../../../demo/simulator/controls/inputs.ts';
import { BODY, CREDENTIALS, setUp } from '../set-up.ts';

const PATH = '/organizations/asso-demo/checkout-intents';

async function withFault(fault: FaultInput) {
  const world = setUp();
  await world.create(); // gets the token before the fault
  world.simulator.inject(fault);
  const intents = async () => (await (await world.send('GET', '/_simulator/intents')).json()).totalCount;
  return { ...world, intents };
}

describe('a fault', () => {
  it('applies to as many calls as it says', async () => {
    const { api } = await withFault({ kind: 'status', status: 503, calls: 2 });
    const statuses = [await api('POST', PATH, BODY), await api('POST', PATH, BODY), await api('POST', PATH, BODY)];
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [503, 503, 200],
    );
  });

  it('on the token endpoint applies neither to the API nor to the payment page', async () => {
    const { api, askToken, send, create } = await withFault({ kind: 'status', status: 500, on: 'token' });
    const { redirectUrl } = await create();
    assert.equal((await api('POST', PATH, BODY)).status, 200);
    assert.equal((await send('GET', redirectUrl)).status, 200);
    assert.equal((await askToken({ grant_type: 'client_credentials', ...CREDENTIALS })).status, 500);
  });

  it('does not apply after clearFaults', async () => {
    const { api, simulator } = await withFault({ kind: 'drop', calls: 10 });
    simulator.clearFaults();
    assert.equal((await api('POST', PATH, BODY)).status, 200);
  });

  it('of kind status returns that status with Retry-After', async () => {
    const { api } = await withFault({ kind: 'status', status: 429, retryAfterSeconds: 2 });
    const response = await api('POST', PATH, BODY);
    assert.deepEqual([response.status, response.headers.get('retry-after')], [429, '2']);
  });

  it('of kind latency delays the response', async () => {
    const { api, slept } = await withFault({ kind: 'latency', ms: 20_000 });
    assert.equal((await api('POST', PATH, BODY)).status, 200);
    assert.deepEqual(slept, [20_000]);
  });

  it('of kind drop ends the connection before the intent is created', async () => {
    const { api, intents } = await withFault({ kind: 'drop' });
    await assert.rejects(api('POST', PATH, BODY), { name: 'DroppedConnection' });
    assert.equal(await intents(), 1);
  });

  it('of kind drop-answer ends the connection after the intent is created', async () => {
    const { api, intents } = await withFault({ kind: 'drop-answer' });
    await assert.rejects(api('POST', PATH, BODY), { name: 'DroppedConnection' });
    assert.equal(await intents(), 2);
  });

  it('of kind malformed-json returns half of the JSON', async () => {
    const { api } = await withFault({ kind: 'malformed-json' });
    const response = await api('POST', PATH, BODY);
    assert.equal(response.status, 200);
    await assert.rejects(response.json(), SyntaxError);
  });

  it('of kind web-page returns the page of a firewall, and creates no intent', async () => {
    const { api, intents, simulator } = await withFault({ kind: 'web-page' });
    const response = await api('POST', PATH, BODY);
    assert.deepEqual([response.status, response.headers.get('content-type')], [403, 'text/html; charset=utf-8']);
    assert.match(await response.text(), /^<!DOCTYPE html>/);
    assert.equal(await intents(), 1);
    simulator.inject({ kind: 'web-page', status: 200 });
    assert.equal((await api('POST', PATH, BODY)).status, 200);
  });

  it('of kind damage gives every member of a name another value, or removes it', async () => {
    const { read, simulator, create } = setUp();
    const { id } = await create();
    await simulator.act(id, { action: 'pay' });
    const path = `${PATH}/${id}`;
    simulator.inject({ kind: 'damage', member: 'id', value: 'x' });
    const { id: intentId, order, redirectUrl } = await read(path);
    assert.deepEqual([intentId, order.id, order.payments[0].id], ['x', 'x', 'x']);
    assert.ok(redirectUrl);
    simulator.inject({ kind: 'damage', member: 'payments' });
    assert.equal('payments' in (await read(path)).order, false);
    assert.equal((await read(path)).order.payments.length, 1);
  });

  it('of kind slow-body returns the whole body in slow pieces', async () => {
    const { api, slept } = await withFault({ kind: 'slow-body', ms: 100 });
    const response = await api('POST', PATH, BODY);
    assert.ok((await response.json()).redirectUrl);
    assert.ok(slept.length > 5);
  });
});
