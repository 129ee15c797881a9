import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readJsonSource } from '../../../proxy/config/json-source.ts';

describe('readJsonSource', () => {
  it('reads every JSON text as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom(undefined, 2, '\t'), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), undefined, indent);
        const { value, errors } = readJsonSource(text);
        assert.deepEqual(errors, []);
        assert.deepEqual(value, JSON.parse(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('has an error for every text that JSON.parse refuses, and for no other but one that repeats a name', () => {
    const piece = fc.constantFrom(
      ...['{', '}', '[', ']', ',', ':', ' ', '\n', '"a"', '"b":', '"', '\\', '\\u00e9', '\t', '\u00a0', '\u2028'],
      ...['1', '-', '0', '.5', 'e3', 'true', 'tru', 'null', "'", '“', '/*', '//', '#', 'é', '\0', '\ufeff'],
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      fc.tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.nat(3), piece).map(([json, at, length, added]) => {
        const start = at % (json.length + 1);
        return json.slice(0, start) + added + json.slice(start + length);
      }),
    );
    fc.assert(
      fc.property(text, (source) => {
        const errors = readJsonSource(source).errors.filter(({ reason }) => !reason.startsWith('is already in line'));
        assert.equal(errors.length === 0, isJson(source), JSON.stringify(errors));
        for (const { offset } of errors) assert.ok(offset >= 0 && offset <= source.length);
      }),
      { numRuns: 20_000 },
    );
  });

  const faulty: readonly (readonly [string, number, RegExp])[] = [
    ['{"a": 1,}', 7, /^the comma before } is one too many/],
    ['[1, 2 , ]', 6, /^the comma before ] is one too many/],
    ['{"a": 1\n "b": 2}', 7, /^a comma is missing here/],
    ['[1 {"a": 2}]', 2, /^a comma is missing here/],
    ['{"a": tru}', 6, /^a value, .* is expected here/],
    ['{"a": 012}', 7, /^a comma or } is expected here/],
    ['{"a": 12,50}', 9, /^a name, .* is expected here/],
    ['{a: 1}', 1, /^a name, .* is expected here/],
    ["{'a': 1}", 1, /straight double quotes/],
    ['{"a": «x»}', 6, /straight double quotes/],
    ['{"a" 1}', 5, /^a colon is expected here/],
    ['{"a": 1 // x\n}', 8, /^JSON has no comments/],
    ['{\n# x\n}', 2, /^JSON has no comments/],
    ['{"a":\u00a01}', 5, /^this is a special space/],
    ['{"a": "x\ny"}', 6, /^this text is not valid/],
    ['{"a": "C:\\dons"}', 6, /^this text is not valid/],
    ['{"a": {"b": 1}', 14, /^the file ends here, where a comma or } is expected/],
    ['', 0, /^the file ends here/],
    ['{} {}', 3, /^the end of the file is expected here/],
  ];
  for (const [text, offset, reason] of faulty) {
    it(`reports where ${JSON.stringify(text)} is wrong, and why`, () => {
      const [error, ...others] = readJsonSource(text).errors;
      assert.deepEqual(others, []);
      assert.equal(error?.offset, offset);
      assert.match(error?.reason ?? '', reason);
    });
  }

  it('reads on after a comma too many and a missing comma', () => {
    const { value, errors } = readJsonSource('{"a": [1 2,], "b": 3 "c": 4,}');
    assert.deepEqual(value, { a: [1, 2], b: 3, c: 4 });
    assert.deepEqual(
      errors.map(({ path }) => path.join('.')),
      ['a', 'a', '', ''],
    );
  });

  it('knows where each member is, and where its parent is when it is missing', () => {
    const { offsetOf } = readJsonSource('{ "a": { "b": [1, 2] } }');
    assert.equal(offsetOf(['a']), 2);
    assert.equal(offsetOf(['a', 'b']), 9);
    assert.equal(offsetOf(['a', 'b', 1]), 18);
    assert.equal(offsetOf(['a', 'x', 'y']), 2);
    assert.equal(offsetOf(['x']), 0);
  });

  it('reports a name that is there twice, and counts the second', () => {
    const { value, errors, offsetOf } = readJsonSource('{"a": {"b": 1, "c": 2},\n"a": {"b": 3}}');
    assert.deepEqual(value, { a: { b: 3 } });
    assert.deepEqual(errors, [{ offset: 24, path: ['a'], reason: 'is already in line 1; remove one of the two' }]);
    assert.equal(offsetOf(['a', 'b']), 30);
    assert.equal(offsetOf(['a', 'c']), 24);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
