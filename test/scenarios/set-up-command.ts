import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { createSimulator } from '../../demo/simulator/create-simulator.ts';
import { serveSimulator } from '../../demo/simulator/serve.ts';
import { freePort } from '../free-port.ts';
import { ENVIRONMENT } from '../proxy/environment.ts';

/** The command as an operator runs it, with a simulator that it can reach. */
export async function startCommand(
  context: TestContext,
  environment: Readonly<Record<'HELLOASSO_CLIENT_SECRET', string> & Record<string, string>>,
) {
  const [port, simulatorPort] = [await freePort(), await freePort()];
  const simulator = createSimulator({
    origin: `http://127.0.0.1:${simulatorPort}`,
    clientId: ENVIRONMENT.HELLOASSO_CLIENT_ID,
    clientSecret: environment.HELLOASSO_CLIENT_SECRET,
  });
  const server = await serveSimulator(simulator, simulatorPort);
  context.after(() => server.close());
  const child = spawn(process.execPath, ['proxy/cli.ts', 'serve'], {
    env: {
      ...process.env,
      ...ENVIRONMENT,
      ...environment,
      ...{ HELLOASSO_API_URL: `http://127.0.0.1:${simulatorPort}`, PORT: String(port), LOG_LEVEL: 'info' },
      FORWARD_URL: 'http://127.0.0.1:9/',
    },
  });
  context.after(() => child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(child.stdout, 'data');
  return {
    address: `http://127.0.0.1:${port}`,
    /** Ends the command, and returns all its output. */
    async output(): Promise<string> {
      child.kill('SIGTERM');
      await once(child, 'close');
      return said;
    },
  };
}
