/** The stylesheet of all pages of the simulator. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f4f4fa; --card: #fff; --ink: #1f1f3d; --soft: #5a5b78; --line: #dcdcea; --field: #8a8ba6;
  --accent: #4c40cf; --accent-strong: #3d32b3; --on-accent: #fff; --tint: #efedfd;
  --notice: #fff3d6; --notice-ink: #5c4300; --notice-line: #eac874;
  --bad: #a3191f; --good: #12663c;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14142a; --card: #1e1e3a; --ink: #ececf8; --soft: #b3b4d0; --line: #383960; --field: #8182ab;
    --accent: #a79ffb; --accent-strong: #c0baff; --on-accent: #17162f; --tint: #2a2950;
    --notice: #3a3012; --notice-ink: #ffe2a0; --notice-line: #6b5820;
    --bad: #ff9c9c; --good: #86dcae;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); }
h1, h2, h3, p, ul, fieldset { margin: 0; padding: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 1.125rem; line-height: 1.3; }
a { color: var(--accent); text-underline-offset: .2em; }
a:hover { color: var(--accent-strong); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.banner { padding: .625rem 1rem; text-align: center; font-weight: 600; background: var(--notice); color: var(--notice-ink);
  border-bottom: 1px solid var(--notice-line); }
main { max-width: 64rem; margin: 0 auto; padding: 1rem 1rem 4rem; display: grid; gap: 1.25rem; }
main.narrow { max-width: 38rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 16px; padding: 1.25rem; display: grid; gap: 1rem;
  align-content: start; min-width: 0; }
details.card { padding-block: .375rem; }
.soft { color: var(--soft); font-size: .9375rem; }
.amount { font-size: 2.25rem; font-weight: 700; line-height: 1.1; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.back { display: inline-flex; align-items: center; gap: .5rem; min-height: 44px; padding-inline: .25rem; justify-self: start;
  font-weight: 600; text-decoration: none; }
.back:hover { text-decoration: underline; }
.badge { display: inline-block; padding: .125rem .625rem; border-radius: 99px; background: var(--tint); color: var(--ink);
  font-size: .875rem; font-weight: 600; overflow-wrap: anywhere; }
.badge.good { color: var(--good); } .badge.bad { color: var(--bad); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: start; font-weight: 600; padding-bottom: .25rem; }
th, td { text-align: start; padding: .5rem .75rem .5rem 0; border-top: 1px solid var(--line); vertical-align: middle; }
th { font-weight: 600; } tbody th { font-weight: 400; }
td:last-child, th:last-child { padding-inline-end: 0; }
.plan td { text-align: end; white-space: nowrap; }
td a { display: inline-flex; min-height: 44px; min-width: 44px; align-items: center; margin-block: -.5rem; }
.wide { overflow-x: auto; } .wide td, .wide th { white-space: nowrap; }
.fields { gap: 1.75rem; } .actions { display: grid; gap: .75rem; }
form, .stack { display: grid; gap: 1rem; }
fieldset { border: 0; display: grid; gap: .75rem; min-width: 0; }
legend { font-weight: 700; font-size: 1.125rem; padding: 0 0 .625rem; }
legend.minor { font-size: .9375rem; padding-bottom: 0; }
.pair { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(13.5rem, 100%), 1fr)); align-items: end; }
.field { display: grid; gap: .25rem; min-width: 0; }
label { font-weight: 600; font-size: .9375rem; }
input:not([type=radio], [type=checkbox]), select { font: inherit; color: inherit; background: var(--card); width: 100%;
  min-height: 44px; padding: .5rem .75rem; border: 1px solid var(--field); border-radius: 10px; }
input[aria-invalid=true] { border-color: var(--bad); border-width: 2px; }
input[type=radio], input[type=checkbox] { width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--accent); flex: none; }
.error { color: var(--bad); font-weight: 600; font-size: .9375rem; }
.euros { position: relative; max-width: 9rem; } .euros input { padding-inline-end: 2.25rem; text-align: end; }
.euros span { position: absolute; inset-inline-end: .875rem; inset-block-start: .625rem; color: var(--soft); }
.checkbox { display: flex; align-items: center; gap: .75rem; min-height: 44px; font-weight: 500; cursor: pointer; }
button, .button { font: inherit; font-weight: 600; min-height: 44px; padding: .5rem 1rem; border-radius: 10px; cursor: pointer;
  border: 1px solid var(--field); background: var(--card); color: var(--ink); text-decoration: none; text-align: center;
  display: inline-flex; align-items: center; justify-content: center; text-wrap: balance; }
button:hover, .button:hover { border-color: var(--accent); color: var(--accent); background: var(--tint); }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); min-height: 52px; font-size: 1.0625rem; }
.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); color: var(--on-accent); }
.row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; }
.row form { display: contents; }
.tests { border: 1px dashed var(--field); background: transparent; }
.tests .grid { display: grid; gap: .625rem; grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr)); }
ul.plain { list-style: none; display: grid; gap: .25rem; }
h3 { font-size: 1rem; }
.name { max-width: 20rem; overflow: hidden; text-overflow: ellipsis; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; } nav a { display: inline-flex; min-height: 44px; align-items: center; }
nav [aria-current] { color: var(--ink); font-weight: 700; text-decoration: none; }
pre { margin: 0; padding: .875rem; border-radius: 10px; background: var(--ground); overflow: auto; font: .8125rem/1.5 ui-monospace, monospace; }
code { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
summary { min-height: 44px; display: flex; align-items: center; gap: .5rem; cursor: pointer; font-weight: 600; }
summary::before { content: "▸"; color: var(--soft); } [open] > summary::before { content: "▾"; }
summary::-webkit-details-marker { display: none; }
@media (min-width: 56rem) {
  main { padding-top: 1.5rem; }
  .checkout { grid-template-columns: minmax(0, 21rem) minmax(0, 1fr); align-items: start; }
  .checkout > .across { grid-column: 1 / -1; }
  .checkout > .summary { position: sticky; top: 1.5rem; }
  .card { padding: 1.75rem; }
  details.card { padding-block: .5rem; }
}
@media (forced-colors: active) { .primary { border-width: 2px; } }
`;
