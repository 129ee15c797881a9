import { expect } from '@open-wc/testing';
import { CREATED } from '../fake-proxy.ts';
import { setUp } from '../set-up.ts';

describe('The Idempotency-Key of a request', () => {
  async function setUpKeys() {
    const hands = await setUp();
    await hands.choose('choice', '2000');
    const posts = () => hands.proxy.requestsTo('POST', '/v1/checkouts');
    return {
      ...hands,
      keys: () => posts().map(({ headers }) => headers.get('Idempotency-Key')),
      /** Presses, and waits for what comes of it. */
      async send(): Promise<void> {
        const before = posts().length;
        await hands.press();
        await hands.until(() => posts().length > before && hands.element.state !== 'sending');
      },
    };
  }

  it('is a random UUID, and stays when the same is asked again after a broken network', async () => {
    const { proxy, send, keys } = await setUpKeys();
    proxy.down();
    await send();
    proxy.up();
    await send();
    const [first, second] = keys();
    expect(first).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(second).to.equal(first);
  });

  it('is another once the payer has changed something', async () => {
    const { proxy, send, choose, keys } = await setUpKeys();
    proxy.down();
    await send();
    await choose('choice', '5000');
    await send();
    expect(new Set(keys()).size).to.equal(2);
  });

  it('is another for the next checkout, though it is for the same', async () => {
    const { send, redirects, keys, element } = await setUpKeys();
    await send();
    expect(redirects).to.deep.equal([CREATED.redirectUrl]);
    element.reset();
    await element.updateComplete;
    sessionStorage.clear();
    element.renderRoot.querySelector<HTMLInputElement>('[name=choice][value="2000"]')?.click();
    await send();
    expect(new Set(keys()).size).to.equal(2);
  });
});
