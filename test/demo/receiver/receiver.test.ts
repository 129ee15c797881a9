import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { checkReceiver } from '../../../proxy/doctor/receiver.ts';
import { EventDelivery } from '../../../proxy/events/deliver-event.ts';
import type { PaymentEvent } from '../../../proxy/events/payment-event.ts';
import { NO_METRICS } from '../../../proxy/metrics.ts';
import { freePort } from '../../free-port.ts';
import { testConfig } from '../../proxy/environment.ts';
import { RECEIVER } from '../../proxy/set-up.ts';

const EVENT: PaymentEvent = {
  id: 'payment_12001_payment-paid',
  type: 'payment.paid',
  timestamp: '2026-11-22T12:00:00.000Z',
  data: {
    environment: 'sandbox',
    organization: 'asso-demo',
    offer: 'don',
    reference: 'AAAAAAAAAAAAAAAAAAAAAA',
    checkoutIntentId: 30674,
    orderId: 11001,
    paymentId: 12001,
    instalment: 1,
    amountCents: 2000,
    totalCents: 2000,
    state: 'Authorized',
  },
};

/** Starts an example; resolves to its address. */
type Start = (context: TestContext, file: string) => Promise<string>;

const inNode: Start = async (context, file) => {
  const { FORWARD_SECRET } = RECEIVER;
  const child = spawn(process.execPath, ['demo/receiver/receiver.js'], {
    env: { ...process.env, FORWARD_SECRET, EVENTS_FILE: file, PORT: '0' },
  });
  context.after(() => child.kill('SIGKILL'));
  const [said] = await once(child.stdout, 'data');
  const [, port] = /port (\d+)/.exec(String(said)) ?? [];
  return `http://127.0.0.1:${port}/`;
};

const inPhp: Start = async (context, file) => {
  const { FORWARD_SECRET } = RECEIVER;
  const port = await freePort();
  const child = spawn('php', ['-S', `127.0.0.1:${port}`, '-t', 'demo/receiver'], {
    env: { ...process.env, FORWARD_SECRET, EVENTS_FILE: file },
  });
  context.after(() => child.kill('SIGKILL'));
  await once(child.stderr, 'data'); // that it has started
  child.stderr.resume();
  return `http://127.0.0.1:${port}/receiver.php`;
};

const hasPhp = spawnSync('php', ['--version']).status === 0 || process.env.CI !== undefined;

function deliveryTo(FORWARD_URL: string, secret = RECEIVER.FORWARD_SECRET) {
  const config = testConfig({ FORWARD_URL, FORWARD_SECRET: secret });
  return new EventDelivery(config, { fetch: globalThis.fetch, now: Date.now, metrics: NO_METRICS });
}

for (const [language, startReceiver, skip] of [
  ['Node', inNode, false],
  ['PHP', inPhp, !hasPhp],
] as const)
  describe(`the example of a receiver in ${language}`, { skip }, () => {
    it('stores each event once, also after a repeat and a restart', async (context) => {
      const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-receiver-'));
      context.after(() => rmSync(folder, { recursive: true, force: true }));
      const file = join(folder, 'events.ndjson');
      const kept = () => readFileSync(file, 'utf8').trimEnd().split('\n');
      const deliver = async (event: PaymentEvent, url: string) =>
        deliveryTo(url).deliver(event, AbortSignal.timeout(5000));

      const url = await startReceiver(context, file);
      await deliver(EVENT, url);
      await deliver(EVENT, url);
      await deliver({ ...EVENT, id: 'payment_12001_payment-refunded_7', type: 'payment.refunded' }, url);
      assert.equal(kept().length, 2);
      await deliver(EVENT, await startReceiver(context, file));
      assert.equal(kept().length, 2);
    });

    it('takes a test event of the command doctor, and stores nothing', async (context) => {
      const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-receiver-'));
      context.after(() => rmSync(folder, { recursive: true, force: true }));
      const file = join(folder, 'events.ndjson');
      const FORWARD_URL = await startReceiver(context, file);
      const config = testConfig({ FORWARD_URL, FORWARD_SECRET: RECEIVER.FORWARD_SECRET });
      const said: string[] = [];
      for await (const { message } of checkReceiver({ config, pages: [] })) said.push(message);
      assert.deepEqual(said, [
        'it takes a signed test event (204)',
        'it refuses an event that a stranger has signed (401)',
      ]);
      assert.equal(existsSync(file), false);
    });

    it('refuses an event signed with another secret', async (context) => {
      const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-receiver-'));
      context.after(() => rmSync(folder, { recursive: true, force: true }));
      const url = await startReceiver(context, join(folder, 'events.ndjson'));
      const forger = deliveryTo(url, `whsec_${Buffer.alloc(24, 6).toString('base64')}`);
      await assert.rejects(forger.deliver(EVENT, AbortSignal.timeout(5000)), /answered 401/);
    });

    it('accepts an event signed with the old and the new secret, whichever it has', async (context) => {
      const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-receiver-'));
      context.after(() => rmSync(folder, { recursive: true, force: true }));
      const file = join(folder, 'events.ndjson');
      const url = await startReceiver(context, file);
      const other = `whsec_${Buffer.alloc(24, 6).toString('base64')}`;
      for (const [id, secrets] of [
        ['old', `${other}, ${RECEIVER.FORWARD_SECRET}`],
        ['new', `${RECEIVER.FORWARD_SECRET},${other}`],
      ] as const) {
        await deliveryTo(url, secrets).deliver({ ...EVENT, id }, AbortSignal.timeout(5000));
      }
      assert.match(readFileSync(file, 'utf8'), /^\{"id":"old".*\n\{"id":"new".*\n$/);
    });

    it('survives a disconnecting sender, an endless body and a truncated file', async (context) => {
      const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-receiver-'));
      context.after(() => rmSync(folder, { recursive: true, force: true }));
      const file = join(folder, 'events.ndjson');
      writeFileSync(file, '{"id":"payment_1_payment-paid","type":"payment.paid"}\n{"id":"payment_2_paym');
      const url = await startReceiver(context, file);
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.resume();
      socket.end('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc');
      await once(socket, 'close');
      await fetch(url, { method: 'POST', body: 'x'.repeat(200_000) }).catch(() => {}); // answered 413, or cut while it sends
      await deliveryTo(url).deliver(EVENT, AbortSignal.timeout(5000));
      assert.match(readFileSync(file, 'utf8'), /\n\{"id":"payment_12001_payment-paid".*\}\n$/);
    });
  });
