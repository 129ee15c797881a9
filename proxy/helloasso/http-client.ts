import http from 'node:http';
import https from 'node:https';
import { Problem } from '../problem.ts';

/** One request to HelloAsso. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends the call, the reading of its response included. */
  readonly signal: AbortSignal;
}

/** A whole response. */
export interface Answer {
  readonly status: number;
  /** The value of a header; its name in lower case. */
  header(name: string): string | undefined;
  readonly text: string;
}

/**
 * Makes one call, and follows no redirect. Rejects when there is no whole response: the connection failed or broke, the time is up,
 * or the body is larger than any valid response of HelloAsso.
 */
export type Send = (url: string, call: Call) => Promise<Answer>;

export const USER_AGENT = 'helloasso-checkout';

/** An order of twelve payments has some ten thousand bytes; a page of a hundred payments of a shop, a million. */
const MAX_BODY_BYTES = 10_000_000;

/**
 * Calls by Node's own client, without the web streams of its `fetch`. It keeps connections open, and uses the proxy of
 * `http.setGlobalProxyFromEnv`. Node limits the headers of a response to 16 kB.
 */
export const sendByNode: Send = (url, { method, headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const { request } = url.startsWith('https:') ? https : http;
    const length = body !== undefined && { 'content-length': Buffer.byteLength(body) };
    const onClose = () => reject(new Error('the connection closed without a response')); // as after 101
    const sent = request(url, { method, signal, headers: { ...headers, ...length } }, (response) => {
      const received = new Body();
      response.on('data', (chunk: Buffer) => {
        if (received.add(chunk)) return;
        reject(tooLarge());
        sent.destroy();
      });
      response.on('error', reject);
      response.once('end', () => {
        sent.off('close', onClose);
        const header = (name: string) => response.headers[name]?.toString();
        resolve({ status: response.statusCode ?? 0, header, text: received.text() });
      });
    });
    sent.on('error', reject);
    sent.once('close', onClose);
    sent.end(body);
  });

/** Calls by a `fetch`: for tests, and for embedders who have one of their own. */
export function sendByFetch(fetch: typeof globalThis.fetch): Send {
  return async (url, call) => {
    const { status, headers, body } = await fetch(url, { ...call, redirect: 'manual' });
    const received = new Body();
    for await (const chunk of body ?? []) if (!received.add(chunk)) throw tooLarge();
    return { status, header: (name) => headers.get(name) ?? undefined, text: received.text() };
  };
}

/** A body that arrives in parts. */
class Body {
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;

  /** Returns whether the whole is still inside the limit. */
  add(chunk: Uint8Array): boolean {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    return this.#bytes <= MAX_BODY_BYTES;
  }

  text(): string {
    return UTF_8.decode(Buffer.concat(this.#chunks));
  }
}

const UTF_8 = new TextDecoder();

function tooLarge(): Problem {
  return new Problem('helloasso-unavailable', 'the response of HelloAsso is too large');
}

/** Whether an answer is a web page instead of one of the API. */
export function isWebPage({ header, text }: Answer): boolean {
  return header('content-type')?.startsWith('text/html') || /^\s*</.test(text);
}

/** The problem of a web page in place of an answer. It says nothing about our credentials. */
export function webPage(status: number): Problem {
  return new Problem(
    'helloasso-unavailable',
    `a web page (${status}) instead of an answer of HelloAsso: a firewall in front of it may block this server`,
  );
}
