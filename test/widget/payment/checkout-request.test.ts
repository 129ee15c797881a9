import { expect, html } from '@open-wc/testing';
import { GIFT, PROXY } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

describe('The metadata of a page', () => {
  async function sent(metadata: string): Promise<unknown> {
    const form = html`<helloasso-checkout proxy=${PROXY} offer="don" metadata=${metadata}></helloasso-checkout>`;
    const { choose, press, until, redirects, proxy } = await setUp([GIFT], form);
    await choose('choice', '2000');
    await press();
    await until(() => redirects.length > 0);
    return proxy.requestsTo('POST', '/v1/checkouts')[0]?.body?.metadata;
  }

  it('is sent as the attribute says it', async () => {
    expect(await sent('{"campaign":"noël"}')).to.deep.equal({ campaign: 'noël' });
  });

  for (const [what, metadata] of [
    ['none', ''],
    ['none that is JSON', '{campaign}'],
  ] as const) {
    it(`is left out when there is ${what}`, async () => {
      expect(await sent(metadata)).to.equal(undefined);
    });
  }
});
