// The example of a cart in PHP: the server signs the price of an order, and a payer pays it.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { freePort } from '../free-port.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

const hasPhp = spawnSync('php', ['--version']).status === 0 || process.env.CI !== undefined;
const KEY = Buffer.alloc(32, 'cart').toString('base64');

describe('the cart of a site in PHP', { skip: !hasPhp }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-cart-'));
  let demo: Demo;
  let php: ChildProcess;
  let url: string;
  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const offers = join(folder, 'offers.json');
    writeFileSync(offers, '{"panier":{"kind":"payment","itemName":"Commande","amountCents":"signed"}}');
    demo = await startDemo(url, { OFFERS_FILE: offers, OFFER_KEYS: KEY });
    php = spawn('php', ['-S', `127.0.0.1:${port}`, '-t', 'demo/signed-offer'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        OFFER_KEY: KEY,
        HELLOASSO_ORGANIZATION: 'asso-demo',
        PROXY_URL: demo.stack.proxyUrl,
      },
    });
    await once(php.stderr ?? assert.fail(), 'data'); // that it has started
    php.stderr?.resume();
  });
  after(async () => {
    php?.kill();
    await demo?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is paid at the price that its server has signed', async () => {
    const { page, leave } = await demo.visit(`${url}/cart.php`);
    await page.getByRole('button', { name: /^Payer 29,90\s€/ }).click();
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByText('29,90 €').first().waitFor();
    await page.getByRole('heading', { name: 'Merci !' }).waitFor();
    await leave();
  });
});
