// HelloAsso's limits of its token endpoint, as the simulator counts them: 10 calls in 10 s, 20 in 10 min, 50 in an hour, 20 tokens.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSimulator } from '../../demo/simulator/create-simulator.ts';
import { createProxy } from '../../proxy/create-proxy.ts';
import { memoryTokenCallStore, type TokenCallStore } from '../../proxy/helloasso/token-call-store.ts';
import { testConfig } from '../proxy/environment.ts';
import { created, GIFT, ORIGIN } from '../proxy/set-up.ts';

const START = Date.parse('2026-11-22T12:00:00Z');
const HOUR_S = 3600;

/** A simulator that holds to its limits, and proxies in front of it, one life after the other. */
function setUpLives(clientSecret: string = testConfig().helloasso.clientSecret) {
  const config = testConfig({ TRUSTED_PROXIES: '192.0.2.1' });
  const {
    clientId,
    organization: { slug: organization },
    apiOrigin,
  } = config.helloasso;
  let time = START;
  const now = () => time;
  const simulator = createSimulator({ origin: apiOrigin, organization, clientId, clientSecret, now });
  /** What the token endpoint has answered. */
  const answers: number[] = [];
  let payers = 0;
  return {
    simulator,
    answers,
    start: (tokenCalls?: TokenCallStore) =>
      createProxy(config, {
        now,
        ...(tokenCalls && { tokenCalls }),
        fetch: async (input, init) => {
          const request = new Request(input, init);
          const response = await simulator.fetch(request);
          if (request.url.endsWith('/oauth2/token')) answers.push(response.status);
          return response;
        },
      }),
    /** One more payer, at an address of their own. */
    pay: (proxy: ReturnType<typeof createProxy>) => {
      payers += 1;
      const headers = {
        origin: ORIGIN,
        'content-type': 'application/json',
        'x-forwarded-for': `10.${payers >> 16}.${(payers >> 8) & 255}.${payers & 255}`,
      };
      const request = new Request('https://pay.example.org/v1/checkouts', {
        method: 'POST',
        headers,
        body: JSON.stringify(GIFT),
      });
      return proxy.fetch(request, { clientAddress: '192.0.2.1' });
    },
    pass: (seconds: number) => {
      time += seconds * 1000;
    },
  };
}

describe('the limits of the token endpoint', () => {
  it('2,000 concurrent payers cost one call of the token endpoint', async () => {
    const { start, pay, answers } = setUpLives();
    const proxy = start();
    const responses = await Promise.all(Array.from({ length: 2000 }, () => pay(proxy)));
    assert.deepEqual(answers, [200]);
    const statuses = responses.map(({ status }) => status);
    assert.ok(statuses.every((status) => status === 201 || status === 503));
    assert.ok(statuses.filter((status) => status === 201).length >= 220);
  });

  it('hours of checkouts under a revoked secret stay inside the limits', async () => {
    const { start, pay, pass, answers } = setUpLives('another');
    const proxy = start();
    for (let second = 0; second < 3 * HOUR_S; second += 9) {
      assert.ok([502, 503].includes((await pay(proxy)).status));
      pass(9);
    }
    assert.deepEqual(new Set(answers), new Set([400]), 'never too many, as HelloAsso counts');
    assert.ok(answers.length >= 3 * 39, `asked ${answers.length} times, for the moment when the secret is right again`);
  });

  it('hours of tokens that expire early stay inside the limits', async () => {
    const { start, pay, pass, answers, simulator } = setUpLives();
    const proxy = start();
    for (let second = 0; second < 4 * HOUR_S; second += 30) {
      await pay(proxy);
      simulator.expireTokens();
      pass(30);
    }
    assert.deepEqual(new Set(answers), new Set([200]));
  });

  it('hours of restarts under load stay inside the limits', async () => {
    const { start, pay, pass, answers } = setUpLives();
    const calls = memoryTokenCallStore(); // stands for the file, which outlives the process
    let paid = 0;
    for (let second = 0; second < 2 * HOUR_S; second += 20) {
      const { status } = await pay(start(calls));
      assert.ok([201, 503].includes(status));
      if (status === 201) paid += 1;
      pass(20);
    }
    assert.deepEqual(new Set(answers), new Set([200]), 'neither too many calls nor too many tokens');
    assert.ok(paid >= 2 * 36, `${paid} payers were served meanwhile`);
    pass(HOUR_S);
    await created(await pay(start(calls)));
  });
});
