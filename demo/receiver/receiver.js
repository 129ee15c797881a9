// A receiver of payment events: verifies the signature, drops repeats, keeps the rest. Start it with
//   FORWARD_SECRET=whsec_… node receiver.js
// and give the proxy the same FORWARD_SECRET and FORWARD_URL=http://127.0.0.1:8786/. Its one library: npm install standardwebhooks
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.FORWARD_SECRET ?? '');
const MAX_BYTES = 100_000;
const file = process.env.EVENTS_FILE ?? 'events.ndjson';

/** Ids of events already kept: the same one may come again, and must count once. A database would have a unique key. */
const known = new Set();
if (existsSync(file)) {
  for (const [, id] of readFileSync(file, 'utf8').matchAll(/^\{"id":"([^"]+)".*\}\n/gm)) known.add(id); // a torn last line is told again
  if (readFileSync(file, 'utf8').at(-1) !== '\n') appendFileSync(file, '\n');
}

const server = createServer((request, response) => {
  take(request, response).catch(() => response.destroy()); // nothing was taken: it is sent again
});

async function take(request, response) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) return response.writeHead(413, { connection: 'close' }).end();
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks).toString(); // as it came: a parsed and rewritten body has another signature
  try {
    webhook.verify(body, request.headers); // throws for a forgery, and for one that is older than five minutes
  } catch {
    response.writeHead(401).end();
    return;
  }
  const id = String(request.headers['webhook-id']);
  if (!known.has(id)) {
    appendFileSync(file, `${JSON.stringify({ id, ...JSON.parse(body) })}\n`); // kept first,
    known.add(id);
  }
  response.writeHead(204).end(); // then taken over: without this answer, it is sent again
}

server.listen(Number(process.env.PORT ?? 8786), '127.0.0.1', () => {
  process.stdout.write(`Events go to ${file}; listening on port ${server.address().port}\n`);
});
