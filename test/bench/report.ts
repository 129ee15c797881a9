import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  return percentile(numbers, 0.5);
}

/** The number that this share of some numbers lies below. */
export function percentile(numbers: readonly number[], share: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * share)] ?? Number.NaN;
}

/** What measures a subject again. */
export function commandOf(name: string): string {
  return `npm run bench ${name}`;
}

/** Prints a table, and records it with date and machine in `test/bench/results/`. */
export function report(name: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const [{ model } = { model: 'unknown' }, ...others] = cpus();
  const text = [
    `# ${name}`,
    '',
    `\`${commandOf(name)}\`, ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${others.length + 1} × ${model}.`,
    '',
    line(head),
    line(head.map(() => '---')),
    ...rows.map(line),
    '',
  ].join('\n');
  writeFileSync(new URL(`results/${name}.md`, import.meta.url), text);
  process.stdout.write(`${text}\n`);
}
