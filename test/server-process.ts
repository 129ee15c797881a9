import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { startStack } from '../demo/stack.ts';
import { BARE_ENVIRONMENT } from './bare-environment.ts';
import { makeEightRequests } from './eight-requests.ts';
import { freePort } from './free-port.ts';

/** Starts a server with the proxy under `path`, in front of a simulator, and makes the eight requests. It must print something when it listens. */
export async function tryServer(
  context: TestContext,
  [program = '', ...args]: readonly string[],
  path: '' | '/pay',
): Promise<void> {
  const stack = await startStack({ environment: {}, ports: { proxy: 0, site: 0, simulator: 0 } });
  context.after(() => stack.close());
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const url = `${origin}${path}`;
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...BARE_ENVIRONMENT,
      PORT: String(port),
      HELLOASSO_API_URL: stack.simulated?.url,
      HELLOASSO_CLIENT_ID: 'simulator-client',
      HELLOASSO_CLIENT_SECRET: 'simulator-secret',
      HELLOASSO_ORGANIZATION: 'asso-demo',
      ALLOWED_ORIGINS: origin,
      PUBLIC_URL: url,
    },
  });
  context.after(() => child.kill());
  const ended = once(child, 'close').then(([status]) => {
    throw new Error(`the server has ended with ${status}`);
  });
  await Promise.race([once(child.stdout, 'data'), ended]);
  child.stdout.resume();
  await Promise.race([makeEightRequests({ url, origin, ask: fetch }), ended]);
}
