/** Names of labels and their values. */
export type Labels = Readonly<Record<string, string>>;

/** A metric in Prometheus' text format, version 0.0.4. */
interface Metric {
  readonly name: string;
  /** One sentence, without a line break or a backslash. */
  readonly help: string;
}

export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** A number that only grows, for each combination of labels. */
export class Counter {
  readonly #metric: Metric;
  readonly #values = new Map<string, number>();

  /** The name ends in `_total`. */
  constructor(name: string, help: string) {
    this.#metric = { name, help };
  }

  add(labels: Labels, by = 1): void {
    const key = textOf(labels);
    this.#values.set(key, (this.#values.get(key) ?? 0) + by);
  }

  lines(): string[] {
    return [
      ...headOf(this.#metric, 'counter'),
      ...Array.from(this.#values, ([key, value]) => line(this.#metric.name, key, value)),
    ];
  }
}

/** Numbers, counted in buckets, for each combination of labels. */
export class Histogram {
  readonly #metric: Metric;
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, { readonly labels: Labels; readonly inBucket: number[]; sum: number }>();

  /** `bounds`: the largest number of each bucket, rising; one more bucket has the rest. */
  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#metric = { name, help };
    this.#bounds = bounds;
  }

  add(labels: Labels, value: number): void {
    const key = textOf(labels);
    const series = this.#series.get(key) ?? { labels, inBucket: [...this.#bounds, 0].fill(0), sum: 0 };
    const found = this.#bounds.findIndex((bound) => value <= bound);
    const bucket = found < 0 ? this.#bounds.length : found;
    series.inBucket[bucket] = (series.inBucket[bucket] ?? 0) + 1;
    series.sum += value;
    this.#series.set(key, series);
  }

  lines(): string[] {
    const { name } = this.#metric;
    const lines = headOf(this.#metric, 'histogram');
    for (const [key, { labels, inBucket, sum }] of this.#series) {
      let count = 0;
      for (const [index, le] of [...this.#bounds, '+Inf'].entries()) {
        count += inBucket[index] ?? 0;
        lines.push(line(`${name}_bucket`, textOf({ ...labels, le: String(le) }), count));
      }
      lines.push(line(`${name}_sum`, key, sum), line(`${name}_count`, key, count));
    }
    return lines;
  }
}

/** The lines of a number that rises and falls, as it is now. */
export function gauge(name: string, help: string, values: readonly (readonly [Labels, number])[]): string[] {
  return [...headOf({ name, help }, 'gauge'), ...values.map(([labels, value]) => line(name, textOf(labels), value))];
}

function headOf({ name, help }: Metric, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function line(name: string, labels: string, value: number): string {
  return `${name}${labels} ${value}`;
}

/** Such as `{offer="don"}`. */
function textOf(labels: Labels): string {
  let text = '';
  for (const name in labels) text += `${text && ','}${name}="${escaped(labels[name] ?? '')}"`; // the quickest way, for each request
  return text && `{${text}}`;
}

function escaped(value: string): string {
  return value.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));
}
