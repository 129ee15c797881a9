import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import jsqr from 'jsqr';
import { embed } from '../../proxy/embed.ts';
import { BARE_ENVIRONMENT } from '../bare-environment.ts';

const PUBLIC_URL = 'https://pay.example.org';
const OFFERS = {
  don: { kind: 'gift', itemName: 'Don à l’association', amountCents: 2000 },
  panier: { kind: 'payment', itemName: 'Panier', amountCents: 'signed' },
};

describe('the command embed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-embed-'));
  const file = (name: string) => join(folder, name);
  const variables = { PUBLIC_URL, OFFERS_FILE: file('offers.json') };
  beforeEach(() => writeFileSync(file('offers.json'), JSON.stringify(OFFERS)));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** The command as an operator runs it, in a folder of its own and without other variables. */
  function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const env = { ...BARE_ENVIRONMENT, ...environment };
    return spawnSync(process.execPath, [resolve('proxy/cli.ts'), 'embed', ...args], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
  }

  it('prints HTML, div form, link and policy without a secret, by the PUBLIC_URL of the file .env', () => {
    writeFileSync(file('.env'), `PUBLIC_URL=${PUBLIC_URL}/\n`);
    const { status, stdout, stderr } = run(['don']);
    rmSync(file('.env'));
    assert.equal(stderr, '');
    assert.equal(status, 0);
    assert.deepEqual(stdout.match(/^# .*$/gm), [
      '# HTML for your page',
      '# HTML for a site builder that removes unknown tags',
      '# Link, for messages and pages without a script',
      '# Content-Security-Policy, where your site sends one',
    ]);
    assert.match(stdout, /^<helloasso-checkout proxy="https:\/\/pay\.example\.org" offer="don"><a /m);
    assert.match(
      stdout,
      /^<div data-helloasso-checkout data-proxy="https:\/\/pay\.example\.org" data-offer="don"><a /m,
    );
    assert.match(stdout, /^https:\/\/pay\.example\.org\/pay\/don$/m);
    assert.match(stdout, /^script-src https:\/\/pay\.example\.org; connect-src https:\/\/pay\.example\.org$/m);
  });

  it('prints the policy of the documentation', () => {
    const header = readFileSync('demo/docs/examples/content-policy.http', 'utf8').trim();
    assert.ok(embed(['don'], variables, false).includes(`\n${header}\n`));
  });

  it('takes the address of --proxy before PUBLIC_URL, and then says what the link needs', () => {
    const text = embed(['don', '--proxy', 'https://other.example/caisse/'], variables, false);
    assert.match(
      text,
      /^https:\/\/other\.example\/caisse\/pay\/don\n\(it answers where the proxy has PUBLIC_URL=https:\/\/other\.example\/caisse\)$/m,
    );
    assert.doesNotMatch(embed(['don'], variables, false), /it answers/);
  });

  it('chooses the only offer of the file by itself', () => {
    writeFileSync(file('offers.json'), JSON.stringify({ don: OFFERS.don }));
    assert.match(embed([], variables, false), /offer="don"/);
  });

  it('says that a signed price needs the site’s own server', () => {
    assert.match(
      embed(['panier'], variables, false),
      /^# This offer\n\nIt has no page, no link and no QR code\. Your own server signs its price/,
    );
    assert.doesNotMatch(embed(['panier'], variables, true), /\/pay\/|▄/);
    assert.throws(
      () => embed(['panier', '--qr', file('panier.svg')], variables, false),
      /^Error: --qr: panier has no page/,
    );
  });

  it('draws the QR code on a terminal alone', () => {
    assert.ok(embed(['don'], variables, true).includes('# QR code of the link\n\n\x1b[97;40m█'), 'white on black');
    assert.doesNotMatch(embed(['don'], variables, false), /█/);
  });

  it('draws on the terminal a QR code that decodes to the link', () => {
    const [, drawn = ''] = embed(['don'], variables, true).split('# QR code of the link\n\n');
    const rows = stripVTControlCharacters(drawn)
      .trimEnd()
      .split('\n')
      .flatMap((line) => ['█▀', '█▄'].map((lit) => [...line].map((character) => lit.includes(character))));
    assert.equal(decode(rows), `${PUBLIC_URL}/pay/don`);
  });

  it('writes the QR code as an SVG that decodes to the link, and never over a file', () => {
    const path = file('qr.svg');
    assert.match(embed(['don', '--qr', path], variables, false), /# QR code as a file\n\n.*qr\.svg\n$/);
    const svg = readFileSync(path, 'utf8');
    const [, size = ''] = /viewBox="0 0 (\d+) /.exec(svg) ?? [];
    const rows = Array.from({ length: Number(size) / 10 }, () => Array.from({ length: Number(size) / 10 }, () => true));
    for (const [, x = '', y = ''] of svg.matchAll(/M(\d+),(\d+)h10v10h-10z/g)) {
      const row = rows[Number(y) / 10] ?? assert.fail();
      row[Number(x) / 10] = false;
    }
    assert.equal(decode(rows), `${PUBLIC_URL}/pay/don`);
    writeFileSync(path, 'mine');
    assert.throws(() => embed(['don', '--qr', path], variables, false), {
      message: `${path}: exists already; remove it, or name another file`,
    });
    assert.equal(readFileSync(path, 'utf8'), 'mine');
    assert.throws(() => embed(['don', '--qr', file('none/qr.svg')], variables, false), /cannot be written \(ENOENT\)$/);
  });

  const REFUSED: Readonly<Record<string, readonly [args: readonly string[], variables: object, message: RegExp]>> = {
    'no address': [['don'], { PUBLIC_URL: undefined }, /set PUBLIC_URL, or add --proxy https:\/\/pay\.example\.org$/],
    'a plain http address': [
      ['don'],
      { PUBLIC_URL: 'http://pay.example.org' },
      /^PUBLIC_URL: may be plain http on loopback only; for example https:\/\/pay\.example\.org$/,
    ],
    'an address with a query': [
      ['don', '--proxy', 'https://pay.example.org/?a'],
      {},
      /^--proxy: must be an address: https/,
    ],
    'the address of an offer’s page': [
      ['don', '--proxy', 'https://pay.example.org/pay/don'],
      {},
      /^--proxy: must be the address of the proxy, without \/pay/,
    ],
    'a picture that is no SVG': [['don', '--qr', 'qr.png'], {}, /^--qr: writes SVG; name a file such as qr\.svg$/],
    'an unknown offer': [['dons'], {}, /^There is no offer dons: .*offers\.json has don, panier\.$/],
    'no offer where the file has two': [[], {}, /^Name one offer: .*offers\.json has don, panier\.$/],
    'two offers': [['don', 'panier'], {}, /one offer at a time/],
    'an unknown option': [['don', '--theme', 'dark'], {}, /'--theme'/],
    'no offers file': [
      ['don'],
      { OFFERS_FILE: 'none.json' },
      /^The offers are not usable:\n {2}OFFERS_FILE: .*no such file/,
    ],
  };
  for (const [what, [args, changes, message]] of Object.entries(REFUSED)) {
    it(`refuses ${what} with one sentence`, () => {
      assert.throws(() => embed(args, { ...variables, ...changes }, false), { message });
    });
  }

  it('ends with status 1 and no stack where it refuses', () => {
    const { status, stdout, stderr } = run(['dons', '--proxy', PUBLIC_URL]);
    assert.deepEqual([status, stdout], [1, '']);
    assert.equal(stderr, 'There is no offer dons: offers.json has don, panier.\n');
  });
});

/** Reads a QR code of light modules, each drawn as three by three pixels. */
function decode(rows: readonly (readonly boolean[])[]): string | undefined {
  const size = rows.length * 3;
  const pixels = new Uint8ClampedArray(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const isLight = rows[Math.floor(y / 3)]?.[Math.floor(x / 3)];
      pixels.set(isLight ? [255, 255, 255, 255] : [0, 0, 0, 255], (y * size + x) * 4);
    }
  }
  return jsqr(pixels, size, size)?.data;
}
