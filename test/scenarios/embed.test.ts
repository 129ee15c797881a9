// What the command `embed` prints, pasted into the page of another site.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { BARE_ENVIRONMENT } from '../bare-environment.ts';
import { version } from '../build/package-json.ts';
import { type PageServer, servePages } from './page-server.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

describe('what the command embed prints', () => {
  let world: Demo;
  let pages: PageServer;
  before(async () => {
    pages = await servePages();
    world = await startDemo(pages.origin);
  });
  after(async () => {
    await world.close();
    pages.close();
  });

  /** The HTML and the policy that the built command prints. */
  function print(...args: readonly string[]) {
    const command = ['dist/cli.js', 'embed', 'don', ...args];
    const { stdout, stderr } = spawnSync(process.execPath, command, {
      env: { ...BARE_ENVIRONMENT, PUBLIC_URL: world.stack.proxyUrl },
      encoding: 'utf8',
    });
    assert.equal(stderr, '');
    const [html = ''] = stdout.match(/^<script.*?<\/helloasso-checkout>$/ms) ?? [];
    const [div = ''] = stdout.match(/^<script[^\n]*\n<div .*?<\/div>$/ms) ?? [];
    const [, policy = ''] = /^Content-Security-Policy: (.*)$/m.exec(stdout) ?? [];
    return { html, div, policy };
  }

  async function open({ html, policy }: { readonly html: string; readonly policy: string }) {
    pages.files.clear();
    pages.headers.clear();
    pages.files.set('/blank.html', '<!doctype html><title>-</title>');
    pages.files.set('/favicon.ico', '');
    pages.files.set(
      '/page.html',
      `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Don</title>\n<main>${html}\n</main>`,
    );
    const { page, leave } = await world.visit(`${pages.origin}/blank.html`);
    pages.headers.set('Content-Security-Policy', policy);
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    await page.goto(`${pages.origin}/page.html`);
    return { page, loaded, leave };
  }

  for (const [args, entry] of [
    [[], 'helloasso-checkout.js'],
    [['--pinned'], `v${version}/helloasso-checkout.js`],
  ] as const) {
    it(`pays under the policy that it prints, and nothing is on the console: embed ${args.join(' ')}`, async () => {
      const { page, loaded, leave } = await open(print(...args));
      await page.getByRole('radio', { name: /^20\s€/ }).check();
      await page.getByRole('button', { name: /^Donner 20\s€/ }).click();
      await page.getByRole('button', { name: 'Payer', exact: true }).click();
      await page.getByRole('heading', { name: 'Merci !' }).waitFor();
      assert.ok(loaded.includes(`${world.stack.proxyUrl}/${entry}`), loaded.join('\n'));
      await leave();
    });
  }

  it('pays by the div for site builders that remove unknown tags', async () => {
    const { div, policy } = print();
    assert.match(div, /^<script[^>]*><\/script>\n<div data-helloasso-checkout /);
    const { page, leave } = await open({ html: div, policy });
    await page.getByRole('radio', { name: /^20\s€/ }).check();
    await page.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: 'Merci !' }).waitFor();
    await leave();
  });

  it('shows the link to the offer’s page where the pinned script has another hash', async () => {
    const { html, policy } = print('--pinned');
    const wrong = html.replace(/(?<=integrity="sha384-)./, (first) => (first === 'A' ? 'B' : 'A'));
    assert.notEqual(wrong, html);
    const { page, leave } = await open({ html: wrong, policy });
    const link = page.getByRole('link', { name: 'Payer sur une autre page' });
    assert.equal(await link.getAttribute('href'), `${world.stack.proxyUrl}/pay/don`);
    assert.ok(await link.isVisible());
    assert.equal(await page.evaluate(() => customElements.get('helloasso-checkout') === undefined), true);
    await leave(/integrity/);
  });
});
