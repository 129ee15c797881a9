#!/usr/bin/env node
import '../../proxy/lowest-node.js';
import { parseArgs } from 'node:util';
import { createSimulator } from './create-simulator.ts';
import { serveSimulator } from './serve.ts';

const USAGE = `Usage: helloasso-simulator [options]

Simulates HelloAsso on this machine: its API, its payment page and its notifications.

  --port <number>              port on 127.0.0.1 (default 8789)
  --organization <slug>        slug of the association (default asso-demo)
  --client-id <id>             id of the API client (default simulator-client)
  --client-secret <secret>     secret of the API client (default simulator-secret)
  --notification-url <url>     address that receives notifications (default none)
  --signature-key <key>        key that signs notifications (default unsigned)
  --allow-http-loopback        accept http return addresses on this machine
  --no-limits                  disable the limits of the token endpoint
  --help                       print this help
`;

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8789' },
      organization: { type: 'string', default: 'asso-demo' },
      'client-id': { type: 'string', default: 'simulator-client' },
      'client-secret': { type: 'string', default: 'simulator-secret' },
      'notification-url': { type: 'string' },
      'signature-key': { type: 'string' },
      'allow-http-loopback': { type: 'boolean', default: false },
      'no-limits': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const port = readPort(values.port);
  const origin = `http://127.0.0.1:${port}`;
  const simulator = createSimulator({
    origin,
    organization: values.organization,
    clientId: values['client-id'],
    clientSecret: values['client-secret'],
    notificationUrl: values['notification-url'] ?? null,
    signatureKey: values['signature-key'] ?? null,
    allowHttpLoopback: values['allow-http-loopback'],
    limits: !values['no-limits'],
  });
  const server = await serveSimulator(simulator, port);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close());
  process.stdout.write(`HelloAsso simulator: ${origin}
  token      ${origin}/oauth2/token, client ${values['client-id']}, secret ${values['client-secret']}
  API        ${origin}/v5/organizations/${values.organization}/…
  panel      ${origin}/
  returns    ${values['allow-http-loopback'] ? 'to https, and to http on this machine' : 'to https alone; --allow-http-loopback adds http on this machine'}
`);
}

/** Port 0 is not allowed, because the addresses of payment pages contain the port. */
function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new Error(`--port takes a number from 1 to 65535, not ${JSON.stringify(text)}.`);
  return port;
}
