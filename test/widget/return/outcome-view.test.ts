import { expect } from '@open-wc/testing';
import type { CheckoutOutcome } from '../../../proxy/contract/checkout.ts';
import { PAID, REQUEST_ID } from '../fake-proxy.ts';
import { checkoutTag, openReturn, returnQuery, storePreviousCheckout } from '../page.ts';
import '../set-up.ts';

describe('The outcome', () => {
  const PENDING = { outcome: 'pending', instalments: [] } as const;

  const CASES: readonly (readonly [
    outcome: Partial<CheckoutOutcome>,
    title: string,
    hasForm: boolean,
    rest?: string,
  ])[] = [
    [PAID, 'Merci !', false],
    [{ ...PENDING, reason: 'settling' }, 'Paiement en cours de confirmation', false],
    [{ ...PENDING, reason: 'bank' }, 'Paiement en cours chez votre banque', false],
    [{ outcome: 'refused' }, 'Le paiement a été refusé', true],
    [{ outcome: 'abandoned' }, 'Le paiement n’a pas été terminé', true],
    [{ outcome: 'refunding' }, 'Remboursement en cours', false],
    [{ outcome: 'refunded' }, 'Paiement remboursé', false],
    [{ outcome: 'contested' }, 'Paiement contesté', false],
    [{ ...PENDING, reason: 'settling' }, 'Paiement interrompu', true, '&helloasso-step=back&checkoutIntentId=4242'],
    [
      { ...PENDING, reason: 'settling' },
      'Le paiement n’a pas pu aboutir',
      true,
      '&helloasso-step=error&checkoutIntentId=4242&error=x',
    ],
    [PAID, 'Merci !', false, '&helloasso-step=back&checkoutIntentId=4242'],
    [PAID, 'Merci !', false, '&helloasso-step=error&checkoutIntentId=4242&error=x'],
    [{ outcome: 'refused' }, 'Le paiement a été refusé', true, '&helloasso-step=error&checkoutIntentId=4242&error=x'],
  ];

  for (const [outcome, title, hasForm, rest] of CASES) {
    const name = `${outcome.outcome}${outcome.reason ? ` (${outcome.reason})` : ''}${rest ? ` after ${rest.slice(1, 21)}` : ''}`;
    it(`a payer reads “${title}”, ${hasForm ? 'above the form' : 'without a form'}, for ${name}`, async () => {
      const { page, until, element, textOf, has, root, get } = await openReturn(outcome, { search: returnQuery(rest) });
      await until(() => element.outcome && (!hasForm || has('form')));
      expect(textOf('.return h2')).to.equal(title);
      expect(has('form')).to.equal(hasForm);
      expect(root.activeElement).to.equal(get('.return h2'));
      const isSure = ['refused', 'abandoned'].includes(outcome.outcome ?? '');
      expect(textOf('.return').includes('Rien n’a été débité')).to.equal(isSure);
      page.close();
    });
  }

  for (const [kind, text] of [
    ['gift', 'Votre don de 20 € est confirmé.'],
    ['membership', 'Votre adhésion (20 €) est payée.'],
    ['ticket', 'Votre paiement de 20 € pour « Don à l’association » est confirmé.'],
    [undefined, 'Votre paiement de 20 € pour « Don à l’association » est confirmé.'],
  ] as const) {
    it(`a paid ${kind ?? 'payment of an unknown kind'} is confirmed with the text of its kind`, async () => {
      const { textOf, until, has, page } = await openReturn({ ...PAID, ...(kind && { kind }) });
      await until(() => has('.paid'));
      expect(textOf('.paid')).to.contain(
        `Merci ! ${text} Vous allez recevoir une confirmation de HelloAsso par e‑mail.`,
      );
      page.close();
    });
  }

  it('the outcome of a plan shows the first amount, the total and what is still to be paid', async () => {
    const due = { number: 2, amountCents: 1000, date: '2026-12-22', state: 'due' } as const;
    const { page, until, element, textOf } = await openReturn({
      amountCents: 3000,
      instalments: [...PAID.instalments, due],
    });
    await until(() => element.outcome);
    expect(textOf('.return')).to.contain(
      'Votre premier paiement (20 € sur un total de 30 €) pour « Don à l’association » est confirmé.',
    );
    expect(textOf('.return')).to.contain('Suite des paiements : 10 € le 22 décembre.');
    page.close();
  });

  it('the outcome of a plan shows the whole amount once all payments are paid', async () => {
    const paid = [1, 2, 3].map((number) => ({ number, amountCents: 1000, date: '2026-11-22', state: 'paid' }) as const);
    const { page, until, element, textOf } = await openReturn({ amountCents: 3000, instalments: paid });
    await until(() => element.outcome);
    expect(textOf('.return')).to.contain('Votre paiement de 30 € pour « Don à l’association » est confirmé.');
    page.close();
  });

  for (const receiptUrl of ['https://www.helloasso.com.evil.org/receipt', 'javascript:alert(1)']) {
    it(`the outcome shows no link to a receipt at ${receiptUrl}`, async () => {
      storePreviousCheckout({});
      const { page, until, element, has } = await openReturn({ ...PAID, receiptUrl });
      await until(() => element.outcome && has('.paid'));
      expect(has('.return a')).to.equal(false);
      page.close();
    });
  }

  it('an unverified outcome shows what to wait for when the proxy is busy', async () => {
    const { page, until, element, textOf } = await openReturn('busy');
    await until(() => element.state === 'unverified');
    expect(textOf('.return')).to.contain('Beaucoup de personnes paient en ce moment. Patientez quelques secondes');
    expect(textOf('.return')).to.contain('Avant de payer à nouveau');
    page.close();
  });

  for (const [code, count] of [
    ['internal', 1],
    ['checkout-unknown', 1],
    ['busy', 0],
  ] as const) {
    it(`an unverified outcome shows ${count} times by what the request is found in the log, for ${code}`, async () => {
      const { page, until, element, textOf } = await openReturn(code);
      await until(() => element.state === 'unverified');
      expect(textOf('.return').split(`Référence : ${REQUEST_ID}.`)).to.have.length(count + 1);
      page.close();
    });
  }

  it('the outcome shows the label of the offer in the language of the form', async () => {
    const body = checkoutTag('don').replace('proxy', 'lang="en" proxy');
    const outcome = { ...PAID, labels: { en: 'Gift to the association' } };
    const { page, until, textOf, has } = await openReturn(outcome, { body });
    await until(() => has('.return'));
    expect(textOf('.return')).to.contain('“Gift to the association”');
    page.close();
  });
});
