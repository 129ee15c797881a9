// Pages with a Content-Security-Policy, Trusted Types and integrity, as the documentation describes them: the form pays, or the page's fallback shows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { embed } from '../../proxy/embed.ts';
import { version } from '../build/package-json.ts';
import { type PageServer, servePages } from './page-server.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

/** The header of the documentation's page about embeds. */
const HEADER = readFileSync('demo/docs/examples/content-policy.http', 'utf8');
const ENTRY = `v${version}/helloasso-checkout.js`;

interface SitePage {
  /** The value of `Content-Security-Policy`. */
  readonly policy?: string;
  /** The tags that load the script, and what stands before them. */
  readonly tags?: string;
  /** Default `don`. */
  readonly offer?: string;
  /** What the site serves beside the page, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

describe('a page with content policies', () => {
  let world: Demo;
  let pages: PageServer;
  let proxyUrl: string;
  /** The documentation's policy, for the proxy of this test. */
  let policy: string;
  before(async () => {
    pages = await servePages();
    world = await startDemo(pages.origin);
    ({ proxyUrl } = world.stack);
    policy = here(HEADER).replace('Content-Security-Policy: ', '').trim();
  });
  after(async () => {
    await world.close();
    pages.close();
  });

  const here = (example: string) => example.replaceAll('https://pay.example.org', proxyUrl);
  const scriptTag = (src: string, attributes = '') => `<script type="module" src="${src}" ${attributes}></script>`;

  /** Opens a page of another site, and records what it loads and what it does not catch. */
  async function open({
    policy,
    tags = scriptTag(`${proxyUrl}/helloasso-checkout.js`),
    offer = 'don',
    files = {},
  }: SitePage) {
    pages.files.clear();
    pages.headers.clear();
    pages.files.set('/blank.html', '<!doctype html><title>-</title>');
    pages.files.set('/favicon.ico', '');
    const { page, leave } = await world.visit(`${pages.origin}/blank.html`);
    if (policy) pages.headers.set('Content-Security-Policy', policy);
    pages.files.set(
      '/page.html',
      `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Don</title>
${tags}
<main><helloasso-checkout proxy="${proxyUrl}" offer="${offer}"><a href="/ailleurs">Autrement</a></helloasso-checkout>
</main>`,
    );
    for (const [path, body] of Object.entries(files)) pages.files.set(path, body);
    const uncaught: string[] = [];
    const loaded: string[] = [];
    page.on('pageerror', ({ message }) => uncaught.push(message));
    page.on('request', (request) => loaded.push(request.url()));
    await page.goto(`${pages.origin}/page.html`);
    return {
      page,
      loaded,
      async leave(expected?: RegExp) {
        assert.deepEqual(uncaught, []);
        await leave(expected);
      },
    };
  }

  async function press(page: Page): Promise<void> {
    await page.getByRole('radio', { name: /^20\s€/ }).check();
    await page.getByRole('button', { name: /^Donner 20\s€/ }).click();
  }

  async function payAndReadOutcome(page: Page): Promise<void> {
    await press(page);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: 'Merci !' }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/page.html');
  }

  const fallback = (page: Page) => page.getByRole('link', { name: 'Autrement' });
  const isDefined = (page: Page) => page.evaluate(() => customElements.get('helloasso-checkout') !== undefined);
  const status = (page: Page) => page.locator('helloasso-checkout').getByRole('status').innerText();

  it('pays under the policy of the documentation, and nothing is on the console', async () => {
    const { page, leave } = await open({ policy });
    await payAndReadOutcome(page);
    await leave();
  });

  it('pays with a nonce on the tag in place of the proxy’s address', async () => {
    const withNonce = policy.replace(`script-src ${proxyUrl}`, "script-src 'nonce-0a1b'");
    assert.notEqual(withNonce, policy);
    const tags = scriptTag(`${proxyUrl}/helloasso-checkout.js`, 'nonce="0a1b"');
    const { page, leave } = await open({ policy: withNonce, tags });
    await payAndReadOutcome(page);
    await leave();
  });

  it('pays with a copy of the script that takes its chunks from the proxy, under Trusted Types', async () => {
    const files = { '/copy.js': readFileSync('dist/script/helloasso-checkout.js', 'utf8') };
    const withCopy = policy.replace('script-src', "script-src 'self'");
    const { page, loaded, leave } = await open({ policy: withCopy, tags: scriptTag('/copy.js'), files });
    await payAndReadOutcome(page);
    assert.ok(loaded.includes(`${proxyUrl}/v${version}/payment.js`), loaded.join('\n'));
    await leave(/404/);
  });

  /** What a policy takes away, and what the browser then logs. The elements are not defined. */
  const WITHOUT_SCRIPT: Readonly<Record<string, readonly [from: string | RegExp, to: string, message: RegExp]>> = {
    'no script-src': [/script-src [^;]*;/, '', /Loading the script/],
    'no Trusted Types policy': [/trusted-types helloasso-checkout/, "trusted-types 'none'", /helloasso-checkout/],
    'only the policy of another Lit': [
      /trusted-types helloasso-checkout/,
      'trusted-types lit-html',
      /helloasso-checkout/,
    ],
  };
  for (const [what, [from, to, message]] of Object.entries(WITHOUT_SCRIPT)) {
    it(`shows the page’s fallback, with no uncaught error, where the policy allows ${what}`, async () => {
      const less = policy.replace(from, to);
      assert.notEqual(less, policy);
      const { page, leave } = await open({ policy: less });
      assert.ok(await fallback(page).isVisible());
      assert.equal(await isDefined(page), false);
      await leave(message);
    });
  }

  it('shows the sentence of the failure and the page’s fallback where the policy allows no connect-src', async () => {
    const { page, leave } = await open({ policy: policy.replace(/connect-src [^;]*;/, '') });
    await press(page); // the offer came with the script
    await fallback(page).waitFor();
    assert.match(await status(page), /Le service de paiement ne répond pas/);
    assert.match(await page.getByRole('note').innerText(), /Content-Security-Policy .* \(connect-src\)/);
    await leave(/Content Security Policy/);
  });

  it('shows the sentence of the failure and the page’s fallback where the policy allows the entry alone', async () => {
    const { page, leave } = await open({ policy: policy.replace(proxyUrl, `${proxyUrl}/helloasso-checkout.js`) });
    await press(page);
    await fallback(page).waitFor();
    assert.match(await status(page), /rechargez la page/);
    await leave(/Content Security Policy/);
  });

  for (const isFirst of [true, false]) {
    it(`draws and pays beside another copy of Lit that runs ${isFirst ? 'first' : 'last'}, each with its own policy`, async () => {
      const own = scriptTag('/own.js');
      const ours = scriptTag(`${proxyUrl}/helloasso-checkout.js`);
      const files = {
        '/lit-html.js': readFileSync('node_modules/lit-html/lit-html.js', 'utf8'),
        '/own.js': `import { html, render } from '/lit-html.js';
          render(html\`<p>\${'Dessiné par un autre Lit'}</p>\`, document.body.appendChild(document.createElement('div')));`,
      };
      const { page, leave } = await open({
        policy: policy
          .replace('script-src', "script-src 'self'")
          .replace('trusted-types h', 'trusted-types lit-html h'),
        tags: isFirst ? own + ours : ours + own,
        files,
      });
      await page.getByText('Dessiné par un autre Lit').waitFor();
      await payAndReadOutcome(page);
      await leave(/Multiple versions of Lit/);
    });
  }

  describe('with hashes', () => {
    /** The tags that the documentation's command prints; the hash of `wrong` is another file's. */
    function tagsWithHashes({ wrong = '', write = (map: object) => JSON.stringify(map) } = {}): string {
      const printed = embed(['don', '--pinned'], { PUBLIC_URL: proxyUrl }, false);
      const [, map = '', script = ''] =
        /<script type="importmap">(.*?)<\/script>\n(<script .*<\/script>)/s.exec(printed) ?? [];
      const { integrity } = JSON.parse(map) as { integrity: Record<string, string> };
      assert.equal(Object.keys(integrity)[0], `${proxyUrl}/${ENTRY}`);
      const address = Object.keys(integrity).find((key) => wrong && key.endsWith(`/${wrong}`)) ?? '';
      const hash = integrity[address] ?? '';
      if (address) integrity[address] = `sha384-${'A'.repeat(64)}`;
      const tag = hash ? script.replace(hash, integrity[address] ?? '') : script;
      return `<script type="importmap">${write({ integrity })}</script>\n${tag}`;
    }

    it('pays and shows the outcome where all files have the hashes of the page', async () => {
      const { page, loaded, leave } = await open({ tags: tagsWithHashes() });
      await payAndReadOutcome(page);
      assert.ok(loaded.includes(`${proxyUrl}/${ENTRY}`));
      await leave();
    });

    it('pays under the policy of the documentation with a nonce on the import map', async () => {
      const tags = tagsWithHashes().replace('<script type="importmap"', '$& nonce="0a1b"');
      const withNonce = policy.replace('script-src', "script-src 'nonce-0a1b'");
      const { page, leave } = await open({ policy: withNonce, tags });
      await payAndReadOutcome(page);
      await leave();
    });

    it('shows the page’s fallback where the entry has another hash', async () => {
      const { page, leave } = await open({ tags: tagsWithHashes({ wrong: 'helloasso-checkout.js' }) });
      assert.ok(await fallback(page).isVisible());
      assert.equal(await isDefined(page), false);
      await leave(/integrity/);
    });

    it('shows the sentence of the failure and the page’s fallback where a chunk for the form has another hash', async () => {
      const { page, loaded, leave } = await open({
        offer: 'adhesion',
        tags: tagsWithHashes({ wrong: 'on-demand.js' }),
      });
      await fallback(page).waitFor();
      assert.notEqual(await status(page), '');
      assert.ok(!loaded.includes(`${proxyUrl}/v${version}/on-demand.js`), loaded.join('\n'));
      await leave(/integrity/);
    });

    for (const [how, write] of [
      ['', (map: object) => JSON.stringify(map)],
      [', in a map that PHP has written', (map: object) => JSON.stringify(map).replaceAll('/', '\\/')],
    ] as const) {
      it(`refuses a chunk with another hash, and loads it from nowhere else${how}`, async () => {
        const { page, loaded, leave } = await open({ tags: tagsWithHashes({ wrong: 'payment.js', write }) });
        await press(page);
        await fallback(page).waitFor();
        assert.match(await status(page), /rechargez la page/);
        const addresses = new Set(loaded.filter((url) => url.endsWith('/payment.js')));
        assert.deepEqual([...addresses], [`${proxyUrl}/v${version}/v${version}/payment.js`]);
        await leave(/integrity/);
      });
    }
  });
});
