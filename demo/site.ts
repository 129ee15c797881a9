import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';

/** The proxy's address as it stands in the pages. The site replaces it by the real one. */
const PROXY_URL_IN_PAGES = 'http://localhost:8787';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The libraries that pages embed the form with, from their packages. */
const LIBRARIES: Readonly<Record<string, string>> = {
  'turbo.js': '@hotwired/turbo/dist/turbo.es2017-esm.js',
  'htmx.js': 'htmx.org/dist/htmx.min.js',
  'hx-history-cache.js': 'htmx.org/dist/ext/hx-history-cache.min.js',
};

/** Reloads the page when the servers have restarted. */
const RELOAD_SCRIPT = `<script>
  const server = new EventSource('/reload');
  server.onerror = () => { server.onopen = () => location.reload(); };
</script>`;

/** Serves the pages of this folder. With `isReloading` they reload when the servers restart. */
export function createSite(proxyUrl: string, isReloading: boolean): Hono {
  const site = new Hono();
  site.get('/', (c) => c.redirect('/index.html', 308));
  if (isReloading) {
    site.get('/reload', (c) =>
      streamSSE(c, async (stream) => {
        await stream.writeSSE({ data: 'hello', retry: 300 });
        await new Promise<void>((resolve) => stream.onAbort(resolve));
      }),
    );
  }
  site.get('/:path{([a-z]+/)?[a-z-]+\\.(html|css|svg)}', async (c) => {
    const path = c.req.param('path');
    const text = await readFile(join(import.meta.dirname, path), 'utf8').catch(() => undefined);
    if (text === undefined) return c.notFound();
    const type = TYPES[extname(path)] ?? '';
    const page = text.replaceAll(PROXY_URL_IN_PAGES, proxyUrl);
    return c.body(isReloading && type.startsWith('text/html') ? page + RELOAD_SCRIPT : page, 200, {
      'Content-Type': type,
      'Cache-Control': 'no-cache',
    });
  });
  site.get('/configurateur.js', async (c) => {
    const file = join(import.meta.dirname, '../dist/configurateur/configurateur.js');
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return c.notFound();
    return c.body(text, 200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' });
  });
  site.get('/libraries/:file', async (c) => {
    const path = LIBRARIES[c.req.param('file')];
    if (path === undefined) return c.notFound();
    const text = await readFile(join(import.meta.dirname, '../node_modules', path), 'utf8');
    return c.body(text, 200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' });
  });
  // states.html loads TypeScript, so that the compiler checks its responses against the proxy's contract.
  site.get('/states/:file{[a-z-]+\\.ts}', async (c) => {
    const file = join(import.meta.dirname, 'states', c.req.param('file'));
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return c.notFound();
    const { transformWithOxc } = await import('vite');
    const { code } = await transformWithOxc(text.replaceAll(PROXY_URL_IN_PAGES, proxyUrl), file, { sourcemap: false });
    return c.body(code, 200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' });
  });
  return site;
}
