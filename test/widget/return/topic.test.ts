import { expect } from '@open-wc/testing';
import type { CheckoutOutcome } from '../../../proxy/contract/checkout.ts';
import type { Step } from '../../../proxy/contract/return-parameters.ts';
import { mayPayAgain, topicOf } from '../../../widget/return/topic.ts';
import { PAID } from '../fake-proxy.ts';

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
});
