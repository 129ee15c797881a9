import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parseCatalogue } from '../../proxy/catalogue.ts';

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
  };
  for (const [fault, json] of Object.entries(faulty)) {
    it(`refuses a file that ${fault}`, () => {
      assert.equal(parseCatalogue(json).success, false);
    });
  }

  it('names every fault at once, each with its path', () => {
    const { error } = parseCatalogue({ a: { ...FIXED, kind: 'raffle' }, b: { ...FIXED, amountCents: 1 } });
    assert.deepEqual(
      error?.issues.map(({ path }) => path.join('.')),
      ['a.kind', 'b.amountCents'],
    );
  });
});

describe('the README', () => {
  for (const file of ['README.md', 'README.fr.md']) {
    it(`shows in ${file} the offers that are here`, () => {
      const [, json = ''] = /```json\n(.*?)```/s.exec(readFileSync(file, 'utf8')) ?? [];
      assert.deepEqual(JSON.parse(json), JSON.parse(readFileSync('offers.json', 'utf8')));
    });
  }
});
