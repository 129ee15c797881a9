import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readEnvFile } from '../../../proxy/config/env-file.ts';

describe('readEnvFile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-env-'));
  const path = join(folder, '.env');
  after(() => rmSync(folder, { recursive: true, force: true }));
  const read = (text: string | Buffer, mode = 0o600) => {
    writeFileSync(path, text);
    chmodSync(path, mode);
    const file = readEnvFile(path);
    assert.ok(file);
    return file;
  };

  it('returns nothing for a file that is not there', () => {
    assert.equal(readEnvFile(join(folder, 'none')), undefined);
  });

  it('reads a file with a byte order mark and CRLF as Node does, with the place of each value', () => {
    const { variables, places, cut, warnings } = read('\ufeffA=1\r\n# B=2\r\n  export C = "x y" # z\r\nA=3\r\nD=\r\n');
    assert.deepEqual({ ...variables }, { A: '3', C: 'x y', D: '' });
    assert.deepEqual(
      [...places].map(([name, place]) => name + place.replace(path, '')),
      ['A:4:3', 'C:3:14', 'D:5:3'],
    );
    assert.deepEqual([...cut], []);
    assert.deepEqual(warnings, []);
  });

  it('finds a value without quotes that was cut at a #, and no other', () => {
    const { cut } = read(
      `A=abc#def\nB='abc#def'\nC="abc#def" # x#y\nD=abc # def\nE=# abc#d\nF=abc#def\nF=abc\nH=a b#c # d\n`,
    );
    assert.deepEqual([...cut], ['A', 'H']);
  });

  it('warns of a file that every user may read, and not of one that a group may', () => {
    assert.deepEqual(read('A=1', 0o640).warnings, []);
    assert.deepEqual(read('A=1', 0o644).warnings, [
      `${path}: every user of this machine may read it; protect its secrets: chmod 600 ${path}`,
    ]);
  });

  it('refuses another encoding than UTF-8', () => {
    assert.throws(() => read(Buffer.from('\ufeffA=1', 'utf16le')), /UTF-16; save it as UTF-8/);
  });
});
