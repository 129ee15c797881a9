import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parseOffersFile } from '../../../proxy/config/offers-file.ts';

const FIXED = { kind: 'ticket', itemName: 'Billet', amountCents: 1200 };
const FREE = { kind: 'gift', itemName: 'Don', amountCents: { min: 100, max: 5000, suggestions: [2000] } };

describe('parseOffersFile', () => {
  it('reads the offers file of the repository without an error', () => {
    const { data } = parseOffersFile(JSON.parse(readFileSync('offers.json', 'utf8')));
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
    'leads to a monthly form elsewhere': { x: { ...FREE, monthlyUrl: 'https://helloasso.com.evil.example/' } },
    'leads to a monthly form in plain http': { x: { ...FREE, monthlyUrl: 'http://www.helloasso.com/' } },
    'has a monthly form for a ticket': { x: { ...FIXED, monthlyUrl: 'https://www.helloasso.com/' } },
    'closes before it opens': { x: { ...FIXED, opensOn: '2026-12-02', closesOn: '2026-12-01' } },
    'has a label in no language': { x: { ...FIXED, labels: { English: 'Ticket' } } },
    'has an empty label': { x: { ...FIXED, labels: { en: ' ' } } },
    'has no label among its labels': { x: { ...FIXED, labels: {} } },
  };
  for (const [fault, json] of Object.entries(faulty)) {
    it(`refuses an offers file that ${fault}`, () => {
      assert.equal(parseOffersFile(json).success, false);
    });
  }

  it('reads an organisation’s slug, alone or with its former slugs', () => {
    const { data } = parseOffersFile({
      one: { ...FIXED, organization: 'asso' },
      renamed: { ...FIXED, organization: ['asso', 'ancien-nom'] },
    });
    assert.deepEqual(data?.get('one')?.organization, { slug: 'asso', formerSlugs: [] });
    assert.deepEqual(data?.get('renamed')?.organization, { slug: 'asso', formerSlugs: ['ancien-nom'] });
  });

  it('declares a donation for a gift unless containsDonation is false', () => {
    const { data } = parseOffersFile({ a: FIXED, b: FREE, c: { ...FREE, containsDonation: false } });
    assert.deepEqual(
      [...(data?.values() ?? [])].map(({ containsDonation }) => containsDonation),
      [false, true, false],
    );
  });
});

describe('the READMEs', () => {
  for (const file of ['README.md', 'README.fr.md']) {
    it(`${file} shows the offers of offers.json`, () => {
      const [, json = ''] = /```json\n(.*?)```/s.exec(readFileSync(file, 'utf8')) ?? [];
      const { $schema, ...offers } = JSON.parse(readFileSync('offers.json', 'utf8'));
      assert.deepEqual(JSON.parse(json), offers);
    });
  }
});
