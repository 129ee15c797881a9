import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setUp } from '../set-up.ts';

/** A simulator with something on every page of its panel. */
async function panel() {
  const world = setUp({ notificationUrl: 'https://asso.example/notifications' });
  const { id } = await world.create({ itemName: '<i>Don</i>', surprise: 1 });
  await world.simulator.act(id, { action: 'pay' });
  await world.simulator.settle();
  const text = async (path: string) => (await world.send('GET', path)).text();
  return { ...world, id, text };
}

describe('the panel', () => {
  it('shows the clock, the active tokens and the switches on /', async () => {
    const text = await (await panel()).text('/');
    assert.match(text, /22\/11\/2026 10:00:00/);
    assert.match(text, /1 valide/);
    assert.match(text, /name="orderLagMs"/);
  });

  it('lists intents, escaped, on /intentions', async () => {
    const text = await (await panel()).text('/intentions');
    assert.match(text, /&lt;i&gt;Don/);
    assert.match(text, /Authorized/);
  });

  it('shows an intent with its unknown fields and its actions on /intentions/{id}', async () => {
    const { text, id } = await panel();
    const page = await text(`/intentions/${id}`);
    assert.match(page, /ignorés\u00a0: surprise/);
    assert.match(page, /Contester/);
    assert.match(page, /&quot;totalAmount&quot;: 2500/);
  });

  it('returns 404 for an unknown intent', async () => {
    assert.equal((await (await panel()).send('GET', '/intentions/1')).status, 404);
  });

  it('lists notifications and their responses on /notifications', async () => {
    const text = await (await panel()).text('/notifications');
    assert.match(text, /Order n°\u00a02/);
    assert.match(text, /réponse 200/);
  });

  it('changes switches by a form, and redirects to /', async () => {
    const { post, send } = await panel();
    const response = await post('/_simulator/switches', {
      canCollect: 'false',
      orderLagMs: '250',
      notificationUrl: '',
      'privileges[]': 'Checkout',
    });
    assert.deepEqual([response.status, response.headers.get('location')], [303, '/']);
    const { canCollect, orderLagMs, notificationUrl, privileges } = await (
      await send('GET', '/_simulator/switches')
    ).json();
    assert.deepEqual([canCollect, orderLagMs, notificationUrl, privileges], [false, 250, null, ['Checkout']]);
  });

  it('contains only forms that their control route accepts', async () => {
    const { text, post, id } = await panel();
    for (const path of ['/', `/intentions/${id}`, '/notifications']) {
      for (const [, action = '', fields = ''] of (await text(path)).matchAll(
        /<form method="post" action="([^"]+)">(.*?)<\/form>/gs,
      )) {
        const response = await post(action, readFields(fields));
        assert.ok(
          [303, 409].includes(response.status),
          `${action} ${JSON.stringify(readFields(fields))} ${response.status}`,
        );
      }
    }
  });

  it('shows a page for a form with an invalid value', async () => {
    const { post } = await panel();
    const response = await post('/_simulator/faults', { kind: 'latency', ms: 'abc' });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /Réglage refusé/);
  });
});

/** What a browser sends of an unchanged form. */
function readFields(markup: string): Record<string, string> {
  const inputs = markup.matchAll(/<input[^>]*?name="([^"]+)"[^>]*?>/g);
  const selects = markup.matchAll(/<select[^>]*name="([^"]+)">(.*?)<\/select>/gs);
  return {
    ...Object.fromEntries([...inputs].map(([tag, name]) => [name, /value="([^"]*)"/.exec(tag)?.[1] ?? ''])),
    ...Object.fromEntries(
      [...selects].map(([, name, options = '']) => [
        name,
        (/value="([^"]*)" selected/.exec(options) ?? /value="([^"]*)"/.exec(options))?.[1] ?? '',
      ]),
    ),
  };
}
