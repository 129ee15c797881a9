// A site in Express that has the proxy under a path of its own: `proxy="/pay"` on its pages. Needs express and @hono/node-server.
// Start it with the variables of .env.example: node --env-file=.env express.js
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import { createProxy, readConfig } from 'helloasso-checkout/proxy';

const proxy = createProxy(readConfig(process.env), { log: console });
const app = express();

// Before any parser of bodies, such as express.json(): the proxy reads them itself. Behind another server, give the address that it has put
// into a header as `clientAddress`.
app.use(
  '/pay',
  getRequestListener((request, { incoming }) =>
    proxy.fetch(request, { clientAddress: incoming.socket.remoteAddress ?? '' }),
  ),
);

app.get('/', (_, response) => {
  response.send(`<!doctype html>
<html lang="fr">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <title>Soutenir l’association</title>
  <link rel="icon" href="data:," />
  <script type="module" src="/pay/helloasso-checkout.js"></script>
  <h1>Soutenir l’association</h1>
  <helloasso-checkout proxy="/pay" offer="don"></helloasso-checkout>
</html>`);
});

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  process.stdout.write(`http://localhost:${server.address().port}/\n`);
});
