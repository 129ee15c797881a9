import { expect } from '@open-wc/testing';
import { planInstalments, type Term } from '../../../proxy/contract/instalments.ts';
import { GIFT, MEMBERSHIP } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

describe('Instalments', () => {
  it('shows every day and amount of a plan, and sends the day of the second payment', async () => {
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

  it('sends the day that was shown even when sent days later, and shows the new plan after plan-changed', async () => {
    const { textOf, choose, press, proxy, until, redirects, element } = await setUp([MEMBERSHIP]);
    const [shown] = planInstalments(3000, 3, new Date()).terms;
    await choose('instalments', '3');
    const clock = moveClock(10 * 24 * 3600 * 1000);
    const [fresh] = planInstalments(3000, 3, new Date()).terms;
    proxy.setCheckoutAnswer('plan-changed');
    await press();
    await until(() => element.state === 'failed');
    expect(textOf('.choice:last-child small')).to.contain(`puis 10 € le ${dayOf(fresh)}`);
    proxy.setCheckoutAnswer({});
    await press();
    await until(() => redirects.length > 0);
    clock.restore();
    const sent = proxy.requestsTo('POST', '/').map(({ body }) => body?.firstTermDate);
    expect(sent).to.deep.equal([shown?.date, fresh?.date]);
    expect(shown?.date).not.to.equal(fresh?.date);
  });

  it('shows and sends the days of the proxy’s plan when the clock of the device is wrong', async () => {
    const { proxy, choose, press, until, redirects, textOf, element } = await setUp([MEMBERSHIP]);
    const plan = planInstalments(3000, 3, new Date('2031-01-31T12:00:00Z'));
    expect(plan.terms.map(({ date }) => date)).to.deep.equal(['2031-02-27', '2031-03-27']);
    await choose('instalments', '3');
    proxy.setCheckoutAnswer('plan-changed', { plan });
    await press();
    await until(() => element.state === 'failed');
    expect(textOf('.choice:last-child small')).to.contain('le 27 février et 10 € le 27 mars');
    proxy.setCheckoutAnswer({});
    await press();
    await until(() => redirects.length > 0);
    const [, second] = proxy.requestsTo('POST', '/v1/checkouts');
    expect(second?.body?.firstTermDate).to.equal('2031-02-27');
  });

  it('writes the first day of a month as 1er in French and 1 in English, without a line break', async () => {
    const clock = moveClock(Date.parse('2026-11-01T12:00:00Z') - Date.now());
    const { get } = await setUp([MEMBERSHIP]);
    expect(get('.choice:last-child small').textContent).to.contain('le\u00a01er\u00a0décembre');
    document.documentElement.lang = 'en';
    const english = await setUp([MEMBERSHIP]);
    clock.restore();
    expect(english.textOf('.choice:last-child small')).to.contain('on 1 December');
  });

  it('hides a plan in which one payment would be too small to collect', async () => {
    const { has, choose, type } = await setUp([{ ...GIFT, instalments: [1, 3] }]);
    await choose('choice', '2000');
    expect(has('[name=instalments][value="3"]')).to.equal(true);
    await type('amount', '2,99');
    expect(has('[name=instalments]')).to.equal(false);
  });

  it('pays at once when the chosen plan is no longer payable for a smaller amount', async () => {
    const { choose, type, press, button, proxy, until, redirects } = await setUp([{ ...GIFT, instalments: [1, 2, 3] }]);
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

/** The day of a term, as French writes it. */
function dayOf(term: Term | undefined): string {
  const day = new Date(term?.date ?? '').toLocaleDateString('fr-FR', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  return day.replace(/^1 /, '1er ');
}

/** Moves the clock of the page by so many ms, until `restore`. */
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
