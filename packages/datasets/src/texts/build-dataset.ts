import { DatasetError } from '@seqloom/archives';
import { numberClasses } from './classes.ts';
import { partOf } from './column-names.ts';
import { type ColumnRoles, findRoles, otherLabels } from './column-roles.ts';
import { reportLines } from './report-lines.ts';
import type { TextDataset, TextPart, TextReport } from './text-dataset.ts';
import type { TextOptions } from './text-options.ts';
import { listed, quoted, type TableSource, type TextTable } from './text-table.ts';

/** Rows that have a text and a label. */
interface KeptRows {
  readonly texts: readonly string[];
  readonly labels: readonly string[];
  readonly parts: readonly TextPart[];
  readonly rows: readonly number[];
}

/**
 * Makes labelled texts of a table.
 *
 * @throws DatasetError for rows without text or label, and for columns and classes that a model cannot learn from
 */
export function buildDataset(table: TextTable, options: TextOptions, source: TableSource): TextDataset {
  const { file, log } = source;
  if ((table.columns[0] ?? []).length === 0) {
    throw new DatasetError(file, 'the file has no texts. Give a file with texts and labels.');
  }
  const roles = findRoles(file, table, options);
  const kept = keepRows(table, roles, source);
  const { names } = table;
  const column = names[roles.label]!;
  const placeOf = (row: number): string => table.place(kept.rows[row]!);
  const { classes, labels, order } = numberClasses(kept.labels, {
    file,
    column,
    placeOf,
    given: options.classes,
  });
  const { duplicates, contradictions } = countRepeats(kept.texts, labels);
  const counts = classes.map(() => 0);
  for (const label of labels) counts[label]!++;
  const used = new Set([...roles.text, roles.label, ...(roles.part === undefined ? [] : [roles.part])]);
  const seen: Omit<TextReport, 'lines'> = {
    name: file,
    form: table.form,
    encoding: source.encoding,
    ...(table.delimiter !== undefined && { delimiter: table.delimiter, header: table.named }),
    text: roles.text.map((index) => names[index]!),
    label: column,
    unused: names.filter((_, index) => !used.has(index)),
    order,
    counts,
    droppedRows: log.droppedRows,
    dropped: log.dropped,
    duplicates,
    contradictions,
    notices: [
      ...source.notices,
      ...(options.label === undefined ? labelNotices(table, roles) : []),
      ...noticesOf(classes, counts, { duplicates, contradictions }),
      ...partNotices(classes, labels, kept.parts),
    ],
  };
  return {
    texts: kept.texts,
    labels,
    classes,
    ...(roles.part !== undefined && { parts: kept.parts }),
    report: { ...seen, lines: reportLines(seen, classes, kept.parts) },
  };
}

function keepRows(table: TextTable, roles: ColumnRoles, { file, log }: TableSource): KeptRows {
  const { columns, names } = table;
  const [texts, labels, parts, rows]: [string[], string[], TextPart[], number[]] = [[], [], [], []];
  const label = columns[roles.label]!;
  if (label.every((cell) => cell.trim() === '')) {
    throw new DatasetError(
      file,
      `column ${quoted(names[roles.label]!)} is empty in all ${label.length} rows, expected labels.`,
      { wayOut: { option: 'label', advice: 'Fill it, or choose another with the option label.' } },
    );
  }
  const isText = roles.text.map((index) => columns[index]!);
  for (let row = 0; row < label.length; row++) {
    const text = isText
      .map((cells) => cells[row]!)
      .filter((cell) => cell.trim() !== '')
      .join(' ');
    const missing = text === '' ? roles.text[0]! : label[row]!.trim() === '' ? roles.label : undefined;
    if (missing !== undefined) {
      log.drop(table.place(row), `column ${quoted(names[missing]!)} is empty`);
      continue;
    }
    texts.push(text);
    labels.push(label[row]!.trim());
    rows.push(row);
    if (roles.part !== undefined) parts.push(partOf(columns[roles.part]![row]!)!);
  }
  return { texts, labels, parts, rows };
}

function countRepeats(
  texts: readonly string[],
  labels: Int32Array,
): { readonly duplicates: number; readonly contradictions: number } {
  const seen = new Map<string, number>();
  let duplicates = 0;
  let contradictions = 0;
  for (const [row, text] of texts.entries()) {
    const before = seen.get(text);
    if (before === undefined) seen.set(text, labels[row]!);
    else if (before === labels[row]) duplicates++;
    else contradictions++;
  }
  return { duplicates, contradictions };
}

function noticesOf(
  classes: readonly string[],
  counts: readonly number[],
  { duplicates, contradictions }: Pick<TextReport, 'duplicates' | 'contradictions'>,
): string[] {
  const notices: string[] = [];
  if (duplicates > 0)
    notices.push(`${many(duplicates, 'text')} ${duplicates === 1 ? 'is' : 'are'} a copy of an earlier one`);
  if (contradictions > 0) {
    notices.push(`${many(contradictions, 'text')} came before with another label; one of the two is wrong`);
  }
  const folded = new Map<string, string>();
  for (const name of classes) {
    const other = folded.get(name.toLowerCase());
    if (other !== undefined)
      notices.push(`classes ${quoted(other)} and ${quoted(name)} differ in capitals only`);
    folded.set(name.toLowerCase(), name);
  }
  const few = classes.filter((_, i) => counts[i]! < 2);
  if (few.length > 0)
    notices.push(
      `${many(few.length, 'class', 'classes')} with fewer than two texts: ${few.slice(0, 5).map(quoted).join(', ')}`,
    );
  return notices;
}

/** Columns that were passed over for one whose name says that it is the label. */
function labelNotices(table: TextTable, roles: ColumnRoles): string[] {
  const others = otherLabels(table, roles);
  if (others.length === 0) return [];
  return [`the label could also be ${listed(others)}: say which with the option label`];
}

/** A class that one part of the data does not have. */
function partNotices(classes: readonly string[], labels: Int32Array, parts: readonly TextPart[]): string[] {
  const notices: string[] = [];
  for (const part of new Set(parts)) {
    const there = new Set(labels.filter((_, row) => parts[row] === part));
    const missing = classes.filter((_, i) => !there.has(i));
    if (missing.length > 0) notices.push(`part ${part} has no texts of ${listed(missing)}`);
  }
  return notices;
}

function many(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
