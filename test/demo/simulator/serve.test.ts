import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSimulator } from '../../../demo/simulator/create-simulator.ts';
import { serveSimulator } from '../../../demo/simulator/serve.ts';

describe('serveSimulator', () => {
  it('ends the connection without a response for a drop fault', async (context) => {
    const simulator = createSimulator();
    const server = await serveSimulator(simulator, 0);
    context.after(() => server.close());
    simulator.inject({ kind: 'drop' });
    await assert.rejects(fetch(`http://127.0.0.1:${server.port}/v5/orders/1`), /fetch failed/);
    assert.equal((await fetch(`http://127.0.0.1:${server.port}/v5/orders/1`)).status, 401);
  });
});
