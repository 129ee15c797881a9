// As little of HelloAsso as answers a token and an intent. The simulator checks every field and remembers every intent: its own
// time and its share of the cores would drown the difference between the servers in front. It counts the tokens that it gave.
import { createServer } from 'node:http';

let tokens = 0;
let intents = 0;

const server = createServer(async (request, response) => {
  request.resume();
  await new Promise((resolve) => request.once('end', resolve));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answer(request.url)));
});
server.keepAliveTimeout = 60_000; // through the turns of the others
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`));

function answer(path) {
  switch (path) {
    case '/tokens':
      return { tokens };
    case '/oauth2/token':
      tokens += 1;
      // As long as a real one.
      return { access_token: 'a'.repeat(900), refresh_token: 'r'.repeat(43), token_type: 'bearer', expires_in: 1800 };
    default:
      intents += 1;
      return {
        id: intents,
        redirectUrl: `http://127.0.0.1:${server.address().port}/associations/asso-demo/checkout/${intents}`,
      };
  }
}
