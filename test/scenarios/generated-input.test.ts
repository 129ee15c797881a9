import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { createSimulator } from '../../demo/simulator/create-simulator.ts';
import { PROBLEM_STATUS, type ProblemBody, type ProblemCode } from '../../proxy/contract/problem.ts';
import { createProxy } from '../../proxy/create-proxy.ts';
import { serve } from '../../proxy/serve.ts';
import { accountOf, testConfig } from '../proxy/environment.ts';
import { rawRequest } from './generated-bytes.ts';
import { MARK } from './generated-requests.ts';

const REQUESTS = process.env.TEST_THOROUGH ? 100_000 : 20_000;
const THREADS = 2;
const RAW_REQUESTS = 3000;
/** Many times what an idle machine needs: a busy one must not fail the test. */
const PATIENCE_MS = 300_000;

/** What a request alone can lead to, with HelloAsso in good health. */
const REACHED: readonly ProblemCode[] = [
  'malformed-json',
  'unsupported-media-type',
  'body-too-large',
  'invalid-request',
  'idempotency-key-invalid',
  'idempotency-key-reused',
  'return-path-invalid',
  'origin-not-allowed',
  'offer-unknown',
  'amount-not-applicable',
  'amount-out-of-range',
  'quantity-out-of-range',
  'instalments-not-offered',
  'metadata-not-declared',
  'plan-changed',
  'token-invalid',
  'checkout-unknown',
  'not-found',
  'method-not-allowed',
];

interface Report {
  readonly count: number;
  readonly answers: Readonly<Record<string, number>>;
}

describe('any request', () => {
  it(`is answered without an internal error and without an echo, ${REQUESTS} times`, {
    timeout: PATIENCE_MS,
  }, async () => {
    const reports = await Promise.all(
      Array.from({ length: THREADS }, async () => {
        const workerData = REQUESTS / THREADS;
        const worker = new Worker(new URL('./generated-input-worker.ts', import.meta.url), { workerData });
        const [report] = await once(worker, 'message'); // rejects with what ended the thread
        return report as Report;
      }),
    );
    assert.equal(
      reports.reduce((sum, { count }) => sum + count, 0),
      REQUESTS,
    );
    const answered = new Set(reports.flatMap(({ answers }) => Object.keys(answers)));
    for (const answer of ['200', '201', '204', ...REACHED]) assert.ok(answered.has(answer), `nothing led to ${answer}`);
  });

  it(`is answered with valid HTTP or a closed connection, for ${RAW_REQUESTS} byte sequences`, async (context) => {
    const { send, faults } = await listen(context);
    let count = 0;
    await fc.assert(
      fc.asyncProperty(rawRequest, async (bytes) => {
        count += 1;
        const answer = await send(bytes);
        assert.ok(!answer.toLowerCase().includes(MARK.toLowerCase()), answer);
        for (const [, status] of answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)) assert.match(status ?? '', /^[1-4]/);
        assert.match(answer, /^(HTTP\/1\.1 |$)/);
        // Where no route was reached, Node itself refuses, without a body.
        for (const [problem] of answer.matchAll(/^\{"type":"about:blank".*\}/gm)) {
          const { code, status } = JSON.parse(problem) as ProblemBody;
          assert.equal(PROBLEM_STATUS[code], status);
        }
      }),
      { numRuns: RAW_REQUESTS },
    );
    assert.equal(count, RAW_REQUESTS);
    assert.deepEqual(faults, []);
    assert.match(await send(Buffer.from('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')), /"ok"/);
  });
});

/** A proxy on a port of this machine, with a simulator behind it. */
async function listen(context: TestContext) {
  const config = testConfig();
  const simulator = createSimulator(accountOf(config));
  const faults: string[] = [];
  const proxy = createProxy(config, {
    fetch: async (input, init) => simulator.fetch(new Request(input, init)),
    log: { info() {}, warn() {}, error: (fields, message) => faults.push(JSON.stringify({ ...fields, message })) },
  });
  const server = await serve(proxy, { host: '127.0.0.1', port: 0, setBy: 'the test' });
  context.after(() => server.close());
  return {
    faults,
    /** Sends bytes and no more, and waits for whatever comes back until the end. */
    async send(bytes: Buffer): Promise<string> {
      const socket = connect(server.port, '127.0.0.1');
      let answer = '';
      socket.setEncoding('latin1').on('data', (text) => {
        answer += text;
      });
      socket.on('error', () => {}); // reset: an answer too
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.end(bytes);
      await closed;
      return answer;
    },
  };
}
