// The linter sees imports, but not the types `typeof import('…')` and `import('…').Name`: they would hide a cycle of imports.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

/** Folders whose sources are checked. */
const FOLDERS = ['proxy', 'widget', 'demo'];

/** A type taken from `import('…')`: after `typeof`, or as the start of a qualified name. */
const IMPORT_TYPE = /typeof\s+import\s*\(|\bimport\s*\(\s*(['"])[^'"]+\1\s*\)\s*\.\s*[A-Z]/;

describe('the types in the sources', () => {
  for (const folder of FOLDERS) {
    it(`never use typeof import() in ${folder}`, () => {
      const files = globSync(`${folder}/**/*.ts`, { exclude: ['**/node_modules/**'] });
      assert.ok(files.length > 0, `${folder} has no sources`);
      const offenders = files.filter((file) => IMPORT_TYPE.test(readFileSync(file, 'utf8')));
      assert.deepEqual(offenders, []);
    });
  }

  it('are recognised in each spelling, unlike an import at run time', () => {
    const types = [
      "let a: typeof import('./a.ts');",
      'let b: import("./b.ts").Name;',
      "type C = typeof  import( './c.ts')",
    ];
    const values = ["await import('./a.ts');", "import('./b.ts').then(use);", "import { c } from './c.ts';"];
    assert.deepEqual(
      [...types, ...values].map((text) => IMPORT_TYPE.test(text)),
      [true, true, true, false, false, false],
    );
  });
});
