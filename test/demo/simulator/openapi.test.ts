import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Conformance, type OpenApiDocument, readOpenApi } from '../../openapi.ts';
import { created, GIFT, setUp } from '../../proxy/set-up.ts';
import { setUpPaid } from './set-up.ts';

const document = readOpenApi();
const skip = document ? false : 'HELLOASSO_OPENAPI names no document';

/** Checks every exchange of proxy and simulator for one payment, changed on the way by `tamper`. */
async function exchanges(tamper: {
  request?: (text: string) => string;
  answer?: (text: string) => string;
}): Promise<Conformance> {
  const conformance = new Conformance(document as OpenApiDocument);
  const { post, press, read, seen } = setUp();
  const { checkoutIntentId, redirectUrl, stateToken } = await created(await post(GIFT));
  await press(redirectUrl, 'pay');
  await read(checkoutIntentId, stateToken);
  for (const { request, response } of seen) {
    const text = await request.clone().text();
    const body = text && (tamper.request?.(text) ?? text);
    const replayed = new Request(request.url, { method: request.method, ...(body && { body }) });
    const answer = await response.clone().text();
    await conformance.watch(async () => new Response(tamper.answer?.(answer) ?? answer, response))(replayed);
  }
  return conformance;
}

describe('the check against HelloAsso’s OpenAPI document', { skip }, () => {
  it('finds no error in a whole payment', async () => {
    const { errors, checked } = await exchanges({});
    assert.deepEqual(errors, []);
    assert.equal(checked, 3, 'one request and two answers have a schema');
  });

  for (const path of [
    '/organizations/asso-demo',
    '/organizations/asso-demo/orders',
    '/organizations/asso-demo/payments',
    '/organizations/asso-demo/forms/Checkout/default/orders',
    '/organizations/asso-demo/forms/Checkout/default/payments',
    '/orders/11000001',
    '/payments/12000002',
    '/items/11000001',
  ]) {
    it(`finds no error in GET ${path}`, async () => {
      const conformance = new Conformance(document as OpenApiDocument);
      const terms = [{ amount: 100, date: '2026-12-28' }];
      const { simulator, api } = await setUpPaid({}, { terms, totalAmount: 2600, payer: { dateOfBirth: '1984-5-15' } });
      simulator.setPaymentState(12000001, 'Authorized');
      simulator.refund(12000001, { amountCents: 500 });
      await conformance.watch(() => api('GET', path))(new Request(`http://localhost/v5${path}`));
      assert.deepEqual(conformance.errors, []);
      assert.equal(conformance.checked, 1);
    });
  }

  it('finds no error in a refund', async () => {
    const conformance = new Conformance(document as OpenApiDocument);
    const { api } = await setUpPaid({ privileges: ['Checkout', 'RefundManagement'] });
    const path = '/payments/12000001/refund?amount=0';
    const request = new Request(`http://localhost/v5${path}`, { method: 'POST' });
    await conformance.watch(() => api('POST', path))(request);
    assert.deepEqual(conformance.errors, []);
  });

  it('finds a renamed field in a request of the proxy', async () => {
    const { errors } = await exchanges({ request: (text) => text.replace('"totalAmount"', '"totalCents"') });
    assert.match(errors.join('\n'), /request: .*totalAmount/);
    assert.match(errors.join('\n'), /request: .*totalCents/);
  });

  it('finds a renamed field in a response of the simulator', async () => {
    const { errors } = await exchanges({ answer: (text) => text.replace('"redirectUrl"', '"redirectURL"') });
    assert.match(errors.join('\n'), /response 200: .*redirectURL/);
  });

  it('finds a renamed field deep inside an order', async () => {
    const { errors } = await exchanges({ answer: (text) => text.replace('"installmentNumber"', '"instalmentNumber"') });
    assert.match(errors.join('\n'), /response 200: \/order\/payments\/0 .*instalmentNumber/);
  });

  it('finds an unknown payment state', async () => {
    const { errors } = await exchanges({ answer: (text) => text.replace('"Authorized"', '"Paid"') });
    assert.match(
      errors.join('\n'),
      /response 200: \/order\/payments\/0\/state must be equal to one of the allowed values/,
    );
  });

  it('finds an unknown operation', async () => {
    const conformance = new Conformance(document as OpenApiDocument);
    await conformance.watch(async () => new Response('{}'))(new Request('http://localhost/v5/organisations/asso'));
    assert.deepEqual(conformance.errors, ['GET /v5/organisations/asso: no such operation']);
  });
});
