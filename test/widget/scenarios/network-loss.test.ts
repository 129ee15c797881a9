import { expect } from '@open-wc/testing';
import { setUp } from '../set-up.ts';

describe('A payment without a network', () => {
  it('a payment that failed without a network is sent again only at the next press, not when the network is back', async () => {
    const { proxy, element, choose, press, until, status, redirects } = await setUp();
    await choose('choice', '2000');
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: false });
    proxy.goDown();
    await press();
    await until(() => status().startsWith('Vous semblez hors connexion.'));
    proxy.goUp();
    Reflect.deleteProperty(navigator, 'onLine');
    window.dispatchEvent(new Event('online'));
    await new Promise((resolve) => setTimeout(resolve));
    expect(element.state).to.equal('failed');
    await press();
    await until(() => redirects.length > 0);
    expect(proxy.requestsTo('POST', '/v1/checkouts')).to.have.length(2);
  });
});
