import assert from 'node:assert/strict';
import type { Visitor } from './visitor.ts';
import type { World } from './world.ts';

/** What payers do in every engine, each with a real payment at the simulator. */
export const JOURNEYS: Readonly<Record<string, (visitor: Visitor, world: World) => Promise<void>>> = {
  'a gift is paid, and confirmed on the same page': async (visitor, { siteUrl }) => {
    await visitor.open(`${siteUrl}/index.html?campagne=noel#don`);
    await visitor.fill(/^Prénom/, 'Camille');
    await visitor.fill(/^Adresse e.mail/, 'camille@example.org');
    await give(visitor);
    assert.equal(await visitor.valueOf(/^Adresse e.mail/), 'camille@example.org');
    await pay(visitor);
    await visitor.seeText(/Votre don de 20 € est confirmé/);
    assert.equal(await visitor.url(), `${siteUrl}/index.html?campagne=noel#don`);
  },

  'a membership in three payments shows what is still to be paid': async (visitor, { siteUrl }) => {
    await visitor.open(`${siteUrl}/index.html`);
    await visitor.choose(/^En 3 fois/);
    await visitor.press(/^Adhérer.*€/);
    await pay(visitor);
    await visitor.seeText(/Suite des paiements : 10 € le .+10 € le /);
  },

  'a gift that is refused is paid at the second try, with the form still filled in': async (visitor, { siteUrl }) => {
    await visitor.open(`${siteUrl}/index.html`);
    await visitor.fill(/^Adresse e.mail/, 'camille@example.org');
    await give(visitor);
    await visitor.press(/^Refuser le paiement$/);
    await visitor.seeHeading(/refusé/);
    assert.equal(await visitor.valueOf(/^Adresse e.mail/), 'camille@example.org');
    await visitor.press(/^Donner 20 €/);
    await pay(visitor);
  },

  'a payer who goes back before paying finds a restored page that can pay': async (visitor, { siteUrl }) => {
    await visitor.open(`${siteUrl}/index.html`);
    await recordRestore(visitor);
    await visitor.fill(/^Adresse e.mail/, 'camille@example.org');
    await give(visitor);
    await visitor.goBack();
    await seeRestored(visitor);
    await visitor.seeHeading(/interrompu/);
    assert.equal(await visitor.valueOf(/^Adresse e.mail/), 'camille@example.org');
    await visitor.press(/^Donner 20 €/);
    await pay(visitor);
  },

  'a payer who goes back after paying reads the outcome, and sees no form': async (visitor, { siteUrl }) => {
    await visitor.open(`${siteUrl}/embeds/tab.html`);
    await recordRestore(visitor);
    await visitor.press(/^Don$/);
    await give(visitor);
    await pay(visitor);
    await visitor.goBack(2);
    await seeRestored(visitor);
    await visitor.seeHeading(/^Merci !$/);
    assert.equal(await visitor.hasButton(/^Donner/), false);
  },

  'a payer who reloads the page of the return reads the outcome again': async (visitor, { siteUrl }) => {
    await visitor.open(`${siteUrl}/index.html`);
    await give(visitor);
    await pay(visitor);
    await visitor.tab.reload();
    await visitor.seeHeading(/^Merci !$/);
  },

  'five presses of the button create one intent, which is paid': async (
    visitor,
    { siteUrl, countIntents, holdIntents },
  ) => {
    const known = await countIntents();
    await visitor.open(`${siteUrl}/index.html`);
    await visitor.choose(/^20 €/);
    const release = holdIntents();
    await visitor.press(/^Donner 20 €/, 5);
    release();
    await pay(visitor);
    assert.equal((await countIntents()) - known, 1);
  },

  'a payer whose network fails pays once it is back, with one intent': async (visitor, world) => {
    const known = await world.countIntents();
    visitor.expectMessages(/ERR_INTERNET_DISCONNECTED|CORS request did not succeed/);
    await visitor.open(world.cuttablePageUrl);
    await visitor.fill(/^Prénom/, 'Camille');
    await visitor.choose(/^20 €/);
    const restoreNetwork = await world.cutNetwork(visitor);
    await visitor.press(/^Donner 20 €/);
    await visitor.seeText(
      visitor.tab.setOffline ? /Vous semblez hors connexion/ : /Le service de paiement ne répond pas/,
    );
    assert.equal(await world.countIntents(), known);
    await restoreNetwork();
    await visitor.press(/^Donner 20 €/);
    await pay(visitor);
    assert.equal((await world.countIntents()) - known, 1);
  },

  'a payer whose form is in a frame pays at the top, and reads the outcome there': async (visitor, { siteUrl }) => {
    await visitor.open(`${siteUrl}/embeds/frame.html`);
    await give(visitor);
    await pay(visitor);
    assert.equal(await visitor.url(), `${siteUrl}/embeds/framed-form.html`);
  },

  'a payer whose form is in a closed dialog on return reads the outcome': async (visitor, { siteUrl }) => {
    await visitor.open(`${siteUrl}/embeds/dialog.html`);
    await visitor.press(/^Faire un don$/);
    await give(visitor);
    await pay(visitor);
    await visitor.press(/^Fermer$/);
    await visitor.seeButton(/^Faire un don$/);
  },

  'a payer whose page lost the query of the return reads the outcome': async (visitor, { siteUrl }) => {
    await visitor.open(`${siteUrl}/embeds/lost-query.html`);
    await give(visitor);
    await pay(visitor);
  },

  'a payer reads the outcome in the second form where the first is hidden': async (visitor, { siteUrl }) => {
    await visitor.open(`${siteUrl}/embeds/twin-forms.html`);
    await give(visitor);
    await pay(visitor);
    assert.equal(await visitor.hasButton(/^Fermer$/), false); // it is in no dialog
  },

  'a payer with a link to the proxy’s own page pays in the element, and reads the outcome': async (
    visitor,
    { payUrl },
  ) => {
    await visitor.open(`${payUrl}/pay/don?amount=25`);
    await visitor.seeButton(/^Donner 25 €/);
    await visitor.press(/^Donner 25 €/);
    await pay(visitor);
    await visitor.seeText(/Votre don de 25 € est confirmé/);
    assert.equal(await visitor.url(), `${payUrl}/pay/don?amount=25`);
  },

  'a payer whose browser runs no script pays on the proxy’s own page, and reads the verified outcome': async (
    visitor,
    world,
  ) => {
    await withoutScript(visitor, world, async () => {
      await visitor.open(`${world.payUrl}/pay/don`);
      await visitor.choose(/^20 €/);
      await visitor.fill(/^Adresse e.mail/, 'camille@example.org');
      await visitor.press(/^Donner$/);
      await visitor.press(/^Payer$/);
      await visitor.seeHeading(/^Paiement confirmé$/);
      await visitor.seeText(/Ce paiement de 20 € .* est confirmé/);
    });
  },

  'a payer without script who forgets something has focus on it, loses nothing, and pays in three times': async (
    visitor,
    world,
  ) => {
    await withoutScript(visitor, world, async () => {
      await visitor.open(`${world.payUrl}/pay/don`);
      await visitor.fill(/^Prénom/, 'Camille');
      await visitor.press(/^Donner$/);
      await visitor.seeText(/Indiquez un montant/);
      await visitor.until('focus on the amount', () =>
        visitor.tab.evaluate(() => document.activeElement?.id === 'amount'),
      );
      await visitor.tab.type('30,50');
      assert.equal(await visitor.valueOf(/^Prénom/), 'Camille');
      await visitor.press(/^Donner$/);
      await visitor.press(/^Payer$/);
      await visitor.seeText(/Ce paiement de 30,50 € .* est confirmé/);
      await visitor.open(`${world.payUrl}/pay/adhesion?lang=en`);
      await visitor.choose(/^In 3 payments/);
      await visitor.press(/^Join$/);
      await visitor.press(/^Payer$/);
      await visitor.seeText(/This payment of €10 .* is confirmed.* Still to come: €10 on .* and €10 on /);
    });
  },

  'a payer without script whose double click makes one intent turns back, chooses another amount, and pays': async (
    visitor,
    world,
  ) => {
    await withoutScript(visitor, world, async () => {
      const known = await world.countIntents();
      await visitor.open(`${world.payUrl}/pay/don`);
      await visitor.choose(/^20 €/);
      await visitor.press(/^Donner$/, 2); // as a hurried payer does
      await visitor.press(/Retour$/);
      await visitor.seeHeading(/interrompu/);
      assert.equal((await world.countIntents()) - known, 1);
      await visitor.choose(/^50 €/);
      await visitor.press(/^Donner$/);
      await visitor.press(/^Payer$/);
      await visitor.seeHeading(/^Paiement confirmé$/);
    });
  },
};

/** What payers do where the driven browser keeps the page that they come back to: WebKit, when driven, loads one of another site anew. */
export const JOURNEYS_BACK: typeof JOURNEYS = {
  'a payer without script who goes back to the form after paying, and sends it again, reads that they have paid':
    async (visitor, world) => {
      await withoutScript(visitor, world, async () => {
        await visitor.open(`${world.payUrl}/pay/don`);
        await visitor.choose(/^20 €/);
        await visitor.press(/^Donner$/);
        await visitor.press(/^Payer$/);
        await visitor.seeHeading(/^Paiement confirmé$/);
        const known = await world.countIntents();
        await visitor.goBack(2);
        await visitor.seeButton(/^Donner$/);
        await visitor.choose(/^50 €/);
        await visitor.press(/^Donner$/);
        await visitor.seeText(/Votre don de 20 € est confirmé/);
        assert.equal(await world.countIntents(), known);
      });
    },

  'a payer without script who forgot something, and goes back from HelloAsso, finds what they typed': async (
    visitor,
    world,
  ) => {
    await withoutScript(visitor, world, async () => {
      await visitor.open(`${world.payUrl}/pay/don`);
      await visitor.fill(/^Prénom/, 'Camille');
      await visitor.press(/^Donner$/);
      await visitor.seeText(/Indiquez un montant/);
      await visitor.choose(/^20 €/);
      await visitor.press(/^Donner$/);
      await visitor.seeButton(/^Payer$/);
      await visitor.goBack();
      await visitor.seeText(/Indiquez un montant/);
      assert.equal(await visitor.valueOf(/^Prénom/), 'Camille');
      await visitor.choose(/^50 €/);
      await visitor.press(/^Donner$/);
      await visitor.press(/^Payer$/);
      await visitor.seeText(/Ce paiement de 50 € .* est confirmé/);
    });
  },
};

/** Runs a journey on a page that forbids scripts, which some engines report. */
async function withoutScript(visitor: Visitor, world: World, journey: () => Promise<void>): Promise<void> {
  visitor.expectMessages(/Content.Security.Policy|status of 422/i);
  const allowAgain = world.forbidScripts();
  try {
    await journey();
    assert.equal(await visitor.tab.evaluate(() => customElements.get('helloasso-checkout') === undefined), true);
  } finally {
    allowAgain();
  }
}

/** Chooses 20 €, and leaves for HelloAsso. */
async function give(visitor: Visitor): Promise<void> {
  await visitor.choose(/^20 €/);
  await visitor.press(/^Donner 20 €/);
  await visitor.seeButton(/^Payer$/);
}

/** Pays at HelloAsso, and reads so. */
async function pay(visitor: Visitor): Promise<void> {
  await visitor.press(/^Payer$/);
  await visitor.seeHeading(/^Merci !$/);
}

/** Makes the page say in its title when it comes back from the back/forward cache. */
async function recordRestore({ tab }: Visitor): Promise<void> {
  await tab.evaluate(() =>
    addEventListener('pageshow', ({ persisted }) => {
      document.title = `restored: ${persisted}`;
    }),
  );
}

function seeRestored(visitor: Visitor): Promise<void> {
  return visitor.until('a restored page', () => visitor.tab.evaluate(() => document.title === 'restored: true'));
}
