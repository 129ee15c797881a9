import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Conformance, type OpenApiDocument, readOpenApi } from '../../openapi.ts';
import { created, GIFT, setUp } from '../../proxy/set-up.ts';

const document = readOpenApi();
const skip = document ? false : 'HELLOASSO_OPENAPI names no document';

/** Everything that proxy and simulator say to each other about one payment, changed on the way by `tamper`. */
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
  it('finds nothing wrong with a whole payment', async () => {
    const { faults, checked } = await exchanges({});
    assert.deepEqual(faults, []);
    assert.equal(checked, 3, 'one request and two answers have a schema');
  });

  it('finds a field that the proxy would rename', async () => {
    const { faults } = await exchanges({ request: (text) => text.replace('"totalAmount"', '"totalCents"') });
    assert.match(faults.join('\n'), /request: .*totalAmount/);
    assert.match(faults.join('\n'), /request: .*totalCents/);
  });

  it('finds a field that the simulator would rename', async () => {
    const { faults } = await exchanges({ answer: (text) => text.replace('"redirectUrl"', '"redirectURL"') });
    assert.match(faults.join('\n'), /answer 200: .*redirectURL/);
  });

  it('finds a field deep inside an order', async () => {
    const { faults } = await exchanges({ answer: (text) => text.replace('"installmentNumber"', '"instalmentNumber"') });
    assert.match(faults.join('\n'), /answer 200: \/order\/payments\/0 .*instalmentNumber/);
  });

  it('finds a state that HelloAsso does not know', async () => {
    const { faults } = await exchanges({ answer: (text) => text.replace('"Authorized"', '"Paid"') });
    assert.match(
      faults.join('\n'),
      /answer 200: \/order\/payments\/0\/state must be equal to one of the allowed values/,
    );
  });

  it('finds an operation that does not exist', async () => {
    const conformance = new Conformance(document as OpenApiDocument);
    await conformance.watch(async () => new Response('{}'))(new Request('http://localhost/v5/organisations/asso'));
    assert.deepEqual(conformance.faults, ['GET /v5/organisations/asso: no such operation']);
  });
});
