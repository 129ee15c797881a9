import { expect, fixture, html } from '@open-wc/testing';
import { PAID } from './fake-proxy.ts';
import { openReturn, resultTag } from './page.ts';
import './set-up.ts';

describe('<helloasso-result>', () => {
  it('<helloasso-result> shows its slot in the state “none” when no payer comes back', async () => {
    const { page, has, element, until } = await openReturn(PAID, { search: '', body: resultTag(), isOfThisTab: false });
    await until(() => has('slot'));
    expect(element.state).to.equal('none');
    page.close();
  });

  it('<helloasso-result> shows a refused payment without a form or a button to one', async () => {
    const { page, until, element, textOf, has } = await openReturn({ outcome: 'refused' }, { body: resultTag() });
    await until(() => element.outcome);
    expect(textOf('.return h2')).to.equal('Le paiement a été refusé');
    expect(has('form') || has('button')).to.equal(false);
    page.close();
  });

  it('<helloasso-result> leaves the colours of the page to the content of its slot', async () => {
    const page = await fixture(
      html`<div style="color: rgb(238, 238, 238)"><helloasso-result><p>Rien</p></helloasso-result></div>`,
    );
    expect(getComputedStyle(page.querySelector('p') as Element).color).to.equal('rgb(238, 238, 238)');
  });

  it('<helloasso-result> goes through verifying to verified, and exposes the outcome', async () => {
    const { page, proxy, until, element } = await openReturn('hang', { body: resultTag() });
    await until(() => element.state === 'verifying');
    expect(element.outcome).to.equal(undefined);
    page.close();
    proxy.setOutcomes(PAID);
    const second = await openReturn(PAID, { body: resultTag() });
    await second.until(() => second.element.state === 'verified');
    expect(second.element.outcome).to.deep.equal(PAID);
    second.page.close();
  });
});
