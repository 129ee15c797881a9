import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';

/** The address of the proxy as the pages write it: what a volunteer would replace by their own. */
const WRITTEN_PROXY_URL = 'http://localhost:8787';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Loads the page again once the servers have come back. */
const RELOAD = `<script>
  const server = new EventSource('/reload');
  server.onerror = () => { server.onopen = () => location.reload(); };
</script>`;

/** The pages of this folder, as any web host would serve them. */
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
  site.get('/:file{[a-z-]+\\.(html|css|svg)}', async (c) => {
    const text = await readFile(join(import.meta.dirname, c.req.param('file')), 'utf8').catch(() => undefined);
    if (text === undefined) return c.notFound();
    const type = TYPES[extname(c.req.param('file'))] ?? '';
    const page = text.replaceAll(WRITTEN_PROXY_URL, proxyUrl);
    return c.body(isReloading && type.startsWith('text/html') ? page + RELOAD : page, 200, {
      'Content-Type': type,
      'Cache-Control': 'no-cache',
    });
  });
  // The page of all states is written in TypeScript, so that the contract holds its answers too.
  site.get('/states/:file{[a-z-]+\\.ts}', async (c) => {
    const file = join(import.meta.dirname, 'states', c.req.param('file'));
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return c.notFound();
    const { transformWithOxc } = await import('vite');
    const { code } = await transformWithOxc(text.replaceAll(WRITTEN_PROXY_URL, proxyUrl), file, { sourcemap: false });
    return c.body(code, 200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' });
  });
  return site;
}
