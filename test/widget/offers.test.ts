import { expect } from '@open-wc/testing';
import { planInstalments, type Term } from '../../proxy/contract/instalments.ts';
import { GIFT, MEMBERSHIP, TICKET } from './fake-proxy.ts';
import { checkoutTag, openPage, WITHOUT_OPTIONS } from './page.ts';
import { setUp, startProxy } from './set-up.ts';

describe('An offer', () => {
  it('of a fixed price shows it, and multiplies it by the quantity', async () => {
    const { get, textOf, button, element, press, proxy, until, redirects } = await setUp([TICKET]);
    expect(textOf('.price')).to.equal('12 € par billet');
    expect(button()).to.equal('Réserver et payer 12 €');
    const select = get<HTMLSelectElement>('[name=quantity]');
    expect(select.options).to.have.length(10);
    select.value = '3';
    select.dispatchEvent(new Event('input', { bubbles: true }));
    await element.updateComplete;
    expect(button()).to.equal('Réserver et payer 36 €');
    await expect(element).to.be.accessible();
    await press();
    await until(() => redirects.length > 0);
    const { payer: _, returnPath: __, ...asked } = proxy.requestsTo('POST', '/')[0]?.body ?? { returnPath: '' };
    expect(asked).to.deep.equal({ offer: 'billet', amountCents: 1200, quantity: 3 });
  });

  it('of several needs no file but the script', async () => {
    startProxy(TICKET);
    const page = await openPage('', WITHOUT_OPTIONS + checkoutTag('billet'));
    const { until, has, get } = page.find();
    await until(() => has('form'));
    expect(get<HTMLSelectElement>('select[name=quantity]').options).to.have.length(10);
    page.close();
  });

  it('in instalments shows every date and amount, and sends the date that was shown', async () => {
    const { get, textOf, choose, press, proxy, until, redirects, element, button } = await setUp([MEMBERSHIP]);
    const [second, third] = planInstalments(3000, 3, new Date()).terms;
    expect(textOf('.choice:last-child small')).to.equal(
      `10 € aujourd’hui, puis 10 € le ${dayOf(second)} et 10 € le ${dayOf(third)}`,
    );
    await expect(element).to.be.accessible();
    expect(button()).to.equal('Adhérer pour 30 €');
    expect(get<HTMLElement>('.choice:last-child small').translate).to.equal(false); // the days are those that are sent
    await choose('instalments', '3');
    expect(button()).to.equal('Adhérer pour 30 € en 3 fois');
    await press();
    await until(() => redirects.length > 0);
    expect(proxy.requestsTo('POST', '/')[0]?.body).to.deep.include({ instalments: 3, firstTermDate: second?.date });
  });

  it('in instalments sends the date that was shown even days later, and shows the new one when refused', async () => {
    const { textOf, choose, press, proxy, until, redirects, element } = await setUp([MEMBERSHIP]);
    const [shown] = planInstalments(3000, 3, new Date()).terms;
    await choose('instalments', '3');
    const clock = moveClock(10 * 24 * 3600 * 1000);
    const [fresh] = planInstalments(3000, 3, new Date()).terms;
    proxy.creates('plan-changed');
    await press();
    await until(() => element.state === 'failed');
    expect(textOf('.choice:last-child small')).to.contain(`puis 10 € le ${dayOf(fresh)}`);
    proxy.creates({});
    await press();
    await until(() => redirects.length > 0);
    clock.restore();
    const sent = proxy.requestsTo('POST', '/').map(({ body }) => body?.firstTermDate);
    expect(sent).to.deep.equal([shown?.date, fresh?.date]);
    expect(shown?.date).not.to.equal(fresh?.date);
  });

  it('writes the first of a month as one does, on one line with its article', async () => {
    const clock = moveClock(Date.parse('2026-11-01T12:00:00Z') - Date.now());
    const { get } = await setUp([MEMBERSHIP]);
    expect(get('.choice:last-child small').textContent).to.contain('le\u00a01er\u00a0décembre');
    document.documentElement.lang = 'en';
    const english = await setUp([MEMBERSHIP]);
    clock.restore();
    expect(english.textOf('.choice:last-child small')).to.contain('on 1 December');
  });

  it('shows no plan of which a payment would be too small to collect', async () => {
    const { has, choose, type } = await setUp([{ ...GIFT, instalments: [1, 3] }]);
    await choose('choice', '2000');
    expect(has('[name=instalments][value="3"]')).to.equal(true);
    await type('amount', '2,99');
    expect(has('[name=instalments]')).to.equal(false);
  });

  it('under test says so', async () => {
    const { textOf, element } = await setUp([{ ...GIFT, mode: 'test' }]);
    expect(textOf('mark')).to.equal('Test');
    await expect(element).to.be.accessible();
  });

  it('passes axe as it is first seen', async () => {
    for (const offer of [GIFT, MEMBERSHIP, TICKET]) {
      const { element } = await setUp([offer]);
      await expect(element).to.be.accessible();
    }
  });
});

function dayOf(term: Term | undefined): string {
  const day = new Date(term?.date ?? '').toLocaleDateString('fr-FR', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  return day.replace(/^1 /, '1er ');
}

/** Every clock of the page goes by so many milliseconds, until it is restored. */
function moveClock(ms: number) {
  const RealDate = Date;
  window.Date = class extends RealDate {
    constructor(...parts: [] | [string | number]) {
      super(parts[0] ?? RealDate.now() + ms);
    }
  } as DateConstructor;
  return {
    restore(): void {
      window.Date = RealDate;
    },
  };
}
