import { DatasetError, reportTimes, requireRising, type Table } from '@seqloom/timeseries';
import { shellWord } from '../report/shell-word.ts';
import { timesOf } from './series-source.ts';
import { periodText } from './time-texts.ts';

/** What a user should know about a file before anything is made of it. */
export function fileNotices(table: Table): string[] {
  return [
    ...(table.notices ?? []),
    ...markNotices(table),
    ...(table.skippedRows > 0 ? [`${table.skippedRows} rows cannot be read and are left out`] : []),
  ];
}

function markNotices({ marks = [] }: Table): string[] {
  const kept = marks.filter(({ missing }) => !missing);
  // by column: the number may be a value in another one
  const words = kept.map(({ column, value }) => (column.includes(',') ? `${value}` : `${column}=${value}`));
  return [
    ...marks
      .filter(({ missing }) => missing)
      .map(
        ({ column, value, count }) =>
          `"${column}" has "${value}" in ${rowsText(count)}, which is taken for no value`,
      ),
    ...kept.map(
      ({ column, value, count }) =>
        `"${column}" has ${value} in ${rowsText(count)}, far outside its other values`,
    ),
    ...(kept.length > 0
      ? [
          `if that means no value, say so with --missing ${shellWord(words.join(','))}; now it is learned and scored as measured`,
        ]
      : []),
  ];
}

/** Where a series is cut, as a sentence; empty where it is not. */
export function breaksText(table: Table): string {
  const { period, gaps, irregular, duplicates, backwards } = reportTimes(timesOf(table));
  const missing = gaps.reduce((total, gap) => total + gap.missing, 0);
  const parts = [
    ...(gaps.length > 0
      ? [`${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'} in time, ${missing} rows in all`]
      : []),
    ...(irregular.length > 0
      ? [`${irregular.length} rows that are not ${periodText(period)} or a multiple after the one before`]
      : []),
    ...(duplicates.length > 0 ? [`${duplicates.length} rows with the time of the one before`] : []),
    ...(backwards.length > 0 ? [`${backwards.length} rows earlier than the one before`] : []),
  ];
  if (parts.length === 0) return '';
  const wayOut =
    irregular.length > 0
      ? ' --tolerance SECONDS takes the jitter of a clock for regular, --resample PERIOD puts rows on a grid.'
      : '';
  return ` The series has ${parts.join(' and ')}; no window crosses one.${wayOut}`;
}

/**
 * Refuses times that do not rise, with the option that helps.
 *
 * @throws DatasetError naming the first offending row, and the column that tells series apart if there is one
 */
export function requireOneSeries(table: Table): void {
  try {
    requireRising(timesOf(table), table.name, table.lines);
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    const series = seriesColumn(table);
    const advice = series
      ? `The file holds several series: take one with --where ${series.column}=${series.value}.`
      : error.wayOut?.option === 'localTime'
        ? 'If these are local times, clocks went back here: give their zone, for instance --time-zone Europe/Berlin.'
        : 'Sort the rows and remove doubles, or put the rows on a regular grid with --resample, for instance --resample 1h.';
    throw new DatasetError(error.file, error.problem, { cause: error, wayOut: { option: 'rising', advice } });
  }
}

/**
 * A column within whose values times rise, and its first value. Its value changes where times stop rising: at each time of
 * series that alternate, at the ends of series one below the other. In rows out of order most changes are elsewhere.
 */
function seriesColumn(table: Table): { readonly column: string; readonly value: string } | undefined {
  const times = timesOf(table);
  for (const [column, content] of table.columns) {
    const codes = content.kind === 'text' ? content.codes : content.values;
    const last = new Map<number, number>();
    let rises = true;
    let changes = 0;
    let stops = 0;
    for (let row = 0; row < times.length && rises; row++) {
      rises = times[row]! > (last.get(codes[row]!) ?? Number.NEGATIVE_INFINITY);
      last.set(codes[row]!, times[row]!);
      if (row > 0 && codes[row] !== codes[row - 1]) {
        changes++;
        if (times[row]! <= times[row - 1]!) stops++;
      }
      if (last.size > 1000) rises = false;
    }
    // a value in nearly every row is a measurement
    if (!rises || last.size < 2 || last.size > times.length / 2 || stops < changes / 4) continue;
    return {
      column,
      value: content.kind === 'text' ? content.categories[content.codes[0]!]! : String(codes[0]),
    };
  }
  return undefined;
}

function rowsText(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}
