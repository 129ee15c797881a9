import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertProblem, setUp } from './set-up.ts';

const HOUR_MS = 3_600_000;

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
      payer: {
        firstName: 'optional',
        lastName: 'optional',
        email: 'optional',
        companyName: 'hidden',
        address: 'hidden',
        zipCode: 'hidden',
        city: 'hidden',
        country: 'hidden',
      },
      status: 'open',
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

  it('says whether an offer can be paid for, day by day in France', async () => {
    const days = { opensOn: '2026-11-23', closesOn: '2026-11-24' };
    const { ask, pass } = setUp({ offers: { x: { kind: 'gift', itemName: 'Don', amountCents: 500, ...days } } });
    const status = async () => ((await (await ask('/v1/offers/x')).json()) as { status: string }).status;
    assert.equal(await status(), 'not-open'); // noon of the 22nd in UTC, one o'clock in France
    pass(10.5 * HOUR_MS);
    assert.equal(await status(), 'not-open');
    pass(HOUR_MS);
    assert.equal(await status(), 'open');
    pass(47 * HOUR_MS);
    assert.equal(await status(), 'open');
    pass(HOUR_MS);
    assert.equal(await status(), 'closed');
  });

  it('says no more of taxes once their year has passed', async () => {
    const tax = { rate: 75, capCents: 200_000, year: 2026, text: { fr: 'Il vous reste {cost}.' } };
    const { ask, pass } = setUp({ offers: { x: { kind: 'gift', itemName: 'Don', amountCents: 500, tax } } });
    const shown = async () => ((await (await ask('/v1/offers/x')).json()) as { tax?: object }).tax;
    assert.deepEqual(await shown(), tax);
    pass(40 * 24 * HOUR_MS);
    assert.equal(await shown(), undefined);
  });

  it('keeps to itself what is the operator’s alone', async () => {
    const own = { organization: 'asso-soeur', containsDonation: true, sepa: true, metadataKeys: ['campaign'] };
    const { ask } = setUp({ offers: { x: { kind: 'gift', itemName: 'Don', amountCents: 500, ...own } } });
    assert.doesNotMatch(await (await ask('/v1/offers/x')).text(), /asso-soeur|containsDonation|sepa|campaign/);
  });

  it('answers an unknown offer readably to any page', async () => {
    const response = await setUp().ask('/v1/offers/nothing', { headers: { origin: 'https://anywhere.example' } });
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    await assertProblem(response, 'offer-unknown', 404);
  });

  it('lets any page send any header, and repeats none of them', async () => {
    const headers = { 'access-control-request-method': 'GET', 'access-control-request-headers': 'x-of-the-page' };
    const response = await setUp().ask('/v1/offers', { method: 'OPTIONS', headers });
    assert.equal(response.headers.get('access-control-allow-headers'), '*');
  });

  it('calls nobody', async () => {
    const { ask, calls } = setUp();
    await ask('/v1/offers');
    assert.deepEqual(calls(), []);
  });
});
