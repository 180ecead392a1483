/** The one style sheet of a page: light, dark and on paper. Its colours tell up to eight series apart on either ground. */
export const STYLE = `
:root { color-scheme: light; --ground: #ffffff; --text: #1b1f24; --soft: #5b6570; --line: #d5dae0; --limit: #b3261e;
  --s0: #1f6fb4; --s1: #d9660a; --s2: #2b8a3e; --s3: #9c36b5; --s4: #0b8599; --s5: #c92a2a; --s6: #8a6a00; --s7: #6a7079; }
@media screen and (prefers-color-scheme: dark) {
  :root { color-scheme: dark; --ground: #14181d; --text: #e6e9ed; --soft: #a3adb8; --line: #3a424c; --limit: #ff8a80;
    --s0: #6cb2f5; --s1: #ff9e57; --s2: #69db7c; --s3: #da8cf5; --s4: #3bc9db; --s5: #ff8787; --s6: #ffd43b; --s7: #adb5bd; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 70rem; background: var(--ground); color: var(--text);
  font: 1rem/1.45 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; }
h2 { font-size: 1.15rem; margin: 1.5rem 0 .5rem; }
p { margin: .25rem 0; }
a { color: var(--s0); }
.origin, .about, figcaption, footer { color: var(--soft); }
figure { margin: 1.5rem 0; }
figcaption { font-weight: 600; color: var(--text); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .25rem 0; padding: 0; list-style: none; font-size: .9rem; }
.legend li { margin: 0; }
.legend svg { width: .8em; height: .8em; margin-right: .35em; }
.chart { display: block; width: 100%; height: auto; font-size: 12px; }
.chart text { fill: var(--soft); unicode-bidi: isolate; }
.chart .value { fill: var(--text); }
.grid, .axis { stroke: var(--line); stroke-width: 1; }
.mark { stroke: var(--ground); stroke-width: 1; }
.limit { stroke: var(--limit); stroke-width: 1.5; stroke-dasharray: 5 3; }
.chart .limit-name { fill: var(--limit); }
.steps { fill: none; stroke: var(--s0); stroke-width: 2; }
.s0 { fill: var(--s0); } .s1 { fill: var(--s1); } .s2 { fill: var(--s2); } .s3 { fill: var(--s3); }
.s4 { fill: var(--s4); } .s5 { fill: var(--s5); } .s6 { fill: var(--s6); } .s7 { fill: var(--s7); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top;
  unicode-bidi: isolate; }
th { border-bottom-width: 2px; }
.number { text-align: right; }
.when { white-space: nowrap; }
td.id { font-family: ui-monospace, "DejaVu Sans Mono", Consolas, monospace; font-size: .85em; }
details { font-size: .9rem; }
summary { cursor: pointer; color: var(--soft); }
main > ul > li { margin: .75rem 0; }
@page { size: landscape; margin: 12mm; }
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; }
  .mark, .legend li { margin: 0; }
.legend svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .scroll { overflow: visible; }
  figure, tr { break-inside: avoid; }
  table { font-size: 8pt; }
  td.id { font-size: 6pt; overflow-wrap: anywhere; }
  thead { display: table-header-group; }
  details, nav { display: none; }
}
`;
