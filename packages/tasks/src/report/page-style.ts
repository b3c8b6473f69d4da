/** The look of the reports, made of the names of `DESIGN_TOKENS`. Charts take their colours from the page. */
export const PAGE_STYLE = `
:root { --seqloom-paper: var(--surface); --seqloom-ink: var(--ink); --seqloom-soft: var(--soft); --seqloom-rule: var(--rule);
  --seqloom-c1: var(--tone-1); --seqloom-c2: var(--tone-2); --seqloom-c3: var(--tone-3); --seqloom-c4: var(--tone-4);
  --seqloom-c5: var(--tone-5); --seqloom-c6: var(--tone-6); }
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font-family: var(--font); font-size: 1rem; line-height: 1.6;
  overflow-wrap: break-word; }
header { display: flex; flex-wrap: wrap; gap: var(--gap-2) var(--gap-5); align-items: baseline; padding: var(--gap-3) var(--margin);
  border-bottom: 1px solid var(--rule); color: var(--soft); }
header p { margin: 0; }
header b { color: var(--ink); font-weight: 650; margin-right: var(--gap-2); }
nav { display: flex; flex-wrap: wrap; gap: 0 var(--gap-4); }
main { padding: var(--gap-5) var(--margin) var(--gap-7); }
h1, h2, h3, h4 { line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; overflow-wrap: anywhere; }
h1 { font-size: var(--size-h1); letter-spacing: -0.025em; margin: 0 0 var(--gap-3); }
h2 { font-size: var(--size-h2); margin: 0 0 var(--gap-2); }
h3, h4 { font-size: var(--size-h3); letter-spacing: 0; margin: var(--gap-5) 0 var(--gap-2); }
p { max-width: var(--read); margin: 0 0 var(--gap-4); overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: 0.18em; }
a:hover { color: var(--accent-strong); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.soft { color: var(--soft); }
.panel { background: var(--surface); border: 1px solid var(--rule); border-radius: var(--radius); padding: var(--gap-5);
  margin-top: var(--gap-5); min-width: 0; container-type: inline-size; }
@media (max-width: 40rem) { .panel { padding: var(--gap-4); } }
.summary { display: flex; flex-wrap: wrap; gap: var(--gap-4) var(--gap-6); align-items: flex-start; }
.summary > figure { flex: 1 1 20rem; max-width: 40rem; }
.summary > div { flex: 3 1 44rem; min-width: 0; max-width: 100%; }
.runs { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 44rem), 1fr)); gap: 0 var(--gap-5); align-items: start; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0 var(--gap-6); }
.charts { --least: 19rem; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, var(--least)), 1fr)); gap: var(--gap-4); }
@container (min-width: 40rem) { .charts .row { grid-column: span 2; } }
@container (min-width: 80rem) { .charts { --least: 26rem; } }
.network { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: var(--gap-4) var(--gap-6); }
.network > * { min-width: 0; }
figure { margin: 0; min-width: 0; }
figure svg { display: block; width: 100%; height: auto; }
.charts figure svg { max-width: 100%; }
.network figure svg { width: var(--w); max-width: 100%; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: var(--gap-2) var(--gap-3) var(--gap-2) 0; text-align: left; border-bottom: 1px solid var(--rule); }
th:last-child, td:last-child { padding-right: 0; }
th { vertical-align: bottom; font-weight: 600; color: var(--soft); font-size: var(--size-small); }
td:not(.number) { min-width: 6rem; }
td:last-child:not(.number) { min-width: 10rem; }
.number { text-align: right; }
td.number { white-space: nowrap; }
@media (max-width: 40rem) { th, td { white-space: nowrap; } }
tr.baseline td { color: var(--soft); }
dl { display: grid; grid-template-columns: minmax(7rem, 1fr) 2fr; gap: var(--gap-1) var(--gap-4); margin: 0; }
dt { color: var(--soft); overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
details { margin-top: var(--gap-3); }
summary { cursor: pointer; color: var(--accent); padding: 0.1rem 0; width: fit-content; }
pre { background: var(--sunken); border-radius: var(--radius-small); padding: var(--gap-3) var(--gap-4); margin: 0; white-space: pre-wrap;
  overflow-wrap: anywhere; }
code, pre { font-family: var(--mono); font-size: 0.9em; }
@media print { header { border: 0; } .panel { break-inside: avoid; } }
`;
