import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { CheckoutCreated } from '../../proxy/contract/checkout.ts';
import { RECEIVER } from '../proxy/set-up.ts';
import { startServing } from './set-up-serving.ts';

const HELD = 1_200;
const BODY_BYTES = 1_000_000;
/** 16 MB of bodies, and what a process needs for so many connections and the garbage between two collections. */
const MAX_GROWTH_MB = 200;

const ALMOST_ALL = Buffer.alloc(BODY_BYTES - 1, ' ');

/** Sends a notification without its last byte. Resolves when it is on its way, or was answered. */
async function hold(port: number, address: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {}); // the server may close it
  socket.resume();
  const head = `POST /v1/notifications HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: ${address}\r\nContent-Length: ${BODY_BYTES}\r\n\r\n`;
  await Promise.race([
    new Promise((resolve) => socket.write(head, () => socket.write(ALMOST_ALL, resolve))),
    once(socket, 'close'),
  ]);
  return socket;
}

/** A receiver of events, and the types of those that arrived. */
async function setUpReceiver(context: TestContext) {
  const types: string[] = [];
  const server = createServer(async (request, response) => {
    types.push(JSON.parse(Buffer.concat(await request.toArray()).toString()).type);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
  return { types, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

describe(`${HELD} notifications that never end`, () => {
  for (const [title, addressOf] of [
    ['of one address', () => '203.0.113.9'],
    ['of an address each', (number: number) => `10.7.${number >> 8}.${number & 255}`],
  ] as const) {
    it(`${title}, cost bounded memory and delay no notification of a payment`, async (context) => {
      const receiver = await setUpReceiver(context);
      const { child, port, pay, simulator, url } = await startServing(context, {
        environment: { ...RECEIVER, FORWARD_URL: receiver.url },
      });
      child.stdout?.resume();
      simulator.configure({ notificationUrl: `${url}/v1/notifications` });
      const residentMb = () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)])) / 1024;
      const { checkoutIntentId } = (await (await pay()).json()) as CheckoutCreated;
      const before = residentMb();
      let during = before;
      const sockets: Socket[] = [];
      context.after(() => {
        for (const socket of sockets) socket.destroy();
      });
      for (let number = 0; number < HELD; number += 50) {
        const next = Array.from({ length: 50 }, (_, index) => hold(port, addressOf(number + index)));
        sockets.push(...(await Promise.all(next)));
        during = Math.max(during, residentMb());
      }

      await simulator.act(checkoutIntentId, { action: 'pay' });
      await simulator.settle();
      assert.deepEqual(new Set(receiver.types), new Set(['payment.paid']));
      assert.ok(during < before + MAX_GROWTH_MB, `${before.toFixed()} MB before, ${during.toFixed()} MB during`);

      for (const socket of sockets) socket.destroy();
      while (residentMb() > before + MAX_GROWTH_MB) await setTimeout(50, undefined, { signal: context.signal });
      context.diagnostic(
        `resident: ${[before, during, residentMb()].map((mb) => mb.toFixed()).join(', ')} MB before, during, after`,
      );
    });
  }
});
