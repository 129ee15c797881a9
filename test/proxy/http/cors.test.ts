import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ORIGIN, setUp } from '../set-up.ts';

describe('a preflight', () => {
  it('allows the preflight of a listed origin and of no other', async () => {
    const { ask } = setUp();
    const preflight = (origin: string) =>
      ask('/v1/checkouts', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const listed = await preflight(ORIGIN);
    assert.equal(listed.headers.get('access-control-allow-origin'), ORIGIN);
    assert.match(listed.headers.get('access-control-allow-headers') ?? '', /Content-Type/);
    const unlisted = await preflight('https://evil.example');
    assert.equal(unlisted.headers.get('access-control-allow-origin'), null);
  });

  it('allows any header to the offers in a preflight, without repeating it', async () => {
    const headers = { 'access-control-request-method': 'GET', 'access-control-request-headers': 'x-of-the-page' };
    const response = await setUp().ask('/v1/offers', { method: 'OPTIONS', headers });
    assert.equal(response.headers.get('access-control-allow-headers'), '*');
  });
});
