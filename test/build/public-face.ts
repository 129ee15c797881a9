// What users of the package see of it. Run, it records that in public-face.json: only after a line was added to the changelog.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export const RECORD = 'test/build/public-face.json';

interface Named {
  readonly name: string;
  readonly kind?: string;
  readonly readonly?: boolean;
  readonly type?: { readonly text: string };
}

type Declaration = Named &
  Readonly<Record<'attributes' | 'members' | 'events' | 'cssParts' | 'cssProperties' | 'slots', readonly Named[]>>;

const TYPES = ['widget/index.d.ts', 'proxy/create-proxy.d.ts', 'demo/simulator/create-simulator.d.ts'];

/** Exports, elements with all that they take and give, and names of types, each with its type where it has one. */
export function publicFace(): object {
  const { exports, bin } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, object>;
  const manifest = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8')) as {
    modules: readonly [{ declarations: readonly Declaration[] }];
  };
  const elements = manifest.modules[0].declarations.map((declaration) => {
    const { name, attributes, members, events, cssParts, cssProperties, slots } = declaration;
    return [
      name,
      [attributes, members, events, cssParts, cssProperties, slots].map((all) => (all ?? []).map(describe)),
    ];
  });
  return {
    exports: Object.keys({ ...exports, ...bin }),
    elements: Object.fromEntries(elements),
    names: TYPES.flatMap((file) => namesIn(readFileSync(`dist/types/${file}`, 'utf8'))).sort(),
  };
}

/** Of what the changelog says of the next version. */
export function changelogHash(): string {
  const [, unreleased = ''] =
    /^## Unreleased\n(.*?)(?=^## |$(?![\s\S]))/ms.exec(readFileSync('CHANGELOG.md', 'utf8')) ?? [];
  return createHash('sha256').update(unreleased).digest('hex');
}

function describe({ name, kind, readonly, type }: Named): string {
  return [readonly && 'readonly', kind === 'method' && 'method', name, type && `: ${type.text}`]
    .filter(Boolean)
    .join(' ');
}

function namesIn(declarations: string): readonly string[] {
  const lists = [...declarations.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list = '']) => list.split(','));
  const named = [...declarations.matchAll(/export (?:declare )?(?:class|function|interface|type|const) (\w+)/g)];
  const all = [...lists.map((text) => text.replace('type ', '').trim()), ...named.map(([, name = '']) => name)];
  return all.filter(Boolean);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const face = publicFace();
  const changelog = changelogHash();
  const known = JSON.parse(readFileSync(RECORD, 'utf8')) as { face?: object; changelog?: string };
  const isChanged = JSON.stringify(known.face) !== JSON.stringify(face);
  if (isChanged && known.changelog === changelog) throw new Error('Add a line to CHANGELOG.md first.');
  if (isChanged) writeFileSync(RECORD, `${JSON.stringify({ changelog, face }, undefined, 2)}\n`);
}
