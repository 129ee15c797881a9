import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Counter, gauge, Histogram } from '../../proxy/prometheus.ts';
import { readMetrics } from './read-metrics.ts';

describe('Counter', () => {
  it('writes one series for each combination of labels', () => {
    const counter = new Counter('things_total', 'Things.');
    counter.add({ kind: 'a' });
    counter.add({ kind: 'b' }, 0);
    counter.add({ kind: 'a' });
    assert.deepEqual(counter.lines(), [
      '# HELP things_total Things.',
      '# TYPE things_total counter',
      'things_total{kind="a"} 2',
      'things_total{kind="b"} 0',
    ]);
  });

  it('escapes quotation marks, backslashes and line breaks of a label', () => {
    const counter = new Counter('things_total', 'Things.');
    counter.add({ kind: 'a "b"\\n\nc' });
    assert.equal(counter.lines().at(-1), 'things_total{kind="a \\"b\\"\\\\n\\nc"} 1');
    const { series } = readMetrics(`${counter.lines().join('\n')}\n`);
    assert.deepEqual(series[0]?.labels, { kind: 'a "b"\\n\nc' });
  });
});

describe('Histogram', () => {
  it('counts a number in the bucket of its bound, and in all that are larger', () => {
    const histogram = new Histogram('wait_seconds', 'Waits.', [0.1, 1]);
    for (const value of [0.1, 0.5, 7]) histogram.add({ lane: 'a' }, value);
    assert.deepEqual(histogram.lines(), [
      '# HELP wait_seconds Waits.',
      '# TYPE wait_seconds histogram',
      'wait_seconds_bucket{lane="a",le="0.1"} 1',
      'wait_seconds_bucket{lane="a",le="1"} 2',
      'wait_seconds_bucket{lane="a",le="+Inf"} 3',
      'wait_seconds_sum{lane="a"} 7.6',
      'wait_seconds_count{lane="a"} 3',
    ]);
  });
});

describe('gauge', () => {
  it('writes a number without labels', () => {
    assert.deepEqual(gauge('ready', 'Whether it is.', [[{}, 1]]), [
      '# HELP ready Whether it is.',
      '# TYPE ready gauge',
      'ready 1',
    ]);
  });
});
