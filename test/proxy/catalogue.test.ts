import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parseCatalogue } from '../../proxy/catalogue.ts';
import { offersSchema } from '../../proxy/offers-schema.ts';

const FIXED = { kind: 'ticket', itemName: 'Billet', amountCents: 1200 };
const FREE = { kind: 'gift', itemName: 'Don', amountCents: { min: 100, max: 5000, suggestions: [2000] } };

describe('parseCatalogue', () => {
  it('reads the offers file of the repository', () => {
    const { data } = parseCatalogue(JSON.parse(readFileSync('offers.json', 'utf8')));
    assert.deepEqual([...(data?.keys() ?? [])], ['don', 'adhesion', 'billet']);
    assert.deepEqual(data?.get('adhesion'), {
      id: 'adhesion',
      kind: 'membership',
      itemName: 'Adhésion annuelle',
      amountCents: 3000,
      maxQuantity: 1,
      instalments: [1, 3],
      payer: {
        firstName: 'optional',
        lastName: 'optional',
        email: 'optional',
        companyName: 'hidden',
        address: 'hidden',
        zipCode: 'hidden',
        city: 'hidden',
        country: 'hidden',
      },
      containsDonation: false,
      sepa: false,
      metadataKeys: [],
    });
  });

  const faulty: Record<string, unknown> = {
    'is not an object': [],
    'declares nothing': {},
    'has an id with a space': { 'mon don': FREE },
    'has an unknown kind': { x: { ...FIXED, kind: 'raffle' } },
    'has an unknown key': { x: { ...FIXED, prix: 12 } },
    'has an empty name': { x: { ...FIXED, itemName: ' ' } },
    'has euros with a fraction': { x: { ...FIXED, amountCents: 12.5 } },
    'has an amount as a text': { x: { ...FIXED, amountCents: '1200' } },
    'costs less than HelloAsso collects': { x: { ...FIXED, amountCents: 49 } },
    'has bounds the wrong way round': { x: { ...FREE, amountCents: { min: 500, max: 100 } } },
    'suggests what it does not allow': { x: { ...FREE, amountCents: { min: 500, max: 1000, suggestions: [2000] } } },
    'sells several of a free amount': { x: { ...FREE, maxQuantity: 2 } },
    'makes a total above the ceiling': { x: { ...FIXED, amountCents: 9_000_000, maxQuantity: 2 } },
    'cannot be paid at once': { x: { ...FIXED, instalments: [3] } },
    'makes payments below one euro': { x: { ...FIXED, amountCents: 250, instalments: [1, 3] } },
    'declares a key that is none': { x: { ...FIXED, metadataKeys: ['__proto__'] } },
    'declares eleven keys': { x: { ...FIXED, metadataKeys: Array.from({ length: 11 }, (_, index) => `k${index}`) } },
    'repeats a number of payments': { x: { ...FIXED, instalments: [1, 3, 3] } },
    'asks for thirteen payments': { x: { ...FIXED, instalments: [1, 13] } },
    'sells twenty-one at once': { x: { ...FIXED, maxQuantity: 21 } },
    'sells several at a signed price': { x: { ...FIXED, amountCents: 'signed', maxQuantity: 2 } },
    'preselects what it does not suggest': { x: { ...FREE, amountCents: { ...FREE.amountCents, preselected: 500 } } },
    'suggests an amount twice': { x: { ...FREE, amountCents: { min: 100, max: 900, suggestions: [200, 200] } } },
    'asks the payer for something else': { x: { ...FIXED, payer: { phone: 'required' } } },
    'asks the payer in another way': { x: { ...FIXED, payer: { email: true } } },
    'gives back by a rate that is no law': { x: { ...FREE, tax: { rate: 60, year: 2026 } } },
    'gives back 75 percent without a cap': { x: { ...FREE, tax: { rate: 75, year: 2026 } } },
    'gives back 66 percent up to a cap': { x: { ...FREE, tax: { rate: 66, capCents: 200_000, year: 2026 } } },
    'gives back for no year': { x: { ...FREE, tax: { rate: 66 } } },
    'has a slug with a slash': { x: { ...FIXED, organization: '../asso' } },
    'names no organisation': { x: { ...FIXED, organization: [] } },
    'opens on a day that does not exist': { x: { ...FIXED, opensOn: '2026-02-30' } },
    'closes before it opens': { x: { ...FIXED, opensOn: '2026-12-02', closesOn: '2026-12-01' } },
    'has a label in no language': { x: { ...FIXED, labels: { English: 'Ticket' } } },
    'has an empty label': { x: { ...FIXED, labels: { en: ' ' } } },
    'has no label among its labels': { x: { ...FIXED, labels: {} } },
  };
  for (const [fault, json] of Object.entries(faulty)) {
    it(`refuses a file that ${fault}`, () => {
      assert.equal(parseCatalogue(json).success, false);
    });
  }

  it('names every fault at once, each with its path', () => {
    const { error } = parseCatalogue({
      a: {
        kind: 'raffle',
        amountCents: { min: 1.5, max: 900, price: 1 },
        opensOn: '2026-12-31',
        closesOn: '2026-12-01',
        payer: { email: 'yes' },
        tax: { rate: 75, year: 1 },
      },
      b: { ...FIXED, itemName: '', amountCents: 250, instalments: [1, 3] },
    });
    assert.deepEqual(
      error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`),
      [
        'a.kind must be gift, membership, ticket or payment',
        'a.itemName must be a text',
        'a.amountCents min must be a whole number of cents; Unrecognized key: "price"',
        'a.payer.email must be hidden, optional or required',
        'a.tax.year must be a year',
        'a.tax.capCents goes with a rate of 75, and with no other',
        'a.closesOn must not be before opensOn',
        'b.itemName must not be empty',
        'b.instalments makes payments below 100 cents',
      ],
    );
  });

  it('takes an organisation’s slug alone, or with its former ones', () => {
    const { data } = parseCatalogue({
      one: { ...FIXED, organization: 'asso' },
      renamed: { ...FIXED, organization: ['asso', 'ancien-nom'] },
    });
    assert.deepEqual(data?.get('one')?.organization, { slug: 'asso', formerSlugs: [] });
    assert.deepEqual(data?.get('renamed')?.organization, { slug: 'asso', formerSlugs: ['ancien-nom'] });
  });

  it('declares a donation for a gift, unless the file says otherwise', () => {
    const { data } = parseCatalogue({ a: FIXED, b: FREE, c: { ...FREE, containsDonation: false } });
    assert.deepEqual(
      [...(data?.values() ?? [])].map(({ containsDonation }) => containsDonation),
      [false, true, false],
    );
  });
});

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

describe('the README', () => {
  for (const file of ['README.md', 'README.fr.md']) {
    it(`shows in ${file} the offers that are here`, () => {
      const [, json = ''] = /```json\n(.*?)```/s.exec(readFileSync(file, 'utf8')) ?? [];
      const { $schema, ...offers } = JSON.parse(readFileSync('offers.json', 'utf8'));
      assert.deepEqual(JSON.parse(json), offers);
    });
  }
});
