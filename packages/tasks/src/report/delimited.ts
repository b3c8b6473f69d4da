/** A row of a table that is written. */
export type TableRow = Readonly<Record<string, unknown>>;

/** What a spreadsheet takes for a formula, which may fetch pages; numbers are none. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Rows as lines, a line of names first. A text that a spreadsheet would take for a formula has an apostrophe before it, which makes it a
 * text there.
 */
export function delimited(rows: readonly TableRow[], delimiter: string): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: unknown) =>
    quoted(typeof value === 'string' ? plain(value) : String(value ?? ''), delimiter);
  const lines = [names.map(cell), ...rows.map((row) => names.map((name) => cell(row[name])))];
  return lines.map((cells) => `${cells.join(delimiter)}\r\n`).join('');
}

function plain(text: string): string {
  return FORMULA.test(text) && !Number.isFinite(Number(text)) ? `'${text}` : text;
}

function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
