import { DESIGN_TOKENS } from './design-tokens.ts';
import { PAGE_STYLE } from './page-style.ts';

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
<style>${DESIGN_TOKENS}${PAGE_STYLE}</style>
</head>
<body>
<header><p><b>Seqloom</b> Report</p>${links.length > 0 ? `<nav aria-label="Other reports">${links.join('')}</nav>` : ''}</header>
<main>
<h1>${escapeText(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

/** A table of texts. Columns of numbers stand right. */
export interface HtmlTable {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many of the last rows are baselines; they stand back. Default 0. */
  readonly baselines?: number;
}

/** A number as tables write it: `25,000`, `−0.5`, `12.0 %`. */
const NUMBER = /^[−-]?\d[\d.,]*(?:e[+-]?\d+)?(?: %)?$/;

/**
 * A table as HTML; every text is escaped.
 *
 * @param label what screen readers call it. Default: from its heads
 */
export function htmlTable(
  { heads, rows, baselines = 0 }: HtmlTable,
  label: string = `Table: ${heads.join(', ')}`,
): string {
  const numeric = heads.map((_, column) =>
    rows.every((row) => ['', '–'].includes(row[column]!) || NUMBER.test(row[column]!)),
  );
  const cell = (tag: string, text: string, column: number) =>
    `<${tag}${numeric[column] ? ' class="number"' : ''}${tag === 'th' ? ' scope="col"' : ''}>${escapeText(text)}</${tag}>`;
  const cells = (row: readonly string[]) => row.map((text, column) => cell('td', text, column)).join('');
  const lines = rows.map((row, i) =>
    i < rows.length - baselines ? `<tr>${cells(row)}</tr>` : `<tr class="baseline">${cells(row)}</tr>`,
  );
  // it can be scrolled where it is wider than the screen, so that a keyboard must reach it
  return `<div class="scroll" tabindex="0" role="group" aria-label="${escapeText(label)}"><table>
<thead><tr>${heads.map((head, column) => cell('th', head, column)).join('')}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
</table></div>`;
}

/** A text that means itself in HTML, also within quotes. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** `25,000`, in every language of the machine. */
export function countText(value: number): string {
  return value.toLocaleString('en-US');
}
