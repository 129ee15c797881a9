import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertProblem, GIFT, setUp } from '../set-up.ts';

function always(path: string, answer: () => Response): (request: Request) => Response | undefined {
  return ({ url }) => (url.endsWith(path) ? answer() : undefined);
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

  it('a failed token request is not repeated for ten seconds', async () => {
    const { post, calls, pass } = setUp({ intercept: always('/oauth2/token', status(429)) });
    for (let count = 0; count < 5; count += 1) await post(GIFT);
    assert.equal(calls().length, 1);
    pass(10_001);
    await post(GIFT);
    assert.equal(calls().length, 2);
  });
});
