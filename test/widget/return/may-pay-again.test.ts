import { expect } from '@open-wc/testing';
import type { CheckoutOutcome } from '../../../proxy/contract/checkout.ts';
import { CheckoutError } from '../../../widget/errors.ts';
import { findPossiblyPaid, mayPayAgain, topicOf } from '../../../widget/return/may-pay-again.ts';
import type { Step } from '../../../widget/return/return-state.ts';
import { GIFT, PAID, PROXY } from '../fake-proxy.ts';
import { storePreviousCheckout } from '../page.ts';
import { startProxy } from '../set-up.ts';

const NO_ORDER = { outcome: 'pending', reason: 'settling', instalments: [] } as const;
const DUE = [{ number: 1, amountCents: 2000, date: '2026-11-22', state: 'due' }] as const;

describe('topicOf and mayPayAgain', () => {
  const CASES: readonly (readonly [
    what: string,
    outcome: Partial<CheckoutOutcome>,
    step: Step,
    topic: string,
    mayPay: boolean,
  ])[] = [
    ['a paid payment after “back”', {}, 'back', 'paid', false],
    ['a payment on its way', NO_ORDER, 'return', 'settling', false],
    ['no order after “back”', NO_ORDER, 'back', 'back', true],
    ['no order after “error”', NO_ORDER, 'error', 'error', true],
    ['an order that is pending after “back”', { ...NO_ORDER, instalments: DUE }, 'back', 'settling', false],
    ['a bank transfer after “back”', { ...NO_ORDER, reason: 'bank' }, 'back', 'bank', false],
    ['a refused payment', { outcome: 'refused' }, 'return', 'refused', true],
    ['an abandoned checkout', { outcome: 'abandoned' }, 'return', 'abandoned', true],
    ['a refund in progress', { outcome: 'refunding' }, 'return', 'refunding', false],
    ['a refunded payment', { outcome: 'refunded' }, 'return', 'refunded', false],
    ['a contested payment', { outcome: 'contested' }, 'return', 'contested', false],
  ];
  for (const [what, outcome, step, topic, mayPay] of CASES) {
    it(`topicOf returns “${topic}” for ${what}, and mayPayAgain ${mayPay} for it`, () => {
      const found = topicOf({ ...PAID, ...outcome }, step);
      expect(found).to.equal(topic);
      expect(mayPayAgain(found)).to.equal(mayPay);
    });
  }

  for (const [what, members] of [
    ['an outcome that the contract does not have', { outcome: 'splendid' }],
    ['no list of payments', { instalments: 'three' }],
  ] as const) {
    it(`topicOf throws malformed-answer for an answer with ${what}`, () => {
      const answer: CheckoutOutcome = Object.assign({ ...PAID }, members as object);
      expect(() => topicOf(answer, 'return'))
        .to.throw(CheckoutError)
        .with.property('code', 'malformed-answer');
    });
  }
});

describe('findPossiblyPaid', () => {
  it('findPossiblyPaid returns the previous checkout of the same offer when it is paid or unknown', async () => {
    for (const outcome of [PAID, 'internal'] as const) {
      storePreviousCheckout({ checkoutIntentId: 17 });
      startProxy(GIFT).setOutcomes(outcome);
      const found = await findPossiblyPaid(PROXY, 'don');
      await found?.answer.catch(() => undefined);
      expect(found?.checkout.checkoutIntentId).to.equal(17);
    }
  });

  it('findPossiblyPaid asks about the previous checkout however old it is by the clock of the device', async () => {
    storePreviousCheckout({ savedAt: Date.now() - 48 * 3_600_000 });
    startProxy(GIFT).setOutcomes(PAID);
    expect((await findPossiblyPaid(PROXY, 'don'))?.checkout.checkoutIntentId).to.equal(4242);
  });

  it('findPossiblyPaid returns undefined when the proxy knows that nothing was paid', async () => {
    storePreviousCheckout({});
    startProxy(GIFT).setOutcomes(NO_ORDER);
    expect((await findPossiblyPaid(PROXY, 'don'))?.checkout).to.equal(undefined);
  });

  for (const [what, checkout] of [
    ['is for another offer', { offer: 'billet' }],
    ['is settled', { isSettled: true }],
  ] as const) {
    it(`findPossiblyPaid asks nothing when the previous checkout ${what}`, async () => {
      storePreviousCheckout(checkout);
      const proxy = startProxy(GIFT);
      expect((await findPossiblyPaid(PROXY, 'don'))?.checkout).to.equal(undefined);
      expect(proxy.requests).to.deep.equal([]);
    });
  }
});
