import { expect } from '@open-wc/testing';
import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { GIFT, PAID } from './fake-proxy.ts';
import { checkoutTag, comeBack, DRAFT, leave, openPage, resultTag, returnQuery, WITHOUT_RETURN } from './page.ts';
import { startProxy } from './set-up.ts';

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
    it(`${name} reads “${title}”, ${hasForm ? 'above the form' : 'without the form'}`, async () => {
      const { page, until, element, textOf, has, root, get } = await comeBack(outcome, { search: returnQuery(rest) });
      await until(() => element.outcome && (!hasForm || has('form')));
      expect(textOf('.return h2')).to.equal(title);
      expect(has('form')).to.equal(hasForm);
      expect(root.activeElement).to.equal(get('.return h2'));
      const isSure = ['refused', 'abandoned'].includes(outcome.outcome ?? '');
      expect(textOf('.return').includes('Rien n’a été débité')).to.equal(isSure);
      page.close();
    });
  }

  it('is told to the page once, without the receipt', async () => {
    leave({});
    const proxy = startProxy(GIFT);
    proxy.verifies({ ...PAID, receiptUrl: 'https://www.helloasso.com/receipt?name=Ada' });
    const listener = `<script>window.heard = []; addEventListener('helloasso-outcome', (event) => heard.push(event.outcome));</script>`;
    const page = await openPage(returnQuery(), listener + checkoutTag('don'));
    const { until, element, get, textOf } = page.find();
    await until(() => element.outcome);
    const { heard } = page.window as unknown as { heard: CheckoutOutcome[] };
    expect(heard).to.deep.equal([PAID]);
    expect(get<HTMLAnchorElement>('.return a').href).to.equal('https://www.helloasso.com/receipt?name=Ada');
    expect(textOf('.return')).to.contain('Cette attestation n’est pas un reçu fiscal.');
    page.close();
  });

  for (const [kind, text] of [
    ['gift', 'Votre don de 20 € est confirmé.'],
    ['membership', 'Votre adhésion (20 €) est payée.'],
    ['ticket', 'Votre paiement de 20 € pour « Don à l’association » est confirmé.'],
    [undefined, 'Votre paiement de 20 € pour « Don à l’association » est confirmé.'],
  ] as const) {
    it(`thanks for a ${kind ?? 'payment of an unknown kind'} in its own words`, async () => {
      const { textOf, until, has, page } = await comeBack({ ...PAID, ...(kind && { kind }) });
      await until(() => has('.paid'));
      expect(textOf('.paid')).to.contain(
        `Merci ! ${text} Vous allez recevoir une confirmation de HelloAsso par e‑mail.`,
      );
      page.close();
    });
  }

  it('of a plan names what is still to be paid', async () => {
    const due = { number: 2, amountCents: 1000, date: '2026-12-22', state: 'due' } as const;
    const { page, until, element, textOf } = await comeBack({
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

  it('is brought into view, wherever on the page it stands', async () => {
    const { page, until, element, get } = await comeBack(PAID, {
      body: `<div style="block-size: 700px"></div>${checkoutTag('don')}`,
    });
    await until(() => element.outcome);
    const { top, bottom } = get<HTMLElement>('.return').getBoundingClientRect();
    expect(top).to.be.at.least(0);
    expect(bottom).to.be.at.most(page.window.innerHeight);
    page.close();
  });

  it('of several payments says which are to come, and is the whole amount once all are paid', async () => {
    const paid = [1, 2, 3].map((number) => ({ number, amountCents: 1000, date: '2026-11-22', state: 'paid' }) as const);
    const { page, until, element, textOf } = await comeBack({ amountCents: 3000, instalments: paid });
    await until(() => element.outcome);
    expect(textOf('.return')).to.contain('Votre paiement de 30 € pour « Don à l’association » est confirmé.');
    page.close();
  });

  it('cannot be told when its file does not load: the form stays shut', async () => {
    const body = WITHOUT_RETURN + checkoutTag('don') + resultTag();
    const { page } = await comeBack(PAID, { body });
    for (const selector of ['helloasso-checkout', 'helloasso-result']) {
      const { until, status, has, element } = page.find(selector);
      await until(() => has('.card') && status() === 'Vérifiez votre connexion, puis rechargez la page.');
      expect(has('form')).to.equal(false);
      expect(has('slot')).to.equal(false); // another way to pay would be one to pay twice
      expect(element.outcome).to.equal(undefined);
    }
    page.close();
  });

  it('leaves focus to a visitor who is busy in a field', async () => {
    const { page, until, element, status } = await comeBack(PAID, {
      body: `<input id="mine" autofocus>${checkoutTag('don')}`,
    });
    page.document.getElementById('mine')?.focus();
    await until(() => element.outcome);
    expect(page.document.activeElement?.id).to.equal('mine');
    await until(() => status() === 'Merci !', 'the live region tells it instead');
    page.close();
  });

  it('that cannot be learned is said so, can be asked again, and is not an outcome', async () => {
    const { page, until, element, textOf, get, proxy, has } = await comeBack('internal');
    await until(() => element.state === 'unverified');
    expect(textOf('.return')).to.contain('Nous n’arrivons pas à savoir si votre paiement a abouti.');
    expect(has('form')).to.equal(false);
    proxy.verifies(PAID);
    get('.return button').click();
    await until(() => element.outcome);
    expect(textOf('.return h2')).to.equal('Merci !');
    page.close();
  });

  it('is asked again while HelloAsso has yet to say, then left to the payer', async () => {
    const proxy = startProxy(GIFT);
    proxy.verifies({ outcome: 'pending', reason: 'settling' });
    const hurry = `<script>window.waits = []; window.heard = []; const { setTimeout: wait } = window;
      addEventListener('helloasso-outcome', (event) => heard.push(event.outcome.outcome));
      window.setTimeout = (work, ms) => wait(work, ms >= 1000 ? waits.push(ms) && 0 : ms);</script>`;
    const page = await openPage(returnQuery(), hurry + checkoutTag('don'));
    const { until, has, get, textOf, root } = page.find();
    await until(() => has('.return button'));
    const { waits, heard } = page.window as unknown as { waits: number[]; heard: string[] };
    expect(heard).to.deep.equal(['pending']);
    expect(waits).to.deep.equal([1000, 2000, 3000, 5000, 8000, 13_000]);
    expect(proxy.requestsTo('GET', '/v1/checkouts/')).to.have.length(7);
    expect(root.activeElement?.textContent).to.equal('Paiement en cours de confirmation');
    proxy.verifies({ outcome: 'pending', reason: 'settling' }, PAID);
    get('.return button').click();
    await until(() => textOf('.return h2') === 'Merci !');
    expect(proxy.requestsTo('GET', '/v1/checkouts/')).to.have.length(9);
    page.close();
  });
});

describe('What was typed', () => {
  it('is back in the form of a payer who was refused, and the text says so', async () => {
    leave({ draft: DRAFT });
    const { page, until, has, get, button, textOf } = await comeBack({ outcome: 'refused' });
    await until(() => has('form') && has('.return'));
    expect(get('[name=firstName]').value).to.equal('Ada');
    expect(get('[name=choice]:checked').value).to.equal('other');
    expect(button()).to.equal('Donner 12,50 €');
    expect(textOf('.return')).to.contain('Votre saisie a été conservée');
    page.close();
  });

  it('is gone after half an hour, and nothing says that it was kept', async () => {
    leave({ draft: DRAFT, savedAt: Date.now() - 30 * 60 * 1000 });
    const { page, until, has, get, textOf } = await comeBack({ outcome: 'abandoned' });
    await until(() => has('form') && has('.return'));
    expect(get('[name=firstName]').value).to.equal('');
    expect(textOf('.return')).not.to.contain('conservé');
    expect(sessionStorage.getItem('helloasso-checkout')).not.to.contain('Ada');
    expect(sessionStorage.getItem('helloasso-checkout')).to.contain('state.token.4242');
    page.close();
  });

  it('is forgotten once paid', async () => {
    leave({ draft: DRAFT });
    const { page, until, element } = await comeBack();
    await until(() => element.outcome);
    expect(sessionStorage.getItem('helloasso-checkout')).not.to.contain('Ada');
    expect(sessionStorage.getItem('helloasso-checkout')).to.contain('state.token.4242');
    page.close();
  });
});
