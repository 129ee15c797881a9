// Writes the types of both elements for the templates of React, Preact, Solid, Vue and Svelte, and of the components for React, into
// dist/types, and the HTML data of VS Code into dist, all of it from dist/custom-elements.json. The generators that exist repeat
// properties, or do not import the types of events.
import { readFileSync, writeFileSync } from 'node:fs';
import { generateVsCodeCustomElementData } from 'custom-element-vs-code-integration';

interface Named {
  readonly name: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
}

interface Attribute extends Named {
  /** The property that it sets. */
  readonly fieldName?: string;
}

interface Declaration {
  readonly name: string;
  readonly tagName: string;
  readonly attributes: readonly Attribute[];
  readonly members: readonly (Named & { readonly kind: string; readonly readonly?: boolean })[];
  readonly events: readonly Named[];
}

/** How a framework writes what an element takes. */
interface Framework {
  readonly imports: string;
  readonly property?: (name: string) => string;
  readonly event: (name: string) => string;
  /** How an element with these props is declared; without it, as a member of an interface. */
  readonly entry?: (props: string, declaration: Declaration) => string;
  /** Around the entries of both elements. */
  readonly wrap: (entries: string) => string;
  /** The type of one element, beside what the manifest says. */
  readonly base: (className: string) => string;
}

/** Where the elements of JSX are declared. */
const inJsx = (module: string) => (entries: string) =>
  `declare module '${module}' {\n  namespace JSX {\n    interface IntrinsicElements {${entries}    }\n  }\n}`;

const FRAMEWORKS: Readonly<Record<string, Framework>> = {
  react: {
    imports: "import type { DetailedHTMLProps, HTMLAttributes } from 'react';",
    event: (name) => `on${name}`,
    base: (type) => `DetailedHTMLProps<HTMLAttributes<${type}>, ${type}>`,
    wrap: inJsx('react'),
  },
  'react-components': {
    imports: "import type { ForwardRefExoticComponent, HTMLAttributes, RefAttributes } from 'react';",
    event: (name) => `on${camelCase(`-${name}`)}`,
    base: (type) => `HTMLAttributes<${type}> & RefAttributes<${type}>`,
    entry: (props, { name }) =>
      `declare const ${name}Component: ForwardRefExoticComponent<${props}>;\nexport { ${name}Component as ${name} };`,
    wrap: (entries) => entries,
  },
  preact: {
    imports: "import type { ClassAttributes, HTMLAttributes } from 'preact';",
    event: (name) => `on${name}`,
    base: (type) => `HTMLAttributes<${type}> & ClassAttributes<${type}>`,
    wrap: inJsx('preact'),
  },
  solid: {
    imports: "import type { JSX } from 'solid-js';",
    property: (name) => `prop:${name}`,
    event: (name) => `on:${name}`,
    base: (type) => `JSX.HTMLAttributes<${type}>`,
    wrap: inJsx('solid-js'),
  },
  vue: {
    imports: "import type { DefineComponent, HTMLAttributes } from 'vue';",
    event: (name) => `on${camelCase(`-${name}`)}`,
    base: () => 'HTMLAttributes',
    entry: (props, { tagName }) => `    '${tagName}': DefineComponent<${props}>;`,
    wrap: (entries) => `declare module 'vue' {\n  interface GlobalComponents {${entries}  }\n}`,
  },
  svelte: {
    imports: "import type { HTMLAttributes } from 'svelte/elements';",
    event: (name) => `on${name}`,
    base: (type) => `HTMLAttributes<${type}>`,
    wrap: (entries) => `declare module 'svelte/elements' {\n  interface SvelteHTMLElements {${entries}  }\n}`,
  },
};

const manifest = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8'));
const declarations: readonly Declaration[] = manifest.modules[0].declarations;
for (const [name, framework] of Object.entries(FRAMEWORKS)) {
  writeFileSync(`dist/types/${name}.d.ts`, typesFor(name, framework));
}
generateVsCodeCustomElementData(manifest, { outdir: 'dist', cssFileName: null, hideLogs: true });

function typesFor(name: string, framework: Framework): string {
  const { imports, event, base, wrap, property = (field) => field, entry = memberOfInterface } = framework;
  const classes = declarations.map((declaration) => declaration.name);
  const events = new Set(declarations.flatMap((declaration) => declaration.events.map(({ type }) => type?.text ?? '')));
  const members = declarations.map((declaration) => {
    const settable = declaration.members.filter((member) => member.kind === 'field' && !member.readonly);
    const fields = settable.map((field) => line(field, property(field.name), `${declaration.name}['${field.name}']`));
    const attributes = declaration.attributes
      .filter(({ name: attribute, fieldName }) => attribute !== fieldName || name === 'solid')
      .map((attribute) => line(attribute, attribute.name, attribute.type?.text ?? 'string'));
    const handlers = declaration.events.map((one) =>
      line(one, event(one.name), `((event: ${one.type?.text}) => void)`),
    );
    return `interface ${declaration.name}Props {\n${[...fields, ...attributes, ...handlers].join('')}}\n`;
  });
  const entries = declarations.map((declaration) => {
    const type = declaration.name;
    const all = `Omit<${base(type)}, keyof ${type}Props> & ${type}Props`;
    return `\n${entry(all, declaration)}\n`;
  });
  return `${imports}
import type { ${[...classes, ...events].sort().join(', ')} } from './widget/index.ts';

${members.join('\n')}
${wrap(entries.join(''))}
`;
}

function memberOfInterface(props: string, { tagName }: Declaration): string {
  return `    '${tagName}': ${props};`;
}

/** A member of an interface. */
function line({ description }: Named, name: string, type: string): string {
  return `  /** ${description ?? ''} */\n  '${name}'?: ${type} | undefined;\n`;
}

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
