import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PayerAction } from '../../../../demo/simulator/controls/inputs.ts';
import { setUp } from '../set-up.ts';

/** A new intent on which the payer does something. Returns the address to which the payer is redirected. */
async function redirectAfter(action: PayerAction['action'], fields: object = {}) {
  const { create, simulator } = setUp();
  const { id } = await create(fields);
  return { id, location: await simulator.act(id, { action }) };
}

describe('the redirect', () => {
  it('after a payment contains succeeded and the order', async () => {
    const { id, location } = await redirectAfter('pay');
    assert.equal(location, `https://asso.example/merci?checkoutIntentId=${id}&code=succeeded&orderId=11000001`);
  });

  it('after a refusal contains refused and no order', async () => {
    const { id, location } = await redirectAfter('refuse');
    assert.equal(location, `https://asso.example/merci?checkoutIntentId=${id}&code=refused`);
  });

  it('after a refusal and a payment contains succeeded and the order', async () => {
    const { location } = await redirectAfter('refuse-then-pay');
    assert.match(location, /code=succeeded&orderId=\d+$/);
  });

  it('after a technical error goes to errorUrl with a code', async () => {
    const { id, location } = await redirectAfter('fail');
    assert.equal(location, `https://asso.example/erreur?checkoutIntentId=${id}&error=technical_error`);
  });

  it('after going back is backUrl unchanged', async () => {
    const { location } = await redirectAfter('go-back', { backUrl: 'https://asso.example/don?a=%20b' });
    assert.equal(location, 'https://asso.example/don?a=%20b');
  });
});
