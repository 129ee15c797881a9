// The proxy on Cloudflare Workers. One Durable Object runs all of it: so there is one access token and one memory for all payers, as in one
// Node. The object ends after some seconds without a request, and so does its memory.
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
    const { kv } = context.storage;
    const config = readConfig(process.env, () => JSON.stringify(offers, null, 2)); // `process.env` has variables and secrets
    this.#proxy = createProxy(config, {
      fetch,
      log: { info: writeTo('log'), warn: writeTo('warn'), error: writeTo('error') },
      tokenCalls: {
        load: () => kv.get('tokenCalls') ?? { made: [], granted: [] },
        save: (times) => kv.put('tokenCalls', times),
      },
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
