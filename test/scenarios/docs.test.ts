// The documentation: it builds without a warning, its links lead somewhere, it is the same in both languages, it asks no other server for
// anything, and axe finds nothing in it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { browserPath, CHROMIUM_ARGUMENTS } from '../browser.ts';
import { axeErrors } from './axe-errors.ts';

const SOURCES = 'demo/docs';
/** Below the root of its server, as on a site that has other things too. */
const BASE = '/aide/';

/** The hosts that pages may link to. Those of examples are text, and no links. */
const HOSTS = [
  'accessibilite.numerique.gouv.fr',
  'prometheus.io',
  'semver.org',
  'www.helloasso-sandbox.com',
  'www.w3.org',
];

/** The commands that fences may contain: each is one of this repository's, or of every computer that is a server. */
const COMMANDS: readonly RegExp[] = [
  /^npm ci( && npm (pack|start|test))?$/,
  /^npm run build$/,
  /^npm install \.\/helloasso-checkout-0\.1\.0\.tgz$/,
  /^cp (\S+) (\.env|\.)$/,
  /^chmod 600 \.env$/,
  /^(npx --no -- helloasso-checkout|node dist\/cli\.js) (serve|init|doctor|reconcile --since 48h|embed don( --qr don\.svg| --pinned)?)$/,
  /^(npx --no -- helloasso-simulator|node dist\/simulator-cli\.js) --allow-http-loopback$/,
  /^npx --no vite demo\/docs\/examples\/first-payment --port 8080$/,
  /^openssl rand -base64 32$/,
];

/** The tests that run the files which pages show. Looks are on the page itself, which axe reads. */
const TESTS: Readonly<Record<string, string>> = {
  'demo/docs/examples/content-policy.http': 'content-policy.test.ts',
  'demo/docs/examples/embedded-proxy.js': 'docs-examples.test.ts',
  'demo/docs/examples/first-payment/index.html': 'docs-examples.test.ts',
  'demo/docs/examples/first-payment/proxy.env': 'docs-examples.test.ts',
  'demo/docs/examples/looks/garden.css': 'docs.test.ts',
  'demo/docs/examples/looks/night.css': 'docs.test.ts',
  'demo/docs/examples/looks/poster.css': 'docs.test.ts',
  'demo/docs/examples/own-domain.html': 'docs-examples.test.ts',
  'demo/docs/examples/page.html': 'docs-examples.test.ts',
  'demo/docs/examples/placeholder.html': 'docs-examples.test.ts',
  'demo/docs/examples/room.css': 'network-and-layout.test.ts',
  'demo/docs/examples/shortcode.txt': 'wordpress.test.ts',
  'demo/docs/examples/submit.js': 'docs-examples.test.ts',
  'demo/docs/examples/thanks.html': 'docs-examples.test.ts',
  'demo/docs/examples/title.js': 'docs-examples.test.ts',
  'demo/embeds/matomo.html': 'matomo.test.ts',
  'demo/frameworks/angular/src/gift-page.ts': '../demo/frameworks/applications.test.ts',
  'demo/frameworks/next/app/gift-form.tsx': '../demo/frameworks/applications.test.ts',
  'demo/frameworks/next/app/pay/[...path]/route.ts': '../demo/frameworks/applications.test.ts',
  'demo/frameworks/nuxt/app/app.vue': '../demo/frameworks/applications.test.ts',
  'demo/frameworks/nuxt/nuxt.config.ts': '../demo/frameworks/applications.test.ts',
  'demo/frameworks/react-18/main.tsx': '../demo/frameworks/applications.test.ts',
  'demo/frameworks/react-server/gift-page.tsx': 'frameworks.test.ts',
  'demo/frameworks/svelte/src/GiftPage.svelte': '../demo/frameworks/applications.test.ts',
  'demo/frameworks/react/main.tsx': 'frameworks.test.ts',
  'demo/frameworks/vue/main.ts': 'frameworks.test.ts',
  'demo/receiver/receiver.js': '../demo/receiver/receiver.test.ts',
  'demo/signed-offer/sign-offer.js': '../proxy/checkouts/signed-offers.test.ts',
  'demo/receiver/receiver.php': '../demo/receiver/receiver.test.ts',
  'demo/signed-offer/cart.php': 'cart.test.ts',
  'demo/signed-offer/sign-offer.php': '../proxy/checkouts/signed-offers.test.ts',
  'offers.json': '../proxy/config/offers-schema.test.ts',
};

const VIEWPORTS = [
  { width: 360, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
] as const;

/** Whether axe looks at every page, and each page is looked at in both languages, which have one layout. Otherwise they take turns. */
const isThorough = Boolean(process.env.TEST_THOROUGH);

/** Pages with all that pages are made of: the welcome, steps, forms, tables and code. Axe always looks at them. */
const WITH_AXE = ['index', 'start', 'theming', 'element'];

const pages = pagesOf('').filter((name) => !name.startsWith('en/'));

/** Names of pages, without `.md`. */
function pagesOf(folder: string): string[] {
  return readdirSync(join(SOURCES, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.startsWith('.vitepress'))
    .map((name) => name.replace(/\.md$/, ''))
    .sort();
}

function source(name: string): string {
  return readFileSync(join(SOURCES, `${name}.md`), 'utf8');
}

describe('the sources of the documentation', () => {
  it('has the same pages in French and in English, each in the menu', () => {
    assert.deepEqual(pagesOf('en'), pages);
    const config = readFileSync(join(SOURCES, '.vitepress/config.ts'), 'utf8');
    const inMenu = [...config.matchAll(/^ {2}\['([a-z]+)', /gm)].map(([, name]) => name);
    assert.deepEqual([...inMenu, 'index'].sort(), pages);
    for (const name of WITH_AXE) assert.ok(pages.includes(name), name);
  });

  for (const name of pages) {
    it(`${name}: both languages have the same headings, tables, commands and examples`, () => {
      assert.deepEqual(outlineOf(source(name)), outlineOf(source(`en/${name}`)));
    });
  }

  it('shows files that a test runs, and no others', () => {
    const shown = [...pages, ...pages.map((name) => `en/${name}`)].flatMap((name) =>
      [...source(name).matchAll(/^\[[^\]]+\]\((?:\.\.\/)*(\S+) "code"\)$/gm)].map(([, path = '']) =>
        path.startsWith('examples/')
          ? `demo/docs/${path}`
          : /^(docs|embeds|frameworks|receiver|signed-offer)\//.test(path)
            ? `demo/${path}`
            : path,
      ),
    );
    assert.deepEqual([...new Set(shown)].sort(), Object.keys(TESTS).sort());
    for (const [file, test] of Object.entries(TESTS)) {
      const text = readFileSync(join('test/scenarios', test), 'utf8');
      const isNamed =
        text.includes(basename(file)) || (file.startsWith('demo/frameworks/') && text.includes('demo/frameworks'));
      assert.ok(isNamed || file.includes('/looks/'), `${test} does not name ${file}`);
    }
  });

  it('has no code of its own but commands of a shell', () => {
    const fences = [...pages, ...pages.map((name) => `en/${name}`)].flatMap((name) =>
      [...source(name).matchAll(/^```(\w*)\n(.*?)^```/gms)].map(([, language, code = '']) => ({
        name,
        language,
        code,
      })),
    );
    assert.ok(fences.length > 10);
    for (const { name, language, code } of fences) {
      assert.equal(language, 'sh', name);
      for (const line of code.trim().split('\n')) {
        assert.ok(
          COMMANDS.some((command) => command.test(line)),
          `${name} has a command that no test knows: ${line}`,
        );
        const [, file] = /^cp (?:node_modules\/helloasso-checkout\/)?(\S+) /.exec(line) ?? [];
        assert.ok(file === undefined || existsSync(file), `${name} copies ${file}`);
      }
    }
  });
});

/** What both languages of a page have in common, in order. */
function outlineOf(markdown: string): readonly string[] {
  const lines = markdown.split('\n').map((line) => {
    if (/^#+ /.test(line)) return line.replace(/ .*/, '');
    const [, file = '', kind = '', name = ''] =
      /^\[[^\]]+\]\((?:\.\.\/)*(\S+) "(code|text|table)(: [^"]*)?"\)$/.exec(line) ?? [];
    if (kind !== '') return kind === 'text' ? '' : `${file} ${kind}${name}`;
    return /^(\||:::|```|\d+\.|<\w+)/.exec(line)?.[0] ?? '';
  });
  return lines.filter((line) => line !== '');
}

describe('the site of the documentation', () => {
  let folder: string;
  let output = '';
  let server: Server;
  let origin: string;
  let browser: Browser;
  const files: string[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-docs-'));
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'docs'], {
      env: { ...process.env, DOCS_BASE: BASE, DOCS_FOLDER: folder, NO_COLOR: '1' },
      encoding: 'utf8',
    });
    output = stripVTControlCharacters(stdout + stderr);
    assert.equal(status, 0, output);
    files.push(
      ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        statSync(join(folder, name)).isFile(),
      ),
    );
    server = createServer(({ url = '/' }, response) => {
      const { pathname } = new URL(url, 'http://localhost');
      const name = pathname.slice(BASE.length) || 'index.html';
      const path = join(folder, name.endsWith('/') ? `${name}index.html` : name);
      if (!pathname.startsWith(BASE) || !existsSync(path)) {
        response.writeHead(404).end();
        return;
      }
      response
        .writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' })
        .end(readFileSync(path));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath: browserPath('Chromium'), args: [...CHROMIUM_ARGUMENTS] });
  });
  after(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('builds without a warning', () => {
    assert.match(output, /build complete/);
    assert.doesNotMatch(output, /warn|\(!\)|error|deprecat|larger than/i);
  });

  it('has no link that leads nowhere, and links to a few hosts only', () => {
    const html = new Map(
      files.filter((name) => name.endsWith('.html')).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
    );
    assert.equal(html.size, 2 * pages.length + 1);
    const dead: string[] = [];
    let count = 0;
    for (const [name, text] of html) {
      for (const [, address = ''] of text.matchAll(/ (?:href|src)="([^"]+)"/g)) {
        count++;
        const url = new URL(address.replaceAll('&amp;', '&'), `http://site${BASE}${name}`);
        if (url.host !== 'site') {
          if (!HOSTS.includes(url.host)) dead.push(`${name}: another host, ${address}`);
          continue;
        }
        const path = decodeURI(url.pathname).slice(BASE.length) || 'index.html';
        const target = path.endsWith('/') ? `${path}index.html` : path;
        if (!url.pathname.startsWith(BASE) || !files.includes(target)) dead.push(`${name}: no file for ${address}`);
        else if (url.hash && !html.get(target)?.includes(`id="${decodeURIComponent(url.hash.slice(1))}"`))
          dead.push(`${name}: no place for ${address}`);
      }
    }
    assert.ok(count > 1000, `${count} links`);
    assert.deepEqual(dead, []);
  });

  for (const [index, name] of pages.entries()) {
    const hasAxe = isThorough || WITH_AXE.includes(name);
    it(`${name}: nothing is wider than the window${hasAxe ? ', and axe finds nothing' : ''}`, async () => {
      const languages = [`${name}.html`, `en/${name}.html`];
      const paths = isThorough ? languages : languages.filter((_, position) => position === index % 2);
      for (const path of paths) assert.deepEqual(await check(path, hasAxe), []);
    });
  }

  /** What is wrong with a page in every viewport. */
  async function check(path: string, hasAxe: boolean): Promise<readonly string[]> {
    const errors: string[] = [];
    const { page, leave } = await open(path);
    for (const { width, colorScheme } of VIEWPORTS) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForFunction(
        (isDark) => document.documentElement.classList.contains('dark') === isDark,
        colorScheme === 'dark',
      );
      const contentWidth = await page.evaluate(() => document.documentElement.scrollWidth);
      if (contentWidth > width) errors.push(`${contentWidth} px wide: ${path}, ${width} px`);
      if (hasAxe) errors.push(...(await axeErrors(page, `${path}, ${width} px, ${colorScheme}`)));
    }
    return [...errors, ...(await leave())];
  }

  for (const [language, path, button, word, target] of [
    ['French', 'start.html', 'Rechercher dans la documentation', 'remboursement', /^\/aide\/\w+\.html/],
    ['English', 'en/start.html', 'Search', 'charge-backs', /^\/aide\/en\/\w+\.html/],
  ] as const) {
    it(`finds a word by its own search, in ${language}`, async () => {
      const { page, leave } = await open(path);
      await page.getByRole('button', { name: button }).first().click();
      await page.getByRole('searchbox').fill(word);
      const result = page.getByRole('option').first();
      await result.waitFor();
      assert.match((await result.textContent()) ?? '', /\S/);
      await result.click();
      await page.waitForURL(({ pathname }) => target.test(pathname));
      await page.locator('main', { hasText: new RegExp(word, 'i') }).waitFor();
      assert.deepEqual(await leave(), []);
    });
  }

  it('has the real form in its pages, in the looks that they show, and sends nothing', async () => {
    const { page, leave } = await open('theming.html');
    const submit = page.locator('helloasso-checkout.garden').getByRole('button', { name: 'Donner' });
    assert.equal(await submit.evaluate((button) => getComputedStyle(button).textTransform), 'uppercase');
    const form = page.locator('helloasso-checkout').first();
    await form.getByRole('radio', { name: /^20\s€/ }).check();
    await form.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.getByText('rien n’a été envoyé').waitFor();
    assert.deepEqual(await leave(), []);
  });

  /** A page with its forms, whose console and requests, but for those that fetch from its server, are recorded. */
  async function open(path: string) {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const errors: string[] = [];
    page.on('console', (message) => {
      if (['warning', 'error'].includes(message.type())) errors.push(`${path}: ${message.text()}`);
    });
    page.on('pageerror', (error) => errors.push(`${path}: ${error.message}`));
    page.on('request', (request) => {
      if (request.method() !== 'GET') errors.push(`${path} sends ${request.method()} ${request.url()}`);
      if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
        errors.push(`${path} asks for ${request.url()}`);
    });
    await page.goto(`${origin}${BASE}${path}`);
    await page.waitForFunction(() => {
      const forms = [...document.querySelectorAll('helloasso-checkout')];
      return '__vue_app__' in (document.querySelector('#app') ?? {}) && forms.every(({ state }) => state === 'ready');
    });
    return {
      page,
      /** Closes the page, and returns what went wrong. */
      async leave(): Promise<readonly string[]> {
        await context.close();
        return errors;
      },
    };
  }
});

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};
