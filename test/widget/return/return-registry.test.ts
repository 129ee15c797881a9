import { expect, waitUntil } from '@open-wc/testing';
import { GIFT, PAID, PROXY } from '../fake-proxy.ts';
import { checkoutTag, DRAFT, openPage, openReturn, resultTag, returnQuery, storePreviousCheckout } from '../page.ts';
import { driverOf, startProxy } from '../set-up.ts';

describe('Which element shows a return', () => {
  it('the form of the returning payer’s offer shows the outcome, and other forms stay forms', async () => {
    const body = checkoutTag('adhesion') + checkoutTag('don');
    const { page } = await openReturn(PAID, { body });
    const don = page.find('[offer=don]');
    const adhesion = page.find('[offer=adhesion]');
    await don.until(() => don.element.outcome && adhesion.has('form'));
    expect(adhesion.element.outcome).to.equal(undefined);
    page.close();
  });

  it('a <helloasso-result> shows the outcome when a form stands before it on the page', async () => {
    const { page, until, element } = await openReturn(PAID, { body: checkoutTag('don') + resultTag() });
    await until(() => element.outcome);
    const form = page.find();
    await form.until(() => form.has('form'));
    expect(form.element.outcome).to.equal(undefined);
    page.close();
  });

  it('a form is emptied when a <helloasso-result> on its page shows that its draft is paid', async () => {
    storePreviousCheckout({ draft: DRAFT });
    const proxy = startProxy(GIFT);
    proxy.setOutcomes({ outcome: 'pending', reason: 'settling' }, PAID);
    const page = await openPage(returnQuery(), checkoutTag('don') + resultTag());
    const form = page.find();
    await form.until(() => form.has('[part=submit]') && form.button() === 'Donner 12,50 €');
    await form.until(() => form.button() === 'Donner');
    expect(form.get('[name=firstName]').value).to.equal('');
    expect(page.find('helloasso-result').element.outcome?.outcome).to.equal('paid');
    page.close();
  });

  it('a form shows the outcome when the <helloasso-result> leaves the page before the answer', async () => {
    const { proxy, page, element, until } = await openReturn('hang', { body: checkoutTag('don') + resultTag() });
    await until(() => element.state === 'verifying');
    proxy.setOutcomes(PAID);
    element.remove();
    const form = page.find();
    await form.until(() => form.element.outcome);
    expect(form.textOf('.return h2')).to.equal('Merci !');
    page.close();
  });

  it('the first of two forms of one offer shows the outcome, and the second stays a form', async () => {
    const { page } = await openReturn(PAID, { body: checkoutTag('don') + checkoutTag('don') });
    const forms = [...page.document.querySelectorAll('helloasso-checkout')].map(driverOf);
    const [first, second] = forms as [(typeof forms)[0], (typeof forms)[0]];
    await first.until(() => first.element.outcome && second.has('form'));
    expect(second.element.outcome).to.equal(undefined);
    page.close();
  });

  it('a form shows the outcome after a framework has mounted it twice', async () => {
    const twice = `<div id="app"></div><script type="module">
      const form = document.createElement('helloasso-checkout');
      form.proxy = '${PROXY}';
      form.offer = 'don';
      app.append(form);
      form.remove();
      app.append(form);
      await new Promise((resolve) => form.addEventListener('helloasso-ready', resolve));
      form.remove();
      app.append(form);
    </script>`;
    const proxy = startProxy(GIFT);
    proxy.setOutcomes(PAID);
    const page = await openPage(returnQuery(), twice);
    const { until, element, textOf } = page.find();
    await until(() => element.outcome);
    expect(textOf('.return h2')).to.equal('Paiement confirmé');
    page.close();
  });

  it('a <helloasso-result> that a hash router adds later shows the outcome', async () => {
    const proxy = startProxy(GIFT);
    proxy.setOutcomes(PAID);
    const router = `<main></main><script>addEventListener('hashchange', () => {
      document.querySelector('main').innerHTML = '${resultTag()}';
    });</script>`;
    const page = await openPage(returnQuery(), router);
    page.window.location.hash = '#/merci';
    await waitUntil(() => page.document.querySelector('helloasso-result'));
    const { until, element } = page.find('helloasso-result');
    await until(() => element.outcome);
    expect(page.window.location.search + page.window.location.hash).to.equal('#/merci');
    page.close();
  });

  it('a <helloasso-result> that a script appends later shows the outcome when no form is for the offer', async () => {
    const { page } = await openReturn(PAID, { body: checkoutTag('adhesion') });
    const later = page.document.createElement('helloasso-result') as HTMLElementTagNameMap['helloasso-result'];
    later.setAttribute('proxy', PROXY);
    page.document.body.append(later);
    const { until, element } = page.find('helloasso-result');
    await until(() => element.outcome);
    page.close();
  });
});
