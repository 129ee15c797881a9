import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ORIGIN, setUp } from '../set-up.ts';

describe('a preflight', () => {
  it('answers the preflight of a listed origin, and gives another nothing', async () => {
    const { ask } = setUp();
    const preflight = (origin: string) =>
      ask('/v1/checkouts', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const listed = await preflight(ORIGIN);
    assert.equal(listed.headers.get('access-control-allow-origin'), ORIGIN);
    assert.match(listed.headers.get('access-control-allow-headers') ?? '', /Content-Type/);
    const unlisted = await preflight('https://evil.example');
    assert.equal(unlisted.headers.get('access-control-allow-origin'), null);
  });

  it('lets any page send any header, and repeats none of them', async () => {
    const headers = { 'access-control-request-method': 'GET', 'access-control-request-headers': 'x-of-the-page' };
    const response = await setUp().ask('/v1/offers', { method: 'OPTIONS', headers });
    assert.equal(response.headers.get('access-control-allow-headers'), '*');
  });
});
