import { get, reasonOfFailure } from './connection.ts';
import { type Finding, findingsOf, type Patient } from './finding.ts';

const MAX_CHARACTERS = 2_000_000;

/** For each site: the pages that the operator has named, else its home page. */
export async function* checkPages({ config, pages }: Patient): AsyncGenerator<Finding> {
  const { skipped, error } = findingsOf('pages');
  const unlisted = pages.filter(({ origin }) => !config.allowedOrigins.includes(origin));
  for (const { href, origin } of unlisted)
    yield error(`${href}: ${origin} is not in ALLOWED_ORIGINS: nobody can pay there`);
  const sites = config.allowedOrigins.filter((origin) => !isOnlyTheProxy(origin, config.payPage?.publicUrl));
  if (sites.length === 0) yield skipped('there is no site beside the proxy’s own page');
  for (const site of sites) {
    const named = pages.filter(({ origin }) => origin === site);
    for (const page of named.length > 0 ? named : [new URL(site)]) yield await checkPage(page, config);
  }
}

/** A proxy behind a path shares its host with the site. */
function isOnlyTheProxy(origin: string, publicUrl: string | undefined): boolean {
  return origin === publicUrl;
}

async function checkPage(page: URL, { allowedOrigins, payPage }: Patient['config']): Promise<Finding> {
  const { ok, warning, error } = findingsOf('pages');
  let response: Response;
  let html: string;
  try {
    response = await get(page, 'follow');
    html = (await response.text()).slice(0, MAX_CHARACTERS);
  } catch (cause) {
    return error(`${page.href}: ${reasonOfFailure(cause)}`);
  }
  const { origin } = new URL(response.url);
  if (!allowedOrigins.includes(origin)) {
    return error(`${page.href} leads to ${origin}, which is not in ALLOWED_ORIGINS: add it, or nobody can pay there`);
  }
  if (!response.ok) return warning(`${page.href} answers ${response.status}: is it behind a password, or gone?`);
  const address = addressOfScript(html, response.url);
  if (address === undefined) {
    return warning(
      `${page.href} does not name helloasso-checkout.js: add the HTML of helloasso-checkout embed, or name the page that has it (--page ${origin}/…); where code adds the form, this is no error`,
    );
  }
  const proxy = payPage?.publicUrl;
  if (proxy !== undefined && !address.startsWith(`${proxy}/`)) {
    return warning(`${page.href} loads the script of ${new URL(address).origin}, not of PUBLIC_URL`);
  }
  return ok(`${page.href} loads the script`);
}

/** Also the one under a version, and the one of a site builder, with quotes of either kind or none. */
function addressOfScript(html: string, page: string): string | undefined {
  const [, address] = /<script\b[^>]*?\ssrc\s*=\s*["']?([^"'\s>]*\bhelloasso-checkout\.js[^"'\s>]*)/i.exec(html) ?? [];
  return address === undefined ? undefined : URL.parse(address, page)?.href;
}
