import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createProxy } from '../../proxy/create-proxy.ts';
import { testConfig } from './environment.ts';

describe('createProxy', () => {
  it('gives a plain function from request to response, which needs no socket: all clients then share one limit', async () => {
    const { fetch } = createProxy(testConfig());
    const offer = await fetch(new Request('https://pay.example.org/v1/offers/don'));
    assert.equal(offer.status, 200);
    const read = () => fetch(new Request('https://pay.example.org/v1/checkouts/1'));
    for (let count = 0; count < 240; count += 1) assert.equal((await read()).status, 401);
    assert.equal((await read()).status, 429);
  });
});
