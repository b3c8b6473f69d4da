import { printable } from '@seqloom/options';
import type { TextPart, TextReport } from './text-dataset.ts';
import { listed, quoted, short } from './text-table.ts';

const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  '\t': 'tabs',
  ',': 'commas',
  ';': 'semicolons',
  '|': 'bars',
};
const FORM_NAMES = {
  json: 'JSON',
  'json lines': 'JSON lines',
  fastText: 'fastText',
  folders: 'a folder per class',
  lines: 'a text a line',
  delimited: 'one column',
};
/** Classes that are listed with their counts. */
const LISTED = 8;

/** A report in two lines, and one line per notice. */
export function reportLines(
  report: Omit<TextReport, 'lines'>,
  classes: readonly string[],
  parts: readonly TextPart[],
): string[] {
  const { name, counts, label, unused, order } = report;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const sizes = classes
    .slice(0, LISTED)
    .map((each, i) => `${short(each)} (${counts[i]!.toLocaleString('en-US')})`);
  if (classes.length > LISTED) sizes.push(`${classes.length - LISTED} more`);
  const orders = { number: ', by number', text: '', given: ', as given' };
  const places = [...new Set(parts)].map(
    (part) => `${part} ${parts.filter((each) => each === part).length.toLocaleString('en-US')}`,
  );
  const others = unused.length > 0 ? `; not used: ${listed(unused)}` : '';
  const divided = places.length > 0 ? `; parts: ${places.join(', ')}` : '';
  return [
    `${name}: ${total.toLocaleString('en-US')} texts in ${classes.length} classes${orders[order]}: ${sizes.join(', ')}`,
    columnsLine(report, report.form === 'folders' ? '' : `; label: ${quoted(label)}`, `${divided}${others}`),
    ...report.notices,
  ].map(printable);
}

/**
 * How a file was read, in a line.
 *
 * @param label what is said of the label, after the texts
 * @param rest what is said before the rows that are left out
 */
export function columnsLine(
  read: Pick<TextReport, 'form' | 'encoding' | 'header' | 'text' | 'droppedRows'> & {
    readonly delimiter?: string | undefined;
  },
  label = '',
  rest = '',
): string {
  const { form, encoding, delimiter, header, text, droppedRows } = read;
  const how =
    delimiter !== undefined
      ? `columns between ${DELIMITER_NAMES[delimiter] ?? quoted(delimiter)}, ${header ? 'named in the first line' : 'without names'}`
      : FORM_NAMES[form as keyof typeof FORM_NAMES];
  const columns = form === 'folders' || form === 'lines' ? '' : `; text: ${text.map(quoted).join(' + ')}`;
  const dropped = droppedRows > 0 ? `; ${droppedRows} ${droppedRows === 1 ? 'row' : 'rows'} left out` : '';
  return `${how}, ${encoding}${columns}${label}${rest}${dropped}`;
}
