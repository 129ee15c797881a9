// The plugin, the snippet and the link in a real WordPress: Debian's package, which is years behind WordPress's own releases.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { FrameLocator, Page } from 'playwright-core';
import { type Demo, startDemo } from './set-up-demo.ts';
import {
  PASSWORD,
  ROLES,
  type Role,
  startWordPress,
  type WordPress,
  whyNoWordPress,
  wordPressVersion,
} from './set-up-wordpress.ts';

const SETTINGS = '/wp-admin/options-general.php?page=helloasso-checkout';
const ADDRESS = 'Adresse du relais';
const OFFER = 'Identifiant de l’offre';
/** Registers the shortcode of HelloAsso's own plugin as that does. */
const OTHER_PLUGIN = `add_action('init', function () {
  add_shortcode('helloasso', function ($attributes) { return '<b>Campagne ' . esc_html($attributes['campaign']) . '</b>'; });
});`;

const missing = process.env.CI ? false : whyNoWordPress();
if (missing) it('the plugin in a real WordPress', { skip: missing }); // a suite that is skipped counts as nothing

const version = `WordPress ${wordPressVersion()}`;
describe(process.env.WORDPRESS_PATH ? version : `the old ${version} of Debian`, { skip: missing }, () => {
  let world: Demo;
  let site: WordPress;
  let proxy: string;
  const users = new Map<Role, Page>();
  before(async () => {
    site = await startWordPress(OTHER_PLUGIN);
    world = await startDemo(site.origin);
    proxy = world.stack.proxyUrl;
  });
  after(async () => {
    await world?.close();
    await site?.close();
  });

  /** A page of the administration, as a user of this role. */
  async function open(role: Role, path: string): Promise<Page> {
    const page = users.get(role) ?? (await logIn(role));
    users.set(role, page);
    await page.goto(`${site.origin}${path}`);
    return page;
  }

  async function logIn(role: Role): Promise<Page> {
    const { page } = await world.visit(`${site.origin}/wp-login.php`);
    page.on('dialog', (dialog) => dialog.accept());
    await page.getByLabel('Username').fill(role);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Log In' }).click();
    await page.waitForURL(/wp-admin/, { waitUntil: 'commit', timeout: 30_000 }); // the first page of the administration takes long
    return page;
  }

  /** Publishes a post by the requests of the block editor, which takes long to open, and returns its address. */
  async function publish(role: Role, content: string): Promise<string> {
    const page = users.get(role) ?? (await open(role, '/wp-admin/profile.php'));
    return page.evaluate(async (content) => {
      const nonce = await (await fetch('/wp-admin/admin-ajax.php?action=rest-nonce')).text();
      const response = await fetch('/index.php?rest_route=/wp/v2/posts', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-WP-Nonce': nonce },
        body: JSON.stringify({ title: 'Un titre', status: 'publish', content }),
      });
      return ((await response.json()) as { link: string }).link;
    }, content);
  }

  /** Writes a page, or the post of an author, in the block editor, and returns its address. */
  async function write(role: Role, type: (page: Page) => Promise<void>): Promise<string> {
    const page = await open(role, `/wp-admin/post-new.php${role === 'author' ? '' : '?post_type=page'}`);
    await (await blocksOf(page)).getByRole('textbox', { name: 'Add title' }).fill(`Page de ${role}`);
    await page.keyboard.press('Enter');
    await type(page);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    const panel = page.getByRole('region', { name: 'Editor publish' });
    await panel.getByRole('button', { name: 'Publish', exact: true }).click();
    const link = panel.getByRole('link', { name: /^View / });
    return (await link.getAttribute('href')) ?? assert.fail('no address');
  }

  /** Where the editor has title and blocks: in a frame since WordPress 6.3. */
  async function blocksOf(page: Page): Promise<Page | FrameLocator> {
    const frame = page.locator('iframe[name=editor-canvas]');
    await frame.or(page.getByRole('textbox', { name: 'Add title' })).waitFor();
    return (await frame.count()) === 0 ? page : frame.contentFrame();
  }

  /** Types into the paragraph that has focus. */
  const typing = (text: string) => async (page: Page) => {
    await page.keyboard.type(text);
  };

  /** Inserts a block by its name, and returns where it is. */
  async function insert(page: Page, block: string): Promise<Page | FrameLocator> {
    await page.keyboard.type(`/${block}`);
    await page.getByRole('option', { name: block }).click();
    return blocksOf(page);
  }

  const insertingForm = (offer: string) => async (page: Page) => {
    await (await insert(page, 'Formulaire HelloAsso')).getByRole('textbox', { name: OFFER }).fill(offer);
  };

  /** Pastes HTML into its block: into a dialog since WordPress 7. */
  const pasting = (html: string) => async (page: Page) => {
    const block = await insert(page, 'Custom HTML');
    const field = block.getByRole('textbox', { name: 'HTML' });
    const button = block.getByRole('button', { name: 'Edit HTML' });
    await field.or(button).waitFor();
    if ((await button.count()) === 0) return field.fill(html);
    await button.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'HTML' }).fill(html);
    await dialog.getByRole('button', { name: 'Update' }).click();
  };

  async function read(address: string): Promise<string> {
    return (await fetch(address)).text();
  }

  /** A visitor gives 20 €, to the verified outcome on the page that they left. */
  async function pay(address: string): Promise<void> {
    const { page, leave } = await world.visit(address);
    await page.getByRole('radio', { name: /^20\s€/ }).check();
    await page.getByRole('button', { name: /^Donner 20\s€/ }).click();
    await page.getByRole('button', { name: 'Payer', exact: true }).click();
    await page.getByRole('heading', { name: /^Merci/ }).waitFor();
    assert.equal(page.url(), address);
    await leave();
  }

  it('activates the plugin without a complaint, as administrator', async () => {
    const page = await open('administrator', '/wp-admin/plugins.php');
    await page.getByRole('link', { name: 'Activate HelloAsso Checkout' }).click();
    await page.getByText('Plugin activated.').waitFor();
  });

  it('shows those who write pages what to do while there is no address, and visitors nothing', async () => {
    const address = await publish('editor', paragraph(readFileSync('demo/docs/examples/shortcode.txt', 'utf8').trim()));
    assert.doesNotMatch(await read(address), /helloasso/i);
    const sentence = /HelloAsso\s: l’adresse (de votre|du) relais manque\..* Réglages → HelloAsso/;
    for (const role of ['editor', 'administrator'] as const) {
      const page = await open(role, address.slice(site.origin.length));
      await page.getByText(sentence).waitFor();
    }
    const administrator = users.get('administrator');
    await administrator?.getByRole('link', { name: 'Réglages → HelloAsso' }).click();
    await administrator?.getByLabel(ADDRESS).waitFor();
  });

  it('keeps the setting from an editor', async () => {
    const page = await open('editor', SETTINGS);
    await page.getByText('you are not allowed to access this page').waitFor();
  });

  it('takes an address of the proxy without the slash at its end, and names what is wrong with another', async () => {
    const page = await open('administrator', SETTINGS);
    const save = async (address: string) => {
      await page.getByLabel(ADDRESS).fill(address);
      const loaded = page.waitForEvent('load');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await loaded;
      return page.locator('.notice p').allInnerTexts();
    };
    assert.deepEqual(await save(`${proxy}/`), ['Settings saved.']);
    assert.equal(await page.getByLabel(ADDRESS).inputValue(), proxy);
    for (const address of [
      'http://pay.example.org',
      'https://pay.example.org/helloasso-checkout.js',
      'https://pay.example.org?don',
      'https://pay.example.org/pay/don',
      'https://moi:secret@pay.example.org',
      'http://localhost.example.org:8787',
      'javascript:alert(1)',
    ]) {
      const [notice = '', ...others] = await save(address);
      assert.match(notice, /^Cette adresse de relais ne convient pas\s: .*https:\/\/pay\.example\.org/, address);
      assert.deepEqual(others, []);
      assert.equal(await page.getByLabel(ADDRESS).inputValue(), proxy, address);
    }
  });

  for (const role of ['administrator', 'editor'] as const) {
    it(`lets a visitor pay by a shortcode, whose form has a link for browsers without it: ${role}`, async () => {
      const address = await write(role, typing('[helloasso offre="don"]'));
      const link = `<a lang="fr" href="${proxy}/pay/don">Payer sur une autre page</a>`;
      const form = `<helloasso-checkout proxy="${proxy}" offer="don">${link}</helloasso-checkout>`;
      assert.ok((await read(address)).includes(form));
      await pay(address);
    });

    it(`lets a visitor pay by the snippet of the documentation, which unfiltered HTML allows: ${role}`, async () => {
      await pay(await write(role, pasting(snippet())));
    });
  }

  it('lets a visitor pay by the block of an editor', async () => {
    const address = await write('editor', insertingForm('don'));
    await pay(address);
    const editor = users.get('editor') ?? assert.fail();
    await editor.reload();
    const field = (await blocksOf(editor)).getByRole('textbox', { name: OFFER });
    assert.equal(await field.inputValue(), 'don');
  });

  it('loads the script once, as a module, however many forms a page has', async () => {
    const address = await write('administrator', async (page) => {
      await typing('[helloasso offre="don"]\n[helloasso offre="adhesion"]\n')(page);
      await insertingForm('billet')(page);
    });
    const html = await read(address);
    const scripts = html.match(/<script[^>]*helloasso-checkout\.js[^>]*>/g) ?? [];
    assert.equal(scripts.length, 1);
    const { page, leave } = await world.visit(address);
    await page.getByRole('button', { name: /^Réserver/ }).waitFor();
    assert.equal(await page.locator('script[src*=helloasso-checkout]').getAttribute('type'), 'module');
    assert.equal(await page.locator('helloasso-checkout:defined').count(), 3);
    await leave();
  });

  it('understands amount, language and theme as a volunteer writes them', async () => {
    const text = '[helloasso offer=”don” montant="20,50" langue="en" theme="sombre"]';
    const address = await publish('editor', paragraph(text));
    const { page, leave } = await world.visit(address);
    await page.getByRole('button', { name: /^Give €20\.50/ }).waitFor();
    const attributes = await page.locator('helloasso-checkout').evaluate((element) => element.outerHTML);
    assert.match(attributes, / offer="don" amount="20,50" lang="en" theme="dark">/);
    const link = page.getByRole('link', { name: 'Payer sur une autre page', includeHidden: true });
    assert.equal(await link.getAttribute('href'), `${proxy}/pay/don?lang=en&amount=20%2C50`);
    await leave();
  });

  it('leaves the shortcodes of HelloAsso’s own plugin to that plugin', async () => {
    const html = await read(
      await publish('editor', paragraph('[helloasso campaign="https://www.helloasso.com/fete"]')),
    );
    assert.match(html, /<b>Campagne https:\/\/www\.helloasso\.com\/fete<\/b>/);
    assert.doesNotMatch(html, /<helloasso-checkout/);
  });

  it('gives no event handler to a div that an author has written beside a form', async () => {
    const attributes = 'data-onclick="window.hurt = true" data-style="position: fixed; inset: 0"';
    const div = `<div data-helloasso-checkout data-proxy="${proxy}" data-offer="billet" ${attributes}>Un billet</div>`;
    const address = await write('author', async (page) => {
      await typing('[helloasso offre="don"]\n')(page);
      await pasting(div)(page);
    });
    const { page, leave } = await world.visit(address);
    const ticket = page.locator('helloasso-checkout[offer=billet]');
    await ticket.getByRole('button', { name: /^Réserver/ }).waitFor();
    await ticket.click();
    assert.deepEqual(await ticket.evaluate((element) => element.getAttributeNames().sort()), ['offer', 'proxy']);
    await leave();
  });

  it('strips the snippet of an author, and leaves them the element’s data in a div', async () => {
    const div = `<div data-helloasso-checkout data-proxy="${proxy}" data-offer="don">Un don</div>`;
    const html = await read(await publish('author', htmlBlock(snippet() + div)));
    assert.doesNotMatch(html, /<helloasso-checkout|helloasso-checkout\.js/);
    assert.ok(html.includes(div));
  });

  for (const role of ROLES) {
    it(`keeps a plain link to a page of the proxy: ${role}`, async () => {
      const link = `<a href="${proxy}/pay/don">Faire un don</a>`;
      assert.ok((await read(await publish(role, htmlBlock(`<p>${link}</p>`)))).includes(link));
    });
  }

  for (const role of ['editor', 'author'] as const) {
    it(`lets no value out of its attribute: ${role}`, async () => {
      const json = JSON.stringify({ offre: '"><script>document.title = 1</script>' });
      const escaped = json.replaceAll('\\"', '\\u0022').replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');
      const written = ['offre', 'montant', 'langue', 'theme'].flatMap((name) => [
        `[helloasso ${name}='" onfocus="document.title = 1" tabindex="0']`,
        `[helloasso ${name}='&quot;&gt;&lt;script&gt;document.title = 1&lt;/script&gt;']`,
      ]);
      const content = [...written, `<!-- wp:helloasso-checkout/form ${escaped} /-->`].join('\n\n');
      const address = await publish(role, content);
      const page = users.get(role) ?? assert.fail();
      const forms = await page.evaluate(
        (html) => {
          const parsed = new DOMParser().parseFromString(html, 'text/html');
          return [...parsed.querySelectorAll('helloasso-checkout')].map((form) => ({
            attributes: form.getAttributeNames(),
            children: [...form.querySelectorAll('*')].map((child) =>
              [child.localName, ...child.getAttributeNames()].join(),
            ),
          }));
        },
        await read(address),
      );
      const names = ['offer', 'offer', 'amount', 'amount', 'lang', 'lang', 'theme', 'theme', 'offer'];
      assert.deepEqual(
        forms,
        names.map((name) => ({
          attributes: ['proxy', name],
          children: name === 'offer' ? ['a,lang,href'] : [],
        })),
      );
    });
  }

  it('gives PHP nothing to complain about', () => {
    const ours = /helloasso|called incorrectly|deprecated since/i;
    assert.deepEqual(
      site.complaints().filter((line) => ours.test(line)),
      [],
    );
  });

  /** The two lines of the documentation, for our proxy. */
  function snippet(): string {
    return readFileSync('demo/docs/examples/page.html', 'utf8').replaceAll('https://pay.example.org', proxy);
  }
});

function paragraph(text: string): string {
  return `<!-- wp:paragraph --><p>${text}</p><!-- /wp:paragraph -->`;
}

function htmlBlock(html: string): string {
  return `<!-- wp:html -->${html}<!-- /wp:html -->`;
}
