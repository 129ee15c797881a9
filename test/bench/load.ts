import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const BODY = JSON.stringify({
  offer: 'don',
  amountCents: 5000,
  payer: { firstName: 'Marie', lastName: 'Durand', email: 'marie@example.org' },
  returnPath: '/nous-aider',
});

/** What became of one request. */
interface Answer {
  /** 0 when there was no answer. */
  readonly status: number;
  readonly retryAfterS: number;
}

let payers = 0;

/** One more payer, from a new address. Each call asks for their checkout, as the widget does. */
function newPayer(origin: string, agent: Agent): () => Promise<Answer> {
  payers += 1;
  const headers = {
    origin: 'https://www.example.org',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(BODY),
    'idempotency-key': randomUUID(),
    // The proxy counts by address, and one address may not pay all the time.
    'x-forwarded-for': [10, payers >> 16, payers >> 8, payers].map((byte) => byte & 255).join('.'),
  };
  const ask = () =>
    new Promise<Answer>((resolve, reject) => {
      const sent = request(`${origin}/v1/checkouts`, { method: 'POST', agent, headers }, (answer) => {
        const retryAfterS = Number(answer.headers['retry-after']);
        answer.once('error', reject);
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, retryAfterS }));
        answer.resume();
      });
      // A server may close an idle connection at the moment when it is used again: browsers ask again, too.
      sent.once('error', (cause) => (sent.reusedSocket ? ask().then(resolve, reject) : reject(cause)));
      sent.end(BODY);
    });
  return ask;
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
  const ask = () => newPayer(origin, agent)().catch(() => NONE);
  const answers = await Promise.all(Array.from({ length: count }, ask));
  return answers.filter(({ status }) => status === 201).length;
}

const NONE: Answer = { status: 0, retryAfterS: 0 };

/** What became of many payers who came at once. */
export interface Rush {
  /** Made at the first try. */
  readonly made: number;
  /** Sent away with `Retry-After`. */
  readonly sentAway: number;
  /** Of those: made when they came back, once. */
  readonly madeLater: number;
  /** Until the last one was answered. */
  readonly seconds: number;
}

/** So many payers at the same moment. Those who are sent away come back once, after `Retry-After`. */
export async function rushTwice(origin: string, count: number): Promise<Rush> {
  const agent = new Agent();
  const start = performance.now();
  const counts = { made: 0, sentAway: 0, madeLater: 0 };
  const payer = async () => {
    const ask = newPayer(origin, agent);
    const first = await ask().catch(() => NONE);
    if (first.status === 201) counts.made += 1;
    if (!(first.retryAfterS > 0)) return;
    counts.sentAway += 1;
    await sleep(first.retryAfterS * 1000);
    const second = await ask().catch(() => NONE);
    if (second.status === 201) counts.madeLater += 1;
  };
  await Promise.all(Array.from({ length: count }, payer));
  return { ...counts, seconds: (performance.now() - start) / 1000 };
}

async function timed(origin: string, agent: Agent): Promise<number> {
  const start = performance.now();
  const { status } = await newPayer(origin, agent)();
  if (status >= 300) throw new Error(`${origin} answered ${status}`);
  return performance.now() - start;
}
