import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertProblem, setUp } from './set-up.ts';

describe('GET /v1/offers', () => {
  it('lists the public part of every offer to any page', async () => {
    const { ask } = setUp();
    const response = await ask('/v1/offers', { headers: { origin: 'https://anywhere.example' } });
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.equal(response.headers.get('cache-control'), 'public, max-age=60');
    const { offers } = (await response.json()) as { offers: { id: string }[] };
    assert.deepEqual(
      offers.map(({ id }) => id),
      ['don', 'adhesion', 'billet'],
    );
  });

  it('gives one offer by its id', async () => {
    const { ask } = setUp();
    const response = await ask('/v1/offers/don');
    assert.deepEqual(await response.json(), {
      id: 'don',
      kind: 'gift',
      itemName: 'Don à l’association',
      amountCents: { min: 100, max: 500_000, suggestions: [2000, 5000, 10_000] },
      maxQuantity: 1,
      instalments: [1],
      mode: 'test',
    });
  });

  it('says `live` only in production without an override', async () => {
    const modeOf = async (environment: Readonly<Record<string, string>>) => {
      const response = await setUp({ environment }).ask('/v1/offers/don');
      return ((await response.json()) as { mode: string }).mode;
    };
    const production = {
      HELLOASSO_ENVIRONMENT: 'production',
      ALLOWED_ORIGINS: 'https://www.example.org',
      SIGNING_SECRET: Buffer.alloc(32, 1).toString('base64'),
    };
    assert.equal(await modeOf({ ...production, HELLOASSO_API_URL: '' }), 'live');
    assert.equal(await modeOf(production), 'test');
  });

  it('answers an unknown offer readably to any page', async () => {
    const response = await setUp().ask('/v1/offers/nothing', { headers: { origin: 'https://anywhere.example' } });
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    await assertProblem(response, 'offer-unknown', 404);
  });

  it('calls nobody', async () => {
    const { ask, calls } = setUp();
    await ask('/v1/offers');
    assert.deepEqual(calls(), []);
  });
});
