/**
 * The rows of all tables of a Markdown text, with the cells by the names of their columns.
 *
 * @returns {{ line: number, cells: Record<string, string> }[]}
 */
export function tableRows(markdown) {
  const rows = [];
  let names;
  for (const [i, text] of markdown.split('\n').entries()) {
    if (!text.startsWith('|')) {
      names = undefined;
      continue;
    }
    const cells = text
      .slice(1, text.lastIndexOf('|'))
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim());
    if (!names) names = cells;
    else if (!cells.every((cell) => /^:?-+:?$/.test(cell))) {
      rows.push({
        line: i + 1,
        cells: Object.fromEntries(names.map((name, column) => [name, cells[column] ?? ''])),
      });
    }
  }
  return rows;
}

/** What stands between backticks. */
export const codeSpans = (text) => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
