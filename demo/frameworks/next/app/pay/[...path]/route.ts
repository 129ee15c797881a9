import { createProxy, readConfig } from 'helloasso-checkout/proxy';
import { connection } from 'next/server';

let proxy: ReturnType<typeof createProxy> | undefined;

/** The proxy under a path of the site: `proxy="/pay"`. It knows addresses that begin at its own root. */
async function answer(request: Request): Promise<Response> {
  await connection(); // not while Next builds: the variables are those of the server
  proxy ??= createProxy(readConfig(process.env), { log: console });
  const url = new URL(request.url);
  url.pathname = url.pathname.slice('/pay'.length);
  const inner = new Request(url, request);
  inner.headers.delete('accept-encoding'); // Next compresses; it would drop the header of what is compressed already
  // Next names no socket. The header is what your platform, or your own server in front, has written.
  const clientAddress = request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return proxy.fetch(inner, { clientAddress });
}

export { answer as GET, answer as HEAD, answer as OPTIONS, answer as POST };
