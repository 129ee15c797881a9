import { expect, waitUntil } from '@open-wc/testing';
import { GIFT, PAID, PROXY } from '../fake-proxy.ts';
import { checkoutTag, comeBack, DRAFT, leave, openPage, resultTag, returnQuery } from '../page.ts';
import { handsOf, startProxy } from '../set-up.ts';

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

  it('empties the form of that offer when the result says that it is paid', async () => {
    leave({ draft: DRAFT });
    const proxy = startProxy(GIFT);
    proxy.verifies({ outcome: 'pending', reason: 'settling' }, PAID);
    const page = await openPage(returnQuery(), checkoutTag('don') + resultTag());
    const form = page.find();
    await form.until(() => form.has('form') && form.button() === 'Donner 12,50 €');
    await form.until(() => form.button() === 'Donner');
    expect(form.get('[name=firstName]').value).to.equal('');
    expect(page.find('helloasso-result').element.outcome?.outcome).to.equal('paid');
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

  it('goes to one of two forms of the same offer, and the other stays a form', async () => {
    const { page } = await comeBack(PAID, { body: checkoutTag('don') + checkoutTag('don') });
    const forms = [...page.document.querySelectorAll('helloasso-checkout')].map(handsOf);
    const [first, second] = forms as [(typeof forms)[0], (typeof forms)[0]];
    await first.until(() => first.element.outcome && second.has('form'));
    expect(second.element.outcome).to.equal(undefined);
    page.close();
  });

  it('is not lost when a framework mounts its element twice', async () => {
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
    proxy.verifies(PAID);
    const page = await openPage(returnQuery(), twice);
    const { until, element, textOf } = page.find();
    await until(() => element.outcome);
    expect(textOf('.return h2')).to.equal('Merci !');
    page.close();
  });

  it('waits for the route of a hash router', async () => {
    const proxy = startProxy(GIFT);
    proxy.verifies(PAID);
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
    const { page, has, element, until } = await comeBack(PAID, { search: '', body: resultTag() });
    await until(() => has('slot'));
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
