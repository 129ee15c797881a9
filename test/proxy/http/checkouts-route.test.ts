import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_BODY_BYTES } from '../../../proxy/contract/limits.ts';
import { assertProblem, GIFT, ORIGIN, setUp } from '../set-up.ts';

describe('POST /v1/checkouts with invalid input', () => {
  const bodies: Record<string, readonly [unknown, string, number]> = {
    'an unknown offer': [{ ...GIFT, offer: 'nothing' }, 'offer-unknown', 404],
    'an offer named like a property of every object': [{ ...GIFT, offer: 'constructor' }, 'offer-unknown', 404],
    'an amount outside the rule': [{ ...GIFT, amountCents: 99 }, 'amount-out-of-range', 422],
    'an amount where the offer fixes it': [{ ...GIFT, offer: 'billet' }, 'amount-not-applicable', 422],
    'too many tickets': [{ offer: 'billet', quantity: 11, returnPath: '/' }, 'quantity-out-of-range', 422],
    'instalments that are not offered': [{ ...GIFT, instalments: 3 }, 'instalments-not-offered', 422],
    'metadata that the offer does not declare': [{ ...GIFT, metadata: { ref: '1' } }, 'metadata-not-declared', 422],
    'metadata that is no text': [{ ...GIFT, metadata: { ref: 1 } }, 'invalid-request', 422],
    'yesterday’s dates': [
      { offer: 'adhesion', instalments: 3, firstTermDate: '2026-12-21', returnPath: '/' },
      'plan-changed',
      409,
    ],
    'a fraction of a cent': [{ ...GIFT, amountCents: 2000.5 }, 'invalid-request', 422],
    'an amount as a text': [{ ...GIFT, amountCents: '2000' }, 'invalid-request', 422],
    'a negative quantity': [{ offer: 'billet', quantity: -1, returnPath: '/' }, 'invalid-request', 422],
    'a key we do not know': [{ ...GIFT, totalAmount: 1 }, 'invalid-request', 422],
    'an e-mail that is none': [{ ...GIFT, payer: { email: 'ada@club' } }, 'invalid-request', 422],
    'an e-mail whose name is not ASCII': [{ ...GIFT, payer: { email: 'zoé@été.fr' } }, 'invalid-request', 422],
    'an e-mail whose domain has a path': [{ ...GIFT, payer: { email: 'ada@été.fr/x' } }, 'invalid-request', 422],
    'an e-mail made to stall a pattern': [{ ...GIFT, payer: { email: '@'.repeat(32_000) } }, 'invalid-request', 422],
    'a country of two letters': [{ ...GIFT, payer: { country: 'FR' } }, 'invalid-request', 422],
    'a birthday that never was': [{ ...GIFT, payer: { dateOfBirth: '1990-02-30' } }, 'invalid-request', 422],
    'an array': [[], 'invalid-request', 422],
    null: [null, 'invalid-request', 422],
    'no return path': [{ offer: 'don', amountCents: 2000 }, 'invalid-request', 422],
    'a return path to another origin': [{ ...GIFT, returnPath: '//evil.example' }, 'return-path-invalid', 422],
    'a return path with a backslash': [{ ...GIFT, returnPath: '/\\evil.example' }, 'return-path-invalid', 422],
    'a return path that is too long': [{ ...GIFT, returnPath: `/${'a'.repeat(1024)}` }, 'return-path-invalid', 422],
    'half a JSON': ['{"offer":', 'malformed-json', 400],
    'an empty body': ['', 'malformed-json', 400],
    'a body over 32 kB': [{ ...GIFT, padding: 'x'.repeat(MAX_BODY_BYTES) }, 'body-too-large', 413],
  };
  for (const [what, [body, code, status]] of Object.entries(bodies)) {
    it(`answers ${code} to ${what} without a call to HelloAsso`, async () => {
      const { post, calls } = setUp();
      await assertProblem(await post(body), code, status);
      assert.deepEqual(calls(), []);
    });
  }

  it('points to each invalid field of the body', async () => {
    const response = await setUp().post({ ...GIFT, amountCents: '20', payer: { email: 'x' } });
    const { errors } = (await response.json()) as { errors: { pointer: string }[] };
    assert.deepEqual(
      errors.map(({ pointer }) => pointer),
      ['/amountCents', '/payer/email', '/payer/email'],
    );
  });

  it('points to invalid metadata without its keys', async () => {
    const response = await setUp().post({ ...GIFT, metadata: { 'some text': 1 } });
    const { errors } = (await response.json()) as { errors: object[] };
    assert.deepEqual(errors, [{ pointer: '/metadata', code: 'invalid_type' }]);
  });

  const headers: Record<string, readonly [Readonly<Record<string, string>>, string, number]> = {
    'an unlisted origin': [{ origin: 'https://evil.example' }, 'origin-not-allowed', 403],
    'the null origin': [{ origin: 'null' }, 'origin-not-allowed', 403],
    'a listed origin on another port': [{ origin: `${ORIGIN}:8443` }, 'origin-not-allowed', 403],
    'a listed origin over plain http': [{ origin: 'http://www.example.org' }, 'origin-not-allowed', 403],
    'a form’s content type': [{ 'content-type': 'text/plain' }, 'unsupported-media-type', 415],
  };

  for (const [what, [header, code, status]] of Object.entries(headers)) {
    it(`answers ${code} to ${what} without a call to HelloAsso`, async () => {
      const { post, calls } = setUp();
      const response = await post(GIFT, header);
      if (code === 'origin-not-allowed') {
        assert.equal(response.headers.get('access-control-allow-origin'), null);
        assert.match(response.headers.get('vary') ?? '', /Origin/);
      }
      await assertProblem(response, code, status);
      assert.deepEqual(calls(), []);
    });
  }

  it('answers origin-not-allowed to a request without Origin', async () => {
    const { ask } = setUp();
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(GIFT) };
    await assertProblem(await ask('/v1/checkouts', init), 'origin-not-allowed', 403);
  });

  it('sends the domain of an e-mail encoded to HelloAsso when it is not ASCII, as Firefox sends it', async () => {
    const { post, intents } = setUp();
    assert.equal((await post({ ...GIFT, payer: { email: 'jean@l’été.fr' } })).status, 201);
    assert.equal((await intents())[0]?.payer?.email, 'jean@xn--lt-bjab1301b.fr');
  });

  it('refuses a country of two letters', async () => {
    const { post, intents } = setUp();
    const response = await post({ ...GIFT, payer: { country: 'FR' } });
    await assertProblem(response, 'invalid-request', 422);
    assert.equal((await intents()).length, 0);
  });
});
