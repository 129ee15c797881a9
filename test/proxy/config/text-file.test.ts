import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { placeAt, readTextFile } from '../../../proxy/config/text-file.ts';

describe('readTextFile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'helloasso-checkout-text-'));
  const path = join(folder, 'file');
  after(() => rmSync(folder, { recursive: true, force: true }));
  const read = (bytes: Buffer) => {
    writeFileSync(path, bytes);
    return readTextFile(path);
  };

  it('reads UTF-8, with a byte order mark and without', () => {
    assert.equal(read(Buffer.from('clé €')), 'clé €');
    assert.equal(read(Buffer.from('\ufeffclé')), 'clé');
    assert.equal(read(Buffer.from('a replacement character: \ufffd')), 'a replacement character: \ufffd');
    assert.equal(read(Buffer.alloc(0)), '');
  });

  for (const [name, bytes] of Object.entries({
    'little-endian with a mark': Buffer.from('\ufeffclé', 'utf16le'),
    'big-endian with a mark': Buffer.from('\ufeffclé', 'utf16le').swap16(),
    'without a mark': Buffer.from('a=1', 'utf16le'),
  })) {
    it(`refuses UTF-16 ${name}, and names UTF-8`, () => {
      assert.throws(() => read(bytes), { message: `${path}: is written in UTF-16; save it as UTF-8` });
    });
  }

  it('refuses Latin-1 with line and column of the first character that is not UTF-8', () => {
    assert.throws(() => read(Buffer.from('a=1\n# clé', 'latin1')), {
      message: `${path}:2:5: this character is not UTF-8; save the file as UTF-8`,
    });
  });

  it('names a file that is not there, and a folder', () => {
    assert.throws(() => readTextFile('nowhere.json'), {
      message: `${join(process.cwd(), 'nowhere.json')}: there is no such file`,
    });
    assert.throws(() => readTextFile(folder), { message: `${folder}: is a folder, not a file` });
  });
});

describe('placeAt', () => {
  it('counts lines and columns from 1', () => {
    const text = 'ab\r\nc\n';
    assert.deepEqual(
      [0, 1, 4, 6].map((offset) => placeAt(text, offset)),
      ['1:1', '1:2', '2:1', '3:1'],
    );
  });
});
