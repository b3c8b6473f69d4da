import { areClockIntervals } from './cells.ts';
import { clockBeside } from './clock-column.ts';
import { type DetectedFormat, detectFormat } from './known-formats.ts';
import { candidates, TIME_NAMES, type TimeSearch } from './time-columns.ts';
import { TimeFormat } from './time-format.ts';
import { findParts, unusedBeside } from './time-parts.ts';
import type { FoundTime, TimeSource } from './time-source.ts';

/** Where the time stands and how it is written. */
export interface TimePlan {
  readonly source: FoundTime;
  /** Absent for parts, and where no known format fits. */
  readonly format?: TimeFormat;
  /** Whether the times of day are intervals, of which the beginning counts. */
  readonly intervals?: boolean;
  /** A second format that fits as well as the first. */
  readonly other?: string;
  /** Columns that look like times and are not used. */
  readonly unused: readonly string[];
}

/**
 * Finds the time of a file: in the columns that a source names, else in one with a usual name or, if there is none, in the
 * first whose cells are times; a date takes the time of day beside it. Else in year, month, day, hour and minute.
 */
export function planTime(search: TimeSearch, source: TimeSource): TimePlan | undefined {
  const { names } = search;
  if ('year' in source) return { source, unused: [] };
  if (source.column !== undefined) {
    const columns = [source.column, ...(source.clock === undefined ? [] : [source.clock])];
    const plan = {
      source: { ...source, column: source.column },
      ...formatOf(search, columns, source.format),
    };
    return { ...plan, unused: unusedBeside(search, columns, plan.format) };
  }
  const found = candidates(search, source.format);
  const best = found[0];
  const parts = source.format === undefined ? findParts(names) : undefined;
  // parts with an hour are preferred to a column with a usual name for a date, unless a time of day is beside it
  if (best) {
    const column = names[best.index]!;
    const clock = best.detected.format.hasClock ? undefined : clockBeside(search, best.index);
    if (
      clock !== undefined ||
      best.detected.format.hasClock ||
      parts?.hour === undefined ||
      best.rank < TIME_NAMES.length
    ) {
      const columns = [column, ...(clock === undefined ? [] : [clock])];
      const plan = {
        source: { ...source, column, ...(clock !== undefined && { clock }) },
        ...(clock === undefined
          ? { format: best.detected.format, ...otherOf(best.detected) }
          : formatOf(search, columns, source.format)),
      };
      return { ...plan, unused: unusedBeside(search, columns, plan.format) };
    }
  }
  if (parts) {
    const used = Object.values(parts).filter((name) => name !== undefined);
    return { source: { ...source, ...parts }, unused: unusedBeside(search, used, undefined, parts) };
  }
  const called = TIME_NAMES.map((name) => names.findIndex((each) => each.toLowerCase() === name)).find(
    (i) => i >= 0,
  );
  if (called === undefined) return undefined;
  return {
    source: { ...source, column: names[called]! },
    ...formatOf(search, [names[called]!], source.format),
    unused: [],
  };
}

function otherOf({ other }: DetectedFormat): { readonly other?: string } {
  return other === undefined ? {} : { other };
}

/** How the times in one or two columns are written. */
function formatOf(
  { names, rows, whole }: TimeSearch,
  columns: readonly string[],
  asked: string | undefined,
): Pick<TimePlan, 'format' | 'other' | 'intervals'> {
  const [date, clock] = columns.map((name) => names.indexOf(name));
  const clocks = clock === undefined ? [] : rows.map(({ cells }) => cells[clock] ?? '');
  const intervals = areClockIntervals(clocks.filter((cell) => cell !== ''));
  const told = intervals ? { intervals } : {};
  if (asked !== undefined) return { format: new TimeFormat(asked), ...told };
  const cells = rows.flatMap(({ cells: row }, i) => {
    const time = intervals ? clocks[i]!.replace(/ ?[-\u2013].*$/, '') : clocks[i];
    const text = `${row[date!] ?? ''} ${time ?? ''}`.trim();
    return text === '' ? [] : [text];
  });
  const detected = detectFormat(cells, whole, true);
  return detected ? { format: detected.format, ...otherOf(detected), ...told } : told;
}
