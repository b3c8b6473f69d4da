import { kindOfCell } from './cells.ts';
import { kindOfFirst } from './clock-column.ts';
import type { SampleRecord } from './sample.ts';
import type { TimeSearch } from './time-columns.ts';
import type { TimeFormat } from './time-format.ts';
import type { LocalTime, TimeParts } from './time-source.ts';

/** Usual names for parts of a time. */
const PART_NAMES = {
  year: ['year', 'yyyy', 'yy', 'yr', 'jahr', 'année', 'annee', 'año', 'ano', 'anno', 'jaar'],
  month: ['month', 'mm', 'mo', 'mon', 'monat', 'mois', 'mes', 'mês', 'mese', 'maand'],
  day: ['day', 'dd', 'dy', 'tag', 'jour', 'día', 'dia', 'giorno', 'dag'],
  dayOfYear: ['doy', 'dayofyear', 'day of year', 'day_of_year', 'julian day'],
  hour: ['hour', 'hh', 'hr', 'h', 'std', 'stunde', 'heure', 'hora', 'ora', 'uur'],
  minute: ['minute', 'mn', 'mi', 'minuten', 'min.'],
  second: ['second', 'ss', 'sekunde', 'seconde', 'sec'],
} as const;
type Part = keyof typeof PART_NAMES;

/** Columns with usual names for parts of a time; a year is required, and a month for everything smaller. */
export function findParts(names: readonly string[]): Omit<TimeParts, keyof LocalTime> | undefined {
  const clean = names.map((name) => name.replace(/^[#\s]+/, ''));
  const lower = clean.map((name) => name.toLowerCase());
  const parts: { -readonly [Key in Part]?: string } = {};
  // NDBC's buoys write MM for the month and mm for the minute
  const [upper, small] = [clean.indexOf('MM'), clean.indexOf('mm')];
  for (const part of Object.keys(PART_NAMES) as Part[]) {
    const found = PART_NAMES[part].map((name) => lower.indexOf(name)).find((i) => i >= 0);
    if (found !== undefined) parts[part] = names[found]!;
  }
  if (upper >= 0 && small >= 0) Object.assign(parts, { month: names[upper], minute: names[small] });
  const { year, month, day, dayOfYear, hour, minute, second } = parts;
  if (year === undefined) return undefined;
  const days = dayOfYear !== undefined && month === undefined;
  const dated = days || (month !== undefined && day !== undefined);
  return {
    year,
    ...(days
      ? { dayOfYear }
      : { ...(month !== undefined && { month }), ...(month !== undefined && day !== undefined && { day }) }),
    ...(dated && hour !== undefined && { hour }),
    ...(dated && hour !== undefined && minute !== undefined && { minute }),
    ...(dated && minute !== undefined && second !== undefined && { second }),
  };
}

/** Columns that look like a time and are not used; they may hold what the used ones lack. */
export function unusedBeside(
  { names, rows }: TimeSearch,
  used: readonly string[],
  format: TimeFormat | undefined,
  parts?: Omit<TimeParts, keyof LocalTime>,
): string[] {
  const complete = format?.hasClock === true || parts?.hour !== undefined;
  const partNames = new Set<string>(complete ? [] : [...PART_NAMES.hour, ...PART_NAMES.minute]);
  return names.filter((name, i) => {
    if (used.includes(name)) return false;
    if (partNames.has(name.toLowerCase()) && isNumberColumn(rows, i)) return true;
    const cells = rows
      .slice(0, 20)
      .map(({ cells: row }) => row[i] ?? '')
      .filter((cell) => kindOfCell(cell) !== 'missing');
    return cells.length > 0 && cells.every((cell) => kindOfCell(cell) === 'time');
  });
}

function isNumberColumn(rows: readonly SampleRecord[], column: number): boolean {
  return kindOfFirst(rows, column) === 'number';
}
