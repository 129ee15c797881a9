// A site whose own server has the proxy under a path: the page names no other address, and a payer pays.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { freePort } from '../free-port.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

describe('a site with the proxy under /pay', () => {
  let demo: Demo;
  let site: ChildProcess;
  let url: string;
  before(async () => {
    demo = await startDemo();
    const port = await freePort();
    url = `http://localhost:${port}`;
    site = spawn(process.execPath, ['demo/servers/express.js'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        PORT: String(port),
        HELLOASSO_API_URL: demo.stack.simulated?.url,
        HELLOASSO_CLIENT_ID: 'simulator-client',
        HELLOASSO_CLIENT_SECRET: 'simulator-secret',
        HELLOASSO_ORGANIZATION: 'asso-demo',
        ALLOWED_ORIGINS: url,
        PUBLIC_URL: `${url}/pay`,
      },
    });
    await once(site.stdout ?? assert.fail(), 'data');
  });
  after(async () => {
    site?.kill();
    await demo?.close();
  });

  it('takes a payment on its own page, with every file and request from its own address', async () => {
    const { page, leave } = await demo.visit(`${url}/`);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.reload();
    await page.getByRole('radio', { name: /^20\s€/ }).check();
    await page.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: 'Merci !' }).waitFor();
    const others = asked.filter((address) => !address.startsWith(url) && !address.startsWith('data:'));
    const simulator = demo.stack.simulated?.url ?? '';
    assert.deepEqual(
      others.filter((address) => !address.startsWith(simulator)),
      [],
    );
    assert.ok(asked.includes(`${url}/pay/v1/checkouts`));
    await leave();
  });
});
