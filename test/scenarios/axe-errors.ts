import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

/** A script that defines `axe`. */
export const AXE_SCRIPT = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

interface Options {
  /** A selector of the part to look at; by default the page. */
  readonly within?: string;
  /** Only these rules; by default all. */
  readonly rules?: readonly string[];
  /** Whether a violation of a rule at an element is not the page's fault. */
  readonly isExpected?: (rule: string, element: string) => boolean;
}

/** What axe finds wrong with a page: for each element a rule, `where`, and a selector. */
export async function axeErrors(
  page: Page,
  where: string,
  { within = 'html', rules, isExpected = () => false }: Options = {},
): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE_SCRIPT);
  const options: axe.RunOptions = {
    resultTypes: ['violations'], // axe gives every result of the other types a selector, too: on long pages, most of its time
    ...(rules && { runOnly: [...rules] }),
  };
  const { violations } = await page.evaluate(
    ([within, options]) => (window as unknown as { axe: typeof axe }).axe.run(within, options),
    [within, options] as const,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .map(({ target }) => target.join(' '))
      .filter((element) => !isExpected(id, element))
      .map((element) => `${id}, ${where}: ${element}`),
  );
}
