// A page has parameters named like HelloAsso's, on a server that keeps the last of equal names, as PHP does.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type Demo, startDemo } from './set-up-demo.ts';

/** A site that redirects every address once to the address that PHP would make of `$_GET`. */
async function serveLikePhp(pageOf: () => string) {
  const canonical = new Set<string>();
  const requested: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    requested.push(url);
    const query = String(new URLSearchParams(Object.fromEntries(searchParams)));
    const target = pathname + (query && `?${query}`);
    if (canonical.has(url)) {
      response
        .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
        .end(pageOf());
    } else {
      canonical.add(target);
      response.writeHead(302, { Location: target }).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, requested, close: () => server.close() };
}

describe('a page with parameters named like HelloAsso’s', () => {
  let world: Demo;
  let site: Awaited<ReturnType<typeof serveLikePhp>>;
  let attributes = '';
  before(async () => {
    site = await serveLikePhp(
      () => `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Commande</title><link rel="icon" href="data:,">
        <script type="module" src="${world.stack.proxyUrl}/helloasso-checkout.js"></script>
        <helloasso-checkout proxy="${world.stack.proxyUrl}" offer="don" ${attributes}></helloasso-checkout>`,
    );
    world = await startDemo(site.origin);
  });
  after(async () => {
    await world.close();
    site.close();
  });

  /** Opens a page of the site, and goes to HelloAsso from there. */
  async function pay(path: string, ownAttributes = '') {
    attributes = ownAttributes;
    const visitor = await world.visit(site.origin + path);
    await visitor.page.getByRole('radio', { name: /^20\s€$/ }).check();
    await visitor.page.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await visitor.page.waitForURL(/\/checkout\/[0-9a-f]{32}$/);
    site.requested.length = 0;
    return visitor;
  }

  for (const { name, path, button, heading, returnPath = path } of [
    {
      name: 'after a payment',
      path: '/commande?orderId=4711&code=NOEL26',
      button: 'Payer',
      heading: /^Merci/,
    },
    {
      name: 'after a payment, all four of them',
      path: '/commande?a=1&error=%C3%A9&checkoutIntentId=7&code=&orderId=4711&b=2#top',
      button: 'Payer',
      heading: /^Merci/,
    },
    {
      name: 'after a refusal',
      path: '/commande?orderId=4711&code=NOEL26',
      button: 'Refuser le paiement',
      heading: /refusé/,
    },
    {
      name: 'on another page, chosen by return-path',
      path: '/commande?orderId=4711',
      returnPath: '/merci?orderId=5',
      button: 'Payer',
      heading: /^Merci/,
    },
  ]) {
    it(`has them as it left them: ${name}`, async () => {
      const { page, leave } = await pay(path, returnPath === path ? '' : `return-path="${returnPath}"`);
      await page.getByRole('button', { name: button, exact: true }).click();
      await page.getByRole('heading', { name: heading }).waitFor();
      assert.equal(page.url(), site.origin + returnPath);
      assert.match(site.requested.join('\n'), /helloasso-own-orderId=\d+.*[?&]code=(succeeded|refused)/);
      await leave();
    });
  }

  it('has them as it left them: after the way back without a payment', async () => {
    const { page, leave } = await pay('/commande?orderId=4711&code=NOEL26');
    await page.getByRole('link', { name: 'Retour' }).click();
    await page.getByRole('button', { name: /^Donner 20\s€/ }).waitFor();
    await page.waitForURL(`${site.origin}/commande?orderId=4711&code=NOEL26`);
    await leave();
  });

  it('loses an OAuth code, which does not travel', async () => {
    const { page, leave } = await pay('/commande?code=SplxlOBeZQQY&state=xyz&orderId=4711');
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: /^Merci/ }).waitFor();
    assert.equal(page.url(), `${site.origin}/commande?state=xyz&orderId=4711`);
    assert.doesNotMatch(site.requested.join('\n'), /Splxl/);
    await leave();
  });

  it('has them as it left them: after a second payment on the page that showed the first', async () => {
    const path = '/commande?orderId=4711&code=NOEL26';
    const { page, leave } = await pay(path);
    await page.getByRole('button', { name: 'Refuser le paiement' }).click();
    await page.getByRole('heading', { name: /refusé/ }).waitFor();
    await page.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: /^Merci/ }).waitFor();
    assert.equal(page.url(), site.origin + path);
    await leave();
  });
});
