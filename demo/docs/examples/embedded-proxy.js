import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { createProxy, readConfig } from 'helloasso-checkout/proxy';

const proxy = createProxy(readConfig(process.env), {
  // Stored before it returns: after a rejection, HelloAsso sends its notification again.
  onEvent: async (event) => appendFileSync('events.ndjson', `${JSON.stringify(event)}\n`),
});

createServer(async (incoming, outgoing) => {
  const { method, headers, socket, url } = incoming;
  const body = method === 'POST' ? Readable.toWeb(incoming) : undefined;
  const request = new Request(`http://${headers.host}${url}`, { method, headers, body, duplex: 'half' });
  const response = await proxy.fetch(request, { clientAddress: socket.remoteAddress });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}).listen(process.env.PORT, '127.0.0.1');
