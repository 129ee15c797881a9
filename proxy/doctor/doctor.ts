import { styleText } from 'node:util';
import { readArguments, UsageError } from '../command-line.ts';
import { showProgress } from '../progress.ts';
import type { Check, Finding } from './finding.ts';
import { checkHelloAsso } from './helloasso.ts';
import { checkPages } from './pages.ts';
import { checkProxy } from './proxy.ts';
import { checkReceiver } from './receiver.ts';
import { checkEnvironment, checkNode, checkOffers, checkSettings } from './settings.ts';
import { checkSharedState } from './shared-state.ts';

export const HELP = `Usage: helloasso-checkout doctor [--page https://www.example.org/don] [--json]

Checks settings and files, HelloAsso, the running proxy, the pages of your sites and the receiver of
events: one line each, with ✓ or what to do. It requests one access token, and sends two test events
to FORWARD_URL. It creates no payment and prints no secret.

  --page   a page with the form, where it is not the home page of its site; may be repeated
  --json   {"status", "findings": [{"check", "level", "message"}]}
           status: ok, warning or error; level: the same, or skipped

Exit status: 0 when all is well, 1 with warnings, 2 with errors.
`;

/** In this order, after the settings. `what` is said while it runs. */
const CHECKS: readonly (readonly [what: string, check: Check])[] = [
  ['Node', checkNode],
  ['offers', checkOffers],
  ['environment', checkEnvironment],
  ['HelloAsso', checkHelloAsso],
  ['the running proxy', checkProxy],
  ['the shared state', checkSharedState],
  ['pages', checkPages],
  ['the receiver', checkReceiver],
];

const SIGNS = {
  ok: ['✓', 'green'],
  skipped: ['·', 'dim'],
  warning: ['!', 'yellow'],
  error: ['✗', 'red'],
} as const;

const STATUSES = ['ok', 'warning', 'error'] as const;

/** The command `doctor`. */
export async function run(args: readonly string[]): Promise<void> {
  const options = { json: { type: 'boolean' }, page: { type: 'string', multiple: true } } as const;
  const { values } = readArguments({ args, options });
  const pages = (values.page ?? []).map(readPage);
  const findings: Finding[] = [];
  for await (const finding of examine(pages)) {
    findings.push(finding);
    showProgress('');
    if (!values.json) process.stdout.write(lineOf(finding));
  }
  const worst = Math.max(...findings.map(({ level }) => STATUSES.indexOf(level === 'skipped' ? 'ok' : level)));
  if (values.json) process.stdout.write(`${JSON.stringify({ status: STATUSES[worst], findings }, undefined, 2)}\n`);
  else process.stdout.write(summaryOf(findings));
  process.exitCode = worst;
}

async function* examine(pages: readonly URL[]): AsyncGenerator<Finding> {
  const config = yield* checkSettings(process.env);
  if (!config) {
    yield { check: 'more', level: 'skipped', message: 'nothing else is checked until these settings can be used' };
    return;
  }
  for (const [what, check] of CHECKS) {
    showProgress(`… ${what}`);
    yield* check({ config, pages });
  }
}

function readPage(text: string): URL {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new UsageError('--page: must be the address of a page, such as https://www.example.org/don');
}

function lineOf({ check, level, message }: Finding): string {
  const [sign, colour] = SIGNS[level];
  return `${styleText(colour, sign, { stream: process.stdout })} ${check}: ${message}\n`;
}

function summaryOf(findings: readonly Finding[]): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const [errors, warnings] = [count('error'), count('warning')];
  if (errors + warnings === 0) return '\nAll is well.\n';
  return `\n${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}\n`;
}
