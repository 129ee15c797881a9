import { expect } from '@open-wc/testing';
import { fr } from '../../../widget/messages/fr.ts';
import { loadMessages, OTHER_LANGUAGES } from '../../../widget/messages/load-messages.ts';
import { GIFT, PROXY } from '../fake-proxy.ts';
import { checkoutTag, openPage, withoutChunk } from '../page.ts';
import { startProxy } from '../set-up.ts';
import { OTHERS } from './languages.ts';

describe('loadMessages', () => {
  for (const tag of ['en', 'en-GB', 'en_GB', 'EN', ' en ', 'en-Latn-US']) {
    it(`loadMessages returns English for “${tag}”`, async () =>
      expect(await loadMessages(tag, PROXY)).to.equal(OTHERS.en));
  }

  for (const [tag, texts] of Object.entries(OTHERS)) {
    it(`loadMessages returns the texts in “${tag}”, as every language of the tests`, async () => {
      expect(await loadMessages(tag, PROXY)).to.equal(texts);
      expect(texts.locale).to.match(new RegExp(`^${tag}-`));
      expect([...OTHER_LANGUAGES.keys()].sort()).to.deep.equal(Object.keys(OTHERS).sort());
    });
  }

  for (const tag of ['fr', 'fr-CA', 'fr_FR', 'xx', '', 'english', 'constructor']) {
    it(`loadMessages returns French for “${tag}”`, async () => expect(await loadMessages(tag, PROXY)).to.equal(fr));
  }

  it('a form with lang="en" is in French when the chunk for English does not load', async () => {
    startProxy(GIFT);
    const page = await openPage('', withoutChunk('en') + checkoutTag('don').replace('proxy', 'lang="en" proxy'));
    const { until, has, button } = page.find();
    await until(() => has('[part=submit]'));
    expect(button()).to.equal('Donner');
    page.close();
  });

  it('loadMessages returns French for a language that is no text', async () =>
    expect(await loadMessages(5 as unknown as string, PROXY)).to.equal(fr));
});
