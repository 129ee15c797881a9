// A site on Bun that has the proxy under a path of its own: `proxy="/pay"` on its pages.
// Start it beside a file .env, with the variables of .env.example: bun bun.js
import { createProxy, readConfig } from 'helloasso-checkout/proxy';

const proxy = createProxy(readConfig(process.env));

const server = Bun.serve({
  port: process.env.PORT ?? 3000,
  hostname: '127.0.0.1',
  fetch(request) {
    const url = new URL(request.url);
    if (!url.pathname.startsWith('/pay/')) return new Response(null, { status: 404 });
    url.pathname = url.pathname.slice('/pay'.length);
    // Behind another server, give the address that it has put into a header as `clientAddress`.
    return proxy.fetch(new Request(url, request), { clientAddress: server.requestIP(request)?.address ?? '' });
  },
});

process.stdout.write(`http://localhost:${server.port}/\n`);
