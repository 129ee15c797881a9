import { expect } from '@open-wc/testing';
import { PAID } from '../fake-proxy.ts';
import { openReturn, storePreviousCheckout } from '../page.ts';
import { setUp } from '../set-up.ts';

describe('The return controller', () => {
  it('an unverified outcome shows no form, and is asked for again at the press of “verify again”', async () => {
    const { page, until, element, textOf, get, proxy, has } = await openReturn('internal');
    await until(() => element.state === 'unverified');
    expect(textOf('.return')).to.contain('Nous n’arrivons pas à savoir si votre paiement a abouti.');
    expect(has('form')).to.equal(false);
    proxy.setOutcomes(PAID);
    get('.return button').click();
    await until(() => element.outcome);
    expect(textOf('.return h2')).to.equal('Merci !');
    page.close();
  });

  it('reset() after a paid return shows the empty form again, and a reload asks nothing', async () => {
    const { page, until, element, has, proxy } = await openReturn();
    await until(() => element.state === 'verified');
    (element as HTMLElementTagNameMap['helloasso-checkout']).reset();
    await until(() => has('form'));
    expect(element.state).to.equal('ready');
    const asked = proxy.requestsTo('GET', '/v1/checkouts/').length;
    await page.reload();
    const reloaded = page.find();
    await reloaded.until(() => reloaded.has('form'));
    expect(proxy.requestsTo('GET', '/v1/checkouts/')).to.have.length(asked);
    page.close();
  });

  it('a return stays on screen when its element is moved on the page', async () => {
    const { page, until, element, textOf, proxy } = await openReturn(PAID);
    await until(() => element.outcome);
    const box = page.document.body.appendChild(page.document.createElement('div'));
    box.append(element);
    await until(() => element.state === 'verified' && textOf('.return h2') === 'Merci !');
    expect(proxy.requestsTo('GET', '/v1/checkouts/')).to.have.length(1);
    page.close();
  });

  it('a checkout that this very page has sent is not asked about', async () => {
    const { fill, errorOf, until, proxy } = await setUp();
    await fill('firstName', 'Test');
    await until(() => errorOf('firstName')); // the hint comes with the chunk for returns
    storePreviousCheckout({});
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(proxy.requestsTo('GET', '/v1/checkouts/')).to.deep.equal([]);
  });
});
