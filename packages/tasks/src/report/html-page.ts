const STYLE = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1d2430; --soft: #5a6472; --rule: #e1e5ea; --code: #f3f5f8; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14171c; --ink: #e8ebf0; --soft: #a3acb8; --rule: #2c323b; --code: #1d2229; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { padding: 1.5rem clamp(1rem, 3vw, 4rem) 3rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .4rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 .4rem; overflow-wrap: anywhere; }
p { max-width: 48rem; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.scroll { overflow-x: auto; }
.scroll:focus-visible, pre:focus-visible { outline: 2px solid var(--soft); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .45rem .8rem .45rem 0; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th { vertical-align: bottom; white-space: normal; font-weight: 600; color: var(--soft); }
th:first-child, td:first-child, th:last-child, td:last-child { text-align: left; }
th:last-child, td:last-child { padding-left: 1rem; }
td:last-child { min-width: 11rem; white-space: normal; }
@media (max-width: 40rem) { th, td, td:last-child { white-space: nowrap; } }
tr.baseline td { color: var(--soft); }
.summary { display: flex; flex-wrap: wrap; gap: 0 2.5rem; align-items: flex-start; }
.summary > figure { flex: 2 1 24rem; max-width: 44rem; }
.summary > div { flex: 3 1 min-content; min-width: 0; max-width: 100%; }
.runs { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 42rem), 1fr)); gap: 0 2.5rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0 2.5rem; }
h3 { font-size: 1rem; margin: 1.6rem 0 .4rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: minmax(7rem, 1fr) 2fr; gap: .2rem 1rem; margin: 0; }
dt { color: var(--soft); overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
details { margin-top: 1.2rem; }
summary { cursor: pointer; }
.network { display: flex; flex-wrap: wrap; gap: 0 2.5rem; align-items: flex-start; }
.network > figure { flex: 0 1 auto; max-width: 100%; }
.network > figure svg { width: var(--w); max-width: 100%; }
.network > div { flex: 1 1 min-content; min-width: 0; max-width: 100%; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 1rem; }
@media (min-width: 40rem) { .charts .row { grid-column: span 2; } }
figure { margin: 1rem 0 0; min-width: 0; }
figure svg { display: block; height: auto; }
a { color: inherit; }
pre { background: var(--code); padding: .8rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; border-radius: 6px; }
`;

/** Where a page leads. */
export interface PageLink {
  /** A file in the same folder. */
  readonly file: string;
  /** Plain text. */
  readonly text: string;
}

/** What a page shows. */
export interface HtmlPage {
  /** Plain text. */
  readonly title: string;
  /** HTML; the caller escapes what comes from outside. */
  readonly body: string;
  /** The pages beside this one. */
  readonly beside?: readonly PageLink[] | undefined;
}

/** A page in the reports' style. It needs no other file, no script and no network. */
export function htmlPage({ title, body, beside = [] }: HtmlPage): string {
  const links = beside.map(({ file, text }) => `<a href="${escapeText(file)}">${escapeText(text)}</a>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(title)} · Seqloom</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeText(title)}</h1>
${body}${links.length > 0 ? `\n<p>See also: ${links.join(' · ')}</p>` : ''}
</main>
</body>
</html>
`;
}

/** A table of texts. The first and the last column stand left, numbers between them right. */
export interface HtmlTable {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many of the last rows are baselines; they stand back. Default 0. */
  readonly baselines?: number;
}

/** A table as HTML; every text is escaped. */
export function htmlTable({ heads, rows, baselines = 0 }: HtmlTable): string {
  const cells = (row: readonly string[]) => row.map((cell) => `<td>${escapeText(cell)}</td>`).join('');
  const lines = rows.map((row, i) =>
    i < rows.length - baselines ? `<tr>${cells(row)}</tr>` : `<tr class="baseline">${cells(row)}</tr>`,
  );
  // it can be scrolled where it is wider than the screen, so that a keyboard must reach it
  return `<div class="scroll" tabindex="0" role="region" aria-label="Table: ${escapeText(heads.join(', '))}"><table>
<thead><tr>${heads.map((head) => `<th scope="col">${escapeText(head)}</th>`).join('')}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
</table></div>`;
}

/** A text that means itself in HTML, also within quotes. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** `25,000`, whatever the machine's language. */
export function countText(value: number): string {
  return value.toLocaleString('en-US');
}
