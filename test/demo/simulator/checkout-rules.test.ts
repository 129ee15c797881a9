import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BODY, setUp } from './set-up.ts';

const PATH = '/organizations/asso-demo/checkout-intents';

/** A plan of some terms, each of 1 €, at these dates. */
function plan(...dates: string[]) {
  const terms = dates.map((date) => ({ amount: 100, date }));
  return { terms, totalAmount: BODY.initialAmount + 100 * dates.length };
}

async function assertRefused(fields: object, message: RegExp) {
  const { status, messages } = await setUp().tryToCreate(fields);
  assert.equal(status, 400);
  assert.equal(messages.length, 1, messages.join('\n'));
  assert.match(messages[0] ?? '', message);
}

describe('a broken rule', () => {
  it('is told in the envelope of business errors', async () => {
    const response = await setUp().api('POST', PATH, { ...BODY, returnUrl: 'http://asso.example' });
    assert.equal(response.status, 400);
    const { errors } = await response.json();
    assert.deepEqual(Object.keys(errors[0]), ['code', 'message']);
    assert.equal(errors[0].code, 'ArgumentInvalid');
  });

  it('does not hide another one', async () => {
    const { messages } = await setUp().tryToCreate({ backUrl: 'no', errorUrl: 'no', payer: { firstName: 'test' } });
    assert.equal(messages.length, 3);
  });
});

describe('amounts', () => {
  it('totalAmount is initialAmount plus the terms', () => assertRefused({ totalAmount: 2600 }, /totalAmount/));
  it('a payment is at least 0.50 €', () => assertRefused({ totalAmount: 49, initialAmount: 49 }, /initialAmount/));
  it('0.50 € is enough', async () => {
    await setUp().create({ totalAmount: 50, initialAmount: 50 });
  });
});

describe('terms', () => {
  it('one a month, from next month, before the 28th, within the year: accepted', async () => {
    const dates = Array.from({ length: 11 }, (_, index) => new Date(Date.UTC(2026, 11 + index, 22)).toISOString());
    await setUp().create(plan(...dates.map((date) => date.slice(0, 10))));
  });
  it('a date with its time is accepted', async () => {
    await setUp().create(plan('2026-12-22T00:00:00+01:00'));
  });
  it('lie in the future', async () => {
    const { messages } = await setUp({ strictTerms: false }).tryToCreate(plan('2026-11-22'));
    assert.match(messages.join(), /futur/);
  });
  it('start next month', () => assertRefused(plan('2026-11-25'), /mois prochain/));
  it('are one a month', () => assertRefused(plan('2026-12-02', '2026-12-22'), /par mois/));
  it('come in order', () => assertRefused(plan('2027-02-22', '2027-01-22'), /par mois/));
  it('fall before the 28th', () => assertRefused(plan('2026-12-28'), /avant le 28/));
  it('end within twelve months', () => assertRefused(plan('2027-11-22'), /douze mois/));
  it('are eleven at most', () => {
    const dates = Array.from({ length: 12 }, (_, index) => `2026-12-${10 + index}`);
    return setUp()
      .tryToCreate(plan(...dates))
      .then(({ messages }) => assert.match(messages.join(), /11 échéances/));
  });
  it('are at least 1 € each', () =>
    assertRefused({ terms: [{ amount: 99, date: '2026-12-22' }], totalAmount: 2599 }, /100 centimes/));
  it('are positive even when the rules are loose', async () => {
    const fields = { terms: [{ amount: 0, date: '2026-12-22' }] };
    assert.match((await setUp({ strictTerms: false }).tryToCreate(fields)).messages.join(), /positif/);
  });
  it('may be anything in the future when the rules are loose', async () => {
    await setUp({ strictTerms: false }).create(plan('2026-11-30', '2026-11-29', '2030-01-31'));
  });
});

describe('names', () => {
  const refused: readonly [title: string, name: string, reason: RegExp][] = [
    ['no three identical characters in a row', 'Annna', /trois caractères/],
    ['no digit', 'Ada2', /chiffre/],
    ['at least one vowel', 'Brrt', /voyelle/],
    ['no placeholder', 'firstname', /interdite/],
    ['no placeholder, whatever its case', 'TEST', /interdite/],
    ['no placeholder with an accent', 'Prénom', /interdite/],
    ['Latin letters only', 'Адаa', /caractère interdit/],
    ['no sign but apostrophe, hyphen and space', 'Ada!', /caractère interdit/],
    ['more than one character', 'A', /deux caractères/],
  ];
  for (const [title, name, reason] of refused) {
    it(`${title} (first name)`, () => assertRefused({ payer: { firstName: name } }, reason));
    it(`${title} (last name)`, () => assertRefused({ payer: { lastName: name } }, reason));
  }
  for (const name of ['Éloïse', 'O’Neil', "D'Arc", 'Jean-Marc', 'Le Goff', 'Œdipe', 'Ng\u00e9', 'Lý']) {
    it(`${name} is accepted`, async () => {
      await setUp().create({ payer: { lastName: name } });
    });
  }
  it('first and last name differ', () =>
    assertRefused({ payer: { firstName: 'Camille', lastName: 'CAMILLE' } }, /différents/));
  it('all placeholders of the list are refused', async () => {
    const world = setUp({ limits: false });
    for (const name of 'firstname lastname unknown first_name last_name anonyme user admin name nom prénom test'.split(
      ' ',
    )) {
      assert.equal((await world.tryToCreate({ payer: { firstName: name } })).status, 400, name);
    }
  });
});

describe('the rest of the payer', () => {
  for (const email of ['ada', 'ada@', 'ada@club', 'a da@club.example', 'ada@club.']) {
    it(`${email} is no e-mail address`, () => assertRefused({ payer: { email } }, /email/));
  }
  it('a minor is refused', () => assertRefused({ payer: { dateOfBirth: '2008-11-23' } }, /majeur/));
  it('who is eighteen today is accepted', async () => {
    await setUp().create({ payer: { dateOfBirth: '2008-11-22' } });
  });
});

describe('return addresses', () => {
  for (const field of ['backUrl', 'errorUrl', 'returnUrl']) {
    it(`${field} is https`, () => assertRefused({ [field]: 'http://asso.example/' }, new RegExp(field)));
  }
  for (const address of [
    'javascript://asso.example/%0aalert(1)',
    'data:text/html,x',
    '/merci',
    'asso.example',
    'https://',
    'https://asso.example/\ud800',
  ]) {
    it(`${JSON.stringify(address)} is refused`, () => assertRefused({ returnUrl: address }, /returnUrl/));
  }
  for (const address of ['https://localhost:5173/merci', 'myapp://retour/merci']) {
    it(`${address} is accepted`, async () => {
      await setUp().create({ returnUrl: address });
    });
  }
  it('http on this machine is refused', () => assertRefused({ returnUrl: 'http://localhost:5173/' }, /returnUrl/));
  for (const address of ['http://localhost:5173/', 'http://127.0.0.1/', 'http://[::1]:80/', 'http://demo.localhost/']) {
    it(`${address} is accepted when told so`, async () => {
      await setUp({ allowHttpLoopback: true }).create({ returnUrl: address });
    });
  }
  it('http elsewhere is refused even then', async () => {
    const { status } = await setUp({ allowHttpLoopback: true }).tryToCreate({
      returnUrl: 'http://127.0.0.1.evil.example/',
    });
    assert.equal(status, 400);
  });
});
