import { expect } from '@open-wc/testing';
import { GIFT, MEMBERSHIP } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

describe('Instalments', () => {
  it('shows every day and amount of a plan, and sends the day of the second payment', async () => {
    const { get, textOf, choose, press, proxy, until, redirects, element, button } = await setUp([MEMBERSHIP]);
    expect(textOf('[part~=option]:last-child small')).to.equal(
      '10 € aujourd’hui, puis 10 € le 27 décembre et 10 € le 27 janvier',
    );
    await expect(element).to.be.accessible();
    expect(button()).to.equal('Adhérer pour 30 €');
    expect(get<HTMLElement>('[part~=option]:last-child small').translate).to.equal(false); // the days are those that are sent
    await choose('instalments', '3');
    expect(button()).to.equal('Adhérer pour 30 € en 3 fois');
    await press();
    await until(() => redirects.length > 0);
    expect(proxy.requestsTo('POST', '/')[0]?.body).to.deep.include({ instalments: 3, firstTermDate: '2026-12-27' });
  });

  it('after plan-changed, shows and sends the days of the offer as the proxy has it then, whatever the clock of the device', async () => {
    const { textOf, choose, press, proxy, until, redirects, element } = await setUp([MEMBERSHIP]);
    await choose('instalments', '3');
    proxy.setCheckoutAnswer('plan-changed');
    proxy.setOffers({ ...MEMBERSHIP, termDates: ['2031-02-27', '2031-03-27'] });
    await press();
    await until(() => element.state === 'failed');
    expect(textOf('[part~=option]:last-child small')).to.contain('le 27 février et 10 € le 27 mars');
    proxy.setCheckoutAnswer({});
    await press();
    await until(() => redirects.length > 0);
    const sent = proxy.requestsTo('POST', '/').map(({ body }) => body?.firstTermDate);
    expect(sent).to.deep.equal(['2026-12-27', '2031-02-27']);
  });

  it('offers one payment only where an older proxy gives no days', async () => {
    const { termDates, ...older } = MEMBERSHIP;
    const { has, press, proxy, until, redirects } = await setUp([older]);
    expect(termDates).to.have.length(2);
    expect(has('[name=instalments]')).to.equal(false);
    await press();
    await until(() => redirects.length > 0);
    expect(proxy.requestsTo('POST', '/')[0]?.body).not.to.have.property('instalments');
  });

  it('hides a plan in which one payment would be too small to collect', async () => {
    const { has, choose, type } = await setUp([
      { ...GIFT, instalments: [1, 3], termDates: MEMBERSHIP.termDates ?? [] },
    ]);
    await choose('choice', '2000');
    expect(has('[name=instalments][value="3"]')).to.equal(true);
    await type('amount', '2,99');
    expect(has('[name=instalments]')).to.equal(false);
  });

  it('pays at once when the chosen plan is no longer payable for a smaller amount', async () => {
    const { choose, type, press, button, proxy, until, redirects } = await setUp([
      { ...GIFT, instalments: [1, 2, 3], termDates: MEMBERSHIP.termDates ?? [] },
    ]);
    await choose('choice', '2000');
    await choose('instalments', '3');
    expect(button()).to.equal('Donner 20 € en 3 fois');
    await type('amount', '2,10');
    expect(button()).to.equal('Donner 2,10 €');
    await press();
    await until(() => redirects.length > 0);
    expect(proxy.requestsTo('POST', '/')[0]?.body).not.to.have.property('instalments');
  });
});
