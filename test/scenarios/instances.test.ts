// Several proxies that share a state: what they agree on, and what happens when the state is lost between two of its operations.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { CheckoutCreated } from '../../proxy/contract/checkout.ts';
import { assertProblem, created, GIFT } from '../proxy/set-up.ts';
import { type Operation, setUpInstances, until } from '../proxy/state/set-up-instances.ts';

const MINUTE_MS = 60_000;
const keyed = () => ({ 'idempotency-key': randomUUID() });
const idsOf = (checkouts: readonly CheckoutCreated[]) => new Set(checkouts.map(({ redirectUrl }) => redirectUrl)).size;

describe('the access token of several instances', () => {
  it('is requested once for all of them, and for one that starts later', async () => {
    const { post, start, grants } = setUpInstances(3);
    await Promise.all(Array.from({ length: 12 }, async (_, number) => created(await post(number, GIFT))));
    await created(await post(start(), GIFT));
    assert.deepEqual(grants, ['client_credentials 200']);
  });

  it('is renewed by one of them, by a refresh token that each uses once, for hours', async () => {
    const { post, pass, grants } = setUpInstances(3);
    for (let half = 0; half < 8; half += 1) {
      await Promise.all([0, 1, 2, 3, 4, 5].map(async (number) => created(await post(number + half, GIFT))));
      pass(29.5 * MINUTE_MS);
    }
    assert.deepEqual(grants, ['client_credentials 200', ...Array<string>(7).fill('refresh_token 200')]);
  });

  it('is replaced once where HelloAsso refuses it', async () => {
    const { post, grants, simulator } = setUpInstances(3);
    for (const number of [0, 1, 2]) await created(await post(number, GIFT));
    simulator.expireTokens();
    for (const number of [0, 1, 2, 0, 1, 2]) await created(await post(number, GIFT));
    assert.deepEqual(grants, ['client_credentials 200', 'refresh_token 200']);
  });

  it('is requested by each alone, without a refresh token that another may have used, while they cannot reach each other', async () => {
    const { post, grants, pass, breakAll, break: repair } = setUpInstances(3);
    for (const number of [0, 1, 2]) await created(await post(number, GIFT));
    breakAll();
    pass(29.5 * MINUTE_MS);
    for (const number of [0, 1, 2]) await created(await post(number, GIFT));
    assert.deepEqual(grants, Array<string>(4).fill('client_credentials 200'));
    repair();
    pass(29.5 * MINUTE_MS);
    for (const number of [0, 1, 2]) await created(await post(number, GIFT)); // the first call finds the state back
    assert.equal(grants.length, 5);
  });

  it('stays inside HelloAsso’s limits while tokens expire early and the state comes and goes', async () => {
    const { post, grants, pass, breakAll, break: repair, flush, simulator } = setUpInstances(3);
    const faults = [() => repair(), flush, () => breakAll(), () => repair()];
    for (let round = 0; round < 480; round += 1) {
      if (round % 15 === 0) faults[(round / 15) % faults.length]?.();
      for (const number of [0, 1, 2]) await post(number, GIFT);
      simulator.expireTokens();
      pass(30_000);
    }
    assert.deepEqual(
      grants.filter((grant) => !grant.endsWith(' 200')),
      [],
    );
    assert.ok(grants.length > 100, 'they are used');
  });

  it('stays in use, without a wait, while another instance renews it', async () => {
    const { post, shared, asked, grants, pass } = setUpInstances(2);
    for (const number of [0, 1]) await created(await post(number, GIFT));
    const [, key] =
      asked.find(([name, key]) => name === 'lock' && String(key).endsWith(':lock:token')) ?? assert.fail();
    pass(29.5 * MINUTE_MS);
    await shared.lock(String(key), 'another', 5_000);
    for (const number of [0, 1]) await created(await post(number, GIFT));
    assert.equal(grants.length, 1);
    pass(5_001);
    for (const number of [0, 1]) await created(await post(number, GIFT));
    assert.equal(grants.length, 2);
  });

  it('waits for an instance that was killed while it requested one no longer than its lock lasts', async () => {
    const { post, shared, asked, grants, pass } = setUpInstances(2);
    await created(await post(0, GIFT));
    const [, key] =
      asked.find(([name, key]) => name === 'lock' && String(key).endsWith(':lock:token')) ?? assert.fail();
    pass(31 * MINUTE_MS);
    await shared.lock(String(key), 'killed', 5_000);
    const locks = () => asked.filter(([name]) => name === 'lock').length;
    const before = locks();
    const waiting = post(1, GIFT);
    await until(() => locks() > before + 1);
    assert.equal(grants.length, 1);
    pass(5_001);
    await created(await waiting);
    assert.equal(grants.length, 2);
  });
});

describe('one idempotency key at several instances', () => {
  it('makes one intent, for concurrent and later repeats', async () => {
    const { post, intents } = setUpInstances(3);
    const key = keyed();
    const answers = await Promise.all([0, 1, 2, 0, 1, 2].map((number) => post(number, GIFT, key)));
    const checkouts = await Promise.all([...answers, await post(1, GIFT, key)].map(created));
    assert.equal(idsOf(checkouts), 1);
    assert.equal(intents(), 1);
  });

  it('is refused for another body, wherever it was used first', async () => {
    const { post } = setUpInstances(2);
    const key = keyed();
    await created(await post(0, GIFT, key));
    await assertProblem(await post(1, { ...GIFT, amountCents: 3000 }, key), 'idempotency-key-reused', 422);
  });

  it('is free again after a failure at another instance', async () => {
    const { post, breakConnections, intents } = setUpInstances(2);
    const key = keyed();
    breakConnections(true);
    await assertProblem(await post(0, GIFT, key), 'helloasso-unavailable', 503);
    breakConnections(false);
    await created(await post(1, GIFT, key));
    assert.equal(intents(), 1);
  });

  const lost: readonly (readonly [string, readonly Operation[]])[] = [
    ['before the key is reserved', ['lock', 'get', 'add', 'count']],
    ['after the key is reserved', ['get', 'add']],
    ['before the answer is stored', ['add']],
  ];
  for (const [when, operations] of lost) {
    it(`serves a payer once when the state is lost ${when}, and repeats the answer at that instance`, async () => {
      const { post, break: breakOnly, intents, lines } = setUpInstances(2);
      const key = keyed();
      breakOnly('rejects', operations);
      const first = await created(await post(0, GIFT, key));
      assert.deepEqual(await created(await post(0, GIFT, key)), first);
      breakOnly();
      assert.deepEqual(await created(await post(0, GIFT, key)), first);
      assert.equal(intents(), 1);
      assert.equal(lines.length, 1);
    });
  }

  it('gives one redirect to all when two instances have made an intent, because a lock was lost', async () => {
    const { post, gate, intents, flush } = setUpInstances(2);
    await created(await post(0, GIFT));
    await created(await post(1, GIFT));
    const key = keyed();
    gate.close();
    const before = gate.arrived();
    const first = post(0, GIFT, key);
    await until(() => gate.arrived() === before + 1);
    flush(); // as when Redis starts again
    const second = post(1, GIFT, key);
    await until(() => gate.arrived() === before + 2);
    gate.open();
    const checkouts = await Promise.all([await first, await second].map(created));
    assert.equal(intents(), 4, 'two of one key');
    assert.equal(idsOf(checkouts), 1);
  });

  it('sends a repeat away when it waits for an instance that can no longer be reached', async () => {
    const { post, gate, intents, breakAll, asked } = setUpInstances(2);
    await created(await post(0, GIFT));
    await created(await post(1, GIFT));
    const key = keyed();
    gate.close();
    const arrived = gate.arrived();
    const first = post(0, GIFT, key);
    await until(() => gate.arrived() === arrived + 1);
    const locks = () => asked.filter(([name]) => name === 'lock').length;
    const before = locks();
    const second = post(1, GIFT, key);
    await until(() => locks() > before);
    breakAll();
    const refused = await second;
    assert.equal(refused.headers.get('retry-after'), '5');
    await assertProblem(refused, 'busy', 503);
    gate.open();
    await created(await first);
    assert.equal(intents(), 3);
  });

  it('makes a second intent where the state has lost the first answer: at another instance alone', async () => {
    const { post, flush, intents } = setUpInstances(2);
    const key = keyed();
    const first = await created(await post(0, GIFT, key));
    flush();
    assert.deepEqual(await created(await post(0, GIFT, key)), first);
    assert.notEqual((await created(await post(1, GIFT, key))).checkoutIntentId, first.checkoutIntentId);
    assert.equal(intents(), 2);
  });
});

describe('the page /pay of several instances, without script', () => {
  const URL_OF_PAGE = 'https://pay.example.org/pay/don';

  function setUpPage() {
    const instances = setUpInstances(2, { PUBLIC_URL: 'https://pay.example.org' });
    const tokenIn = async (response: Response) => /name="token" value="([^"]+)"/.exec(await response.text())?.[1] ?? '';
    const send = (proxy: number, token: string, choice: string) =>
      instances.ask(proxy, new Request(URL_OF_PAGE, { method: 'POST', body: new URLSearchParams({ token, choice }) }));
    return {
      ...instances,
      open: async (proxy: number) => tokenIn(await instances.ask(proxy, new Request(URL_OF_PAGE))),
      send,
      /** The status of a form that is sent, and of the form of the answer. */
      async sendTwice(proxy: number, token: string, choice: string): Promise<readonly number[]> {
        const first = await send(proxy, token, choice);
        return [first.status, (await send(proxy, await tokenIn(first), choice)).status];
      },
    };
  }

  it('is known to all of them: a form that is sent again at another one, with another amount, gets no warning', async () => {
    const { open, send, intents } = setUpPage();
    const token = await open(0);
    assert.equal((await send(0, token, '2000')).status, 303);
    assert.equal((await send(1, token, '5000')).status, 303);
    assert.equal(intents(), 2);
  });

  it('makes no second intent without a warning where the state was lost, at any instance', async () => {
    for (const proxy of [0, 1]) {
      const { open, send, sendTwice, flush, intents } = setUpPage();
      const token = await open(0);
      assert.equal((await send(0, token, '2000')).status, 303);
      flush();
      assert.deepEqual(await sendTwice(proxy, token, '5000'), [409, 303]);
      assert.equal(intents(), 2);
    }
  });

  it('makes no second intent without a warning while the state is away, and serves payers then', async () => {
    const { open, send, sendTwice, breakAll, intents } = setUpPage();
    const token = await open(0);
    assert.equal((await send(0, token, '2000')).status, 303);
    breakAll();
    assert.deepEqual(await sendTwice(1, token, '5000'), [409, 303]);
    assert.deepEqual(await sendTwice(0, await open(1), '2000'), [409, 303], 'a page that was shown meanwhile');
    assert.equal(intents(), 3);
  });
});

describe('the limits of several instances', () => {
  const gift = (proxy: number, post: ReturnType<typeof setUpInstances>['post']) =>
    post(proxy, { ...GIFT, offer: 'none' }, { 'x-forwarded-for': '198.51.100.7' });

  it('count one address together', async () => {
    const { post } = setUpInstances(3);
    const statuses: number[] = [];
    for (let count = 0; count < 63; count += 1) statuses.push((await gift(count, post)).status);
    assert.deepEqual(statuses.slice(-4), [404, 429, 429, 429]);
  });

  it('count at each of them alone while they cannot reach each other', async () => {
    const { post, breakAll } = setUpInstances(2);
    for (let count = 0; count < 60; count += 1) assert.equal((await gift(count, post)).status, 404);
    breakAll();
    assert.equal((await gift(0, post)).status, 404);
    for (let count = 0; count < 40; count += 1) await gift(0, post);
    assert.equal((await gift(0, post)).status, 429);
  });

  it('give the shared state no address', async () => {
    const { post, asked } = setUpInstances(1);
    await gift(0, post);
    assert.ok(asked.some(([name]) => name === 'count'));
    assert.doesNotMatch(JSON.stringify(asked), /198\.51\.100/);
  });
});
