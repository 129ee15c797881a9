import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sendByFetch } from '../../../proxy/helloasso/http-client.ts';
import { TokenEndpoint } from '../../../proxy/helloasso/token-endpoint.ts';
import { assertProblem, GIFT, setUp } from '../set-up.ts';

function always(path: string, answer: () => Response): (request: Request) => Response | undefined {
  return ({ url }) => (url.endsWith(path) ? answer() : undefined);
}

const ACCOUNT = { apiOrigin: 'https://api.example.org', clientId: 'id', clientSecret: 'secret' };

/** What a web application firewall answers. */
const wall = (status: number) =>
  new Response('<!DOCTYPE html><title>Access denied</title>', { status, headers: { 'content-type': 'text/html' } });

/** A proxy whose token comes with these members instead of the simulator's own. */
function setUpToken(members: object) {
  const world: ReturnType<typeof setUp> = setUp({
    intercept: async (request) => {
      if (!request.url.endsWith('/oauth2/token')) return undefined;
      const { access_token } = (await (await world.simulator.fetch(request)).json()) as { access_token: string };
      return Response.json({ access_token, ...members });
    },
  });
  return world;
}

const status =
  (code: number, body: BodyInit | null = null) =>
  () =>
    new Response(body, { status: code });
const json = (body: unknown) => () => Response.json(body);
const broken = () => {
  throw new TypeError('fetch failed');
};

describe('TokenEndpoint', () => {
  const tokenFaults: Record<string, readonly [() => Response, string]> = {
    'an unknown client': [status(400, '{"error":"unauthorized_client"}'), 'helloasso-credentials'],
    'a wrong secret': [status(401, '{"error":"invalid_client"}'), 'helloasso-credentials'],
    'a refusal without body': [status(403), 'helloasso-credentials'],
    'a 429': [status(429), 'helloasso-unavailable'],
    'an internal error': [status(500), 'helloasso-unavailable'],
    'a response without a token': [json({ token_type: 'bearer' }), 'helloasso-unavailable'],
    'a broken connection': [broken, 'helloasso-unavailable'],
  };

  for (const [what, [answer, code]] of Object.entries(tokenFaults)) {
    it(`${what} of the token endpoint is ${code}`, async () => {
      const { post, intents } = setUp({ intercept: always('/oauth2/token', answer) });
      const response = await post(GIFT);
      await assertProblem(response, code, code === 'helloasso-credentials' ? 502 : 503);
      assert.equal((await intents()).length, 0);
    });
  }

  const usable: readonly (readonly [string, object])[] = [
    ['a refresh token that is null', { expires_in: 1800, token_type: 'bearer', refresh_token: null }],
    ['an empty refresh token', { expires_in: 1800, token_type: 'bearer', refresh_token: '' }],
    ['a lifetime that is null', { token_type: 'bearer', expires_in: null }],
    ['an empty lifetime', { token_type: 'bearer', expires_in: '' }],
    ['a lifetime that is no number', { token_type: 'bearer', expires_in: 'soon' }],
    ['a lifetime as text', { token_type: 'bearer', expires_in: '1800' }],
    ['no type', { expires_in: 1800 }],
    ['a type that is null', { token_type: null, expires_in: 1800 }],
    ['the type Bearer', { token_type: 'Bearer', expires_in: 1800 }],
    ['a scope that is null', { token_type: 'bearer', expires_in: 1800, scope: null }],
  ];
  for (const [what, members] of usable) {
    it(`uses a token that comes with ${what}`, async () => {
      const { post } = setUpToken(members);
      assert.equal((await post(GIFT)).status, 201);
    });
  }

  it('does not use a token of another type', async () => {
    const { post } = setUpToken({ token_type: 'dpop' });
    await assertProblem(await post(GIFT), 'helloasso-unavailable', 503);
  });

  const lifetimes: readonly (readonly [unknown, number])[] = [
    [1, 60],
    [600, 600],
    ['600', 600],
    [86_400, 1800],
    [-5, 1800],
    [undefined, 1800],
  ];
  for (const [expires_in, seconds] of lifetimes) {
    it(`gives a token with expires_in ${JSON.stringify(expires_in)} ${seconds} seconds`, async () => {
      const answers = () => Response.json({ access_token: 'abc', expires_in });
      const grant = await new TokenEndpoint(
        ACCOUNT,
        sendByFetch(async () => answers()),
      ).request(undefined, AbortSignal.timeout(5_000));
      assert.equal(grant.lifetimeMs, seconds * 1000);
    });
  }

  for (const status of [200, 401, 403, 404]) {
    it(`a web page with ${status} is helloasso-unavailable, and the log names it`, async () => {
      const { post, logged } = setUp({ intercept: always('/oauth2/token', () => wall(status)) });
      await assertProblem(await post(GIFT), 'helloasso-unavailable', 503);
      assert.match(logged.join(), new RegExp(`a web page \\(${status}\\) instead of an answer of HelloAsso`));
    });
  }

  it('keeps the refresh token when a web page answers', async () => {
    let isBlocked = false;
    const { post, pass, calls } = setUp({
      intercept: ({ url }) => (isBlocked && url.endsWith('/oauth2/token') ? wall(403) : undefined),
    });
    await post(GIFT);
    pass(31 * 60_000);
    isBlocked = true;
    await post(GIFT);
    isBlocked = false;
    pass(61_000);
    const before = calls().filter((call) => call.endsWith('/oauth2/token')).length;
    assert.equal((await post(GIFT)).status, 201);
    assert.equal(calls().filter((call) => call.endsWith('/oauth2/token')).length, before + 1);
  });

  it('a failed token request is not repeated for ten seconds', async () => {
    const { post, calls, pass } = setUp({ intercept: always('/oauth2/token', status(429)) });
    for (let count = 0; count < 5; count += 1) await post(GIFT);
    assert.equal(calls().length, 1);
    pass(10_001);
    await post(GIFT);
    assert.equal(calls().length, 2);
  });
});
