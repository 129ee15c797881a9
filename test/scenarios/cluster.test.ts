// Three built proxies that share a real Redis, behind a real nginx, under load. Payers are served, whatever happens to Redis; HelloAsso's limits
// hold; and no request has two redirects.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { generate } from 'selfsigned';
import { freePort } from '../free-port.ts';
import { ENVIRONMENT } from '../proxy/environment.ts';
import { ORIGIN } from '../proxy/set-up.ts';
import { REDIS, startRedis, whyNot } from '../redis.ts';
import { INSTANCES, startCluster, startForwarder } from './set-up-cluster.ts';

const AWAY = 'the shared state is away: this instance goes on alone';
const BACK = 'the shared state is back';
const LATE = 'no answer in 100 ms';

type Cluster = Awaited<ReturnType<typeof startCluster>>;

async function setUpRedis(context: TestContext, options: readonly string[] = []) {
  const redis = await startRedis(options);
  context.after(() => redis.close());
  return redis;
}

/** Every payer was served at once; each key has one redirect; and HelloAsso, which counts too, has never been asked for too much. */
function assertServed({ redirects, refused, helloAsso: { tokenAnswers } }: Cluster): void {
  assert.ok(redirects.size >= 60, `${redirects.size} payers`);
  assert.deepEqual(
    [...redirects.values()].filter(({ size }) => size !== 1),
    [],
    'keys with several redirects',
  );
  assert.deepEqual(refused, []);
  assert.ok(tokenAnswers.length <= INSTANCES, `${tokenAnswers.length} tokens`);
  assert.deepEqual(new Set(tokenAnswers), new Set([200]));
}

/**
 * Each proxy has logged one line when the state went away, for one of these reasons, and one when it was back: so many lines in all. More only
 * where the machine was too busy for Redis to answer in time.
 */
function assertLines(cluster: Cluster, count: number, ...reasons: readonly string[]): void {
  for (const lines of cluster.lines()) {
    const late = lines.filter((line) => line.reason === LATE).length;
    assert.ok(lines.length >= count && lines.length <= count + 2 * late, JSON.stringify(lines));
    for (const [index, line] of lines.entries()) {
      assert.equal(line.msg, index % 2 === 0 ? AWAY : BACK);
      if (line.msg === AWAY) assert.ok([LATE, ...reasons].includes(line.reason ?? ''), line.reason);
    }
  }
}

const missing = whyNot({ ...REDIS, nginx: 'nginx-light' });
if (missing) it('three proxies behind nginx, with Redis', { skip: missing }); // a suite that is skipped counts as nothing

describe('three proxies behind nginx, with Redis', { skip: missing }, () => {
  it('are as one: one token, one intent for each key, one limit for each address', async (context) => {
    const redis = await setUpRedis(context);
    const cluster = await startCluster(context, `redis://127.0.0.1:${redis.port}`);
    await cluster.undisturbed(() => cluster.payWhile('turns'));
    assertServed(cluster);
    assertLines(cluster, 0);
    assert.equal(cluster.helloAsso.intents, cluster.redirects.size);
    if (cluster.lines().flat().length === 0) assert.equal(cluster.helloAsso.tokenAnswers.length, 1);

    const statuses: number[] = [];
    await cluster.undisturbed(async () => {
      statuses.length = 0;
      const from = cluster.address();
      for (let count = 0; count < 62; count += 1) statuses.push(await cluster.ask('turns', randomUUID(), 1_000, from));
    });
    assert.deepEqual(new Set(statuses.slice(0, 60)), new Set([201]));
    assert.deepEqual(statuses.slice(60), [429, 429]);

    const [, keys, expiring] = /keys=(\d+),expires=(\d+)/.exec(await redis.command('INFO keyspace')) ?? [];
    assert.ok(Number(keys) > cluster.redirects.size);
    assert.equal(keys, expiring, 'everything in Redis ends');
  });

  it('serve while one of them is killed, whose payers press again', async (context) => {
    const redis = await setUpRedis(context);
    const cluster = await startCluster(context, `redis://127.0.0.1:${redis.port}`);
    const [first] = cluster.instances;
    await cluster.payWhile('by-key', async () => first?.kill());
    cluster.refused.length = 0; // by nginx, for what the killed one was doing
    assertServed(cluster);
    assertLines(cluster, 0);
  });

  it('serve while Redis is killed and started again', async (context) => {
    const redis = await setUpRedis(context);
    const cluster = await startCluster(context, `redis://127.0.0.1:${redis.port}`);
    await cluster.payWhile('by-key', async () => {
      await redis.kill();
      await cluster.logged(1);
      await redis.start();
      await cluster.logged(2);
    });
    assertServed(cluster);
    assertLines(cluster, 2, 'Redis: ECONNREFUSED', 'Redis: no connection');
  });

  it('serve when Redis is flushed', async (context) => {
    const redis = await setUpRedis(context);
    const cluster = await startCluster(context, `redis://127.0.0.1:${redis.port}`);
    await cluster.payWhile('by-key', () => redis.command('FLUSHALL'));
    assertServed(cluster);
    assertLines(cluster, 0);
  });

  it('serve while Redis is slow', async (context) => {
    const redis = await setUpRedis(context);
    const forwarder = await startForwarder(context, redis.port);
    const cluster = await startCluster(context, `redis://127.0.0.1:${forwarder.port}`);
    await cluster.payWhile('by-key', async () => {
      forwarder.delay(300);
      await cluster.logged(1);
      forwarder.delay(0);
      await cluster.logged(2);
    });
    assertServed(cluster);
    assertLines(cluster, 2);
  });

  it('serve with a Redis that is full', async (context) => {
    const redis = await setUpRedis(context, ['--maxmemory', '1mb', '--maxmemory-policy', 'noeviction']);
    const cluster = await startCluster(context, `redis://127.0.0.1:${redis.port}`);
    await cluster.payWhile('by-key', () => cluster.logged(1));
    assertServed(cluster);
    assertLines(cluster, 1, 'Redis: OOM');
  });

  it('serve with a wrong password for Redis, which no output contains', async (context) => {
    const redis = await setUpRedis(context, ['--requirepass', 'right']);
    const cluster = await startCluster(context, `redis://:wr0ng-s3cret@127.0.0.1:${redis.port}`, { DEBUG: '*' });
    await cluster.payWhile('by-key', () => cluster.logged(1));
    assertServed(cluster);
    assertLines(cluster, 1, 'Redis: WRONGPASS');
    for (const { output } of cluster.instances) assert.doesNotMatch(output, /wr0ng-s3cret/);
  });

  it('share a Redis that asks for TLS and a password', async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-tls-'));
    context.after(() => rmSync(folder, { recursive: true, force: true }));
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
    writeFileSync(files.key, key);
    writeFileSync(files.cert, cert);
    const port = await freePort();
    const tls = ['--tls-port', String(port), '--tls-cert-file', files.cert, '--tls-key-file', files.key];
    await setUpRedis(context, [...tls, '--tls-auth-clients', 'no', '--requirepass', 'p@ss/word']);
    const url = `rediss://:${encodeURIComponent('p@ss/word')}@127.0.0.1:${port}`;
    const cluster = await startCluster(context, url, { NODE_EXTRA_CA_CERTS: files.cert });
    await cluster.undisturbed(() => cluster.payWhile('turns'));
    assertServed(cluster);
    assertLines(cluster, 0);
    assert.equal(cluster.helloAsso.intents, cluster.redirects.size);
  });

  it('share a Redis from inside a program, which ends by itself', async (context) => {
    const redis = await setUpRedis(context);
    const program = `
      import { createProxy, readConfig } from './dist/library/proxy.js';
      import { openRedisState } from './dist/redis/redis.js';
      const lines = [];
      const log = { info() {}, warn: (fields, text) => lines.push(text), error: (fields, text) => lines.push(text) };
      const fetch = async () => new Response(null, { status: 503 });
      const config = readConfig(process.env);
      const proxy = createProxy(config, { log, fetch, sharedState: openRedisState(config.redisUrl) });
      const body = JSON.stringify({ offer: 'don', amountCents: 1000, returnPath: '/' });
      const headers = { origin: '${ORIGIN}', 'content-type': 'application/json' };
      const request = new Request('https://pay.example.org/v1/checkouts', { method: 'POST', headers, body });
      const { status } = await proxy.fetch(request, { clientAddress: '192.0.2.1' });
      console.log(JSON.stringify({ status, away: lines.filter((text) => text.includes('shared state')) }));`;
    const env = { ...process.env, ...ENVIRONMENT, REDIS_URL: `redis://127.0.0.1:${redis.port}` };
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const printed = await child.stdout.setEncoding('utf8').toArray();
    assert.deepEqual(JSON.parse(printed.join('')), { status: 503, away: [] });
    assert.match(await redis.command('INFO keyspace'), /keys=\d,expires=\d/);
  });
});
