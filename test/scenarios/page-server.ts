import { serveDemo } from '../../demo/serve.ts';

/** A web server for pages that a test makes: another origin than the demo site's. */
export interface PageServer {
  readonly origin: string;
  /** What it serves by path; a 404 for anything else. */
  readonly files: Map<string, string>;
  /** Response headers that every page has, such as a Content-Security-Policy. */
  readonly headers: Map<string, string>;
  close(): void;
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  svg: 'image/svg+xml',
};

export async function servePages(): Promise<PageServer> {
  const files = new Map<string, string>();
  const headers = new Map<string, string>();
  const server = await serveDemo(
    {
      fetch(request) {
        const { pathname } = new URL(request.url);
        const type = TYPES[pathname.split('.').at(-1) ?? ''] ?? 'text/plain';
        const body = files.get(pathname);
        return body === undefined
          ? new Response(null, { status: 404 })
          : new Response(body, {
              headers: { ...Object.fromEntries(headers), 'Content-Type': type, 'Cache-Control': 'no-cache' },
            });
      },
    },
    { host: '127.0.0.1', port: 0, setBy: 'nothing' },
  );
  return { origin: `http://127.0.0.1:${server.port}`, files, headers, close: () => server.close() };
}
