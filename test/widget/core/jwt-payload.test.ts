import { expect } from '@open-wc/testing';
import { jwtPayload } from '../../../widget/core/jwt-payload.ts';

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
