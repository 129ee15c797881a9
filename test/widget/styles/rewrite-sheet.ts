import card from '../../../widget/styles/card.css?inline';

/** Replaces the first sheet of an element: what another engine or another payer gets of it. */
export function rewriteSheet({ shadowRoot }: Element, rewrite: (css: string) => string): void {
  const css = rewrite(card);
  if (css === card) throw new Error('The sheet has nothing to rewrite.');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  if (shadowRoot) shadowRoot.adoptedStyleSheets = [sheet, ...shadowRoot.adoptedStyleSheets.slice(1)];
}
