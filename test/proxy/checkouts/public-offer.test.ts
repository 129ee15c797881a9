import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PublicOffer } from '../../../proxy/contract/offer.ts';
import { setUp } from '../set-up.ts';

const HOUR_MS = 3_600_000;

describe('publicOffer', () => {
  it('contains the public members of an offer', async () => {
    const { ask } = setUp();
    const { revision, ...shown } = (await (await ask('/v1/offers/don')).json()) as PublicOffer;
    assert.match(revision ?? '', /^[\w-]{6}$/);
    assert.deepEqual(shown, {
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

  it('has mode `live` only in production without HELLOASSO_API_URL', async () => {
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

  describe('has a revision that', () => {
    const OFFER = { kind: 'gift', itemName: 'Don', amountCents: 500, instalments: [1, 3], closesOn: '2026-12-24' };

    async function revisionOf(changed: object = {}, environment: Readonly<Record<string, string>> = {}, passed = 0) {
      const { ask, pass } = setUp({ offers: { x: { ...OFFER, ...changed } }, environment });
      pass(passed);
      const { revision } = (await (await ask('/v1/offers/x')).json()) as PublicOffer;
      return revision;
    }

    for (const [member, changed] of Object.entries({
      kind: { kind: 'membership' },
      name: { itemName: 'Don de Noël' },
      'name in another language': { labels: { en: 'Gift' } },
      price: { amountCents: 600 },
      'way of pricing': { amountCents: { min: 100, max: 900, suggestions: [500] } },
      quantity: { maxQuantity: 2 },
      instalments: { instalments: [1, 2] },
      'required fields': { payer: { email: 'required' } },
      tax: { tax: { rate: 66, year: 2026 } },
    })) {
      it(`is another one after a change of the ${member}`, async () => {
        assert.notEqual(await revisionOf(changed), await revisionOf());
      });
    }

    it('is another one where money is real', async () => {
      const production = {
        HELLOASSO_ENVIRONMENT: 'production',
        ALLOWED_ORIGINS: 'https://www.example.org',
        SIGNING_SECRET: Buffer.alloc(32, 1).toString('base64'),
        HELLOASSO_API_URL: '',
      };
      assert.notEqual(await revisionOf({}, production), await revisionOf());
    });

    it('is another one once the figures of a tax are out of date', async () => {
      const tax = { tax: { rate: 66, year: 2026 }, closesOn: '2027-12-24' };
      assert.notEqual(await revisionOf(tax, {}, 41 * 24 * HOUR_MS), await revisionOf(tax));
    });

    it('stays the same on another day, with another last day', async () => {
      assert.equal(await revisionOf({}, {}, 24 * HOUR_MS), await revisionOf());
      assert.equal(await revisionOf({ closesOn: '2026-12-25' }), await revisionOf());
    });
  });

  it('changes its status at midnight in France', async () => {
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

  it('omits tax after its year', async () => {
    const tax = { rate: 75, capCents: 200_000, year: 2026, text: { fr: 'Il vous reste {cost}.' } };
    const { ask, pass } = setUp({ offers: { x: { kind: 'gift', itemName: 'Don', amountCents: 500, tax } } });
    const shown = async () => ((await (await ask('/v1/offers/x')).json()) as { tax?: object }).tax;
    assert.deepEqual(await shown(), tax);
    pass(40 * 24 * HOUR_MS);
    assert.equal(await shown(), undefined);
  });

  it('omits organization, containsDonation, sepa and metadataKeys', async () => {
    const own = { organization: 'asso-soeur', containsDonation: true, sepa: true, metadataKeys: ['campaign'] };
    const { ask } = setUp({ offers: { x: { kind: 'gift', itemName: 'Don', amountCents: 500, ...own } } });
    assert.doesNotMatch(await (await ask('/v1/offers/x')).text(), /asso-soeur|containsDonation|sepa|campaign/);
  });
});
