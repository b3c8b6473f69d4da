import { DatasetError } from '@seqloom/archives';
import { isLabelName, isPartName, isTextName, isTitleName, partOf } from './column-names.ts';
import { type ColumnStats, canBeLabel, canBeText, columnStats } from './column-stats.ts';
import type { ColumnChoice, TextOptions } from './text-options.ts';
import { listed, quoted, type TextTable, WAYS_OUT } from './text-table.ts';

/** Which columns of a table are what. */
export interface ColumnRoles {
  readonly text: readonly number[];
  readonly label: number;
  /** The column that says to which part of the data set a text belongs. */
  readonly part: number | undefined;
}

/**
 * Finds text, label and part of a table: as the options say, else by names that people use, else by what the cells look like.
 *
 * @throws DatasetError when there is no such column or several that could be it
 */
export function findRoles(
  file: string,
  table: TextTable,
  options: Pick<TextOptions, 'text' | 'label'>,
): ColumnRoles {
  const { names, columns } = table;
  const stats = columns.map((cells, i) => columnStats(cells, i));
  const asked = options.text === undefined ? undefined : [options.text].flat();
  const askedText = asked?.map((choice) => columnOf(file, table, choice));
  const askedLabel = options.label === undefined ? undefined : columnOf(file, table, options.label);
  if (askedLabel !== undefined && askedText?.includes(askedLabel)) {
    throw new DatasetError(
      file,
      `column ${quoted(names[askedLabel]!)} cannot be both the text and the label.`,
      {
        wayOut: WAYS_OUT.label,
      },
    );
  }
  if (names.length < 2) {
    throw new DatasetError(
      file,
      `there is one column, ${quoted(names[0] ?? '')}; expected a text and a label.`,
      {
        wayOut: WAYS_OUT.delimiter,
      },
    );
  }
  const taken = new Set([...(askedText ?? []), ...(askedLabel === undefined ? [] : [askedLabel])]);
  const part = stats.find(({ index }) => !taken.has(index) && isPart(table, index))?.index;
  const free = stats.filter(({ index }) => !taken.has(index) && index !== part);
  if (askedText) return { text: askedText, label: askedLabel ?? findLabel(file, table, free), part };
  // of two columns the other one is the text, without a look at its cells
  if (askedLabel !== undefined && free.length === 1)
    return { text: [free[0]!.index], label: askedLabel, part };
  const named = free.filter(({ index }) => table.named && isLabelName(names[index]!));
  const text = findText(
    file,
    table,
    free.filter((column) => !named.includes(column) || isTextName(names[column.index]!)),
  );
  const rest = free.filter(({ index }) => !text.includes(index));
  return { text, label: askedLabel ?? findLabel(file, table, rest), part };
}

/**
 * Finds the column of texts in a table without labels.
 *
 * @throws DatasetError when there is no such column or several that could be it
 */
export function findTextColumns(
  file: string,
  table: TextTable,
  { text }: Pick<TextOptions, 'text'>,
): readonly number[] {
  if (text !== undefined) return [text].flat().map((choice) => columnOf(file, table, choice));
  const { names, named, columns } = table;
  if (columns.length === 1) return [0];
  const free = columns
    .map((cells, i) => columnStats(cells, i))
    .filter(
      ({ index }) =>
        !(named && isLabelName(names[index]!) && !isTextName(names[index]!)) && !isPart(table, index),
    );
  return findText(file, table, free);
}

function columnOf(file: string, { names }: TextTable, choice: ColumnChoice): number {
  const index = typeof choice === 'number' ? choice - 1 : names.indexOf(choice);
  if (index >= 0 && index < names.length) return index;
  const folded = String(choice).toLowerCase();
  const near = names.find((name) => name.toLowerCase() === folded);
  const hint = near === undefined ? '' : ` Did you mean ${quoted(near)}?`;
  throw new DatasetError(
    file,
    `there is no column ${typeof choice === 'number' ? choice : quoted(choice)}; its columns: ${listed(names)}.${hint}`,
  );
}

function isPart({ names, named, columns }: TextTable, index: number): boolean {
  return named && isPartName(names[index]!) && columns[index]!.every((cell) => partOf(cell) !== undefined);
}

function findText(file: string, table: TextTable, free: readonly ColumnStats[]): number[] {
  const { names, named } = table;
  const filled = free.filter((column) => column.filled > 0);
  const byName = named ? filled.filter(({ index }) => isTextName(names[index]!)) : [];
  const titles = named ? filled.filter(({ index }) => isTitleName(names[index]!)) : [];
  const bodies = byName.filter((column) => !titles.includes(column));
  const [body] = bodies;
  if (body && bodies.length === 1) return [...titles.slice(0, 1), body].map(({ index }) => index);
  const found = bodies.length > 1 ? bodies : titles.length > 0 ? titles : filled.filter(canBeText);
  if (found.length === 1) return [found[0]!.index];
  if (found.length === 0) {
    // short texts: the column with the most different cells
    const candidates = filled.filter(({ numbers, letters }) => !numbers && letters > 0.5);
    const [longest] = candidates.toSorted((a, b) => b.meanLength - a.meanLength);
    const rivals = candidates.filter((column) => column !== longest && !canBeLabel(column));
    if (longest && rivals.length === 0 && !(canBeLabel(longest) && candidates.length > 1))
      return [longest.index];
    throw new DatasetError(file, `no column looks like texts; its columns: ${listed(names)}.`, {
      wayOut: WAYS_OUT.text,
    });
  }
  // without names a title and a text beside the label: the form of AG News, Yelp and DBpedia
  const unnamedTitle = !named && found.length === 2 && names.length === 3;
  if (unnamedTitle) return found.map(({ index }) => index);
  const list = listed(found.map(({ index }) => names[index]!));
  throw new DatasetError(file, `several columns may be the text: ${list}.`, { wayOut: WAYS_OUT.text });
}

function findLabel(file: string, table: TextTable, rest: readonly ColumnStats[]): number {
  const { names, named } = table;
  const byName = named ? rest.filter(({ index }) => isLabelName(names[index]!)) : [];
  const [first] = byName;
  if (first && byName.length === 1) return first.index;
  const usable = (byName.length > 1 ? byName : rest).filter(canBeLabel);
  if (usable.length === 1) return usable[0]!.index;
  if (usable.length > 1) {
    const same = usable.every((column) => sameClasses(table, usable[0]!, column));
    if (same) return (usable.find(({ numbers }) => !numbers) ?? usable[0]!).index;
    const list = listed(usable.map(({ index }) => names[index]!));
    throw new DatasetError(file, `several columns may be the label: ${list}.`, { wayOut: WAYS_OUT.label });
  }
  // the only column left: what is wrong with it is told when the classes are made
  if (rest.length === 1) return rest[0]!.index;
  throw new DatasetError(file, `no column looks like labels; its columns: ${listed(names)}.`, {
    wayOut: WAYS_OUT.label,
  });
}

/** Names of columns of words, apart from text and label, that divide the rows into classes too, and into others than the label does. */
export function otherLabels(table: TextTable, { text, label, part }: ColumnRoles): string[] {
  const stats = table.columns.map((cells, i) => columnStats(cells, i));
  return stats
    .filter((column) => !text.includes(column.index) && column.index !== label && column.index !== part)
    .filter((column) => canBeLabel(column) && column.letters > 0.5)
    .filter((column) => !sameClasses(table, stats[label]!, column))
    .map(({ index }) => table.names[index]!);
}

/** Whether two columns divide the rows in the same way, such as a number and its name. */
function sameClasses({ columns }: TextTable, a: ColumnStats, b: ColumnStats): boolean {
  if (a.distinct !== b.distinct) return false;
  const pairs = new Set<string>();
  const [left, right] = [columns[a.index]!, columns[b.index]!];
  for (let row = 0; row < left.length && pairs.size <= a.distinct; row++) {
    pairs.add(JSON.stringify([left[row], right[row]]));
  }
  return pairs.size === a.distinct;
}
