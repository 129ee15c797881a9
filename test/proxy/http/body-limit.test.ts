import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_BODY_BYTES } from '../../../proxy/contract/limits.ts';
import { assertProblem, GIFT, ORIGIN, setUp } from '../set-up.ts';

describe('the body of a request', () => {
  it('counts the bytes of a body without Content-Length', async () => {
    const { ask, calls } = setUp();
    const body = new Blob([JSON.stringify({ ...GIFT, padding: 'x'.repeat(MAX_BODY_BYTES) })]).stream();
    const init = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { origin: ORIGIN, 'content-type': 'application/json' },
    };
    await assertProblem(await ask('/v1/checkouts', init as RequestInit), 'body-too-large', 413);
    assert.deepEqual(calls(), []);
  });

  for (const path of ['/v1/checkouts', '/v1/notifications']) {
    it(`answers 400 when a client disconnects while it sends to ${path}`, async () => {
      for (const length of [{}, { 'content-length': '100' }]) {
        const { ask, logged } = setUp({ onEvent: () => {} });
        const body = new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('{"offer"'));
            controller.error(new Error('aborted'));
          },
        });
        const headers = { origin: ORIGIN, 'content-type': 'application/json', ...length };
        const init = { method: 'POST', body, duplex: 'half', headers };
        await assertProblem(await ask(path, init as RequestInit), 'malformed-json', 400);
        assert.doesNotMatch(logged.join(), /internal/);
      }
    });
  }
});
