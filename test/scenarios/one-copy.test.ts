// However a page embeds the script, there is one Lit, one state, each file once, and a payment that goes through.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { version } from '../build/package-json.ts';
import { copiesOfLit } from './copies-of-lit.ts';
import { type PageServer, servePages } from './page-server.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

const SCRIPT = readFileSync('dist/script/helloasso-checkout.js', 'utf8');

/** A page of another site with the script at `src`, and the demo's membership, whose instalments need a chunk before the form is drawn. */
const pageWith = (src: string, proxyUrl: string, type = 'module') => `<!doctype html><html lang="fr">
  <meta charset="utf-8"><title>Don</title><link rel="icon" href="data:,">
  <script type="${type}" src="${src}"></script>
  <helloasso-checkout proxy="${proxyUrl}" offer="adhesion"><a href="/ailleurs">Autrement</a></helloasso-checkout>`;

interface Embedding {
  /** The address of the script. */
  readonly src: (proxyUrl: string) => string;
  readonly type?: string;
  /** What the site serves instead of a 404, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whether chunks are missing beside the script, so that browsers log a 404. */
  readonly missesChunks?: boolean;
}

const EMBEDDINGS: Readonly<Record<string, Embedding>> = {
  'from the proxy': { src: (proxy) => `${proxy}/helloasso-checkout.js` },
  'with a query, as WordPress adds it': { src: (proxy) => `${proxy}/helloasso-checkout.js?ver=6.5` },
  'by its versioned address, with a query': { src: (proxy) => `${proxy}/v${version}/helloasso-checkout.js?x=1` },
  'as a copy on the page’s own host, without the chunks': {
    src: () => '/assets/js/helloasso-checkout.js?ver=6.5',
    files: { '/assets/js/helloasso-checkout.js': SCRIPT },
    missesChunks: true,
  },
  'as a classic script': { src: (proxy) => `${proxy}/helloasso-checkout.js`, type: 'text/javascript' },
  'glued behind another script, in another file': {
    src: () => '/assets/all.js',
    files: { '/assets/all.js': `window.other = 1;\n${SCRIPT}` },
    missesChunks: true,
  },
};

describe('a page that embeds the script', () => {
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

  /** Opens a page of another site, and counts the scripts that it loads. */
  async function open({ src, type, files = {}, missesChunks = false }: Embedding) {
    const { proxyUrl } = world.stack;
    pages.files.clear();
    pages.files.set('/blank.html', '<!doctype html><title>-</title><link rel="icon" href="data:,">');
    pages.files.set('/embed.html', pageWith(src(proxyUrl), proxyUrl, type));
    for (const [path, body] of Object.entries(files)) pages.files.set(path, body);
    const { page, consoleMessages } = await world.visit(`${pages.origin}/blank.html`);
    const loaded = new Map<string, number>();
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.endsWith('.js') && response.ok()) loaded.set(pathname, (loaded.get(pathname) ?? 0) + 1);
    });
    await page.goto(`${pages.origin}/embed.html`);
    return {
      page,
      loaded,
      async leave() {
        await page.context().close();
        const unexpected = consoleMessages.filter((text) => !(missesChunks && /404|Failed to (load|fetch)/.test(text)));
        assert.deepEqual(unexpected, []);
      },
    };
  }

  for (const [name, embedding] of Object.entries(EMBEDDINGS)) {
    it(`pays and shows the outcome with one copy of each file: ${name}`, async () => {
      const { page, loaded, leave } = await open(embedding);
      await page.getByRole('radio', { name: 'En 3 fois' }).check();
      await page.getByRole('button', { name: /^Adhérer pour 30\s€ en 3 fois/ }).click();
      await page.waitForURL(/\/checkout\/[0-9a-f]{32}$/);
      const before = new Map(loaded);
      assert.ok(before.size >= 4, [...before.keys()].join());
      assert.deepEqual(new Set(before.values()), new Set([1]), [...before].join(' '));
      loaded.clear();
      await page.getByRole('button', { name: 'Payer', exact: true }).click();
      await page.getByRole('heading', { name: /Merci/ }).waitFor();
      assert.equal(new URL(page.url()).pathname, '/embed.html');
      assert.deepEqual(await copiesOfLit(page), [1, 1, 1]);
      assert.deepEqual(new Set(loaded.values()), new Set([1]), [...loaded].join(' '));
      await leave();
    });
  }

  it('has one state when two pages’ worth of tags load the script under two addresses', async () => {
    const { page, leave } = await open({ src: (proxy) => `${proxy}/helloasso-checkout.js` });
    const submit = page.getByRole('button', { name: /^Adhérer/ });
    const sharedWithChunks = () =>
      page.evaluateHandle((key) => Reflect.get(globalThis, Symbol.for(key)), `helloasso-checkout ${version}`);
    await submit.waitFor();
    const shared = await sharedWithChunks();
    await page.addScriptTag({ type: 'module', url: `${world.stack.proxyUrl}/helloasso-checkout.js?ver=2` });
    const isSame = await page.evaluate(([a, b]) => Array.isArray(a) && a === b, [shared, await sharedWithChunks()]);
    assert.ok(isSame, 'chunks use the copy that has registered the elements');
    await submit.click();
    await page.waitForURL(/\/checkout\/[0-9a-f]{32}$/);
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: /Votre|Merci/ }).waitFor();
    await leave();
  });
});
