/** Never the browser's language: the form has the language of the page around it. */
export function languageAround(element: Element): string {
  const language = element.closest<HTMLElement>('[lang]')?.lang;
  const root = element.getRootNode();
  return language ?? (root instanceof ShadowRoot ? languageAround(root.host) : 'fr');
}
