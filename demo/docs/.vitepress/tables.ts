// The tables of the reference, made at each build from what the code itself says. Their French is `french.json`: one sentence for each
// English one, so that a sentence that changes in the code stops the build until its French is read again.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { EXAMPLES } from '../../../proxy/config/variables.ts';
import { PROBLEM_STATUS } from '../../../proxy/contract/problem.ts';

export type Language = 'fr' | 'en';

/** A table of the reference in Markdown. */
type Table = (language: Language) => string;

const REPOSITORY = resolve(import.meta.dirname, '../../..');
const FRENCH = JSON.parse(readFileSync(new URL('french.json', import.meta.url), 'utf8')) as Record<string, string>;

/** The sentences that a table has asked for. */
const translated = new Set<string>();

export const TABLES: Readonly<Record<string, Table>> = {
  ...elementTables('helloasso-checkout'),
  ...elementTables('helloasso-result'),
  'offers file': (language) => schemaTable('proxy/offers.schema.json', offerSchema(), language),
  'payment event': (language) => schemaTable('proxy/payment-event.schema.json', eventSchema(), language),
  variables: variablesTable,
  problems: problemsTable,
};

interface Item {
  readonly name: string;
  readonly kind?: string;
  readonly description?: string;
  readonly default?: string;
  readonly fieldName?: string;
  readonly readonly?: boolean;
  readonly type?: { readonly text: string };
  readonly return?: { readonly type: { readonly text: string } };
  readonly parameters?: readonly { readonly name: string; readonly optional?: boolean }[];
}

interface Declaration {
  readonly tagName: string;
  readonly attributes: readonly Item[];
  readonly members: readonly Item[];
  readonly events: readonly Item[];
  readonly slots: readonly Item[];
  readonly cssParts: readonly Item[];
  readonly cssProperties: readonly Item[];
}

/** The tables of one element, from `dist/custom-elements.json`. */
function elementTables(tagName: string): Readonly<Record<string, Table>> {
  const element = (): Declaration => {
    const { modules } = readJson('dist/custom-elements.json') as {
      modules: readonly { declarations?: readonly Declaration[] }[];
    };
    const found = modules.flatMap(({ declarations = [] }) => declarations).find((each) => each.tagName === tagName);
    if (!found) throw new Error(`dist/custom-elements.json does not know ${tagName}.`);
    return found;
  };
  const byName = (items: readonly Item[]) => items.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return {
    [`${tagName} attributes`]: (language) =>
      table(language, ['attribute', 'property', ''], element().attributes, (item) => [
        code(item.name),
        item.fieldName ? code(item.fieldName) : '',
        translate(item.description, language) + valuesOf(item.type?.text, language),
      ]),
    [`${tagName} properties`]: (language) =>
      table(
        language,
        ['property', 'type', ''],
        byName(element().members.filter(({ kind }) => kind === 'field')),
        (item) => [
          code(item.name) + (item.readonly ? ` ${translate('(read only)', language)}` : ''),
          code(item.type?.text ?? ''),
          translate(item.description, language),
        ],
      ),
    [`${tagName} methods`]: (language) =>
      table(
        language,
        ['method', 'returns', ''],
        element().members.filter(({ kind }) => kind === 'method'),
        (item) => [
          code(
            `${item.name}(${(item.parameters ?? []).map(({ name, optional }) => name + (optional ? '?' : '')).join(', ')})`,
          ),
          code(item.return?.type.text ?? 'void'),
          translate(item.description, language),
        ],
      ),
    [`${tagName} events`]: (language) =>
      table(language, ['event', ''], element().events, (item) => described(item, language)),
    [`${tagName} slots`]: (language) =>
      table(language, ['slot', ''], element().slots, (item) => [
        item.name === '' ? translate('(no name)', language) : code(item.name),
        translate(item.description, language),
      ]),
    [`${tagName} parts`]: (language) =>
      table(language, ['part', ''], element().cssParts, (item) => described(item, language)),
    [`${tagName} style`]: (language) =>
      table(language, ['custom property', 'default', ''], element().cssProperties, (item) => [
        code(item.name),
        item.default ? code(item.default) : '',
        translate(item.description, language),
      ]),
  };
}

function described(item: Item, language: Language): readonly string[] {
  return [code(item.name), translate(item.description, language)];
}

/** The values of an attribute that takes a few. */
function valuesOf(type: string | undefined, language: Language): string {
  const values = [...(type ?? '').matchAll(/'([^']+)'/g)].map(([, value = '']) => code(value));
  return values.length > 0
    ? ` (${values.join(', ')})`
    : type === 'boolean'
      ? ` ${translate('(without a value)', language)}`
      : '';
}

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Schema>>;
}

function offerSchema(): Schema {
  const [offer] = Object.values((readJson('proxy/offers.schema.json') as Schema).patternProperties ?? {});
  if (!offer) throw new Error('proxy/offers.schema.json declares no offer.');
  return offer;
}

/** Of an event about a payment; the other is a test. */
function eventSchema(): Schema {
  const { paymentEvent } = (readJson('proxy/payment-event.schema.json') as { $defs: Record<string, Schema> }).$defs;
  if (!paymentEvent) throw new Error('proxy/payment-event.schema.json declares no event about a payment.');
  return paymentEvent;
}

/** One row for each member of a schema, those of objects inside it among them. */
function schemaTable(file: string, schema: Schema, language: Language): string {
  const rows = membersOf(schema, '');
  if (rows.length === 0) throw new Error(`${file} has no members.`);
  return table(language, ['member', 'required', 'value', ''], rows, ([path, member, isRequired]) => [
    code(path),
    isRequired ? translate('yes', language) : '',
    valueText(member, language),
    translate(member.description, language),
  ]);
}

type Row = readonly [path: string, member: Schema, isRequired: boolean];

function membersOf(schema: Schema, path: string): readonly Row[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, member]): readonly Row[] => [
    [path + name, member, schema.required?.includes(name) === true && member.default === undefined],
    ...membersOf(member, `${path}${name}.`),
  ]);
  return [...own, ...(schema.anyOf ?? []).flatMap((each) => membersOf(each, path))];
}

function valueText(schema: Schema, language: Language): string {
  const word = (text: string) => translate(text, language);
  const initial = schema.default;
  const suffix = ['string', 'number', 'boolean'].includes(typeof initial)
    ? ` · ${word('default')} ${code(JSON.stringify(initial))}`
    : '';
  const list = (values: readonly unknown[]) => values.map((value) => code(JSON.stringify(value))).join(', ');
  if (schema.enum) return list(schema.enum) + suffix;
  if (schema.const !== undefined) return code(JSON.stringify(schema.const)) + suffix;
  if (schema.anyOf) return schema.anyOf.map((each) => valueText(each, language)).join(` ${word('or')} `) + suffix;
  const upTo = (least: number | undefined, most: number | undefined) =>
    most === undefined || most > 1e12
      ? least === undefined || least < -1e12
        ? ''
        : ` ≥ ${least}`
      : ` ${least ?? ''}–${most}`;
  switch (schema.type) {
    case 'integer':
    case 'number':
      return word('whole number') + upTo(schema.minimum, schema.maximum) + suffix;
    case 'string':
      return (
        word(schema.format === 'date' ? 'day' : schema.format === 'date-time' ? 'date and time' : 'text') +
        (schema.maxLength ? ` ≤ ${schema.maxLength}` : '') +
        suffix
      );
    case 'boolean':
      return list([true, false]) + suffix;
    case 'array':
      return `${word('list of')} ${valueText(schema.items ?? {}, language)}${schema.maxItems ? `, ≤ ${schema.maxItems}` : ''}`;
    case 'object':
      return word('object');
    default:
      return '';
  }
}

/** The variables of `.env.example`, each with the comment above it and the example of `proxy/config/variables.ts`. */
function variablesTable(language: Language): string {
  const sections = read('.env.example')
    .split(/^# --- (.+?) -+$/m)
    .slice(1);
  const parts: string[] = [];
  for (let index = 0; index < sections.length; index += 2) {
    const variables = blocksOf(sections[index + 1] ?? '');
    parts.push(`### ${translate(sections[index]?.replaceAll('`', ''), language)}\n`);
    const intro = variables.filter(({ names }) => names.length === 0).map(({ text }) => translate(text, language));
    parts.push(...intro.map((text) => `${text}\n`));
    parts.push(
      table(
        language,
        ['variable', 'example', ''],
        variables.filter(({ names }) => names.length > 0),
        ({ names, text }) => [
          names.map(code).join(', '),
          names
            .map((name) => EXAMPLES[name as keyof typeof EXAMPLES])
            .filter(Boolean)
            .map((example) => code(example.split(' (')[0] ?? ''))
            .join(', '),
          translate(text, language),
        ],
      ),
    );
  }
  return parts.join('\n');
}

interface Block {
  readonly names: readonly string[];
  readonly text: string;
}

/** Comments, each with the variables that follow it. */
function blocksOf(section: string): readonly Block[] {
  const blocks: { names: string[]; lines: string[] }[] = [];
  for (const line of section.trim().split('\n')) {
    const last = blocks.at(-1);
    if (line.startsWith('#')) {
      const text = line.slice(1).trim();
      if (last && last.names.length === 0) last.lines.push(text);
      else blocks.push({ names: [], lines: [text] });
    } else if (line.includes('=')) {
      const name = line.split('=')[0] ?? '';
      if (last) last.names.push(name);
      else blocks.push({ names: [name], lines: [] });
    }
  }
  return blocks.map(({ names, lines }) => ({ names, text: lines.join(' ') }));
}

/** The problem codes, each with its comment. */
function problemsTable(language: Language): string {
  const source = read('proxy/contract/problem.ts');
  return table(language, ['code', 'status', ''], Object.entries(PROBLEM_STATUS), ([name, status]) => {
    const [, comment = ''] = new RegExp(`/\\*\\* ([^\\n]+) \\*/\\n\\s*'?${name}'?: ${status}`).exec(source) ?? [];
    if (comment === '') throw new Error(`proxy/contract/problem.ts does not explain ${name}.`);
    return [code(name), String(status), translate(comment, language)];
  });
}

function table<Each>(
  language: Language,
  head: readonly string[],
  rows: readonly Each[],
  cells: (row: Each) => readonly string[],
): string {
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  const titles = head.map((title) => translate(title || 'meaning', language));
  return [line(titles), `|${' --- |'.repeat(head.length)}`, ...rows.map((row) => line(cells(row))), ''].join('\n');
}

/** Text in code font. */
function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

/** A sentence in the language of the page, as Markdown. Throws where it has no French. */
function translate(english: string | undefined, language: Language): string {
  if (!english) return '';
  translated.add(english);
  const text = language === 'fr' ? FRENCH[english] : english;
  if (text === undefined) throw new Error(`french.json does not have: ${JSON.stringify(english)}`);
  return text.replace(/`[^`]*`|<(?=\w)/g, (found) => (found === '<' ? '&lt;' : found));
}

/** Throws where `french.json` has a sentence that the code no longer says. */
export function rejectUnusedFrench(): void {
  const unused = Object.keys(FRENCH).filter((english) => !translated.has(english));
  if (unused.length > 0) throw new Error(`french.json is not needed for: ${unused.join(' · ')}`);
}

function read(file: string): string {
  return readFileSync(resolve(REPOSITORY, file), 'utf8');
}

function readJson(file: string): unknown {
  return JSON.parse(read(file));
}
