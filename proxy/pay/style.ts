/** How the page looks, with script and without. In a string, as the page is one response. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --accent: #4c40cf;
  --helloasso-checkout-accent: var(--accent);
  --helloasso-checkout-block-size: 0;
  --line: color-mix(in srgb, var(--accent) 70%, CanvasText);
  --soft: color-mix(in srgb, CanvasText 75%, Canvas);
  --edge: color-mix(in srgb, CanvasText 55%, Canvas);
  --border: color-mix(in srgb, CanvasText 15%, Canvas);
  --error: color-mix(in srgb, #e0203a 65%, CanvasText);
  font: 100%/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere;
  background: Canvas;
  color: CanvasText;
}
@media (prefers-color-scheme: dark) { :root { --accent: #6a5ff0; } }
body { max-inline-size: 34em; margin: 0 auto; padding: 1.5em 1em; display: grid; gap: 1.5em; }
header, footer, small, .hint { color: var(--soft); }
h1 { margin: 0; font-size: 1.625em; line-height: 1.25; }
h2 { margin: 0; font-size: 1.375em; line-height: 1.25; }
p, ul, dl, fieldset { margin: 0; padding: 0; border: 0; min-inline-size: 0; }
ul { padding-inline-start: 1.25em; }
a { color: var(--line); padding-block: .625em; display: inline-block; }
main, [data-helloasso-checkout], form, fieldset, section, [role=alert] { display: grid; gap: 1em; }
form, section { border: 1px solid var(--border); border-radius: 1em; padding: 1.25em; }
legend, .label { font-weight: 600; padding: 0; }
legend { margin-block-end: .5em; }
fieldset, [role=alert] { gap: .5em; }
small, .hint { font-size: .875em; font-weight: 400; }
.field { display: grid; gap: .25em; }
.choice { display: flex; gap: .75em; align-items: center; min-block-size: 2.75em; border: 1px solid var(--edge); border-radius: .5em; padding: .25em .75em; }
.choice small { display: block; }
.choice:has(:checked) { border-color: var(--line); box-shadow: inset 0 0 0 1px var(--line); }
input[type=radio] { inline-size: 1.25em; block-size: 1.25em; margin: 0; flex: none; accent-color: var(--accent); }
input:not([type=radio]), select { font: inherit; color: inherit; background: Canvas; border: 1px solid var(--edge); border-radius: .5em; padding: .5em .75em; inline-size: 100%; box-sizing: border-box; min-block-size: 2.75em; }
.euros { display: flex; gap: .5em; align-items: center; }
[aria-invalid=true] { border-color: var(--error) !important; }
.error { color: var(--error); font-weight: 600; }
.error a { color: inherit; display: inline; }
.tax { border-inline-start: 4px solid var(--border); padding-inline-start: .75em; }
.price { font-size: 1.75em; font-weight: 700; }
button, .button { font: inherit; font-size: 1.125em; font-weight: 700; color: #fff; background: var(--accent); border: 1px solid var(--accent); border-radius: .5em; padding: .625em 1em; cursor: pointer; text-align: center; text-decoration: none; }
mark { background: #ffd667; color: #000; border-radius: .25em; padding: .125em .5em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25em 1em; }
dt { color: var(--soft); }
dd { margin: 0; }
:focus-visible { outline: 3px solid var(--line); outline-offset: 2px; }
helloasso-checkout { display: block; max-inline-size: none; }
@media print { :root { color-scheme: light; } form, footer, section a, .button { display: none; } section { border: 0; padding: 0; } }
`;
