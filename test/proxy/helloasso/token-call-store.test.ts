import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileTokenCallStore } from '../../../proxy/helloasso/token-call-store.ts';
import { SILENT } from '../../../proxy/log.ts';
import { testConfig } from '../environment.ts';

const NONE = { made: [], granted: [] };
const TIMES = { made: [1, 2], granted: [2] };

/** A folder of its own, and what opens the file in it as a process does when it starts. */
function setUpFolder(context: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-token-calls-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const warnings: string[] = [];
  const warn = (fields: object, message: string) => warnings.push(JSON.stringify({ ...fields, message }));
  const open = (environment = {}, place = folder) =>
    fileTokenCallStore(place, testConfig(environment).helloasso, { ...SILENT, warn });
  open().save(NONE);
  const path = join(folder, readdirSync(folder)[0] ?? '');
  return { folder, path, open, warnings };
}

describe('fileTokenCallStore', () => {
  it('stores the times, and nothing else, beyond a restart', (context) => {
    const { open, path, folder, warnings } = setUpFolder(context);
    open().save(TIMES);
    assert.deepEqual(open().load(), TIMES);
    assert.equal(readFileSync(path, 'utf8'), '{"made":[1,2],"granted":[2]}');
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(readdirSync(folder).length, 1, 'no draft is left');
    assert.deepEqual(warnings, []);
  });

  it('shares the times between processes of one machine', (context) => {
    const { open } = setUpFolder(context);
    const [one, other] = [open(), open()];
    one.save(TIMES);
    other.save({ ...TIMES, made: [1, 2, 3] });
    assert.deepEqual(one.load().made, [1, 2, 3]);
  });

  it('separates the times by client and API origin, without showing either', (context) => {
    const { open, path } = setUpFolder(context);
    open().save(TIMES);
    assert.deepEqual(open({ HELLOASSO_CLIENT_ID: 'another' }).load(), NONE);
    assert.deepEqual(open({ HELLOASSO_API_URL: 'https://another.example' }).load(), NONE);
    assert.deepEqual(open({ HELLOASSO_CLIENT_SECRET: 'another' }).load(), TIMES);
    assert.doesNotMatch(path, /client|127/);
  });

  it('separates the times of instances on one machine, each of which has a share of the limits', (context) => {
    const { folder } = setUpFolder(context);
    const { helloasso } = testConfig();
    const openAs = (instance: string) => fileTokenCallStore(folder, { ...helloasso, instance }, SILENT);
    openAs('8787').save(TIMES);
    assert.deepEqual(openAs('8788').load(), NONE);
    assert.deepEqual(openAs('8787').load(), TIMES);
  });

  for (const text of ['', '{"made":[1', '[]', '{"made":["x"],"granted":[]}', '{"made":[-1],"granted":[]}', 'null']) {
    it(`ignores and rewrites a file with the content ${text || 'nothing'}`, (context) => {
      const { open, path, warnings } = setUpFolder(context);
      writeFileSync(path, text);
      const calls = open();
      assert.deepEqual(calls.load(), NONE);
      calls.save(TIMES);
      assert.deepEqual(open().load(), TIMES);
      assert.deepEqual(warnings, []);
    });
  }

  it('keeps the times in memory when the file is deleted', (context) => {
    const { open, path } = setUpFolder(context);
    const calls = open();
    calls.save(TIMES);
    rmSync(path);
    assert.deepEqual(calls.load(), TIMES);
  });

  const untrusted: Record<string, (path: string, context: TestContext) => void> = {
    'a link': (path) => {
      writeFileSync(`${path}.elsewhere`, JSON.stringify(TIMES));
      rmSync(path);
      symlinkSync(`${path}.elsewhere`, path);
    },
    'a folder': (path) => {
      rmSync(path);
      mkdirSync(path);
    },
    'another user’s': (path, context) => {
      writeFileSync(path, JSON.stringify(TIMES));
      const { uid } = statSync(path);
      context.mock.method(process as { geteuid(): number }, 'geteuid', () => uid + 1);
    },
    'longer than any of ours': (path) => writeFileSync(path, JSON.stringify(TIMES).padEnd(20_000)),
  };
  for (const [what, make] of Object.entries(untrusted)) {
    it(`leaves a path untouched that is ${what}, uses memory, and logs it once`, (context) => {
      const { open, path, warnings } = setUpFolder(context);
      make(path, context);
      const before = readdirSync(join(path, '..'));
      const calls = open();
      assert.deepEqual(calls.load(), NONE);
      calls.save({ made: [7], granted: [] });
      assert.deepEqual(calls.load(), { made: [7], granted: [] });
      assert.deepEqual(readdirSync(join(path, '..')), before);
      assert.doesNotMatch(statSync(path).isFile() ? readFileSync(path, 'utf8') : '', /7/);
      assert.equal(warnings.length, 1);
    });
  }

  it('uses memory when the folder cannot be written, and logs it once', (context) => {
    const { open, folder, warnings } = setUpFolder(context);
    const calls = open({}, join(folder, 'missing'));
    for (const at of [1, 2]) calls.save({ made: [at], granted: [] });
    assert.deepEqual(calls.load(), { made: [2], granted: [] });
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /"reason":"ENOENT[^"]*".*kept in memory only/);
  });
});
