import { globSync, readFileSync } from 'node:fs';
import { parseAst } from 'vite';
import { PROBLEM_STATUS } from '../../proxy/contract/problem.ts';

/** A text that reaches the log, as the sources have it; `…` where something is put in. */
export interface Said {
  readonly file: string;
  readonly text: string;
}

export interface LogLine extends Said {
  readonly level: 'info' | 'warn' | 'error' | 'any';
  /** Names of its fields, as far as the call shows them. */
  readonly fields: readonly string[];
}

interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}

const LEVELS = ['info', 'warn', 'error'] as const;

/** The calls of a log, the messages of problems with a status from 500 up, and the reasons in `events/` and of `#ignore`. */
export function readSources() {
  const lines: LogLine[] = [];
  const problems: Said[] = [];
  const reasons: Said[] = [];
  /** Log calls whose message is no text of that place. */
  const passedOn: string[] = [];
  for (const file of globSync('proxy/**/*.ts').sort()) {
    visit(parseAst(readFileSync(file, 'utf8'), { lang: 'ts' }) as unknown as Node, (node) => {
      const { callee } = node as { callee?: Node };
      const given = (node.arguments ?? []) as readonly Node[];
      if (node.type === 'CallExpression' && callee?.type === 'MemberExpression' && isLog(callee.object as Node)) {
        const name = String((callee.property as Node).name);
        const level = callee.computed ? 'any' : LEVELS.find((one) => one === name);
        const text = textOf(given[1]);
        if (level && text === undefined) passedOn.push(file);
        else if (level && text !== undefined) lines.push({ file, level, text, fields: keysOf(given[0]) });
      }
      const name = node.type === 'NewExpression' ? callee?.name : (callee?.property as Node | undefined)?.name;
      if (name === 'Problem' && mayBeLogged(given[0])) {
        const text = textOf(given[1]);
        if (text === undefined) throw new Error(`${file}: the message of a problem is no text`);
        problems.push({ file, text });
      }
      const isReason = (name === 'Error' && file.startsWith('proxy/events/')) || name === 'ignore';
      const reason = isReason && textOf(given[0]);
      if (reason) reasons.push({ file, text: reason });
    });
  }
  return { lines, problems, reasons, passedOn };
}

function visit(node: unknown, see: (node: Node) => void): void {
  if (Array.isArray(node)) for (const one of node) visit(one, see);
  else if (typeof node === 'object' && node !== null) {
    if ('type' in node) see(node as Node);
    for (const member of Object.values(node)) visit(member, see);
  }
}

/** `log`, `this.#log`, `this.#deps.log`. */
function isLog(node: Node): boolean {
  const { name } = node.type === 'MemberExpression' ? (node.property as Node) : node;
  return name === 'log';
}

/** Also where the code is decided at run time. */
function mayBeLogged(code: Node | undefined): boolean {
  const value = code?.type === 'Literal' ? String(code.value) : undefined;
  return value === undefined || PROBLEM_STATUS[value as keyof typeof PROBLEM_STATUS] >= 500;
}

function textOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral') {
    return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…');
  }
  const isTrim =
    node?.type === 'CallExpression' && ((node.callee as Node).property as Node | undefined)?.name === 'trim';
  return isTrim ? textOf((node.callee as Node).object as Node) : undefined;
}

function keysOf(node: Node | undefined): string[] {
  const members = (node?.properties ?? []) as readonly Node[];
  return members.flatMap(({ key }) => (key ? [String((key as Node).name)] : []));
}
