import type { Page } from 'playwright-core';

/** How many copies of each part of Lit a page has loaded: one of each is right. */
export function copiesOfLit(page: Page): Promise<readonly (number | undefined)[]> {
  return page.evaluate(() => {
    const { litHtmlVersions, litElementVersions, reactiveElementVersions } = globalThis as unknown as Record<
      string,
      unknown[]
    >;
    return [litHtmlVersions, litElementVersions, reactiveElementVersions].map((versions) => versions?.length);
  });
}
