// A site in Hono that has the proxy under a path of its own: `proxy="/pay"` on its pages. Needs hono and @hono/node-server.
// Start it with the variables of .env.example: node --env-file=.env hono.js
import { serve } from '@hono/node-server';
import { createProxy, readConfig } from 'helloasso-checkout/proxy';
import { Hono } from 'hono';

const proxy = createProxy(readConfig(process.env));
const app = new Hono();

// Behind another server, give the address that it has put into a header as `clientAddress`.
app.mount('/pay', (request, { incoming }) =>
  proxy.fetch(request, { clientAddress: incoming.socket.remoteAddress ?? '' }),
);

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000), hostname: '127.0.0.1' }, ({ port }) => {
  process.stdout.write(`http://localhost:${port}/\n`);
});
