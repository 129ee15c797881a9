// The proxy on Cloudflare Workers. One Durable Object runs all of it: so there is one access token and one memory for all payers, as in one
// Node. The object ends after some seconds without a request; what has to outlive that is in its storage.
import { DurableObject } from 'cloudflare:workers';
import { createProxy, readConfig } from 'helloasso-checkout/proxy';
import offers from './offers.json';

export default {
  /** `weur`: near HelloAsso. It counts when the object is made, at the first request of all. */
  fetch: (request, { PROXY }) => PROXY.getByName('proxy', { locationHint: 'weur' }).fetch(request),
};

/** Answers requests. Where the configuration has errors, every request fails, and the log lists all of them. */
export class ProxyObject extends DurableObject {
  #proxy;

  constructor(context, environment) {
    super(context, environment);
    const config = readConfig(process.env, () => JSON.stringify(offers, null, 2)); // `process.env` has variables and secrets
    this.#proxy = createProxy(config, {
      fetch,
      log: { info: writeTo('log'), warn: writeTo('warn'), error: writeTo('error') },
      sharedState: new StoredState(context.storage.sql),
    });
  }

  async fetch(received) {
    const request = new Request(received);
    request.headers.delete('x-forwarded-for'); // Cloudflare writes the other one itself, whatever the client has sent
    const clientAddress = request.headers.get('cf-connecting-ip') ?? '';
    const response = await this.#proxy.fetch(request, { clientAddress });
    if (!response.headers.has('content-encoding')) return response;
    const { status, headers } = response;
    return new Response(response.body, { status, headers, encodeBody: 'manual' }); // it is compressed, and would be once more
  }
}

// biome-ignore lint/suspicious/noConsole: Workers Logs takes what is written to it
const writeTo = (method) => (fields, message) => console[method]({ message, ...fields });

/** Texts, numbers and locks that end by themselves, in the storage of the object. No method waits for anything, so each is atomic. */
class StoredState {
  #sql;

  constructor(sql) {
    this.#sql = sql;
    sql.exec('CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value, endsAt INTEGER) WITHOUT ROWID');
    sql.exec('CREATE INDEX IF NOT EXISTS ends ON entries (endsAt)');
  }

  async get(key, renewMs) {
    const entry = this.#read(key);
    if (entry && renewMs !== undefined) return this.#write(key, entry.value, renewMs);
    return entry;
  }

  async set(key, value, ttlMs) {
    this.#write(key, value, ttlMs);
  }

  async add(key, value, ttlMs) {
    const isFree = this.#read(key) === undefined;
    if (isFree) this.#write(key, value, ttlMs);
    return isFree;
  }

  async count(key, by, ttlMs) {
    const counted = this.#read(key);
    if (!counted && by < 0) return { count: 0, remainingMs: 0 };
    const count = (counted?.value ?? 0) + by;
    const remainingMs = counted?.remainingMs ?? ttlMs;
    this.#write(key, count, remainingMs);
    return { count, remainingMs };
  }

  async lock(key, owner, ttlMs) {
    const isFree = (this.#read(key)?.value ?? owner) === owner;
    if (isFree) this.#write(key, owner, ttlMs);
    return isFree;
  }

  async unlock(key, owner) {
    this.#sql.exec('DELETE FROM entries WHERE key = ? AND value = ?', key, owner);
  }

  #read(key) {
    const select = 'SELECT value, endsAt - ?1 AS remainingMs FROM entries WHERE key = ?2 AND endsAt > ?1';
    return this.#sql.exec(select, Date.now(), key).toArray()[0];
  }

  #write(key, value, remainingMs) {
    const now = Date.now();
    this.#sql.exec('DELETE FROM entries WHERE endsAt <= ?', now);
    this.#sql.exec('INSERT OR REPLACE INTO entries VALUES (?, ?, ?)', key, value, now + remainingMs);
    return { value, remainingMs };
  }
}
