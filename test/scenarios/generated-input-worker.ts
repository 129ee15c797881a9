// Sends generated requests to a proxy with a simulator in good health behind it, in a thread of its own: what breaks there, an
// unhandled rejection too, ends the thread with an error. Answers how often which code or status was given.
import assert from 'node:assert/strict';
import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { createSimulator } from '../../demo/simulator/create-simulator.ts';
import { PROBLEM_STATUS, type ProblemBody } from '../../proxy/contract/problem.ts';
import { createProxy } from '../../proxy/create-proxy.ts';
import { accountOf, testConfig } from '../proxy/environment.ts';
import { GIFT, type Known, MARK, ORIGIN, requests } from './generated-requests.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');

const { proxy, known, faults } = await setUp();
const answers: Record<string, number> = {};
let count = 0;
await fc.assert(
  fc.asyncProperty(requests(known), async ({ method, path, headers, body, clientAddress }) => {
    count += 1;
    const request = new Request(`https://pay.example.org${path}`, { method, headers, ...(body && { body }) });
    const ownAddress = `10.${(count >> 16) & 127}.${(count >> 8) & 255}.${count & 255}`; // or limits would answer most of it
    const response = await proxy.fetch(request, { clientAddress: clientAddress ?? ownAddress });
    const answer = await answerOf(request, response);
    answers[answer] = (answers[answer] ?? 0) + 1;
  }),
  { numRuns: workerData as number },
);
assert.deepEqual(faults, []);
parentPort?.postMessage({ count, answers });

/** What holds for every answer, whatever was asked. Gives its code, or its status where there is none. */
async function answerOf({ method, url }: Request, response: Response): Promise<string> {
  const { status, headers } = response;
  const text = await response.text();
  const seen = [text, ...[...headers].flat()].join('\n').toLowerCase();
  assert.ok(!seen.includes(MARK.toLowerCase()), `what was sent came back: ${seen}`);
  if (status === 503 && url.endsWith('/v1/notifications')) {
    assert.equal(text, ''); // a 503 without body asks HelloAsso to send it again
    return '503';
  }
  assert.ok(status < 500, `${status} ${text}`);
  if (status < 400) return String(status);
  assert.equal(headers.get('content-type'), 'application/problem+json');
  assert.equal(headers.get('cache-control'), 'no-store');
  if (method === 'HEAD') return String(status);
  const problem = JSON.parse(text) as ProblemBody;
  assert.equal(problem.status, status);
  assert.equal(PROBLEM_STATUS[problem.code], status);
  return problem.code;
}

/** A proxy, and one checkout to ask it for. */
async function setUp() {
  const config = testConfig({ TRUSTED_PROXIES: '10.255.0.0/16' });
  const simulator = createSimulator({ ...accountOf(config), now: () => NOW });
  const faults: string[] = [];
  let returnUrl = '';
  const proxy = createProxy(config, {
    now: () => NOW,
    log: { info() {}, warn() {}, error: (fields, message) => faults.push(JSON.stringify({ ...fields, message })) },
    onEvent: () => {},
    fetch: async (input, init) => {
      const isCreation = init?.method === 'POST' && String(input).endsWith('/checkout-intents');
      if (returnUrl === '' && isCreation) returnUrl = JSON.parse(String(init.body)).returnUrl;
      return simulator.fetch(new Request(input, init));
    },
  });
  const headers = { origin: ORIGIN, 'content-type': 'application/json' };
  const request = new Request('https://pay.example.org/v1/checkouts', {
    method: 'POST',
    headers,
    body: JSON.stringify(GIFT),
  });
  const { checkoutIntentId, stateToken } = await (await proxy.fetch(request, { clientAddress: '192.0.2.1' })).json();
  const returnToken = new URL(returnUrl).searchParams.get('helloasso-checkout') ?? '';
  const known: Known = { checkoutIntentId, tokens: [stateToken, returnToken] };
  return { proxy, known, faults };
}
