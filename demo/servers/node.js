// A site on Node alone that has the proxy under a path of its own: `proxy="/pay"` on its pages. Needs @hono/node-server.
// Start it with the variables of .env.example: node --env-file=.env node.js
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createProxy, readConfig } from 'helloasso-checkout/proxy';

const proxy = createProxy(readConfig(process.env));

// Behind another server, give the address that it has put into a header as `clientAddress`.
const answer = getRequestListener((request, { incoming }) =>
  proxy.fetch(request, { clientAddress: incoming.socket.remoteAddress ?? '' }),
);

const server = createServer((request, response) => {
  if (!request.url.startsWith('/pay/')) return response.writeHead(404).end();
  request.url = request.url.slice('/pay'.length);
  return answer(request, response);
});

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  process.stdout.write(`http://localhost:${server.address().port}/\n`);
});
