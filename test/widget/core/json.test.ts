import { expect } from '@open-wc/testing';
import { fromJson } from '../../../widget/core/json.ts';

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
