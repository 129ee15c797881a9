import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BodyPool } from '../../../proxy/http/body-pool.ts';
import { setUp } from '../set-up.ts';
import { setUpReceiver } from '../set-up-receiver.ts';

/** A request whose body is sent by hand. */
function openRequest() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const request = new Request('https://pay.example.org/v1/notifications', {
    method: 'POST',
    body: readable,
    duplex: 'half',
  } as RequestInit);
  return { request, send: (bytes: number) => writer.write(new Uint8Array(bytes)), end: () => writer.close(), writer };
}

/** So many bodies that have begun and do not end. */
function hold(pool: BodyPool, count: number, addressOf: (number: number) => string) {
  return Array.from({ length: count }, (_, number) => {
    const held = openRequest();
    return { ...held, result: pool.read(held.request, addressOf(number)) };
  });
}

const ofOneAddress = () => '192.0.2.1';
const ofMany = (number: number) => `198.18.${number >> 8}.${number & 255}`;

describe('BodyPool', () => {
  it('reads a body that arrives in parts, and an absent one as empty', async () => {
    const pool = new BodyPool();
    const { request, send, end } = openRequest();
    const result = pool.read(request, '192.0.2.1');
    await send(10);
    await send(5);
    await end();
    assert.equal((await result)?.length, 15);
    assert.equal((await pool.read(new Request('https://a.example', { method: 'POST' }), '192.0.2.1'))?.length, 0);
  });

  it('drops the oldest body of an address that holds 51, and none of another address', async () => {
    const pool = new BodyPool();
    const [other] = hold(pool, 1, () => '192.0.2.2');
    const held = hold(pool, 51, ofOneAddress);
    assert.equal(await held[0]?.result, undefined);
    for (const { end } of [other ?? assert.fail(), ...held.slice(1)]) await end();
    for (const { result } of [other ?? assert.fail(), ...held.slice(1)]) assert.ok(await result);
  });

  it('drops the oldest of 201 bodies of as many addresses', async () => {
    const held = hold(new BodyPool(), 201, ofMany);
    assert.equal(await held[0]?.result, undefined);
    for (const { end } of held.slice(1)) await end();
    for (const { result } of held.slice(1)) assert.ok(await result);
  });

  it('drops the oldest bodies when those of an address have more than 4 MB together', async () => {
    const held = hold(new BodyPool(), 5, ofOneAddress);
    for (const { send } of held) void send(900_000).catch(() => {});
    assert.equal(await held[0]?.result, undefined);
    for (const { end } of held.slice(1)) await end();
    for (const { result } of held.slice(1)) assert.equal((await result)?.length, 900_000);
  });

  it('drops the oldest bodies when all have more than 16 MB together', async () => {
    const held = hold(new BodyPool(), 18, ofMany);
    for (const { send } of held) void send(900_000).catch(() => {});
    assert.equal(await held[0]?.result, undefined);
    for (const { end } of held.slice(1)) await end();
    for (const { result } of held.slice(1)) assert.equal((await result)?.length, 900_000);
  });

  it('frees the place of a body that has ended', async () => {
    const pool = new BodyPool();
    const [first] = hold(pool, 1, ofOneAddress);
    for (let number = 0; number < 300; number += 1) {
      const [next] = hold(pool, 1, () => ofMany(number));
      await next?.end();
      await next?.result;
    }
    await first?.end();
    assert.ok(await first?.result);
  });

  it('refuses a body that is too large, declared or not, and reports one that ends early', async () => {
    const pool = new BodyPool();
    const declared = new Request('https://a.example', { method: 'POST', headers: { 'content-length': '1000001' } });
    await assert.rejects(pool.read(declared, '192.0.2.1'), { code: 'body-too-large' });
    const [undeclared, broken] = hold(pool, 2, ofOneAddress);
    void undeclared?.send(1_000_001).catch(() => {});
    await assert.rejects(undeclared?.result ?? assert.fail(), { code: 'body-too-large' });
    void broken?.writer.abort(new Error('disconnected'));
    await assert.rejects(broken?.result ?? assert.fail(), { code: 'malformed-json' });
  });
});

describe('POST /v1/notifications', () => {
  it('answers 200 without reading the body when nothing receives events', async () => {
    const { ask } = setUp();
    const { request } = openRequest();
    assert.equal((await ask('/v1/notifications', request)).status, 200);
    assert.equal(request.bodyUsed, false);
  });

  it('answers 503 and closes the connection when the body is dropped', async () => {
    const { ask } = setUpReceiver();
    const answers = Array.from({ length: 51 }, () => ask('/v1/notifications', openRequest().request));
    const dropped = (await answers[0]) ?? assert.fail();
    assert.equal(dropped.status, 503);
    assert.equal(dropped.headers.get('connection'), 'close');
  });
});
