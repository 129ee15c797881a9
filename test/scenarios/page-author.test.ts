// What is wrong with a page is shown where its author works, and on the payers' host with `debug` only.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PAYER_HOST } from './payer-host.ts';
import { type Demo, startDemo } from './set-up-demo.ts';

describe('a page whose author has written an amount that is not one', () => {
  let world: Demo;
  before(async () => {
    world = await startDemo();
  });
  after(() => world.close());

  /** Opens such a page on a host, in a language. */
  async function open(host: string, lang: string, attributes: Readonly<Record<string, string>> = {}) {
    const visitor = await world.visit('/embeds.html');
    await visitor.page.addInitScript(
      ({ lang, attributes }) => {
        const write = () => {
          document.documentElement.lang = lang;
          const element = document.querySelector('helloasso-checkout');
          for (const [name, value] of Object.entries(attributes)) element?.setAttribute(name, value);
        };
        document.addEventListener('readystatechange', write, { once: true }); // before the script runs
      },
      { lang, attributes: { amount: 'vingt', ...attributes } },
    );
    await visitor.page.goto(`${world.stack.siteUrl.replace('localhost', host)}/embeds/rebuilt.html`);
    await visitor.page.getByRole('button', { name: /^(Donner|Give)/ }).waitFor();
    return visitor;
  }

  const SHOWN = [
    ['localhost', 'fr', {}, 'L’attribut amount="vingt" n’est pas un montant'],
    ['127.0.0.1', 'fr', {}, 'L’attribut amount="vingt" n’est pas un montant'],
    ['les-amis.localhost', 'en', {}, 'The attribute amount="vingt" is no amount'],
    [PAYER_HOST, 'fr', { debug: '' }, 'L’attribut amount="vingt" n’est pas un montant'],
    [PAYER_HOST, 'en', { debug: '' }, 'The attribute amount="vingt" is no amount'],
  ] as const;

  for (const [host, lang, attributes, text] of SHOWN) {
    it(`shows “${text}” on ${host}${'debug' in attributes ? ' with debug' : ''}`, async () => {
      const { page, leave } = await open(host, lang, attributes);
      await page.getByRole('note').filter({ hasText: text }).waitFor();
      await leave();
    });
  }

  for (const attributes of [{}, { debug: 'false' }]) {
    it(`shows nothing of it, and loads no diagnostics, on ${PAYER_HOST} with ${JSON.stringify(attributes)}`, async () => {
      const { page, leave } = await open(PAYER_HOST, 'fr', attributes);
      assert.equal(await page.getByRole('note').count(), 0);
      const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
      assert.deepEqual(
        loaded.filter((name) => name.includes('diagnostics')),
        [],
      );
      await leave();
    });
  }
});
