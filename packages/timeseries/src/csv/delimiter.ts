import { kindOfCell } from './cells.ts';
import { fieldCounts, sampleRecords } from './sample.ts';

/** In order of preference where several split a file evenly: a comma is also a decimal mark. */
const DELIMITERS = ['\t', ';', '|', ','];

/**
 * Finds the separator of columns: the delimiter that gives most of the first records one number of fields above one;
 * runs of blanks where no delimiter does and the fields are numbers; else a comma.
 */
export function detectDelimiter(bytes: Uint8Array, encoding: string): string {
  const told = /^sep=([\t;|,])\s*$/i.exec(new TextDecoder(encoding).decode(bytes.subarray(0, 6)))?.[1];
  if (told !== undefined) return told;
  let best = { delimiter: ',', share: 0, header: 1 };
  for (const delimiter of DELIMITERS) {
    const counts = fieldCounts(bytes, delimiter);
    if (!counts || counts.length === 0) continue;
    const { width, share } = usualWidth(counts);
    if (width > 1 && share > best.share) best = { delimiter, share, header: counts[0]! };
  }
  const records = sampleRecords(bytes, best.delimiter, encoding).filter(
    ({ cells }) => !cells[0]?.startsWith('#'),
  );
  if (best.share > 0) {
    // one column of decimal commas below a single name
    const decimals = best.delimiter === ',' && best.header === 1 && records.length > 1;
    const isDecimal = ({ cells }: { readonly cells: readonly string[] }): boolean =>
      cells.length === 2 && /^[+-]?\d+$/.test(cells[0]!) && /^\d+$/.test(cells[1]!);
    if (decimals && records.slice(1).every(isDecimal)) return ';';
    return best.delimiter;
  }
  return isBlankSeparated(bytes, encoding) ? 'whitespace' : ',';
}

/** The most frequent number of fields, and the share of records that have it. */
export function usualWidth(counts: readonly number[]): { readonly width: number; readonly share: number } {
  const frequencies = new Map<number, number>();
  let width = 0;
  for (const count of counts) {
    const frequency = (frequencies.get(count) ?? 0) + 1;
    frequencies.set(count, frequency);
    if (frequency >= (frequencies.get(width) ?? 0)) width = count;
  }
  return { width, share: (frequencies.get(width) ?? 0) / counts.length };
}

function isBlankSeparated(bytes: Uint8Array, encoding: string): boolean {
  const records = sampleRecords(bytes, 'whitespace', encoding).filter(
    ({ cells }) => !cells[0]!.startsWith('#'),
  );
  const first = records[0];
  const last = records.at(-1);
  if (!first || !last) return false;
  const { width } = usualWidth(records.map(({ cells }) => cells.length));
  // a date and a time of day below one name are one column
  if (width < 2 || (first.cells.length === 1 && width < 4)) return false;
  const usual = records.filter(({ cells }) => cells.length === width);
  const values = usual.at(-1)!.cells.filter((cell) => kindOfCell(cell) !== 'text').length;
  return usual.length >= 0.5 * records.length && values >= 0.5 * width;
}
