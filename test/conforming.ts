import assert from 'node:assert/strict';
import { after } from 'node:test';
import { Conformance, readOpenApi } from './openapi.ts';

const document = readOpenApi();
const conformance = document && new Conformance(document);

after(() => {
  if (conformance?.passed) assert.ok(conformance.checked > 0, 'no body was checked against the document');
  assert.deepEqual(conformance?.errors ?? [], [], 'these exchanges do not match HelloAsso’s OpenAPI document');
});

/**
 * Wraps the simulator's `fetch`: checks every call against HelloAsso's OpenAPI document, if `HELLOASSO_OPENAPI` is set. The
 * test file that imports this fails at its end if a call does not conform.
 */
export function conforming(answer: (request: Request) => Promise<Response>): (request: Request) => Promise<Response> {
  return conformance?.watch(answer) ?? answer;
}
