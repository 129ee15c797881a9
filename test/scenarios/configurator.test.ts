// The configurator as a volunteer uses it: a folder on a plain file server, below a path, with the proxy elsewhere.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import jsqr from 'jsqr';
import type { Page } from 'playwright-core';
import { axeErrors } from './axe-errors.ts';
import { type PageServer, servePages } from './page-server.ts';
import { type Demo, startDemo, type Visitor } from './set-up-demo.ts';

const BUILD = 'dist/configurateur';
const FOLDER = '/outils/formulaire';

/** Colours of the form that cannot be read are the volunteer's, and the page says so. */
const isBadColour = (rule: string, element: string) =>
  rule === 'color-contrast' && element.includes('helloasso-checkout');

describe('the configurator', () => {
  let world: Demo;
  let pages: PageServer;
  let proxyUrl: string;
  let visitor: Visitor;
  let page: Page;
  before(async () => {
    pages = await servePages();
    for (const name of readdirSync(BUILD))
      pages.files.set(`${FOLDER}/${name}`, readFileSync(`${BUILD}/${name}`, 'utf8'));
    pages.files.set('/blank.html', '<!doctype html><title>-</title><link rel="icon" href="data:,">');
    pages.files.set('/v1/offers', 'another site');
    world = await startDemo(pages.origin);
    ({ proxyUrl } = world.stack);
  });
  after(async () => {
    await world.close();
    pages.close();
  });
  afterEach(() => page.context().close());

  /** Opens the page with these choices in its address, in a browser that allows to copy. */
  async function open(choices: Readonly<Record<string, string>> = {}): Promise<void> {
    visitor = await world.visit(`${pages.origin}/blank.html`);
    ({ page } = visitor);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: pages.origin });
    await page.goto(`${pages.origin}${FOLDER}/index.html?${new URLSearchParams(choices)}`);
  }

  /** The same with the proxy, accepted, once the form is drawn. */
  async function openReady(choices: Readonly<Record<string, string>> = {}): Promise<void> {
    await open({ proxy: proxyUrl, ...choices });
    await button('Oui, afficher le formulaire').click();
    await seeForm();
  }

  const seeForm = () =>
    page.waitForFunction(
      () => document.querySelector<HTMLElement & { state?: string }>('helloasso-checkout')?.state === 'ready',
    );
  const code = () => page.locator('#code').inputValue();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  const verdicts = async () => (await page.locator('#verdicts').innerText()).replaceAll('\u00a0', ' ');
  /** The style that the real element has. */
  const submitStyle = (property: string) =>
    page
      .locator('helloasso-checkout [part=submit]')
      .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

  it('shows the first offer of the proxy at once, and its two lines', async () => {
    await openReady();
    assert.deepEqual((await code()).split('\n'), [
      `<script type="module" src="${proxyUrl}/helloasso-checkout.js"></script>`,
      `<helloasso-checkout proxy="${proxyUrl}" offer="don"><a href="${proxyUrl}/pay/don">Payer sur une autre page</a></helloasso-checkout>`,
    ]);
    assert.match(await page.locator('#proxy-found').innerText(), /^3 offres trouvées\. Relais de test/);
    assert.deepEqual(await page.locator('#offer option').allInnerTexts(), [
      'Don à l’association',
      'Adhésion annuelle',
      'Billet pour le concert de printemps',
    ]);
    await visitor.leave();
  });

  it('runs no script of a proxy that a link has named before that is accepted, and asks once', async () => {
    await open({ proxy: proxyUrl });
    await page.getByText(/Est-ce bien celui de votre association/).waitFor();
    const scripts = () => page.locator(`script[src^="${proxyUrl}"]`).count();
    assert.equal(await scripts(), 0);
    assert.equal(await page.locator('helloasso-checkout').count(), 0);
    assert.match(await code(), /offer="don"/);
    await button('Oui, afficher le formulaire').click();
    await seeForm();
    await page.reload();
    await seeForm();
    assert.equal(await scripts(), 1);
    await visitor.leave();
  });

  it('carries each choice into the code, the element and its own address, and takes all of them from there', async () => {
    await openReady();
    await page.getByLabel('Offre').selectOption('billet');
    await page.getByLabel('Sombre').check();
    await page.getByLabel('Boutons et liens', { exact: true }).fill('#7b1f3a');
    await page.getByLabel('Fond', { exact: true }).fill('#101010');
    await page.getByLabel('Texte', { exact: true }).fill('#fafafa');
    await page.getByLabel('Langue du formulaire').selectOption('en');
    await page.getByLabel('Lien de secours').fill('https://www.helloasso.com/associations/jardins');
    await page.getByLabel('Ordinateur').check();
    const expected = [
      '<style>',
      'helloasso-checkout {',
      '  --helloasso-checkout-accent: #7b1f3a;',
      '  --helloasso-checkout-surface: #101010;',
      '  --helloasso-checkout-text: #fafafa;',
      '}',
      '</style>',
      `<script type="module" src="${proxyUrl}/helloasso-checkout.js"></script>`,
      `<helloasso-checkout proxy="${proxyUrl}" offer="billet" theme="dark" lang="en"><a href="https://www.helloasso.com/associations/jardins">Pay on another page</a></helloasso-checkout>`,
    ];
    for (const when of ['chosen', 'reloaded']) {
      assert.deepEqual((await code()).split('\n'), expected, when);
      await page.locator('helloasso-checkout').getByRole('button', { name: /^Book/ }).waitFor();
      assert.equal(await submitStyle('background-color'), 'rgb(123, 31, 58)', when);
      const card = page.locator('helloasso-checkout [part~=card]');
      assert.deepEqual(
        await card.evaluate((element) => [getComputedStyle(element).backgroundColor, getComputedStyle(element).color]),
        ['rgb(16, 16, 16)', 'rgb(250, 250, 250)'],
        when,
      );
      assert.ok(((await page.locator('#preview').boundingBox())?.width ?? 0) > 500, when);
      assert.equal(await page.getByLabel('Ordinateur').isChecked(), true, when);
      await page.reload();
      await seeForm();
    }
    await page.getByLabel('Téléphone').check();
    assert.equal((await page.locator('#preview').boundingBox())?.width, 360);
    for (const name of ['boutons et liens', 'fond', 'texte']) await page.getByLabel(`par défaut : ${name}`).check();
    assert.doesNotMatch(await code(), /style/);
    assert.doesNotMatch(page.url(), /accent|surface|text|width/);
    await visitor.leave();
  });

  it('begins with the colours of the element itself', async () => {
    await openReady();
    const accent = await page.locator('#accent').inputValue();
    const bytes = (await submitStyle('background-color')).match(/\d+/g)?.map((byte) => Number(byte).toString(16));
    assert.equal(accent, `#${bytes?.join('')}`);
    await visitor.leave();
  });

  it('writes a div for a builder that removes unknown tags', async () => {
    await openReady();
    await page.getByLabel('Mon créateur de sites supprime').check();
    assert.match(await code(), /\n<div data-helloasso-checkout data-proxy="http[^"]*" data-offer="don"><a href=/);
    await visitor.leave();
  });

  it('copies code that pays on another page', async () => {
    await openReady({ theme: 'dark', accent: '#ffd23f' });
    await button('Copier le code').click();
    await page.getByRole('status').getByText('Code copié').waitFor();
    const copied = await clipboard();
    assert.match(copied, /--helloasso-checkout-accent: #ffd23f/);
    pages.files.set(
      '/page.html',
      `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Don</title><link rel="icon" href="data:,"><main>${copied}\n</main>`,
    );
    await page.goto(`${pages.origin}/page.html`);
    await page.getByRole('radio', { name: /^20\s€/ }).check();
    assert.equal(await submitStyle('background-color'), 'rgb(255, 210, 63)');
    await page.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: 'Merci !' }).waitFor();
    await visitor.leave();
  });

  it('copies the link, and selects the text where the browser does not copy', async () => {
    await openReady({ offer: 'adhesion' });
    await button('Copier le lien').click();
    await page.getByRole('status').getByText('Lien copié').waitFor();
    assert.equal(await clipboard(), `${proxyUrl}/pay/adhesion`);
    assert.equal(await page.getByRole('link', { name: /^Ouvrez-le/ }).getAttribute('href'), `${proxyUrl}/pay/adhesion`);
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await button('Copier le code').click();
    await page
      .getByRole('status')
      .getByText(/le texte est sélectionné/)
      .waitFor();
    assert.equal(await page.evaluate(() => getSelection()?.toString()), await code());
    await visitor.leave();
  });

  it('downloads a QR code that decodes to the link in the chosen language, named for the offer', async () => {
    await openReady({ offer: 'billet', lang: 'en' });
    const link = `${proxyUrl}/pay/billet?lang=en`;
    assert.equal(await page.locator('#link').inputValue(), link);
    assert.ok((await code()).includes(`<a href="${link}">`));
    const downloading = page.waitForEvent('download');
    await button('Télécharger le QR code').click();
    const download = await downloading;
    assert.equal(download.suggestedFilename(), 'qr-billet.svg');
    const svg = readFileSync(await download.path(), 'utf8');
    assert.equal(await decode(svg), link);
    const shown = await page.getByAltText(`QR code qui ouvre ${link}`).getAttribute('src');
    assert.equal(decodeURIComponent(shown?.replace('data:image/svg+xml,', '') ?? ''), svg);
    await visitor.leave();
  });

  /** Reads a QR code as a camera does: from its picture. */
  async function decode(svg: string): Promise<string | undefined> {
    const pixels = await page.evaluate(async (source) => {
      const image = new Image(400, 400);
      image.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
      await image.decode();
      const canvas = new OffscreenCanvas(400, 400).getContext('2d');
      canvas?.drawImage(image, 0, 0, 400, 400);
      return [...(canvas?.getImageData(0, 0, 400, 400).data ?? [])];
    }, svg);
    return jsqr(new Uint8ClampedArray(pixels), 400, 400)?.data;
  }

  it('finds nothing wrong with the element’s own colours, on a light or a dark page', async () => {
    await openReady();
    for (const theme of ['Comme la page', 'Clair', 'Sombre']) {
      await page.getByLabel(theme).check();
      assert.match(await verdicts(), /^Le texte sur le fond : facile à lire/, theme);
      assert.doesNotMatch(await verdicts(), /il faut/, theme);
    }
    await visitor.leave();
  });

  it('judges contrast while a colour is being chosen', async () => {
    await openReady({ theme: 'light' });
    assert.match(await verdicts(), /^Le texte sur le fond : facile à lire \(21:1\)/);
    await page.locator('#text').evaluate((field: HTMLInputElement) => {
      field.value = '#bbbbbb';
      field.dispatchEvent(new Event('input', { bubbles: true })); // the dialog is still open: no change event
    });
    assert.match(await verdicts(), /Le texte sur le fond : difficile à lire \(1,9:1, il faut 4,5:1\)/);
    assert.equal(await page.getByLabel('par défaut : texte').isChecked(), false);
    await page.getByLabel('Sombre').check();
    assert.match(await verdicts(), /Le texte sur le fond : facile à lire/);
    await visitor.leave();
  });

  const WRONG: Readonly<Record<string, readonly [address: () => string, message: RegExp]>> = {
    'that is no address': [() => 'notre relais', /adresse complète/],
    'that is not https': [() => 'http://pay.example.org', /commence par https/],
    'of another site': [() => pages.origin, /pas celle d’un relais/],
    'where nothing answers': [() => 'http://127.0.0.1:9', /Rien ne répond/],
  };
  for (const [what, [address, message]] of Object.entries(WRONG)) {
    it(`says beside the field what is wrong with an address ${what}, and recovers`, async () => {
      await open({ proxy: address(), offer: 'adhesion' });
      const field = page.getByLabel('Adresse de votre relais');
      await page.getByRole('alert').filter({ hasText: message }).waitFor();
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      assert.match((await field.getAttribute('aria-describedby')) ?? '', /proxy-error/);
      assert.equal(await button('Copier le code').isVisible(), false);
      assert.match(page.url(), /offer=adhesion/);
      await field.fill(`${proxyUrl}/`);
      await field.press('Enter');
      await seeForm();
      assert.equal(await field.getAttribute('aria-invalid'), null);
      assert.equal(await page.locator('#proxy-error').innerText(), '');
      assert.match(await code(), /offer="adhesion"/);
      await visitor.leave(/ERR_|CORS|net::|Failed to load/);
    });
  }

  it('asks for an address, and shows no error, where there is none', async () => {
    await open({ proxy: '' });
    assert.match(await page.locator('#preview').innerText(), /dès que l’adresse de votre relais est connue/);
    assert.equal(await page.locator('#proxy-error').innerText(), '');
    await visitor.leave();
  });

  it('takes the script from another proxy that is chosen later, with focus still in the field', async () => {
    await openReady({ lang: 'de' });
    const other = proxyUrl.replace('localhost', '127.0.0.1');
    const field = page.getByLabel('Adresse de votre relais');
    await field.fill(other);
    await field.press('Enter');
    await page.waitForURL(/proxy=[^&]*127\.0\.0\.1%3A\d+.*lang=de/);
    await page.locator(`script[src^="${other}"]`).waitFor({ state: 'attached' });
    await seeForm();
    assert.equal(await page.locator('script[src$="helloasso-checkout.js"]').count(), 1);
    assert.match(await code(), new RegExp(`^<script type="module" src="${other}/`));
    assert.equal(await field.evaluate((element) => element === document.activeElement), true);
    await visitor.leave();
  });

  it('refuses a fallback link that is no web address, and keeps the default one', async () => {
    await openReady();
    const field = page.getByLabel('Lien de secours');
    await field.fill('javascript:alert(1)');
    await page.getByRole('alert').filter({ hasText: 'adresse complète' }).waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.match(await code(), new RegExp(`<a href="${proxyUrl}/pay/don">`));
    await visitor.leave();
  });

  it('shows nothing to copy of a proxy that only a link names, and asks for nothing inside another page', async () => {
    await open({ proxy: proxyUrl });
    await button('Oui, afficher le formulaire').waitFor();
    assert.equal(await page.locator('#outputs').isVisible(), false);
    const inner = `${pages.origin}${FOLDER}/index.html?${new URLSearchParams({ proxy: proxyUrl })}`;
    pages.files.set('/favicon.ico', '');
    pages.files.set(
      '/framing.html',
      `<!doctype html><title>Cadre</title><iframe title="-" src="${inner}" width="900" height="900"></iframe>`,
    );
    await page.goto(`${pages.origin}/framing.html`);
    const frame = page.frameLocator('iframe');
    await frame.getByRole('link', { name: 'Ouvrez-la seule' }).waitFor();
    assert.equal(await frame.getByRole('button', { name: 'Oui, afficher le formulaire' }).isVisible(), false);
    await frame.getByRole('link', { name: 'Ouvrez-la seule' }).click();
    await button('Oui, afficher le formulaire').waitFor();
    await visitor.leave();
  });

  it('says what it needs where its script does not run, as from a file', async () => {
    visitor = await world.visit(`${pages.origin}/blank.html`);
    ({ page } = visitor);
    await page.goto(pathToFileURL('dist/configurateur/index.html').href);
    const notice = page.getByText(/a besoin de JavaScript et d’un serveur web/);
    await notice.waitFor();
    await page.goto(`${pages.origin}${FOLDER}/index.html`);
    await page.locator('#proxy').waitFor();
    assert.equal(await notice.count(), 0);
    await visitor.leave(/CORS|ERR_FAILED|ERR_CONNECTION_REFUSED/); // the demo’s own proxy is not at its usual port
  });

  it('does not pay in the preview, and says so', async () => {
    await openReady();
    await page.getByRole('radio', { name: /^20\s€/ }).check();
    const paying = page.waitForRequest(/\/v1\/checkouts$/, { timeout: 1_500 });
    await page.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page
      .getByRole('status')
      .getByText(/Ceci est un aperçu/)
      .waitFor();
    await assert.rejects(paying, /Timeout/, 'no request for a checkout');
    await visitor.leave();
  });

  it('works by keyboard alone: every control is reached in order, shows its focus, and acts', async () => {
    await open({ proxy: proxyUrl });
    await button('Oui, afficher le formulaire').focus();
    await page.keyboard.press('Enter');
    await seeForm();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'preview', 'the button is gone');
    await page.keyboard.press('Tab');
    assert.equal(
      await page.evaluate(() => document.activeElement?.localName),
      'helloasso-checkout',
      'after the button',
    );
    await page.reload();
    await seeForm();
    const reached: string[] = [];
    for (let presses = 0; presses < 60 && reached.at(-1) !== 'download-qr'; presses += 1) {
      await page.keyboard.press('Tab');
      const [name = '', outline = ''] = await page.evaluate(() => {
        const focused = document.activeElement ?? document.body;
        const inner = focused.shadowRoot?.activeElement ?? focused;
        const { id, localName } = focused;
        return [id || focused.getAttribute('name') || localName, getComputedStyle(inner).outlineStyle];
      });
      if (name === reached.at(-1)) continue;
      reached.push(name);
      if (name !== 'helloasso-checkout') assert.notEqual(outline, 'none', `focus on ${name}`);
    }
    assert.deepEqual(reached, [
      ...['a', 'proxy', 'offer', 'theme'],
      ...['accent', 'accent-default', 'surface', 'surface-default', 'text', 'text-default'],
      ...['lang', 'fallback', 'width', 'helloasso-checkout', 'code', 'builder', 'copy-code'],
      ...['open-link', 'link', 'copy-link', 'download-qr'],
    ]);
    const downloading = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    await downloading;
    await page.locator('#offer').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    assert.match(await code(), /offer="adhesion" theme="light"/);
    await page.locator('#copy-code').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Code copié').waitFor();
    assert.equal(await clipboard(), await code());
    await visitor.leave();
  });

  for (const [state, choices] of [
    ['with a form', {}],
    [
      'with every colour chosen and an error',
      { accent: '#ffd23f', surface: '#fff0f0', text: '#eeeeee', fallback: 'x' },
    ],
    ['without a proxy', { proxy: '' }],
  ] as const) {
    it(`passes axe and fits 320 and 1280 px, light and dark, ${state}`, async () => {
      if ('proxy' in choices) await open(choices);
      else await openReady(choices);
      const errors: string[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const width of [320, 1280]) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 800 });
          const contentWidth = await page.evaluate(() => document.documentElement.scrollWidth);
          if (contentWidth > width) errors.push(`${contentWidth} px wide at ${width} px`);
          errors.push(
            ...(await axeErrors(
              page,
              `${colorScheme}, ${width} px`,
              state.includes('error') ? { isExpected: isBadColour } : {},
            )),
          );
        }
      }
      assert.deepEqual(errors, []);
      await visitor.leave();
    });
  }
});
