import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const WCAG = `
  1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13
  2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6 2.4.7 2.4.11 2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8
  3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1 3.3.2 3.3.3 3.3.4 3.3.7 3.3.8 4.1.2 4.1.3
`.match(/\S+/g);

/** How many criteria each theme of the RGAA has. */
const RGAA_THEMES = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12];

const DOCUMENTS = ['widget/accessibility.md', 'widget/accessibility.fr.md'];

/** The rows of the tables and the lines of what is not applicable. */
function criteriaLines(document: string): readonly string[] {
  return readFileSync(document, 'utf8')
    .split('\n')
    .filter((line) => /^(\| (\d|–)|Not applicable|Sans objet)/.test(line));
}

/** The tests that a text names. */
function citedTests(text: string): readonly string[] {
  return [...text.matchAll(/`((?:widget|scenarios)\/[\w/-]*\w)`/g)].map(([, name = '']) => name);
}

/** The criteria of the RGAA in a line, with those inside a range such as `4.1–4.13`. */
function rgaaCriteria(line: string): readonly string[] {
  const [, , column] = line.split('|');
  const text = column ?? line.replaceAll(/\d\.\d\.\d+/g, '');
  return [...text.matchAll(/(\d+)\.(\d+)(?:–\1\.(\d+))?/g)].flatMap(([, theme, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => `${theme}.${Number(first) + index}`),
  );
}

describe('the accessibility report', () => {
  for (const document of DOCUMENTS) {
    it(`${document} names each criterion A and AA of WCAG 2.2 and each of RGAA 4.1.2`, () => {
      const lines = criteriaLines(document);
      const wcag = new Set(lines.flatMap((line) => line.match(/\d\.\d\.\d+/g) ?? []));
      assert.deepEqual([...wcag].sort(), WCAG?.sort());
      const all = RGAA_THEMES.flatMap((count, theme) =>
        Array.from({ length: count }, (_, index) => `${theme + 1}.${index + 1}`),
      );
      assert.deepEqual(lines.flatMap(rgaaCriteria).sort(), all.sort());
    });

    it(`${document} names only tests that exist`, () => {
      const missing = citedTests(readFileSync(document, 'utf8')).filter((name) => !existsSync(`test/${name}.test.ts`));
      assert.deepEqual(missing, []);
    });
  }

  it('both languages name the same tests, row by row', () => {
    const [english, french] = DOCUMENTS.map((document) => criteriaLines(document).map(citedTests));
    assert.deepEqual(english, french);
  });
});
