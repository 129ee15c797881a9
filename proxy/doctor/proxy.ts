import { publicOffers } from '../checkouts/public-offer.ts';
import type { PublicOffers } from '../contract/offer.ts';
import type { Forwarding } from '../http/client-address.ts';
import { lacksTrustedProxy } from '../http/forwarded-warning.ts';
import { parseJson } from '../json.ts';
import { connectTo, get, reasonOfFailure } from './connection.ts';
import { type Finding, findingsOf, type Patient } from './finding.ts';

const DAY_MS = 86_400_000;
/** Certificates that renew themselves do so a month before. */
const SHORT_DAYS = 14;

/** The running proxy, by the way that payers take. */
export async function* checkProxy({ config }: Patient): AsyncGenerator<Finding> {
  const { ok, skipped, error } = findingsOf('proxy');
  if (!config.payPage) {
    yield skipped('PUBLIC_URL is not set, so the running proxy cannot be asked');
    if (lacksTrustedProxy(config)) yield checkClientAddress('untrusted', '');
    return;
  }
  const { publicUrl } = config.payPage;
  const place = config.host.startsWith('/') ? config.host : `${config.host}:${config.port}`;
  try {
    const health = await get(`${publicUrl}/healthz`, 'manual');
    const answer = parseJson(await health.text()) as { status?: unknown; clientAddress?: Forwarding } | undefined;
    if (!health.ok || answer?.status !== 'ok') {
      return yield error(`${publicUrl}: ${notTheProxy(health.status, place)}`);
    }
    yield ok(`it answers under ${publicUrl}`);
    yield checkClientAddress(answer.clientAddress, publicUrl);
    if (!config.httpsProxy) yield* checkCertificate(publicUrl);
    yield checkOffers(parseJson(await (await get(`${publicUrl}/v1/offers`, 'manual')).text()), config);
    const script = await get(`${publicUrl}/helloasso-checkout.js`, 'manual');
    const isScript = script.ok && (await script.text()).includes('helloasso-checkout');
    if (!isScript)
      yield error(`${publicUrl}/helloasso-checkout.js answers ${script.status}: is the script built (npm run build)?`);
  } catch (cause) {
    yield error(`${publicUrl}: ${reasonOfFailure(cause)}`);
  }
}

function notTheProxy(status: number, place: string): string {
  if (status >= 500) return `the server in front answers ${status}: does helloasso-checkout serve run, on ${place}?`;
  if (status >= 300 && status < 400)
    return `it redirects (${status}): PUBLIC_URL must be the address without a redirect`;
  return `something else than the proxy answers (${status}): let the server in front send this address to ${place}`;
}

function checkClientAddress(forwarding: Forwarding | undefined, publicUrl: string): Finding {
  const { ok, warning } = findingsOf('client-addresses');
  const shared = 'all payers share one rate limit';
  switch (forwarding) {
    case 'forwarded':
      return ok('the server in front forwards them');
    case 'untrusted':
      return warning(`TRUSTED_PROXIES lacks the server in front, so ${shared}: add its address`);
    case 'without-address':
      return warning(`the server in front does not send X-Forwarded-For, so ${shared}: configure it there`);
    case 'direct':
      if (publicUrl.startsWith('http:')) return ok('no server is in front');
      return warning(
        `the server in front does not send X-Forwarded-For, so ${shared}: configure it there, and add its address to TRUSTED_PROXIES`,
      );
    default:
      return warning('the running proxy is older than this command: restart it');
  }
}

async function* checkCertificate(publicUrl: string): AsyncGenerator<Finding> {
  const { ok, warning } = findingsOf('certificate');
  const validTo = await connectTo(new URL(publicUrl));
  if (!validTo) return;
  const days = Math.floor((validTo.getTime() - Date.now()) / DAY_MS);
  if (days < SHORT_DAYS) yield warning(`that of ${publicUrl} is valid for ${days} more days: does its renewal work?`);
  else yield ok(`that of ${publicUrl} is valid for ${days} days`);
}

/** Whether the running proxy has read the files of today. */
function checkOffers(json: unknown, config: Patient['config']): Finding {
  const { ok, warning, error } = findingsOf('proxy');
  const { offers = [] } = (json ?? {}) as Partial<PublicOffers>;
  const ours = publicOffers(config, Date.now());
  const [mode] = ours.map((offer) => offer.mode);
  if (offers.some((offer) => offer.mode !== mode)) {
    return error(`the running proxy is in another environment than these settings (${mode}): restart it with them`);
  }
  const namesOf = (all: PublicOffers['offers']) => all.map(({ id, revision }) => `${id} ${revision}`).join();
  return namesOf(offers) === namesOf(ours)
    ? ok('it has the offers of this folder')
    : warning('the running proxy has other offers than this folder: restart it');
}
