// A site in Fastify that has the proxy under a path of its own: `proxy="/pay"` on its pages. Needs fastify and @hono/node-server.
// Start it with the variables of .env.example: node --env-file=.env fastify.js
import { getRequestListener } from '@hono/node-server';
import fastify from 'fastify';
import { createProxy, readConfig } from 'helloasso-checkout/proxy';

const proxy = createProxy(readConfig(process.env));
const app = fastify();

// Behind another server, give the address that it has put into a header as `clientAddress`.
const answer = getRequestListener((request, { incoming }) =>
  proxy.fetch(request, { clientAddress: incoming.socket.remoteAddress ?? '' }),
);

app.register(
  async (pay) => {
    pay.removeAllContentTypeParsers(); // the proxy reads bodies itself
    pay.addContentTypeParser('*', (_request, _body, done) => done(null));
    pay.all('/*', (request, reply) => {
      reply.hijack();
      request.raw.url = request.raw.url.slice('/pay'.length);
      return answer(request.raw, reply.raw);
    });
  },
  { prefix: '/pay' },
);

await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' });
process.stdout.write(`http://localhost:${app.server.address().port}/\n`);
