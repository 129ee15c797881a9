import { expect } from '@open-wc/testing';
import type { CheckoutOutcome } from '../../../proxy/contract/checkout.ts';
import type { ProblemCode } from '../../../proxy/contract/problem.ts';
import { CREATED, GIFT, MEMBERSHIP, PAID } from '../fake-proxy.ts';
import { checkout, setUp } from '../set-up.ts';

const OPEN = { outcome: 'pending', reason: 'settling', instalments: [] } as const;
const DUE = { number: 1, amountCents: 2000, date: '2026-11-22', state: 'due' } as const;

/** A form filled in by someone who has left this tab for HelloAsso before, and what the proxy knows of that attempt. */
async function comeAgain(outcome: Partial<CheckoutOutcome> | ProblemCode, last: object = {}) {
  const attempt = { offer: 'don', checkoutIntentId: 17, step: 'back', token: 'state.token.17', savedAt: Date.now() };
  sessionStorage.setItem('helloasso-checkout', JSON.stringify({ ...attempt, ...last }));
  const hands = await setUp([GIFT, MEMBERSHIP], checkout('don'));
  hands.proxy.verifies(outcome);
  await hands.choose('choice', '2000');
  return {
    ...hands,
    asked: () => hands.proxy.requestsTo('GET', '/v1/checkouts/17'),
    created: () => hands.proxy.requestsTo('POST', '/v1/checkouts'),
  };
}

describe('Before a new attempt the last one is asked about: the payer', () => {
  for (const [name, outcome] of [
    ['who turned back before paying', OPEN],
    ['who was refused', { outcome: 'refused' }],
    ['who gave up', { outcome: 'abandoned' }],
  ] as const) {
    it(`${name} goes on, and is told nothing`, async () => {
      const { press, until, redirects, asked, has } = await comeAgain(outcome);
      await press();
      await until(() => redirects.length > 0);
      expect(redirects).to.deep.equal([CREATED.redirectUrl]);
      expect(asked()[0]?.headers.get('Authorization')).to.equal('State state.token.17');
      expect(has('.return')).to.equal(false);
    });
  }

  for (const [name, outcome, title] of [
    ['who has paid', PAID, 'Merci !'],
    [
      'whose payment HelloAsso has yet to confirm',
      { ...OPEN, instalments: [DUE] },
      'Paiement en cours de confirmation',
    ],
    ['whose bank has yet to pay', { ...OPEN, reason: 'bank' }, 'Paiement en cours chez votre banque'],
    ['who gets their money back', { outcome: 'refunding' }, 'Remboursement en cours'],
  ] as const) {
    it(`${name} reads “${title}”, and pays no second time`, async () => {
      const { press, until, created, has, textOf, root, get, element } = await comeAgain(outcome);
      await press();
      await until(() => has('.return'));
      expect(textOf('.return h2')).to.equal(title);
      expect(has('form')).to.equal(false);
      expect(root.activeElement).to.equal(get('.return h2'));
      expect(created()).to.have.length(0);
      await expect(element).to.be.accessible();
      element.reset(); // or the next element would take over an outcome that is still open
    });
  }

  it('of whom it cannot be known reads so, and goes on with a second deliberate press', async () => {
    const { press, until, created, root, asked, element, has, get, redirects } =
      await comeAgain('helloasso-unavailable');
    await press();
    await until(() => element.state === 'unverified');
    expect(created()).to.have.length(0);
    expect(asked()).to.have.length(1);
    const [, goOn] = root.querySelectorAll<HTMLButtonElement>('.return button');
    goOn?.click();
    await until(() => has('form'));
    expect(get('[name=choice]:checked').value).to.equal('2000');
    await press();
    await until(() => redirects.length > 0);
    expect(asked()).to.have.length(1);
  });

  it('who knows that they have paid may pay again without a question', async () => {
    const { press, until, redirects, asked, created, has, element, choose } = await comeAgain(PAID);
    await press();
    await until(() => has('.return'));
    element.reset();
    await until(() => has('form'));
    await choose('choice', '5000');
    await press();
    await until(() => redirects.length > 0);
    expect(asked()).to.have.length(1);
    expect(created()[0]?.body?.amountCents).to.equal(5000);
  });

  for (const [name, last] of [
    ['of another offer', { offer: 'adhesion' }],
    ['of long ago', { savedAt: Date.now() - 46 * 60 * 1000 }],
  ] as const) {
    it(`is not held up by an attempt ${name}`, async () => {
      const { press, until, redirects, asked } = await comeAgain(PAID, last);
      await press();
      await until(() => redirects.length > 0);
      expect(asked()).to.have.length(0);
    });
  }

  it('is asked about once, however often they press', async () => {
    const { press, until, redirects, asked, created } = await comeAgain(OPEN);
    for (let presses = 0; presses < 4; presses++) await press();
    await until(() => redirects.length > 0);
    expect(asked()).to.have.length(1);
    expect(created()).to.have.length(1);
  });
});
