import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newReference } from '../../../proxy/checkouts/new-reference.ts';

describe('newReference', () => {
  it('gives 128 bits as base64url, and never the same twice', () => {
    const references = Array.from({ length: 10_000 }, newReference);
    for (const reference of references) assert.match(reference, /^[\w-]{22}$/);
    assert.equal(new Set(references).size, references.length);
  });
});
