import { lookup } from 'node:dns/promises';
import { AccessToken } from '../helloasso/access-token.ts';
import { type Answer, isWebPage, type Send, sendByNode, USER_AGENT } from '../helloasso/http-client.ts';
import { TokenEndpoint } from '../helloasso/token-endpoint.ts';
import { parseJson } from '../json.ts';
import { NO_METRICS } from '../metrics.ts';
import { openTokenCallStore } from '../open-token-call-store.ts';
import { organizationsOf } from '../organization.ts';
import { Problem } from '../problem.ts';
import { MemoryState } from '../state/memory-state.ts';
import { connectTo, reasonOfFailure } from './connection.ts';
import { type Finding, findingsOf, type Patient } from './finding.ts';

const TIMEOUT_MS = 10_000;
/** As the proxy's: beyond it, HelloAsso's time counts. */
const CLOCK_TOLERANCE_MS = 60_000;
/** No intent and no payment has this id, the largest that HelloAsso's document allows: it is only asked whether we may ask. */
const NO_ID = 2_147_483_647;
const BACK_OFFICE = 'HelloAsso’s back office (My account, Integrations and API)';

/** From the connection to what the client may do. One token is requested; everything else is read, and nothing is created. */
export async function* checkHelloAsso(patient: Patient): AsyncGenerator<Finding> {
  if (!(yield* checkConnection(patient))) {
    return yield findingsOf('token').skipped('not requested, as HelloAsso is out of reach');
  }
  const token = yield* checkToken(patient);
  if (token === undefined) return yield findingsOf('organization').skipped('not looked up, as there is no token');
  yield* checkRights(patient, token);
}

async function* checkConnection({ config }: Patient): AsyncGenerator<Finding, boolean> {
  const { ok, skipped, error } = findingsOf('connection');
  const url = new URL(config.helloasso.apiOrigin);
  if (config.httpsProxy && url.protocol === 'https:') {
    yield skipped('HTTPS_PROXY leads to HelloAsso: DNS and certificate are not looked at from here');
    return true;
  }
  try {
    await lookup(url.hostname.replace(/^\[|\]$/g, ''));
    const validTo = await connectTo(url);
    yield ok(`${url.host} answers${validTo ? ', with a certificate that Node trusts' : ''}`);
    return true;
  } catch (cause) {
    yield error(`${url.host}: ${reasonOfFailure(cause)}`);
    return false;
  }
}

async function* checkToken({ config }: Patient): AsyncGenerator<Finding, string | undefined> {
  const { ok, warning, error } = findingsOf('token');
  const { helloasso } = config;
  let answered: { readonly answer: Answer; readonly at: number } | undefined;
  const warnings: string[] = [];
  const log = { info() {}, error() {}, warn: (_: object, message: string) => void warnings.push(message) };
  const send: Send = async (address, call) => {
    const answer = await sendByNode(address, call);
    answered = { answer, at: Date.now() };
    return answer;
  };
  const endpoint = new TokenEndpoint(helloasso, onlyOnce(send));
  const elapsed = () => performance.now();
  const own = { calls: openTokenCallStore(config, log), state: new MemoryState(elapsed), instances: 1 };
  let token: string | undefined;
  try {
    token = await new AccessToken(endpoint, { now: Date.now, elapsed, metrics: NO_METRICS, ...own }).get();
    for (const message of warnings)
      yield warning(
        `${message}: let this user write to the folder of temporary files, and remove a helloasso-checkout-….json of another user there`,
      );
    if (warnings.length === 0) yield ok('HelloAsso accepts client id and secret');
  } catch (cause) {
    const problem = Problem.from(cause);
    yield error(
      problem.code === 'helloasso-credentials'
        ? `HelloAsso’s ${helloasso.environment} refuses HELLOASSO_CLIENT_ID and HELLOASSO_CLIENT_SECRET: copy both from ${BACK_OFFICE}. Those of the sandbox are not those of production`
        : `${problem.message}${problem.cause === undefined ? '' : `: ${reasonOfFailure(problem.cause)}`}; try again in some minutes`,
    );
  }
  if (answered) yield checkClock(Date.parse(answered.answer.header('date') ?? ''), answered.at);
  return token;
}

/** Answers every further call as the first: HelloAsso limits tokens, and those of the running proxy come first. */
function onlyOnce(send: Send): Send {
  let first: ReturnType<Send> | undefined;
  return (address, call) => {
    first ??= send(address, call);
    return first;
  };
}

/** `date` and `at` in ms: what HelloAsso's clock and ours said at the same time. */
function checkClock(date: number, at: number): Finding {
  const { ok, skipped, warning } = findingsOf('clock');
  if (Number.isNaN(date)) return skipped('HelloAsso did not say what time it is');
  const minutes = Math.round(Math.abs(at - date) / 60_000);
  if (Math.abs(at - date) <= CLOCK_TOLERANCE_MS) return ok('as HelloAsso’s');
  return warning(
    `this machine is ${minutes} min ${at > date ? 'ahead of' : 'behind'} HelloAsso; the proxy goes by HelloAsso’s time, but signed offers and other programs do not: let NTP set the clock (timedatectl set-ntp true)`,
  );
}

/** Reads a path of HelloAsso's API. Throws `NoAnswer` where the answer says nothing about rights. */
type Read = (path: string) => Promise<{ readonly status: number; readonly json: unknown }>;

/** Its message is for the operator. */
class NoAnswer extends Error {}

async function* checkRights({ config }: Patient, token: string): AsyncGenerator<Finding> {
  const read: Read = async (path) => {
    const answer = await sendByNode(config.helloasso.apiOrigin + path, {
      method: 'GET',
      headers: { accept: 'application/json', authorization: `Bearer ${token}`, 'user-agent': USER_AGENT },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { status, text } = answer;
    if (isWebPage(answer)) {
      throw new NoAnswer(`a web page (${status}) in place of HelloAsso’s answer: does a firewall stop this server?`);
    }
    if (![200, 403, 404].includes(status))
      throw new NoAnswer(`HelloAsso answered ${status}; try again in some minutes`);
    return { status, json: parseJson(text) };
  };
  try {
    for (const { slug } of organizationsOf(config)) yield await checkOrganization(slug, config, read);
    yield* await checkPrivileges(config, read);
  } catch (cause) {
    const { error } = findingsOf('organization');
    yield error(cause instanceof NoAnswer ? cause.message : `HelloAsso’s API: ${reasonOfFailure(cause)}`);
  }
}

async function checkOrganization(slug: string, { helloasso }: Patient['config'], read: Read): Promise<Finding> {
  const { ok, skipped, warning, error } = findingsOf('organization');
  const { status, json } = await read(`/v5/organizations/${slug}`);
  if (status === 404) {
    return error(
      `HelloAsso’s ${helloasso.environment} has no organisation ${slug}: the slug is the last part of the address of its page there`,
    );
  }
  if (status === 403) {
    return warning(`${slug} cannot be looked up: this client lacks the privilege AccessPublicData; see ${BACK_OFFICE}`);
  }
  const { isCashInCompliant } = (json ?? {}) as { readonly isCashInCompliant?: unknown };
  if (isCashInCompliant === true) return ok(`${slug} may collect payments`);
  if (isCashInCompliant === false) {
    return error(`${slug} may not collect payments: HelloAsso’s back office says what is missing`);
  }
  return skipped(`${slug} is there; HelloAsso does not show this client whether it may collect payments`);
}

/** By asking for an id that cannot exist: 404 is an answer to those who may ask, 403 to all others. */
async function checkPrivileges(config: Patient['config'], read: Read): Promise<readonly Finding[]> {
  const { ok, warning, error } = findingsOf('privileges');
  const findings: Finding[] = [];
  for (const { slug } of organizationsOf(config)) {
    if ((await read(`/v5/organizations/${slug}/checkout-intents/${NO_ID}`)).status !== 403) continue;
    findings.push(
      error(
        `nobody can pay ${slug} by this client: it lacks the privilege Checkout, or belongs to another organisation; see ${BACK_OFFICE}`,
      ),
    );
  }
  if ((await read(`/v5/payments/${NO_ID}`)).status === 403) {
    const level = config.forward ? error : warning;
    findings.push(level(`AccessTransactions is missing: FORWARD_URL and reconcile need it; see ${BACK_OFFICE}`));
  }
  return findings.length > 0 ? findings : [ok('Checkout, AccessTransactions')];
}
