import type { TestContext } from 'node:test';
import { createSimulator } from '../../demo/simulator/create-simulator.ts';
import { serveSimulator } from '../../demo/simulator/serve.ts';
import { freePort } from '../free-port.ts';
import { ENVIRONMENT } from '../proxy/environment.ts';

/** HelloAsso in this process, for proxies in processes of their own. Counts what it gave. */
export async function startHelloAsso(context: TestContext) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const simulator = createSimulator({
    origin,
    clientId: ENVIRONMENT.HELLOASSO_CLIENT_ID,
    clientSecret: ENVIRONMENT.HELLOASSO_CLIENT_SECRET,
  });
  const given = { intents: 0, tokenAnswers: [] as number[] };
  const answer = simulator.fetch;
  simulator.fetch = async (request) => {
    const response = await answer(request);
    if (request.url.endsWith('/oauth2/token')) given.tokenAnswers.push(response.status);
    if (request.url.endsWith('/checkout-intents') && response.ok) given.intents += 1;
    return response;
  };
  const server = await serveSimulator(simulator, port);
  context.after(() => server.close());
  return {
    given,
    /** The variables of one of several instances. They find each other's sockets and files in `folder`. */
    environment: (instancePort: number, folder: string): NodeJS.ProcessEnv => ({
      ...process.env,
      ...ENVIRONMENT,
      HELLOASSO_API_URL: origin,
      SIGNING_SECRET: Buffer.alloc(32, 7).toString('base64'),
      TRUSTED_PROXIES: '127.0.0.1',
      PORT: String(instancePort),
      RUNTIME_DIRECTORY: folder,
    }),
  };
}
