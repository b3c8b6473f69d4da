import { areClockIntervals, kindOfCell } from './cells.ts';
import type { SampleRecord } from './sample.ts';
import type { TimeSearch } from './time-columns.ts';

const CLOCK_NAME =
  /^(?:time|clock|hour|hh|hhmm|hhmmss|hr|h|std|stunde|uhrzeit|zeit|heure|hora|ora|tid|time of day|hour ending|he)\b/i;
const CLOCK = /^\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:[.,]\d+)?(?: ?[ap]\.?m\.?)?(?: ?(?:z|utc|gmt))?$/i;

/**
 * The column with the time of day beside a date. A column without a usual name must distinguish rows of one date: beside
 * the weather of a day may be the time of its lowest temperature.
 */
export function clockBeside({ names, rows }: TimeSearch, date: number): string | undefined {
  const repeated = rows.some(
    ({ cells }, i) => cells[date] !== '' && cells[date] === rows[i + 1]?.cells[date],
  );
  const isClock = (i: number): boolean => {
    if (!repeated && !CLOCK_NAME.test(names[i]!)) return false;
    const cells = rows.map(({ cells: row }) => row[i] ?? '').filter((cell) => kindOfCell(cell) !== 'missing');
    if (cells.length === 0) return false;
    if (CLOCK_NAME.test(names[i]!)) {
      // markets count the hours of the day on which clocks go back to 25, which is then no time
      if (cells.every((cell) => /^\d{1,2}$/.test(cell) && Number(cell) <= 25)) return true;
      if (cells.every((cell) => /^\d{4}(?:\d\d)?$/.test(cell) && Number(cell.slice(0, 2)) <= 24)) return true;
    }
    if (areClockIntervals(cells)) return true;
    return (
      cells.every((cell) => CLOCK.test(cell)) &&
      (CLOCK_NAME.test(names[i]!) || cells.every((cell) => cell.includes(':')))
    );
  };
  // beside the date first
  const order = names.map((_, i) => i).filter((i) => i !== date);
  order.sort((a, b) => Math.abs(a - date - 0.5) - Math.abs(b - date - 0.5));
  const near = order.find(
    (i) => (CLOCK_NAME.test(names[i]!) || kindOfFirst(rows, i) === 'time') && isClock(i),
  );
  return near === undefined ? undefined : names[near];
}

/** What the first cell of a column looks like. */
export function kindOfFirst(rows: readonly SampleRecord[], column: number): string {
  return kindOfCell(rows[0]?.cells[column] ?? '');
}
