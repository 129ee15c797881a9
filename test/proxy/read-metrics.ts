import assert from 'node:assert/strict';

interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const HEAD = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (\S.*)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"/y;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.+)\})? (\d+(?:\.\d+)?(?:e[+-]\d+)?)$/;
const SUFFIXES: Readonly<Record<string, RegExp>> = {
  counter: /^$/,
  gauge: /^$/,
  histogram: /^_(bucket|sum|count)$/,
};

/** Reads Prometheus' text format 0.0.4, strictly: whatever another writer could write, but ours has no reason to, is an error. */
export function readMetrics(text: string) {
  assert.ok(text.endsWith('\n') && !text.endsWith('\n\n'), 'the last line has an end');
  const series: Series[] = [];
  const types = new Map<string, string>();
  let family = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const [, what, name = '', rest = ''] = HEAD.exec(line) ?? [];
    if (what === 'HELP') {
      assert.ok(!types.has(name), `${name} comes twice`);
      assert.doesNotMatch(rest, /\\/);
      family = name;
    } else if (what === 'TYPE') {
      assert.equal(name, family, 'the type follows the help');
      assert.ok(Object.hasOwn(SUFFIXES, rest), `the type ${rest}`);
      assert.equal(rest === 'counter', name.endsWith('_total'), `a counter is named _total: ${name}`);
      types.set(name, rest);
    } else {
      const one = readSample(line);
      const suffixes = SUFFIXES[types.get(family) ?? ''];
      assert.ok(one.name.startsWith(family) && suffixes?.test(one.name.slice(family.length)), `${line} in ${family}`);
      series.push(one);
    }
  }
  assert.equal(new Set(series.map(keyOf)).size, series.length, 'a series comes twice');
  for (const [name, type] of types) if (type === 'histogram') checkBuckets(name, series);
  return {
    series,
    types,
    /** The sum of the series with these labels, whatever other labels they have; `undefined` when there is none. */
    value(name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
      const found = series.filter(
        (one) => one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value),
      );
      return found.length === 0 ? undefined : found.reduce((sum, one) => sum + one.value, 0);
    },
  };
}

function readSample(line: string): Series {
  const [, name = '', list = '', value] = SAMPLE.exec(line) ?? assert.fail(`no sample: ${line}`);
  const labels: Record<string, string> = {};
  let at = 0;
  while (at < list.length) {
    if (at > 0) assert.equal(list[at++], ',', line);
    LABEL.lastIndex = at;
    const [whole, label = '', text = ''] = LABEL.exec(list) ?? assert.fail(`no label: ${line}`);
    assert.ok(!Object.hasOwn(labels, label), `${label} comes twice: ${line}`);
    labels[label] = text.replace(/\\(.)/g, (_, character) => (character === 'n' ? '\n' : character));
    at += whole.length;
  }
  return { name, labels, value: Number(value) };
}

function keyOf({ name, labels }: Series): string {
  return `${name} ${JSON.stringify(Object.entries(labels).sort())}`;
}

/** The buckets of each series rise to its count. */
function checkBuckets(name: string, all: readonly Series[]): void {
  for (const { labels, value: count } of all.filter((one) => one.name === `${name}_count`)) {
    const buckets = all.filter((one) => {
      if (one.name !== `${name}_bucket`) return false;
      const { le, ...rest } = one.labels;
      return keyOf({ ...one, labels: rest }) === keyOf({ ...one, labels });
    });
    const bounds = buckets.map((one) => Number(one.labels.le?.replace('+Inf', 'Infinity')));
    const values = buckets.map((one) => one.value);
    assert.deepEqual(
      bounds,
      bounds.toSorted((a, b) => a - b),
    );
    assert.deepEqual(
      values,
      values.toSorted((a, b) => a - b),
    );
    assert.equal(bounds.at(-1), Number.POSITIVE_INFINITY);
    assert.equal(values.at(-1), count);
  }
}
