import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const BODY = JSON.stringify({
  offer: 'don',
  amountCents: 5000,
  payer: { firstName: 'Marie', lastName: 'Durand', email: 'marie@example.org' },
  returnPath: '/nous-aider',
});

let payers = 0;

/** One checkout, as the widget asks for it, of a payer whom nobody has seen before; the status of the answer. */
function checkout(origin: string, agent: Agent): Promise<number> {
  payers += 1;
  const headers = {
    origin: 'https://www.example.org',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(BODY),
    'idempotency-key': randomUUID(),
    // The proxy counts by address, and one address may not pay all the time.
    'x-forwarded-for': [10, payers >> 16, payers >> 8, payers].map((byte) => byte & 255).join('.'),
  };
  return new Promise((resolve, reject) => {
    request(`${origin}/v1/checkouts`, { method: 'POST', agent, headers }, (answer) => {
      answer.once('error', reject);
      answer.once('end', () => resolve(answer.statusCode ?? 0));
      answer.resume();
    })
      .once('error', reject)
      .end(BODY);
  });
}

/** Checkouts at a steady rate, however slowly they are answered (open loop); the time of each, in ms. */
export async function steady(origin: string, perSecond: number, seconds: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  await timed(origin, agent); // opens the connection
  const start = performance.now();
  const times: Promise<number>[] = [];
  while (times.length < perSecond * seconds) {
    const due = start + (times.length * 1000) / perSecond;
    await sleep(Math.max(0, due - performance.now()));
    times.push(timed(origin, agent));
  }
  return Promise.all(times).finally(() => agent.destroy());
}

/** As many checkouts as are answered while so many are always under way (closed loop); answers a second. */
export async function flood(origin: string, underWay: number, seconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const start = performance.now();
  let answers = 0;
  const payer = async () => {
    while (performance.now() < start + seconds * 1000) {
      await timed(origin, agent);
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: underWay }, payer)).finally(() => agent.destroy());
  return (answers * 1000) / (performance.now() - start);
}

/** So many checkouts at the same moment; how many were made. */
export async function rush(origin: string, count: number): Promise<number> {
  const agent = new Agent();
  const statuses = await Promise.all(Array.from({ length: count }, () => checkout(origin, agent).catch(() => 0)));
  return statuses.filter((status) => status === 201).length;
}

async function timed(origin: string, agent: Agent): Promise<number> {
  const start = performance.now();
  const status = await checkout(origin, agent);
  if (status >= 300) throw new Error(`${origin} answered ${status}`);
  return performance.now() - start;
}
