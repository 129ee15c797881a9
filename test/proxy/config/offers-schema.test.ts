import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { offersSchema } from '../../../proxy/config/offers-schema.ts';

describe('the JSON Schema of the offers file', () => {
  const schema = JSON.parse(readFileSync('proxy/offers.schema.json', 'utf8'));

  it('the published schema equals the generated one (`npm run offers-schema` writes it)', () => {
    assert.deepEqual(schema, offersSchema());
  });

  it('accepts the offers file of the repository and refuses a misspelt member', () => {
    const isValid = new Ajv2020().addFormat('date', true).compile(schema);
    const offers = JSON.parse(readFileSync('offers.json', 'utf8'));
    assert.equal(isValid(offers), true, JSON.stringify(isValid.errors));
    assert.equal(isValid({ ...offers, don: { ...offers.don, itemname: 'Don' } }), false);
    assert.equal(isValid({ 'Mon don': offers.don }), false);
  });

  it('describes every member of an offer', () => {
    const [offer] = Object.values<{ properties: Record<string, object> }>(schema.patternProperties);
    for (const [name, property] of Object.entries(offer?.properties ?? {})) assert.ok('description' in property, name);
  });
});
