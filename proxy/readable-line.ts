import { styleText } from 'node:util';
import { CLEAR_LINE } from './progress.ts';

/** By pino's numbers. */
const LEVELS = new Map([
  [30, ['info ', 'green']],
  [40, ['warn ', 'yellow']],
  [50, ['error', 'red']],
] as const);

/** A JSON line of the log as a person reads it on a terminal: time, level, message, then the fields. Coloured unless `NO_COLOR` is set. */
export function readableLine(json: string, stream: NodeJS.WritableStream): string {
  const { level, time, pid, hostname, msg, ...fields } = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const [name, colour] = LEVELS.get(level as 30 | 40 | 50) ?? ['     ', 'white'];
  const parts = [
    styleText('dim', new Date(Number(time)).toTimeString().slice(0, 8), { stream }),
    styleText(colour, name, { stream }),
    printable(String(msg)),
    ...Object.entries(fields).map(([key, value]) => styleText('dim', `${key}=${written(value)}`, { stream })),
  ];
  return `${CLEAR_LINE}${parts.join(' ')}\n`;
}

function written(value: unknown): string {
  return typeof value === 'string' && /^[\w.:/@+-]+$/.test(value) ? value : printable(JSON.stringify(value));
}

/** A request may contain characters that give orders to a terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
