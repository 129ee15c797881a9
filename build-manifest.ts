// Writes dist/custom-elements.json, by which editors and documentation know the elements: what the class comments say of them, and
// their public members. The package has both classes in one file, so the manifest describes that one, and no base class.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'dist/custom-elements.json';
const SOURCES = ['helloasso-element.ts', 'helloasso-checkout.ts', 'helloasso-result.ts', 'define.ts'];
const CLASSES = 'dist/elements/index.js';
const DEFINITIONS = 'dist/elements/define.js';

interface Item {
  readonly name?: string;
  readonly privacy?: string;
  readonly static?: boolean;
  readonly inheritedFrom?: unknown;
}

interface Declaration {
  readonly name: string;
  readonly tagName?: string;
  readonly superclass?: unknown;
  readonly attributes: readonly Item[];
  readonly members: readonly Item[];
  readonly events: readonly Item[];
}

interface Manifest {
  readonly schemaVersion: string;
  readonly modules: readonly { readonly declarations: readonly Declaration[] }[];
}

const globs = SOURCES.map((name) => `widget/${name}`);
const analyze = ['analyze', '--quiet', '--outdir', 'dist', '--globs', ...globs];
const { status } = spawnSync(join('node_modules', '.bin', 'cem'), analyze, { stdio: 'inherit' });
if (status !== 0) process.exit(1);

const { schemaVersion, modules } = JSON.parse(readFileSync(FILE, 'utf8')) as Manifest;
const elements = modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => tagName);
const manifest = {
  schemaVersion,
  modules: [
    {
      kind: 'javascript-module',
      path: CLASSES,
      declarations: elements.map(publicPartOf),
      exports: elements.map(({ name }) => ({ kind: 'js', name, declaration: { name, module: CLASSES } })),
    },
    {
      kind: 'javascript-module',
      path: DEFINITIONS,
      exports: elements.map(({ name, tagName }) => ({
        kind: 'custom-element-definition',
        name: tagName,
        declaration: { name, module: CLASSES },
      })),
    },
  ],
};
writeFileSync(FILE, `${JSON.stringify(manifest, null, 2)}\n`);

function publicPartOf({ superclass: _, ...element }: Declaration): Declaration {
  return {
    ...element,
    attributes: element.attributes.map((attribute) => ({ ...attribute, ...fieldOf(attribute, element) })),
    members: element.members
      .filter((member) => !member.privacy && !member.static)
      .map(({ inheritedFrom: _, ...member }) => member),
    events: element.events.filter(({ name }) => name), // without a name: what the analyzer made of a call of dispatchEvent
  };
}

/** The property that an attribute sets: `return-path` sets `returnPath`, and `debug` none. */
function fieldOf({ name = '' }: Item, { members }: Declaration): { readonly fieldName?: string } {
  const fieldName = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return members.some((member) => member.name === fieldName) ? { fieldName } : {};
}
