import type { Page } from 'playwright-core';

/** Whether a page of that width scrolls sideways. */
export async function scrollErrors(page: Page, viewportWidth: number): Promise<readonly string[]> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  return width > viewportWidth ? [`scrolls sideways: ${width} px wide`] : [];
}

/** Controls under 44 px, and fields whose text is under 16 px, so that phones zoom in. Links in slots belong to the page. */
export function controlErrors(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const root = document.querySelector('helloasso-checkout, helloasso-result')?.shadowRoot;
    const controls = root?.querySelectorAll('a, button, input, select, textarea, summary') ?? [];
    return [...controls]
      .filter((control) => control.checkVisibility())
      .flatMap((control) => {
        const { display, fontSize } = getComputedStyle(control);
        const labels = control.matches('[type=radio], [type=checkbox]') ? (control as HTMLInputElement).labels : null;
        const boxes = [control, ...(labels ?? [])].map((part) => part.getBoundingClientRect());
        const width = Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left));
        const height = Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top));
        const name = `${control.localName} ${control.id || control.textContent?.trim()}`;
        const isLinkInText = control.localName === 'a' && display === 'inline';
        return [
          ...(isLinkInText || Math.min(width, height) >= 44 ? [] : [`too small, ${width} by ${height}: ${name}`]),
          ...(control.matches('input, select, textarea') && Number.parseFloat(fontSize) < 16
            ? [`small text, ${fontSize}: ${name}`]
            : []),
        ];
      });
  });
}

/** Texts that leave a box around them, where they are cut off or cover others. Runs in the page. */
export function textOutsideItsBox(): readonly string[] {
  const element = document.querySelector('helloasso-checkout, helloasso-result');
  const errors: string[] = [];
  for (const root of [element, element?.shadowRoot]) {
    if (!root) continue;
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode.textContent?.trim();
      if (!text) continue;
      const range = document.createRange();
      range.selectNodeContents(texts.currentNode);
      const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
      for (let box = texts.currentNode.parentElement; box; box = box.parentElement) {
        if (/^(inline|contents)$/.test(getComputedStyle(box).display)) continue;
        const { left, right, top, bottom } = box.getBoundingClientRect();
        const isOutside = lines.some(
          (line) => line.left < left - 1 || line.right > right + 1 || line.top < top - 1 || line.bottom > bottom + 1,
        );
        if (isOutside) errors.push(`outside ${box.localName}: ${text}`);
      }
    }
  }
  return errors;
}
