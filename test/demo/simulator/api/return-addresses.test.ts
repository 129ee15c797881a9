import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRuleBroken, setUp } from '../set-up.ts';

describe('the rules for return addresses', () => {
  for (const field of ['backUrl', 'errorUrl', 'returnUrl']) {
    it(`reject an http address in ${field}`, () =>
      assertRuleBroken({ [field]: 'http://asso.example/' }, new RegExp(field)));
  }
  for (const address of [
    'javascript://asso.example/%0aalert(1)',
    'data:text/html,x',
    '/merci',
    'asso.example',
    'https://',
    'https://asso.example/\ud800',
  ]) {
    it(`reject ${JSON.stringify(address)}`, () => assertRuleBroken({ returnUrl: address }, /returnUrl/));
  }
  for (const address of ['https://localhost:5173/merci', 'myapp://retour/merci']) {
    it(`accept ${address}`, async () => {
      await setUp().create({ returnUrl: address });
    });
  }
  it('reject http on loopback', () => assertRuleBroken({ returnUrl: 'http://localhost:5173/' }, /returnUrl/));
  for (const address of ['http://localhost:5173/', 'http://127.0.0.1/', 'http://[::1]:80/', 'http://demo.localhost/']) {
    it(`accept ${address} with allowHttpLoopback`, async () => {
      await setUp({ allowHttpLoopback: true }).create({ returnUrl: address });
    });
  }
  it('reject http on another host, even with allowHttpLoopback', async () => {
    const { status } = await setUp({ allowHttpLoopback: true }).tryToCreate({
      returnUrl: 'http://127.0.0.1.evil.example/',
    });
    assert.equal(status, 400);
  });
});

/** The address to which a payer is redirected after a refusal. */
async function redirectAfterRefusal(returnUrl: string): Promise<{ id: number; location: string }> {
  const { create, simulator } = setUp();
  const { id } = await create({ returnUrl });
  return { id, location: await simulator.act(id, { action: 'refuse' }) };
}

describe('the parameters that HelloAsso adds', () => {
  for (const [before, after] of [
    ['https://a.example/r?x=%C3%A9&y=a+b&z', 'https://a.example/r?x=%C3%A9&y=a+b&z&'],
    ['https://a.example/r?', 'https://a.example/r?'],
    ['https://a.example/r?x=1&', 'https://a.example/r?x=1&'],
    ['HTTPS://A.example/%7e/../r', 'HTTPS://A.example/%7e/../r?'],
    ['https://a.example/r?nom=é', 'https://a.example/r?nom=é&'],
  ] as const) {
    it(`keep ${before} unchanged before them`, async () => {
      const { id, location } = await redirectAfterRefusal(before);
      assert.equal(location, `${after}checkoutIntentId=${id}&code=refused`);
    });
  }

  it('come before a fragment', async () => {
    const { id, location } = await redirectAfterRefusal('https://a.example/r#merci?');
    assert.equal(location, `https://a.example/r?checkoutIntentId=${id}&code=refused#merci?`);
  });
});
