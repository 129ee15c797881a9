import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { publicFace, RECORD } from './public-face.ts';

describe('what users of the package see of it', () => {
  it('is what is recorded: after a change on purpose, add a line to CHANGELOG.md, then run node test/build/public-face.ts', () => {
    const { face } = JSON.parse(readFileSync(RECORD, 'utf8')) as { face: object };
    const [now, recorded] = [publicFace(), face].map((one) => JSON.stringify(one, undefined, 1).split('\n'));
    assert.deepEqual(
      now?.filter((line) => !recorded?.includes(line)),
      [],
    );
    assert.deepEqual(
      recorded?.filter((line) => !now?.includes(line)),
      [],
    );
  });
});
