// The least that any proxy must do: takes a request, believes nothing of it and checks nothing, posts an intent as long as the
// proxy's with a token that never changes, and hands the answer back.
import { Agent, createServer, request } from 'node:http';

const { HELLOASSO_API_URL, HELLOASSO_ORGANIZATION } = process.env;
const INTENTS = `${HELLOASSO_API_URL}/v5/organizations/${HELLOASSO_ORGANIZATION}/checkout-intents`;

const returnUrl = `https://www.example.org/nous-aider?helloasso-checkout=${'t'.repeat(308)}`;
const BODY = JSON.stringify({
  totalAmount: 5000,
  initialAmount: 5000,
  itemName: 'Don à l’association',
  returnUrl,
  errorUrl: `${returnUrl}&helloasso-step=error`,
  backUrl: `${returnUrl}&helloasso-step=back`,
  containsDonation: true,
  payer: { firstName: 'Marie', lastName: 'Durand', email: 'marie@example.org' },
  metadata: {
    'helloasso-checkout': {
      reference: 'r'.repeat(22),
      offer: 'don',
      totalCents: 5000,
      initialCents: 5000,
      mac: 'm'.repeat(43),
    },
  },
});

const OPTIONS = {
  method: 'POST',
  agent: new Agent({ keepAlive: true }),
  headers: {
    authorization: `Bearer ${'a'.repeat(900)}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(BODY),
  },
};

const server = createServer((incoming, outgoing) => {
  incoming.resume();
  incoming.once('end', () => {
    const upstream = request(INTENTS, OPTIONS, (answer) => {
      outgoing.writeHead(answer.statusCode, { 'content-type': 'application/json' });
      answer.pipe(outgoing);
    });
    upstream.once('error', () => outgoing.destroy());
    upstream.end(BODY);
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`));
