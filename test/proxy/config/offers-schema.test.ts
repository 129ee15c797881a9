import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { offersSchema } from '../../../proxy/config/offers-schema.ts';

describe('the JSON Schema of the offers file', () => {
  const schema = JSON.parse(readFileSync('proxy/offers.schema.json', 'utf8'));

  it('is what the proxy checks; `npm run offers-schema` writes it anew', () => {
    assert.deepEqual(schema, offersSchema());
  });

  it('accepts the offers file of the repository, and refuses what is misspelt', () => {
    const isValid = new Ajv2020().addFormat('date', true).compile(schema);
    const offers = JSON.parse(readFileSync('offers.json', 'utf8'));
    assert.equal(isValid(offers), true, JSON.stringify(isValid.errors));
    assert.equal(isValid({ ...offers, don: { ...offers.don, itemname: 'Don' } }), false);
    assert.equal(isValid({ 'Mon don': offers.don }), false);
  });

  it('explains every member that an offer may have', () => {
    const [offer] = Object.values<{ properties: Record<string, object> }>(schema.patternProperties);
    for (const [name, property] of Object.entries(offer?.properties ?? {})) assert.ok('description' in property, name);
  });
});
