import { aTimeout, expect } from '@open-wc/testing';
import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import type { ProblemCode } from '../../proxy/contract/problem.ts';
import { GIFT, MEMBERSHIP, PAID, PROXY } from './fake-proxy.ts';
import { checkoutTag, openPage, resultTag, returnQuery, tokenFor } from './page.ts';
import { startProxy } from './set-up.ts';

/** A page that someone comes back to, and what the proxy has verified of it. */
async function comeBack(
  outcome: Partial<CheckoutOutcome> | ProblemCode | 'hang' = PAID,
  { search = returnQuery(), body = checkoutTag('don') } = {},
) {
  const proxy = startProxy(GIFT, MEMBERSHIP);
  proxy.verifies(outcome);
  const page = await openPage(search, body);
  return { proxy, page, ...page.find(body.includes('result') ? 'helloasso-result' : 'helloasso-checkout') };
}

/** What a checkout that left this tab has put aside. */
function leave(last: object): void {
  const value = {
    offer: 'don',
    checkoutIntentId: 4242,
    step: 'back',
    token: 'state.token.4242',
    savedAt: Date.now(),
    ...last,
  };
  sessionStorage.setItem('helloasso-checkout', JSON.stringify(value));
}

const DRAFT = { choice: 'other', amount: '12,50', firstName: 'Ada', lastName: '', email: 'ada@exemple.fr' };

describe('The address of a return', () => {
  const OURS = returnQuery('&checkoutIntentId=4242&code=succeeded&orderId=77').slice(1);
  const CASES: readonly (readonly [before: string, after: string])[] = [
    [`?${OURS}`, ''],
    [`?own=1&${OURS}`, '?own=1'],
    [`?a=%C3%A9+%20b&b&c=&${OURS}&d=%2F`, '?a=%C3%A9+%20b&b&c=&d=%2F'],
    [`?code=ABC&error=mine&orderId=7&${OURS}`, '?code=ABC&error=mine&orderId=7'],
    [`?own=1&helloasso-checkout=${tokenFor('don')}&helloasso-step=error&checkoutIntentId=1&error=oops`, '?own=1'],
    [`?own=1&helloasso-checkout=${tokenFor('don')}&helloasso-step=back`, '?own=1'],
    [`?Code=1&${OURS}&Code=2`, '?Code=1&Code=2'],
    [`?own=1&${OURS}#here`, '?own=1#here'],
  ];
  for (const [before, after] of CASES) {
    it(`is left as “${after}” when it was “${before.replace(tokenFor('don'), '…')}”`, async () => {
      const { page, until } = await comeBack(PAID, { search: before });
      await until(() => !page.window.location.href.includes('helloasso-checkout='));
      expect(page.window.location.search + page.window.location.hash).to.equal(after);
      page.close();
    });
  }

  it('does not lose what the page keeps in its history entry, and a reload verifies again', async () => {
    const { page, until, element } = await comeBack();
    await until(() => element.outcome);
    page.window.history.replaceState({ ...page.window.history.state, scroll: 12 }, '');
    await page.reload();
    const again = page.find();
    await again.until(() => again.element.outcome);
    expect(again.textOf('.return h2')).to.equal('Merci !');
    expect(page.window.history.state.scroll).to.equal(12);
    page.close();
  });

  it('alone thanks nobody: “code=succeeded” is not an outcome', async () => {
    for (const answer of ['token-invalid', 'checkout-unknown', 'hang'] as const) {
      const { page, until, element, proxy, root } = await comeBack(answer);
      await until(() => proxy.requestsTo('GET', '/v1/checkouts/').length > 0);
      await until(() => answer === 'hang' || element.state === 'unverified');
      expect(root.textContent).not.to.contain('Merci');
      expect(element.outcome).to.equal(undefined);
      page.close();
    }
  });

  it('shows the form when its token is no token', async () => {
    const { page, until, element, has } = await comeBack(PAID, {
      search: '?helloasso-checkout=nonsense&code=succeeded',
    });
    await until(() => has('form'));
    expect(element.state).to.equal('ready');
    page.close();
  });
});

describe('The proxy', () => {
  it('is asked with the return token when this tab knows no better', async () => {
    const { page, until, element, proxy } = await comeBack();
    await until(() => element.outcome);
    const [request] = proxy.requestsTo('GET', '/v1/checkouts/');
    expect(request?.path).to.equal('/v1/checkouts/4242');
    expect(request?.headers.get('Authorization')).to.equal(`State ${tokenFor('don')}`);
    page.close();
  });

  it('is asked with the state token when this tab has the one of that checkout', async () => {
    leave({});
    const mine = await comeBack();
    await mine.until(() => mine.element.outcome);
    expect(mine.proxy.requestsTo('GET', '/v1/checkouts/')[0]?.headers.get('Authorization')).to.equal(
      'State state.token.4242',
    );
    mine.page.close();
    leave({ checkoutIntentId: 1 });
    const other = await comeBack();
    await other.until(() => other.element.outcome);
    expect(other.proxy.requestsTo('GET', '/v1/checkouts/')[0]?.headers.get('Authorization')).to.equal(
      `State ${tokenFor('don')}`,
    );
    other.page.close();
  });

  it('is asked about the last checkout of this tab when a step back names none', async () => {
    leave({});
    const { page, until, element, proxy } = await comeBack(PAID, { search: returnQuery('&helloasso-step=back') });
    await until(() => element.outcome);
    expect(proxy.requestsTo('GET', '/v1/checkouts/')[0]?.path).to.equal('/v1/checkouts/4242');
    page.close();
  });

  it('is not asked when nothing names the checkout, and the payer may go on deliberately', async () => {
    const { page, until, element, proxy, get, has } = await comeBack(PAID, {
      search: returnQuery('&helloasso-step=back'),
    });
    await until(() => element.state === 'unverified');
    expect(proxy.requestsTo('GET', '/v1/checkouts/')).to.have.length(0);
    expect(has('form')).to.equal(false);
    get('.return button').click();
    await until(() => has('form'));
    page.close();
  });
});

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
    const { until, element, get } = page.find();
    await until(() => element.outcome);
    const { heard } = page.window as unknown as { heard: CheckoutOutcome[] };
    expect(heard).to.deep.equal([PAID]);
    expect(get<HTMLAnchorElement>('.return a').href).to.equal('https://www.helloasso.com/receipt?name=Ada');
    page.close();
  });

  it('of a plan names what is still to be paid', async () => {
    const due = { number: 2, amountCents: 1000, date: '2026-12-22', state: 'due' } as const;
    const { page, until, element, textOf } = await comeBack({ instalments: [...PAID.instalments, due] });
    await until(() => element.outcome);
    expect(textOf('.return')).to.contain('À venir : 10 € le 22 décembre.');
    page.close();
  });

  it('leaves focus to a visitor who is busy in a field', async () => {
    const { page, until, element } = await comeBack(PAID, { body: `<input id="mine" autofocus>${checkoutTag('don')}` });
    page.document.getElementById('mine')?.focus();
    await until(() => element.outcome);
    expect(page.document.activeElement?.id).to.equal('mine');
    page.close();
  });

  it('that cannot be learned is said so, can be asked again, and is not an outcome', async () => {
    const { page, until, element, textOf, get, proxy, has } = await comeBack('internal');
    await until(() => element.state === 'unverified');
    expect(textOf('.return')).to.contain('Nous ne pouvons pas le savoir pour le moment');
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
    expect(textOf('.return')).to.contain('est conservé');
    page.close();
  });

  it('is gone after half an hour, and nothing says that it was kept', async () => {
    leave({ draft: DRAFT, savedAt: Date.now() - 30 * 60 * 1000 });
    const { page, until, has, get, textOf } = await comeBack({ outcome: 'abandoned' });
    await until(() => has('form') && has('.return'));
    expect(get('[name=firstName]').value).to.equal('');
    expect(textOf('.return')).not.to.contain('conservé');
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

describe('On a page with several elements a return', () => {
  it('goes to the form of its offer', async () => {
    const body = checkoutTag('adhesion') + checkoutTag('don');
    const { page } = await comeBack(PAID, { body });
    const don = page.find('[offer=don]');
    const adhesion = page.find('[offer=adhesion]');
    await don.until(() => don.element.outcome && adhesion.has('form'));
    expect(adhesion.element.outcome).to.equal(undefined);
    page.close();
  });

  it('goes to the result before any form, wherever it stands', async () => {
    const { page, until, element } = await comeBack(PAID, { body: checkoutTag('don') + resultTag() });
    await until(() => element.outcome);
    const form = page.find();
    await form.until(() => form.has('form'));
    expect(form.element.outcome).to.equal(undefined);
    page.close();
  });

  it('is handed on when its element leaves the page before the answer', async () => {
    const { proxy, page, element, until } = await comeBack('hang', { body: checkoutTag('don') + resultTag() });
    await until(() => element.state === 'verifying');
    proxy.verifies(PAID);
    element.remove();
    const form = page.find();
    await form.until(() => form.element.outcome);
    expect(form.textOf('.return h2')).to.equal('Merci !');
    page.close();
  });

  it('is taken up by an element that comes later', async () => {
    const { page } = await comeBack(PAID, { body: checkoutTag('adhesion') });
    const later = page.document.createElement('helloasso-result') as HTMLElementTagNameMap['helloasso-result'];
    later.setAttribute('proxy', PROXY);
    page.document.body.append(later);
    const { until, element } = page.find('helloasso-result');
    await until(() => element.outcome);
    page.close();
  });
});

describe('A result', () => {
  it('has its own page, without a form, and nothing to say when nobody comes back', async () => {
    const { page, has, element } = await comeBack(PAID, { search: '', body: resultTag() });
    await aTimeout(50);
    expect(has('slot')).to.equal(true);
    expect(element.state).to.equal('none');
    page.close();
  });

  it('shows what was refused, and no way to a form that is not there', async () => {
    const { page, until, element, textOf, has } = await comeBack({ outcome: 'refused' }, { body: resultTag() });
    await until(() => element.outcome);
    expect(textOf('.return h2')).to.equal('Le paiement a été refusé');
    expect(has('form') || has('button')).to.equal(false);
    page.close();
  });
});
