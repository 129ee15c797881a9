import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readOffers } from '../../../proxy/config/read-offers.ts';

/** The errors of an offers file, each without its example. */
function errorsOf(text: string): readonly string[] {
  const { errors } = readOffers('offers.json', () => text);
  return errors.map((line) => line.replace(/; for example .*/, ''));
}

describe('readOffers', () => {
  it('reads a file with a byte order mark and CRLF', () => {
    const text = '\ufeff{\r\n"don": {"kind": "gift",\r\n"itemName": "Don", "amountCents": 2000}}\r\n';
    const { offers, errors } = readOffers('offers.json', () => text);
    assert.deepEqual([...(offers?.keys() ?? [])], ['don']);
    assert.deepEqual(errors, []);
  });

  it('lists every error at once, each with line, column, member and reason', () => {
    assert.deepEqual(
      errorsOf(`{
  "a": {
    "kind": "raffle",
    "amountCents": { "min": 1.5, "max": 900, "price": 1 },
    "opensOn": "2026-12-31", "closesOn": "2026-12-01",
    "payer": { "email": "yes" },
    "tax": { "rate": 75, "year": 1 },
    "organization": ["asso", "Ancien Nom"]
  },
  "b": { "kind": "ticket", "itemName": "", "amountCents": 250, "instalments": [1, 3, 13], "itemname": "x", },
  "Mon don": { "kind": "gift", "itemName": "Don", "amountCents": 49 }
}`),
      [
        'offers.json:2:3: a.itemName: must be a text',
        'offers.json:3:5: a.kind: must be gift, membership, ticket or payment',
        'offers.json:4:22: a.amountCents.min: must be a whole number of cents',
        'offers.json:4:46: a.amountCents.price: there is no such member',
        'offers.json:5:30: a.closesOn: must not be before opensOn',
        'offers.json:6:16: a.payer.email: must be hidden, optional or required',
        'offers.json:7:5: a.tax.capCents: is needed with a rate of 75, and only with it',
        'offers.json:7:26: a.tax.year: must be 2024 or later',
        'offers.json:8:30: a.organization.1: must be a slug, as in the address of the organisation’s page on HelloAsso',
        'offers.json:10:28: b.itemName: must not be empty',
        'offers.json:10:86: b.instalments.2: must be at most 12',
        'offers.json:10:91: b.itemname: an offer has no such member; it has kind, itemName, labels, amountCents, maxQuantity, ' +
          'instalments, payer, containsDonation, tax, monthlyUrl, organization, opensOn, closesOn, sepa, metadataKeys',
        'offers.json:10:106: b: the comma before } is one too many; remove it',
        'offers.json:11:3: Mon don: ids are small letters, digits and hyphens',
      ],
    );
  });

  it('gives an example of the member, or of an offer', () => {
    const { errors } = readOffers('offers.json', () => '{"don": {"itemName": "Don", "amountCents": 1}, "x": 1}');
    assert.match(errors[0] ?? '', /don\.kind: .*; for example "kind": "gift"$/);
    assert.match(errors[1] ?? '', /don\.amountCents: must be at least 50 cents; for example "amountCents": 2000/);
    assert.match(errors[2] ?? '', /x: .*; for example "don": \{ "kind": "gift"/);
    assert.match(readOffers('offers.json', () => '[]').errors[0] ?? '', /; for example \{ "don": \{.* \} \}$/);
  });

  it('reports the price of 49 cents by its minimum, and a price as a text by the forms there are', () => {
    const withPrice = (price: string) =>
      errorsOf(`{"don": {"kind": "gift", "itemName": "Don", "amountCents": ${price}}}`);
    assert.deepEqual(withPrice('49'), ['offers.json:1:45: don.amountCents: must be at least 50 cents']);
    assert.deepEqual(withPrice('"12"'), [
      'offers.json:1:45: don.amountCents: must be a whole number of cents, { min, max, suggestions }, or "signed"',
    ]);
  });

  it('refuses an offer whose id is there twice', () => {
    const offer = '{"kind": "gift", "itemName": "Don", "amountCents": 2000}';
    assert.deepEqual(errorsOf(`{"don": ${offer},\n "don": ${offer}}`), [
      'offers.json:2:2: don: is already in line 1; remove one of the two',
    ]);
  });

  it('reports the first error alone of a text that cannot be read on', () => {
    assert.deepEqual(errorsOf(`{"don": {"kind": 'gift'}}`), [
      'offers.json:1:18: don.kind: texts and names are in straight double quotes, such as "gift"',
    ]);
  });

  it('reports a file that cannot be read by the reason, and names OFFERS_FILE', () => {
    const { errors } = readOffers('x', () => {
      throw new Error('/a/x: there is no such file');
    });
    assert.deepEqual(errors, [
      'OFFERS_FILE: /a/x: there is no such file (without OFFERS_FILE, it is offers.json in the current folder)',
    ]);
  });
});
