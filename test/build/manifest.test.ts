import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import type { HelloassoCheckout } from '../../widget/helloasso-checkout.ts';
import type { HelloassoResult } from '../../widget/helloasso-result.ts';

interface Item {
  readonly name: string;
  readonly description?: string;
  readonly fieldName?: string;
  readonly type?: { readonly text: string };
  readonly return?: { readonly type: { readonly text: string } };
}

/** The compiler holds these to the sources. */
const RESULT_STATES: Record<HelloassoResult['state'], true> = {
  none: true,
  verifying: true,
  verified: true,
  unverified: true,
};
const STATES: Record<Exclude<HelloassoCheckout['state'], 'none'>, true> = {
  loading: true,
  unavailable: true,
  ready: true,
  sending: true,
  leaving: true,
  failed: true,
  verifying: true,
  verified: true,
  unverified: true,
};

/** The states that a declaration's type spells out. */
function statesOf({ members }: Declaration): readonly string[] {
  const text = members.find(({ name }) => name === 'state')?.type?.text ?? '';
  return [...text.matchAll(/'(\w+)'/g)].map(([, state = '']) => state).sort();
}

interface Declaration extends Item {
  readonly tagName: string;
  readonly attributes: readonly Item[];
  readonly members: readonly Item[];
  readonly events: readonly Item[];
  readonly slots: readonly Item[];
  readonly cssParts?: readonly Item[];
  readonly cssProperties: readonly Item[];
}

interface Export {
  readonly kind: string;
  readonly name: string;
  readonly declaration: { readonly name: string; readonly module: string };
}

interface Manifest {
  readonly schemaVersion: string;
  readonly modules: readonly {
    readonly path: string;
    readonly declarations?: readonly Declaration[];
    readonly exports: readonly Export[];
  }[];
}

interface PackageJson {
  readonly customElements: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

const WIDGET = 'widget';
const OF_BOTH = 'lang messages outcome proxy state theme'.split(' ');
const OF_THE_FORM =
  'amount amountCents amountParameter instalments metadata offer payer quantity returnPath signedOffer'.split(' ');
const METHODS_OF_THE_FORM = 'checkValidity focus reset submit'.split(' ');

function setUp() {
  const packageJson = JSON.parse(readFileSync('package.json', 'utf8')) as PackageJson;
  const manifest = JSON.parse(readFileSync(packageJson.customElements, 'utf8')) as Manifest;
  const declarations = manifest.modules.flatMap((module) => module.declarations ?? []);
  const elementOf = (tag: string): Declaration => {
    const element = declarations.find(({ tagName }) => tagName === tag);
    assert.ok(element, `${tag} is declared`);
    return element;
  };
  return {
    packageJson,
    manifest,
    checkout: elementOf('helloasso-checkout'),
    result: elementOf('helloasso-result'),
  };
}

function namesOf(items: readonly Item[]): readonly string[] {
  return items.map(({ name }) => name).sort();
}

/** The attributes that a class of the built package reads. */
async function observedAttributes(name: string): Promise<readonly string[]> {
  const classes = await import(resolve('dist/elements/index.js'));
  return classes[name].observedAttributes;
}

/** The class of each event by its name, as the sources tell TypeScript. */
function eventClasses(): Readonly<Record<string, string>> {
  const files = readdirSync(WIDGET, { recursive: true, encoding: 'utf8' }).filter((name) => /event.*\.ts$/.test(name));
  const text = files.map((name) => readFileSync(join(WIDGET, name), 'utf8')).join('');
  return Object.fromEntries([...text.matchAll(/'(helloasso-\w+)': (\w+);/g)].map(([, name, type]) => [name, type]));
}

function typesOf(events: readonly Item[]): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(events.map(({ name, type }) => [name, type?.text]));
}

/** Names as HTML lowers them: read too, but not documented. */
const LOWERED = /^(amountparameter|returnpath|signedoffer)$/;

describe('the custom-elements manifest', () => {
  it('is where the package says, in a version of the schema that tools read', () => {
    const { packageJson, manifest } = setUp();
    assert.equal(packageJson.exports['./custom-elements.json'], `./${packageJson.customElements}`);
    assert.match(manifest.schemaVersion, /^[12]\./);
  });

  it('names both tags, and files of the package that define them and export their classes', async () => {
    const { manifest } = setUp();
    const all = manifest.modules.flatMap(({ exports }) => exports);
    const definitions = all.filter(({ kind }) => kind === 'custom-element-definition');
    assert.deepEqual(
      definitions.map(({ name, declaration }) => [name, declaration.name]),
      [
        ['helloasso-checkout', 'HelloassoCheckout'],
        ['helloasso-result', 'HelloassoResult'],
      ],
    );
    for (const { path } of manifest.modules) assert.ok(path.startsWith('dist/elements/') && existsSync(path), path);
    for (const { declaration } of all) {
      const classes = (await import(resolve(declaration.module))) as Readonly<Record<string, unknown>>;
      assert.equal(typeof classes[declaration.name], 'function', declaration.name);
    }
  });

  it('lists the attributes that the elements read', async () => {
    const { checkout, result } = setUp();
    assert.deepEqual(
      namesOf(checkout.attributes),
      [...(await observedAttributes('HelloassoCheckout')).filter((name) => !LOWERED.test(name)), 'debug'].sort(),
    );
    assert.deepEqual(namesOf(result.attributes), [...(await observedAttributes('HelloassoResult')), 'debug'].sort());
  });

  it('lists the events with their classes', () => {
    const { checkout, result } = setUp();
    const { 'helloasso-outcome': outcome, 'helloasso-error': error } = eventClasses();
    assert.deepEqual(typesOf(checkout.events), eventClasses());
    assert.deepEqual(typesOf(result.events), { 'helloasso-outcome': outcome, 'helloasso-error': error });
  });

  it('lists the properties and methods that are for pages, and none of the inside', () => {
    const { checkout, result } = setUp();
    assert.deepEqual(namesOf(checkout.members), [...OF_BOTH, ...OF_THE_FORM, ...METHODS_OF_THE_FORM].sort());
    assert.deepEqual(namesOf(result.members), OF_BOTH);
  });

  it('ties attributes to properties, and spells out the states', () => {
    const { checkout, result } = setUp();
    const fields = Object.fromEntries(checkout.attributes.map(({ name, fieldName }) => [name, fieldName]));
    assert.deepEqual([fields['return-path'], fields.payer, fields.debug], ['returnPath', 'payer', undefined]);
    assert.deepEqual(statesOf(checkout), Object.keys(STATES).sort());
    assert.deepEqual(statesOf(result), Object.keys(RESULT_STATES).sort());
  });

  it('lists the slots, parts and custom properties that the sources have', () => {
    const { checkout, result } = setUp();
    const files = readdirSync(WIDGET, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|css)$/.test(name));
    const text = files.map((name) => readFileSync(join(WIDGET, name), 'utf8')).join('');
    const found = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();
    assert.deepEqual(namesOf(checkout.slots), found(/<slot(?: name="(\w+)")?(?: dir="auto")?>/g));
    assert.deepEqual(namesOf(result.slots), ['']);
    // Of part="a ${condition ? 'b' : ''}" both names, of part=${condition ? 'c' : nothing} its one.
    const values = [...text.matchAll(/ part=(?:"([^"]+)"|\$\{([^}]+)\})/g)].flatMap(
      ([, whole = '', expression = '']) => [
        ...(whole.match(/^[\w-]+|(?<=')[\w-]+(?=')/g) ?? []),
        ...(expression.match(/(?<=')[\w-]+(?=')/g) ?? []),
      ],
    );
    assert.deepEqual(namesOf(checkout.cssParts ?? []), [...new Set(values)].sort());
    assert.deepEqual(namesOf(checkout.cssProperties), found(/var\(\s*(--helloasso-[\w-]+)/g));
  });

  it('says of each what it is, and of which type', () => {
    const { checkout, result } = setUp();
    for (const { attributes, members, events, slots, cssParts = [], cssProperties } of [checkout, result]) {
      const typed = [...attributes, ...members, ...events];
      for (const { name, type, return: returned } of typed) assert.ok(type?.text ?? returned?.type.text, name);
      for (const { name, description } of [...typed, ...slots, ...cssParts, ...cssProperties]) {
        assert.ok(description, name);
        assert.doesNotMatch(description, /@/, name);
      }
    }
  });
});
