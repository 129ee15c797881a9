import type { Context, Handler, MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import { Problem } from '../problem.ts';
import { DOCUMENT_HEADER_NAMES } from './default-headers.ts';
import type { ScriptWithOffers } from './script-with-offers.ts';
import { findWidgetFile, type WidgetFile, type WidgetFiles } from './widget-files.ts';

/** With offers in it: as long as an offer itself. */
export const SCRIPT_CACHE = 'public, max-age=60';
/** A versioned file never changes. */
export const VERSIONED_SCRIPT_CACHE = 'public, max-age=31536000, immutable';

/** A 304 must repeat the headers that let another site's page use the script, or browsers drop their copy. */
const ETAG = {
  retainedHeaders: [...RETAINED_304_HEADERS, 'access-control-allow-origin', 'cross-origin-resource-policy'],
};

/** ETag, CORS and caching for the built script. */
export function scriptHeaders(cacheControl: string): [MiddlewareHandler, MiddlewareHandler] {
  const anyOrigin = cors({ origin: '*', allowMethods: ['GET'], allowHeaders: ['*'] });
  return [
    etag(ETAG),
    (c, next) =>
      anyOrigin(c, async () => {
        await next();
        if (!c.res.ok) return;
        c.header('Cache-Control', cacheControl);
        c.header('Cross-Origin-Resource-Policy', 'cross-origin');
      }),
  ];
}

/** Sends the entry with the public offers in it. */
export function getEntry(entry: ScriptWithOffers | undefined): Handler {
  return async (c) => send(c, await entry?.file());
}

/** Sends a built file of the widget, the same bytes to everyone. */
export function getScript(files: WidgetFiles): Handler {
  return (c) => send(c, findWidgetFile(files, c.req.path.slice(1)));
}

/** In the best encoding that the browser accepts. */
function send(c: Context, file: WidgetFile | undefined): Response {
  if (!file) throw new Problem('not-found', 'no such file; is the widget built?');
  const accepted = acceptedEncodings(c);
  const encoding = (['br', 'gzip'] as const).find((candidate) => accepted.includes(candidate));
  for (const name of DOCUMENT_HEADER_NAMES) c.header(name, undefined);
  c.header('Content-Type', 'text/javascript; charset=utf-8');
  c.header('Vary', 'Accept-Encoding', { append: true });
  if (encoding) c.header('Content-Encoding', encoding);
  return c.body(file[encoding ?? 'identity']);
}

function acceptedEncodings(c: Context): readonly (string | undefined)[] {
  return (c.req.header('accept-encoding') ?? '')
    .split(',')
    .filter((entry) => !/;\s*q=0(\.0*)?\s*$/.test(entry))
    .map((entry) => entry.split(';')[0]?.trim());
}
