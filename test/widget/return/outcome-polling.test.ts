import { expect } from '@open-wc/testing';
import type { CheckoutOutcome } from '../../../proxy/contract/checkout.ts';
import { GIFT, PAID } from '../fake-proxy.ts';
import { checkoutTag, openPage, openReturn, returnQuery, storePreviousCheckout } from '../page.ts';
import { startProxy } from '../set-up.ts';

const SETTLING: Partial<CheckoutOutcome> = { outcome: 'pending', reason: 'settling' };

/** Script of a page on which every wait of a second or more takes 20 ms. */
const FAST_TIMERS = `<script>{ const { setTimeout: wait } = window; window.setTimeout = (work, ms) => wait(work, ms >= 1000 ? 20 : ms); }</script>`;

/** Opens a return on a device that loses its network before the outcome is asked for. */
async function openReturnOffline() {
  const proxy = startProxy(GIFT);
  proxy.setOutcomes(PAID);
  proxy.goDown();
  const offline = `<script>Object.defineProperty(navigator, 'onLine', { value: false });</script>`;
  const page = await openPage(returnQuery(), offline + checkoutTag('don'));
  return { proxy, page, ...page.find() };
}

describe('Asking until the outcome is final', () => {
  it('a pending outcome is asked for again after 1, 2, 3, 5, 8 and 13 s, then by a button', async () => {
    const proxy = startProxy(GIFT);
    proxy.setOutcomes({ outcome: 'pending', reason: 'settling' });
    const recorder = `<script>window.waits = []; window.outcomes = []; const { setTimeout: wait } = window;
      addEventListener('helloasso-outcome', (event) => outcomes.push(event.outcome.outcome));
      window.setTimeout = (work, ms) => wait(work, ms >= 1000 ? waits.push(ms) && 0 : ms);</script>`;
    const page = await openPage(returnQuery(), recorder + checkoutTag('don'));
    const { until, has, get, textOf, root } = page.find();
    await until(() => has('.return button'));
    const { waits, outcomes } = page.window as Window & { waits?: number[]; outcomes?: string[] };
    expect(outcomes).to.deep.equal(['pending']);
    const [element, view, ...delays] = waits ?? []; // the first two: whether the page has an element, and the heading is in view
    expect([element, view]).to.deep.equal([2000, 1000]);
    expect(delays).to.deep.equal([1000, 2000, 3000, 5000, 8000, 13_000]);
    expect(proxy.requestsTo('GET', '/v1/checkouts/')).to.have.length(7);
    expect(root.activeElement?.textContent).to.equal('Paiement en cours de confirmation');
    proxy.setOutcomes({ outcome: 'pending', reason: 'settling' }, PAID);
    get('.return button').click();
    await until(() => textOf('.return h2') === 'Paiement confirmé');
    expect(proxy.requestsTo('GET', '/v1/checkouts/')).to.have.length(9);
    page.close();
  });

  it('a pending outcome is asked for again when one request is lost and another gets a temporary error', async () => {
    const proxy = startProxy(GIFT);
    proxy.setOutcomes(SETTLING, 'break', 'helloasso-unavailable', PAID);
    const page = await openPage(returnQuery(), FAST_TIMERS + checkoutTag('don'));
    const { until, has } = page.find();
    await until(() => has('.paid'));
    page.close();
  });

  it('an answer without payments or with an unknown outcome is shown as unverified', async () => {
    for (const half of [{ instalments: undefined }, { instalments: 'three' }, { outcome: 'splendid' }] as never[]) {
      const { page, until, element } = await openReturn(half);
      await until(() => element.state === 'unverified');
      page.close();
    }
  });

  it('helloasso-outcome is dispatched once for a paid return, without the receipt, which the payer sees', async () => {
    storePreviousCheckout({});
    const proxy = startProxy(GIFT);
    proxy.setOutcomes({ ...PAID, receiptUrl: 'https://www.helloasso.com/receipt?name=Ada' });
    const listener = `<script>window.outcomes = []; addEventListener('helloasso-outcome', (event) => outcomes.push(event.outcome));</script>`;
    const page = await openPage(returnQuery(), listener + checkoutTag('don'));
    const { until, element, get, textOf } = page.find();
    await until(() => element.outcome);
    const { outcomes } = page.window as Window & { outcomes?: CheckoutOutcome[] };
    expect(outcomes).to.deep.equal([PAID]);
    expect(get<HTMLAnchorElement>('.return a').href).to.equal('https://www.helloasso.com/receipt?name=Ada');
    expect(textOf('.return')).to.contain('Cette attestation n’est pas un reçu fiscal.');
    page.close();
  });

  it('the outcome is asked for again when the network is back', async () => {
    const { proxy, page, until, has, element } = await openReturnOffline();
    await until(() => element.state === 'unverified');
    proxy.goUp();
    page.window.dispatchEvent(new Event('online'));
    await until(() => has('.paid'));
    page.close();
  });
});
