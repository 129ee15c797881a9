import { expect } from '@open-wc/testing';
import type { CheckoutOutcome } from '../../../proxy/contract/checkout.ts';
import type { ProblemCode } from '../../../proxy/contract/problem.ts';
import { CREATED, GIFT, MEMBERSHIP, PAID } from '../fake-proxy.ts';
import { storePreviousCheckout } from '../page.ts';
import { checkout, setUp } from '../set-up.ts';

const OPEN = { outcome: 'pending', reason: 'settling', instalments: [] } as const;
const DUE = { number: 1, amountCents: 2000, date: '2026-11-22', state: 'due' } as const;

/**
 * A filled-in form in a tab that left for HelloAsso two hours ago: so long that the page does not ask by itself. `outcome` is the
 * proxy's answer about that checkout.
 */
async function setUpAgain(outcome: Partial<CheckoutOutcome> | ProblemCode, previous: object = {}) {
  const savedAt = Date.now() - 2 * 3_600_000;
  storePreviousCheckout({ checkoutIntentId: 17, token: 'state.token.17', savedAt, ...previous });
  const form = await setUp([GIFT, MEMBERSHIP], checkout('don'));
  form.proxy.setOutcomes(outcome);
  await form.choose('choice', '2000');
  return {
    ...form,
    asked: () => form.proxy.requestsTo('GET', '/v1/checkouts/17'),
    created: () => form.proxy.requestsTo('POST', '/v1/checkouts'),
  };
}

describe('A second payment in the same tab', () => {
  for (const [name, outcome] of [
    ['who turned back before paying', OPEN],
    ['who was refused', { outcome: 'refused' }],
    ['who gave up', { outcome: 'abandoned' }],
  ] as const) {
    it(`a payer ${name} pays again without a message`, async () => {
      const { press, until, redirects, asked, has } = await setUpAgain(outcome);
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
    it(`a payer ${name} reads “${title}”, and no second checkout is created`, async () => {
      const { press, until, created, has, textOf, root, get, element } = await setUpAgain(outcome);
      await press();
      await until(() => has('.return'));
      expect(textOf('.return h2')).to.equal(title);
      expect(has('form')).to.equal(false);
      expect(root.activeElement).to.equal(get('.return h2'));
      expect(created()).to.have.length(0);
      await expect(element).to.be.accessible();
      element.reset(); // else the element of the next test would take over an outcome that is still open
    });
  }

  it('a payer whose previous outcome is unknown reads so, and pays after a second press', async () => {
    const { press, until, created, root, asked, element, has, get, redirects } =
      await setUpAgain('helloasso-unavailable');
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

  it('a payer who has read that they have paid pays again without a question', async () => {
    const { press, until, redirects, asked, created, has, element, choose } = await setUpAgain(PAID);
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

  it('a previous checkout of another offer is not asked about', async () => {
    const { press, until, redirects, asked } = await setUpAgain(PAID, { offer: 'adhesion' });
    await press();
    await until(() => redirects.length > 0);
    expect(asked()).to.have.length(0);
  });

  it('a previous checkout of a moment ago is asked about like an old one', async () => {
    const { press, until, has, created } = await setUpAgain(PAID, { savedAt: Date.now() });
    await press();
    await until(() => has('.paid'));
    expect(created()).to.have.length(0);
  });

  it('the previous checkout is asked about once when the button is pressed four times', async () => {
    const { press, until, redirects, asked, created } = await setUpAgain(OPEN);
    for (let presses = 0; presses < 4; presses++) await press();
    await until(() => redirects.length > 0);
    expect(asked()).to.have.length(1);
    expect(created()).to.have.length(1);
  });
});
