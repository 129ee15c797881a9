import { expect } from '@open-wc/testing';
import { html } from 'lit';
import { pluralOf } from '../../../widget/messages/plural.ts';
import { GIFT, MEMBERSHIP, PROXY } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';
import { RIGHT_TO_LEFT } from './languages.ts';

describe('pluralOf', () => {
  const forms = RIGHT_TO_LEFT.severalTimes;

  for (const [count, form] of [
    [2, 'على دفعتين'],
    [3, 'على {0} دفعات'],
    [10, 'على {0} دفعات'],
    [11, 'على {0} دفعة'],
  ] as const) {
    it(`pluralOf returns the form of the category of ${count} in Arabic, else the form “other”`, () =>
      expect(pluralOf(forms, count, 'ar')).to.equal(form));
  }

  it('pluralOf returns a text that has no forms as it is', () =>
    expect(pluralOf('En {0} fois', 3, 'fr')).to.equal('En {0} fois'));

  it('a form shows the forms of two and of three payments, in its choice and on its button', async () => {
    const offer = { ...GIFT, amountCents: 3000, instalments: [1, 2, 3], termDates: MEMBERSHIP.termDates ?? [] };
    const page = html`<helloasso-checkout proxy=${PROXY} offer="don" .messages=${RIGHT_TO_LEFT}></helloasso-checkout>`;
    const { choose, button, textOf } = await setUp([offer], page);
    expect(textOf('form')).to.contain('على دفعتين').and.contain('على 3 دفعات');
    await choose('instalments', '2');
    expect(button()).to.match(/ على دفعتين$/);
    await choose('instalments', '3');
    expect(button()).to.match(/ على 3 دفعات$/);
  });
});
