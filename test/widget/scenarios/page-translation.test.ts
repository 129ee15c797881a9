import { expect } from '@open-wc/testing';
import { GIFT, PAID } from '../fake-proxy.ts';
import { checkoutTag, openPage, returnQuery } from '../page.ts';
import { setUp, startProxy } from '../set-up.ts';

/** Does what a page translator does: replaces each text node by an element with another text. */
function translate(root: Node): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    if (text.parentElement?.closest('[translate=no]') || !text.data.trim()) continue;
    const font = document.createElement('font');
    font.textContent = `[EN] ${text.data}`;
    text.replaceWith(font);
  }
}

describe('A page translator', () => {
  it('a failure is shown after a page translator has replaced the texts of the form', async () => {
    const { root, proxy, choose, press, until, element, status } = await setUp();
    let goOn = () => {};
    const consent = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    element.addEventListener('helloasso-submit', (event) => event.waitUntil(consent));
    await choose('choice', '2000');
    proxy.setCheckoutAnswer('helloasso-unavailable');
    await press();
    await until(() => status() === 'Préparation du paiement…');
    translate(root);
    goOn();
    await until(() => element.state === 'failed');
    expect(status()).to.contain('HelloAsso ne répond pas pour le moment. Réessayez dans quelques instants.');
  });

  it('a new outcome is shown after a page translator has replaced the texts of the old one', async () => {
    const proxy = startProxy(GIFT);
    proxy.setOutcomes({ outcome: 'pending', reason: 'settling' }, 'hang');
    const page = await openPage(returnQuery(), checkoutTag('don'));
    const { until, root, textOf, has } = page.find();
    await until(() => has('.return h2'));
    translate(root);
    proxy.setOutcomes(PAID);
    await until(() => textOf('.return').includes('Paiement confirmé'));
    expect(textOf('.return')).not.to.contain('[EN]');
    page.close();
  });
});
