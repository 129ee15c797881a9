import assert from 'node:assert/strict';
import { after } from 'node:test';
import { Conformance, readOpenApi } from './openapi.ts';

const document = readOpenApi();
const conformance = document && new Conformance(document);

after(() => {
  if (conformance?.passed) assert.ok(conformance.checked > 0, 'nothing was held to the document');
  assert.deepEqual(conformance?.faults ?? [], [], 'these exchanges are not what HelloAsso’s OpenAPI document says');
});

/**
 * Holds every call that passes to HelloAsso's own OpenAPI document, where `HELLOASSO_OPENAPI` names it; the test file that
 * imports this fails at its end when one did not conform.
 */
export function conforming(answer: (request: Request) => Promise<Response>): (request: Request) => Promise<Response> {
  return conformance?.watch(answer) ?? answer;
}
