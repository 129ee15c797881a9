// A receiver of payment events: verifies the signature, ignores repeated events and stores the others. Start it with
//   FORWARD_SECRET=whsec_… node receiver.js
// and give the proxy the same FORWARD_SECRET and FORWARD_URL=http://127.0.0.1:8786/. Its one library: npm install standardwebhooks
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.FORWARD_SECRET ?? '');
const MAX_BYTES = 100_000;
const file = process.env.EVENTS_FILE ?? 'events.ndjson';

/** Ids of stored events. An event may arrive twice and must count once; in a database this would be a unique key. */
const known = new Set();
if (existsSync(file)) {
  for (const [, id] of readFileSync(file, 'utf8').matchAll(/^\{"id":"([^"]+)".*\}\n/gm)) known.add(id); // an incomplete last line is skipped: its event is sent again
  if (readFileSync(file, 'utf8').at(-1) !== '\n') appendFileSync(file, '\n');
}

const server = createServer((request, response) => {
  take(request, response).catch(() => response.destroy()); // not stored: the event is sent again
});

async function take(request, response) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) return response.writeHead(413, { connection: 'close' }).end();
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks).toString(); // the exact bytes: parsing and serialising would change the signature
  try {
    webhook.verify(body, request.headers); // throws if the signature is wrong or older than five minutes
  } catch {
    response.writeHead(401).end();
    return;
  }
  const event = JSON.parse(body);
  if (event.type === 'test') return response.writeHead(204).end(); // helloasso-checkout doctor asks whether we are here
  const id = String(request.headers['webhook-id']);
  if (!known.has(id)) {
    appendFileSync(file, `${JSON.stringify({ id, ...event })}\n`); // store first,
    known.add(id);
  }
  response.writeHead(204).end(); // then acknowledge: without this response the event is sent again
}

server.listen(Number(process.env.PORT ?? 8786), '127.0.0.1', () => {
  process.stdout.write(`Events go to ${file}; listening on port ${server.address().port}\n`);
});
