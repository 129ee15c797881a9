// `npm start`: builds the widget, then runs simulator, proxy and demo site in one process until Ctrl-C.
import { createBuilder } from 'vite';
import { readEnvFile } from '../proxy/config/env-file.ts';
import { type Ports, startStack } from './stack.ts';

try {
  await main(process.argv.includes('--reload'));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(isReloading: boolean): Promise<void> {
  const envFile = readEnvFile('.env');
  const environment = { ...envFile?.variables, ...process.env };
  const ports = readPorts(environment);
  await buildForBrowsers();
  const { siteUrl, proxyUrl, simulated, close } = await startStack({ environment, envFile, ports, isReloading });
  process.stdout.write(`
helloasso-checkout, with ${simulated ? 'the simulator: no real money moves' : 'HelloAsso’s sandbox: test cards only'}.

  Demo       ${siteUrl}/
  Proxy      ${proxyUrl}/
${simulated ? `  Simulator  ${simulated.url}/\n` : ''}
Ctrl-C ends everything.
`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      close();
      process.exit(0);
    });
  }
}

/** The widget and the configurator. */
async function buildForBrowsers(): Promise<void> {
  const builder = await createBuilder();
  for (const name of ['script', 'configurateur']) {
    const environment = builder.environments[name];
    if (!environment) throw new Error(`vite.config.ts has no environment called ${name}`);
    await builder.build(environment);
  }
}

function readPorts(environment: NodeJS.ProcessEnv): Ports {
  const port = (name: string, fallback: number) => {
    const value = Number(environment[name] || fallback);
    if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new Error(`${name} must be a port number.`);
    return value;
  };
  return { proxy: port('PORT', 8787), site: port('DEMO_PORT', 8788), simulator: port('SIMULATOR_PORT', 8789) };
}
