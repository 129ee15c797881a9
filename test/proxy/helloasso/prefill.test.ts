import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { created, GIFT, setUp } from '../set-up.ts';

describe('the payer sent to HelloAsso', () => {
  it('contains every field that the page gives', async () => {
    const { post, intents } = setUp();
    const payer = {
      ...{ firstName: 'Camille', lastName: 'Durand', email: 'camille@example.org', companyName: 'Les Amis SARL' },
      ...{ address: '1 rue de la Paix', zipCode: '75002', city: 'Paris', country: 'FRA', dateOfBirth: '2008-11-22' },
    };
    await created(await post({ ...GIFT, payer }));
    assert.deepEqual((await intents())[0]?.payer, payer);
  });

  it('omits the birth date of a minor', async () => {
    const { post, intents } = setUp();
    await created(await post({ ...GIFT, payer: { city: 'Paris', dateOfBirth: '2008-11-23' } }));
    await created(await post({ ...GIFT, payer: { dateOfBirth: '2026-01-01' } }));
    await created(await post({ ...GIFT, payer: { dateOfBirth: '9999-12-31' } }));
    assert.deepEqual(
      (await intents()).map(({ payer }) => payer),
      [{ city: 'Paris' }, undefined, undefined],
    );
  });

  it('is omitted when it has no field', async () => {
    const { post, intents } = setUp();
    await created(await post({ ...GIFT, payer: {} }));
    assert.equal('payer' in ((await intents())[0] ?? {}), false);
  });

  it('omits names that HelloAsso would refuse, and keeps the e-mail', async () => {
    const { post, intents } = setUp();
    const payer = { firstName: 'Annna', lastName: 'Durand', email: 'a@example.org' };
    await created(await post({ ...GIFT, payer }));
    assert.deepEqual(
      (await intents()).map((body) => body.payer),
      [{ email: 'a@example.org' }],
    );
  });

  it('keeps one valid name without the other', async () => {
    const { post, intents } = setUp();
    await created(await post({ ...GIFT, payer: { lastName: 'Durand' } }));
    assert.deepEqual((await intents())[0]?.payer, { lastName: 'Durand' });
  });
});
