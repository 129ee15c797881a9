import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE_MS, setUp } from '../set-up.ts';

/** Opens the page of a new intent. */
async function open(fields: object = {}) {
  const world = setUp();
  const { id, redirectUrl } = await world.create(fields);
  const response = await world.send('GET', redirectUrl);
  const text = await response.text();
  return { ...world, id, redirectUrl, response, text };
}

/** Presses a button of the page. Returns the status and the address of the redirect. */
async function press(action: string, fields: object = {}, form: Record<string, string> = {}) {
  const world = await open(fields);
  const response = await world.post(world.redirectUrl, { action, ...form });
  return { ...world, status: response.status, location: response.headers.get('location') };
}

describe('the payment page', () => {
  it('shows what the client sent, escaped, below a banner that it is a simulation', async () => {
    const { text, response } = await open({
      itemName: '<b>Adhésion</b>',
      totalAmount: 3000,
      initialAmount: 1000,
      terms: [
        { amount: 1000, date: '2026-12-01' },
        { amount: 1000, date: '2027-01-22' },
      ],
      payer: { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.org' },
    });
    assert.equal(response.status, 200);
    for (const shown of [
      'Simulation — aucun argent réel',
      '<h1>&lt;b&gt;Adhésion&lt;/b&gt;</h1>',
      '10,00\u00a0€',
      '30,00\u00a0€',
      '1er décembre 2026',
      '22 janvier 2027',
      'value="Ada"',
      'value="Lovelace"',
      'value="ada@example.org"',
      '10:15',
    ]) {
      assert.ok(text.includes(shown), shown);
    }
  });

  it('has no script, loads nothing external and cannot be framed', async () => {
    const { response, text } = await open();
    assert.doesNotMatch(text, /<script|style=|src=/);
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
  });

  it('has an icon of its own, which the policy allows', async () => {
    const { response, text } = await open();
    const [, icon = ''] = /<link rel="icon" href="data:image\/svg\+xml,([^"]+)">/.exec(text) ?? [];
    assert.match(decodeURIComponent(icon), /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*<\/svg>$/);
    assert.match(response.headers.get('content-security-policy') ?? '', /; img-src data:;/);
  });

  it('begins its title with the state of the payment', async () => {
    const { simulator, send, post, redirectUrl } = await open();
    const titleOf = async (response: Response) => /<title>([^<]*)/.exec(await response.text())?.[1];
    const reload = async () => titleOf(await send('GET', redirectUrl));
    assert.equal(await reload(), 'Paiement\u00a0: Don ponctuel, Asso demo – simulation');
    assert.equal(
      await titleOf(await post(redirectUrl, { action: 'pay', tip: 'abc' })),
      'Erreur\u00a0: Don ponctuel, Asso demo – simulation',
    );
    assert.equal(
      await titleOf(await post(redirectUrl, { action: 'abandon' })),
      'Paiement abandonné\u00a0: Don ponctuel – simulation',
    );
    await post(redirectUrl, { action: 'refuse' });
    assert.equal(await reload(), 'Paiement refusé\u00a0: Don ponctuel, Asso demo – simulation');
    assert.match(await (await send('GET', redirectUrl)).text(), /Le dernier paiement a été refusé/);
    await simulator.advance(15 * MINUTE_MS);
    assert.equal(await reload(), 'Lien expiré\u00a0: Don ponctuel – simulation');
    const paid = await press('pay');
    assert.equal(
      await titleOf(await paid.send('GET', paid.redirectUrl)),
      'Paiement déjà effectué\u00a0: Don ponctuel – simulation',
    );
    assert.equal(
      await titleOf(await send('GET', `/associations/asso-demo/checkout/${'0'.repeat(32)}`)),
      'Erreur\u00a0: page introuvable – simulation',
    );
  });

  it('allows redirects to the addresses of the client in its form-action', async () => {
    const { response } = await open({ returnUrl: 'myapp://merci', errorUrl: 'https://other.example/e' });
    assert.match(
      response.headers.get('content-security-policy') ?? '',
      /form-action 'self' myapp: https:\/\/other\.example;/,
    );
  });

  it('offers SEPA only if the intent enables it', async () => {
    assert.doesNotMatch((await open()).text, /SEPA/);
    assert.match((await open({ paymentOptions: { enableSepa: true } })).text, /Payer par prélèvement SEPA/);
  });

  it('returns 404 under another slug and for an unknown key', async () => {
    const { send, redirectUrl } = await open();
    assert.equal((await send('GET', redirectUrl.replace('asso-demo', 'another'))).status, 404);
    assert.equal((await send('GET', `/associations/asso-demo/checkout/${'0'.repeat(32)}`)).status, 404);
  });

  it('returns 410 and accepts no payment after fifteen minutes', async () => {
    const { simulator, send, post, redirectUrl, id, readIntent } = await open();
    await simulator.advance(15 * MINUTE_MS - 1);
    assert.equal((await send('GET', redirectUrl)).status, 200);
    await simulator.advance(1);
    const response = await send('GET', redirectUrl);
    assert.equal(response.status, 410);
    assert.match(await response.text(), /Ce lien a expiré/);
    assert.equal((await post(redirectUrl, { action: 'pay' })).status, 410);
    assert.equal('order' in (await readIntent(id)), false);
  });

  it('returns 409 once the intent is paid', async () => {
    const { post, send, redirectUrl, id, readIntent } = await press('pay');
    assert.equal((await post(redirectUrl, { action: 'pay' })).status, 409);
    assert.match(await (await send('GET', redirectUrl)).text(), /Paiement déjà effectué/);
    assert.equal((await readIntent(id)).order.payments.length, 1);
  });

  it('returns 409 after twenty refusals', async () => {
    const { post, redirectUrl } = await open();
    for (let count = 0; count < 20; count++) assert.equal((await post(redirectUrl, { action: 'refuse' })).status, 303);
    assert.equal((await post(redirectUrl, { action: 'refuse' })).status, 409);
  });

  it('returns 400 for an unknown action', async () => {
    assert.equal((await press('steal')).status, 400);
  });

  it('stores what the payer corrected, and the tip apart from the amount', async () => {
    const form = { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.org', tip: '2,5' };
    const { id, readIntent } = await press('pay', { payer: { firstName: 'Ada' } }, form);
    const { order } = await readIntent(id);
    assert.deepEqual(order.payer, {
      firstName: 'Grace',
      lastName: 'Hopper',
      email: 'grace@example.org',
      country: 'FRA',
    });
    assert.equal(order.amount.total, 2500);
    assert.equal(order.payments[0].amount, 2500);
    assert.equal(order.payments[0].amountTip, 250);
  });

  for (const tip of ['abc', '-1', '1001', '1,234']) {
    it(`returns 400 for a tip of "${tip}" and keeps what was typed`, async () => {
      const { post, redirectUrl } = await open();
      const response = await post(redirectUrl, { action: 'pay', tip, firstName: 'Grace' });
      assert.equal(response.status, 400);
      const text = await response.text();
      assert.match(text, /aria-invalid="true"/);
      assert.match(text, new RegExp(`value="${tip}"`));
      assert.match(text, /value="Grace"/);
    });
  }

  it('creates an order with a receipt', async () => {
    const { id, readIntent, send } = await press('pay');
    const { order } = await readIntent(id);
    const receipt = await send('GET', order.payments[0].paymentReceiptUrl);
    assert.equal(receipt.status, 200);
    assert.match(await receipt.text(), /Attestation de paiement/);
  });

  it('does not redirect after abandoning, and stays open', async () => {
    const { status, location, send, redirectUrl } = await press('abandon');
    assert.equal(status, 200);
    assert.equal(location, null);
    assert.equal((await send('GET', redirectUrl)).status, 200);
  });

  it('redirects with 303 to the return address after a payment', async () => {
    const { id, location, status } = await press('pay');
    assert.equal(status, 303);
    assert.equal(location, `https://asso.example/merci?checkoutIntentId=${id}&code=succeeded&orderId=11000001`);
  });

  it('links to backUrl unchanged', async () => {
    const { text } = await open({ backUrl: 'https://asso.example/don?a=%20b' });
    assert.match(text, /href="https:\/\/asso\.example\/don\?a=%20b"/);
  });

  it('redirects with a return address that is not ASCII percent-encoded', async () => {
    const { id, location } = await press('refuse', { returnUrl: 'https://a.example/r?nom=é' });
    assert.equal(location, `https://a.example/r?nom=%C3%A9&checkoutIntentId=${id}&code=refused`);
  });
});
