import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const { overrides } = JSON.parse(readFileSync('biome.json', 'utf8')) as {
  readonly overrides: readonly { readonly includes: readonly string[] }[];
};

describe('biome.json', () => {
  it('names no file or folder that does not exist: its rules would hold nothing', () => {
    const patterns = overrides.flatMap(({ includes }) => includes).map((pattern) => pattern.replace('!', ''));
    assert.ok(patterns.length > 0);
    assert.deepEqual(
      patterns.filter((pattern) => globSync(pattern).length === 0),
      [],
    );
  });
});
