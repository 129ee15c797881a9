// What the pages take from the repository. A line that is only a link with a title of ours is replaced by what its file contains, so that
// the same line is a link for readers of the source:
//   [page.html](examples/page.html "code")                        the file as an example
//   [the policy](../../PRIVACY.md "text: Privacy")                the section of that heading; without a heading, the whole file
//   [attributes](../../dist/custom-elements.json "table: …")      a table that `tables.ts` makes
// Every other link to a file outside these pages leads to a copy of it, under `files/`, which the build writes.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { type Language, TABLES } from './tables.ts';

/** The folder of the pages, and the repository. */
export const PAGES = resolve(import.meta.dirname, '..');
export const REPOSITORY = resolve(PAGES, '../..');

/** Files of the repository that the site shows as pages. */
const SHOWN_AS: Readonly<Record<string, string>> = {
  'README.fr.md': 'index.md',
  'README.md': 'en/index.md',
  'PRIVACY.md#vie-privee': 'privacy.md',
  'PRIVACY.md#privacy': 'en/privacy.md',
  'proxy/deploy/README.fr.md': 'deploy.md',
  'proxy/deploy/README.md': 'en/deploy.md',
  'proxy/monitoring.fr.md': 'monitoring.md',
  'proxy/monitoring.md': 'en/monitoring.md',
  'widget/accessibility.fr.md': 'accessibility.md',
  'widget/accessibility.md': 'en/accessibility.md',
};

const LINE = /^\[[^\]]+\]\(([^)\s]+) "(code|text|table)(?:: ([^"]+))?"\)$/gm;

const CODE_LANGUAGES: Readonly<Record<string, string>> = { '.example': 'ini', '.env': 'ini' };

/** Repository paths of the files that pages link to. */
export const linkedFiles = new Set<string>();

/**
 * Where a linked file is in the site. A server must neither run it nor show it as a page, so only JSON keeps its name; and many servers
 * keep names that begin with a dot to themselves.
 */
export function publishedName(file: string): string {
  return `files/${file.replace(/^\./, '')}${file.endsWith('.json') ? '' : '.txt'}`;
}

export function languageOf(page: string): Language {
  return page.startsWith('en/') ? 'en' : 'fr';
}

/** Adds both rules to the renderer of pages and of the search index. */
export function showRepository(md: MarkdownRenderer): void {
  md.core.ruler.before('normalize', 'repository-lines', (state) => {
    const page = pageOf(state.env);
    if (page === undefined) return;
    state.src = state.src.replace(LINE, (_, href: string, kind: string, name: string | undefined) => {
      const file = fileOf(page, href);
      if (kind === 'table') return tableOf(name ?? '', languageOf(page));
      const text = readFileSync(join(REPOSITORY, file), 'utf8');
      return kind === 'code' ? codeOf(file, text) : textOf(file, text, name, page);
    });
  });
  md.core.ruler.push('repository-links', (state) => {
    const page = pageOf(state.env);
    if (page === undefined) return;
    for (const token of state.tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : undefined;
      if (!href || /^([a-z]+:|#|\/)/.test(href)) continue;
      const file = fileOf(page, href);
      if (file.startsWith('demo/docs/') && file.endsWith('.md')) continue;
      linkedFiles.add(file);
      token.attrSet('href', `/${publishedName(file)}`);
      token.attrSet('target', '_self'); // the site's router has no such page
      token.attrSet('download', file.split('/').at(-1) ?? '');
    }
  });
}

/** The path of a page below the folder of the pages, `undefined` where Markdown is rendered without one. */
function pageOf(env: { readonly path?: string } | undefined): string | undefined {
  return env?.path === undefined ? undefined : relative(PAGES, env.path).split(sep).join('/');
}

/** The repository path that a link of a page leads to. Throws where there is no such file: a link must not be dead. */
function fileOf(page: string, href: string): string {
  const [path = ''] = decodeURI(href).split('#');
  const absolute = resolve(PAGES, dirname(page), path);
  const file = relative(REPOSITORY, absolute).split(sep).join('/');
  if (!existsSync(absolute) || !statSync(absolute).isFile())
    throw new Error(`${page} links to ${file}, which is not there.`);
  return file;
}

function codeOf(file: string, text: string): string {
  const ending = extname(file);
  return `\`\`\`\`${CODE_LANGUAGES[ending] ?? ending.slice(1)}\n${text.trimEnd()}\n\`\`\`\``;
}

function tableOf(name: string, language: Language): string {
  const table = TABLES[name];
  if (!table) throw new Error(`There is no table called ${name}.`);
  return table(language);
}

/** A text of the repository, or its section under a heading, without the heading; its links as the page would write them. */
function textOf(file: string, text: string, heading: string | undefined, page: string): string {
  const there = heading === undefined ? text : sectionOf(text, heading);
  if (there === undefined) throw new Error(`${file} has no heading ${heading}.`);
  return there.replace(/\]\((?!https?:)([^)\s]+)\)/g, (_, href: string) => {
    const [path = '', hash] = href.split('#');
    const target = path === '' ? file : join(dirname(file), path).split(sep).join('/');
    const shown = SHOWN_AS[hash ? `${target}#${hash}` : target] ?? SHOWN_AS[target];
    if (shown === undefined && path === '') return `](${href})`;
    const absolute = shown === undefined ? join(REPOSITORY, target) : join(PAGES, shown);
    return `](${relative(join(PAGES, dirname(page)), absolute)
      .split(sep)
      .join('/')})`;
  });
}

function sectionOf(text: string, heading: string): string | undefined {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.replace(/^#+ /, '') === heading && line.startsWith('#'));
  if (start < 0) return undefined;
  const level = lines[start]?.indexOf(' ') ?? 0;
  const length = lines.slice(start + 1).findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= level);
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join('\n');
}
