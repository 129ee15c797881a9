import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { readConfig } from '../../proxy/config/config.ts';
import { readEnvFile } from '../../proxy/config/env-file.ts';
import { CountedMetrics } from '../../proxy/counted-metrics.ts';
import { ENVIRONMENT } from './environment.ts';
import { readSources } from './log-lines.ts';
import { readMetrics } from './read-metrics.ts';
import { created, GIFT } from './set-up.ts';
import { setUpReceiver } from './set-up-receiver.ts';

const ALERTS = 'proxy/deploy/alerts.yml';
const PAGES = ['proxy/monitoring.md', 'proxy/monitoring.fr.md'];
const { lines, problems, reasons, passedOn } = readSources();

/** The tables of a page, in order: cells of each row. */
function tablesOf(page: string): readonly (readonly (readonly string[])[])[] {
  const blocks = readFileSync(page, 'utf8').match(/(^\|.*\n)+/gm) ?? [];
  return blocks.map((block) =>
    block
      .trim()
      .split('\n')
      .slice(2)
      .map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  );
}

function codesIn(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

function namesIn(rows: readonly (readonly string[])[] = [], column = 0): string[] {
  return rows.flatMap((row) => codesIn(row[column]));
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

/** Metrics of a proxy that was used. */
async function usedMetrics(): Promise<string> {
  const token = 'token-of-the-metrics-test';
  const world = setUpReceiver({ environment: { METRICS: 'true', METRICS_TOKEN: token } });
  const { checkoutIntentId, stateToken } = await created(await world.post(GIFT));
  await world.simulator.act(checkoutIntentId, { action: 'pay' });
  await world.simulator.settle();
  await world.read(checkoutIntentId, stateToken);
  await world.ask('/nowhere');
  return (await world.ask('/metrics', { headers: { authorization: `Bearer ${token}` } })).text();
}

describe('the sources of the proxy', () => {
  it('are read: every level, and the few places that pass a message on', () => {
    assert.deepEqual(unique(lines.map(({ level }) => level)), ['any', 'error', 'info', 'warn']);
    assert.deepEqual(passedOn, ['proxy/create-proxy.ts', 'proxy/http/problem.ts', 'proxy/log.ts']);
    assert.ok(lines.length > 20 && problems.length > 10 && reasons.length > 10);
  });
});

for (const page of PAGES) {
  describe(page, () => {
    const [metrics, alerts, log, errors, causes] = tablesOf(page);

    it('has every metric with its type and its labels, and no other', async () => {
      const { series, types } = readMetrics(await usedMetrics());
      const shown = (metrics ?? []).map(([name, type, labels]) => [codesIn(name)[0], type, unique(codesIn(labels))]);
      const counted = [...types].map(([name, type]) => {
        const own = series.filter((one) => one.name.replace(/_(bucket|sum|count)$/, '') === name);
        const labels = own.flatMap((one) => Object.keys(one.labels)).filter((label) => label !== 'le');
        return [name, type, unique(labels)];
      });
      assert.deepEqual(shown.sort(), counted.sort());
    });

    it('has every alert with its severity, and no other', () => {
      const rules = readFileSync(ALERTS, 'utf8').matchAll(/alert: (\w+)\n[\s\S]*?severity: (\w+)/g);
      const severities: Record<string, string> = { critique: 'critical', attention: 'warning' };
      assert.deepEqual(
        (alerts ?? []).map(([name, severity = '']) => [codesIn(name)[0], severities[severity] ?? severity]),
        Array.from(rules, ([, name, severity]) => [name, severity]),
      );
    });

    for (const { file, level, text, fields } of lines) {
      it(`has the line “${text}” of ${file}, with its level and its fields`, () => {
        const row = log?.find(([, message]) => message === `\`${text}\``);
        assert.ok(row, 'there is no row');
        assert.equal(row[0], level === 'any' ? 'info, warn' : level);
        for (const field of fields) assert.ok(codesIn(row[2]).includes(field), `the field ${field}`);
      });
    }

    it('has every warning of the configuration', (context) => {
      const messages = namesIn(log, 1).map(asPattern);
      for (const warning of warningsOfConfiguration(context)) {
        assert.ok(
          messages.some((message) => message.test(warning)),
          warning,
        );
      }
    });

    it('has every message of an error, and no other', () => {
      assert.deepEqual(unique(namesIn(errors)), unique(problems.map(({ text }) => text)));
    });

    it('has every reason, and no other', () => {
      const texts = unique(reasons.map(({ text }) => text));
      const page_ = readFileSync(page, 'utf8');
      for (const text of texts) assert.ok(page_.includes(`\`${text}\``), text);
      for (const name of namesIn(causes)) assert.ok(texts.includes(name), name);
    });

    it('has no line that the proxy does not write', () => {
      const known = new Set(lines.map(({ text }) => text));
      assert.deepEqual(
        namesIn(log, 1).filter((text) => !known.has(text) && !text.startsWith('…: ')),
        [],
      );
    });
  });
}

function asPattern(message: string): RegExp {
  return new RegExp(
    `^${message
      .split('…')
      .map((part) => part.replace(/[^\w\s]/g, '\\$&'))
      .join('.+')}$`,
  );
}

/** One of each kind. */
function warningsOfConfiguration(context: TestContext): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-monitoring-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, '.env');
  writeFileSync(path, 'ALLOWED_ORIGINS=https://WWW.example.org/\n');
  chmodSync(path, 0o644);
  const { ALLOWED_ORIGINS, ...environment } = ENVIRONMENT;
  const { warnings } = readConfig({ ...environment, PORT: '"0"' }, undefined, readEnvFile(path));
  assert.equal(warnings.length, 3);
  return warnings;
}

const missing =
  spawnSync('promtool', ['--version']).status === 0 ? false : 'no promtool: it is in Debian’s package `prometheus`';
const skip = process.env.CI ? false : missing;

describe('promtool of Prometheus', { skip }, () => {
  function promtool(args: readonly string[], input = ''): void {
    const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
  }

  it('reads the metrics, and finds nothing to improve', async () => {
    promtool(['check', 'metrics'], await usedMetrics());
    promtool(['check', 'metrics'], new CountedMetrics(['don "x" \\ é']).text());
  });

  it('accepts the file of alerts without a warning', () => promtool(['check', 'rules', '--lint-fatal', ALERTS]));

  it('sees each alert fire, and none on a good day', () => {
    promtool(['test', 'rules', 'test/proxy/deploy/alerts.test.yml']);
  });
});
if (skip) it('promtool reads metrics and alerts', { skip }); // a suite that is skipped counts as nothing

describe(ALERTS, () => {
  const text = readFileSync(ALERTS, 'utf8').replace(/^ *#.*/gm, '');

  it('names only metrics that there are', async () => {
    const { types } = readMetrics(await usedMetrics());
    const names = unique(text.match(/\b(helloasso_checkout|process)_\w+/g) ?? []);
    assert.ok(names.length > 5);
    assert.deepEqual(
      names.filter((name) => !types.has(name.replace(/_bucket$/, ''))),
      [],
    );
  });

  it('names only label values that there are', async () => {
    const { series } = readMetrics(await usedMetrics());
    for (const [, name, list = ''] of text.matchAll(/(helloasso_checkout_\w+)\{([^}]*)\}/g)) {
      for (const [, label = '', values = ''] of list.matchAll(/(\w+)=~?"([^"]*)"/g)) {
        for (const value of values.split('|')) {
          if (value === 'internal') continue; // its series begins with the first error
          assert.ok(
            series.some((one) => one.name === name && one.labels[label] === value),
            `${name} ${label} ${value}`,
          );
        }
      }
    }
  });

  it('has a test for each alert', () => {
    const tests = readFileSync('test/proxy/deploy/alerts.test.yml', 'utf8');
    const alerts = [...text.matchAll(/alert: (\w+)/g)].map(([, name]) => name);
    for (const name of alerts) assert.ok(tests.includes(`alertname="${name}"`), name);
  });
});
