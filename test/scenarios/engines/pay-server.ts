import { type Handler, serveDemo } from '../../../demo/serve.ts';

/** The server in front of a proxy, as payers reach its page; it can forbid scripts there, as some browsers and companies do. */
export interface PayServer {
  readonly url: string;
  setHandler(proxyUrl: string): void;
  forbidScripts(isForbidden: boolean): void;
  close(): void;
}

export async function startPayServer(): Promise<PayServer> {
  let proxyUrl = '';
  let isForbidden = false;
  const forward: Handler = {
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const init = { method: request.method, headers: request.headers, redirect: 'manual' } as const;
      const body = request.method === 'POST' ? { body: await request.arrayBuffer() } : {};
      const response = await fetch(proxyUrl + pathname + search, { ...init, ...body });
      const headers = new Headers(response.headers);
      headers.delete('content-encoding'); // decoded by now
      headers.delete('content-length');
      if (isForbidden) headers.append('content-security-policy', "script-src 'none'");
      return new Response(response.body, { status: response.status, headers });
    },
  };
  const server = await serveDemo(forward, { host: '127.0.0.1', port: 0, setBy: 'nothing' });
  return {
    url: `http://127.0.0.1:${server.port}`,
    setHandler(url) {
      proxyUrl = url;
    },
    forbidScripts(value) {
      isForbidden = value;
    },
    close: () => server.close(),
  };
}
