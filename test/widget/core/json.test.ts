import { expect } from '@open-wc/testing';
import { fromJson, jwtPayload } from '../../../widget/core/json.ts';

describe('JSON of a page', () => {
  it('fromJson returns an object unchanged, and parses a text', () => {
    const given = { city: 'Paris' };
    expect(fromJson(given)).to.equal(given);
    expect(fromJson('{"city":"Paris"}')).to.deep.equal(given);
  });

  for (const text of ['', '{city:"Paris"}', "{'city':'Paris'}", '<!doctype html>']) {
    it(`fromJson returns undefined for “${text}”, which is not JSON`, () => expect(fromJson(text)).to.equal(undefined));
  }
});

describe('The payload of a JWT', () => {
  for (const [name, payload] of [
    ['padding and UTF-8', { itemName: 'Été ✓' }],
    ['the characters - and _', { text: '>>>???ÿþ' }],
  ] as const) {
    it(`jwtPayload reads a payload whose base64url has ${name}`, () => {
      const bytes = new TextEncoder().encode(JSON.stringify(payload));
      const base64 = btoa(String.fromCharCode(...bytes))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '');
      expect(jwtPayload(`e30.${base64}.c2ln`)).to.deep.equal(payload);
    });
  }

  for (const text of ['', 'panier', 'a.b.c', 'e30.!!.e30']) {
    it(`jwtPayload throws for “${text}”, which is not a JWT`, () => expect(() => jwtPayload(text)).to.throw());
  }
});
