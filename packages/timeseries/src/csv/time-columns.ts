import { kindOfCell } from './cells.ts';
import { type DetectedFormat, detectFormat } from './known-formats.ts';
import type { SampleRecord } from './sample.ts';
import { TimeFormat } from './time-format.ts';

/** What the search for a time needs to know about a file. */
export interface TimeSearch {
  readonly names: readonly string[];
  readonly rows: readonly SampleRecord[];
  /** Whether the rows are all that the file has. */
  readonly whole: boolean;
}

/** Names of columns that hold a point in time, lower case, best first. */
export const TIME_NAMES: readonly string[] = [
  'date time',
  'datetime',
  'date_time',
  'timestamp',
  'time_hour',
  'date',
  'datum',
  'fecha',
  'data',
  'dato',
  'time',
  'zeit',
  'zeitpunkt',
  'zeitstempel',
  'mess_datum',
  'reference_timestamp',
  'valid',
  'ds',
  'month',
  'monat',
  'utc',
];
const TIME_WORD =
  /date|time|datum|zeit|stamp|fecha|heure|hora|utc|month|monat|mois|\bdata\b|\bds\b|\bts\b|\bvalid\b|period|interval|quarter|quartal|trimest|epoch|unix/i;

/** A column whose cells are points in time. */
export interface Candidate {
  readonly index: number;
  readonly detected: DetectedFormat;
  /** Place among the usual names; past the end for others. */
  readonly rank: number;
}

/** The columns whose cells are points in time, best first. */
export function candidates({ names, rows, whole }: TimeSearch, asked: string | undefined): Candidate[] {
  const format = asked === undefined ? undefined : new TimeFormat(asked);
  const found: Candidate[] = [];
  for (const [index, name] of names.entries()) {
    const named = TIME_WORD.test(name);
    const first = rows.find(({ cells }) => kindOfCell(cells[index] ?? '') !== 'missing')?.cells[index];
    if (first === undefined || (!named && kindOfCell(first) !== 'time' && !format)) continue;
    const cells = rows
      .map(({ cells: row }) => row[index] ?? '')
      .filter((cell) => kindOfCell(cell) !== 'missing');
    const detected = format ? matching(cells, format) : detectFormat(cells, whole, named);
    if (!detected || detected.share < 0.5) continue;
    const place = TIME_NAMES.indexOf(name.toLowerCase());
    found.push({ index, detected, rank: place < 0 ? TIME_NAMES.length : place });
  }
  const order = ({ rank, detected }: Candidate): number =>
    (rank < TIME_NAMES.length ? 0 : 2) + (detected.format.hasClock ? 0 : 1);
  return found.sort((a, b) => order(a) - order(b) || a.rank - b.rank || a.index - b.index);
}

function matching(cells: readonly string[], format: TimeFormat): DetectedFormat {
  const encoder = new TextEncoder();
  const bytes = cells.map((cell) => encoder.encode(cell));
  const count = bytes.filter((cell) => !Number.isNaN(format.read(cell, 0, cell.length))).length;
  return { format, share: count / Math.max(1, cells.length) };
}
