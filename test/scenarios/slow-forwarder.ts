// A forwarder that passes on every piece of data after a while, in a thread of its own: the test is busy. It is sent the delay, in ms, and
// sends its port.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

let delayMs = 0;
parentPort?.on('message', (ms: number) => {
  delayMs = ms;
});

function pass(from: Socket, to: Socket): void {
  let before: Promise<unknown> = Promise.resolve(); // what came first goes first
  from.on('data', (data) => {
    const time = setTimeout(delayMs);
    before = before.then(() => time).then(() => to.destroyed || to.write(data));
  });
  from.on('error', () => {}).on('close', () => to.destroy());
}

const server = createServer((client) => {
  const redis = connect(workerData, '127.0.0.1');
  pass(client, redis);
  pass(redis, client);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
parentPort?.postMessage((server.address() as AddressInfo).port);
