import type { TextPart, TextReport } from './text-dataset.ts';
import { listed, quoted } from './text-table.ts';

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
};
/** Classes that are listed with their counts. */
const LISTED = 8;

/** A report in two lines, and one line per notice. */
export function reportLines(
  report: Omit<TextReport, 'lines'>,
  classes: readonly string[],
  parts: readonly TextPart[],
): string[] {
  const { name, counts, text, label, unused, encoding, delimiter, header, form, order, droppedRows } = report;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const sizes = classes.slice(0, LISTED).map((each, i) => `${each} (${counts[i]!.toLocaleString('en-US')})`);
  if (classes.length > LISTED) sizes.push(`${classes.length - LISTED} more`);
  const orders = { number: ', by number', text: '', given: ', as given' };
  const how =
    delimiter !== undefined
      ? `columns between ${DELIMITER_NAMES[delimiter] ?? quoted(delimiter)}, ${header ? 'named in the first line' : 'without names'}`
      : FORM_NAMES[form as keyof typeof FORM_NAMES];
  const dropped = droppedRows > 0 ? `; ${droppedRows} ${droppedRows === 1 ? 'row' : 'rows'} left out` : '';
  const others = unused.length > 0 ? `; not used: ${listed(unused)}` : '';
  const columns =
    form === 'folders' ? '' : `; text: ${text.map(quoted).join(' + ')}; label: ${quoted(label)}`;
  const places = [...new Set(parts)].map(
    (part) => `${part} ${parts.filter((each) => each === part).length.toLocaleString('en-US')}`,
  );
  const divided = places.length > 0 ? `; parts: ${places.join(', ')}` : '';
  return [
    `${name}: ${total.toLocaleString('en-US')} texts in ${classes.length} classes${orders[order]}: ${sizes.join(', ')}`,
    `${how}, ${encoding}${columns}${divided}${others}${dropped}`,
    ...report.notices,
  ];
}
