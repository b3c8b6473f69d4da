import { CsvSplitter } from '@seqloom/tables';

/** A record of a file's beginning, as texts. */
export interface SampleRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Records that are looked at before reading begins, and cells: tables of 100,000 columns have few records. */
const MOST_RECORDS = 1000;
const MOST_CELLS = 500_000;
const HASH = 0x23;

/** How many fields the records of a file's beginning have with a delimiter; undefined when it cannot be split with it. */
export function fieldCounts(bytes: Uint8Array, delimiter: string): number[] | undefined {
  const counts: number[] = [];
  const splitter = new CsvSplitter(delimiter, ({ bytes: within, starts, count }) => {
    if (within[starts[0]!] !== HASH && counts.length < MOST_RECORDS) counts.push(count);
  });
  try {
    splitter.push(bytes);
    splitter.end();
  } catch {
    return undefined;
  }
  return counts;
}

/** The records of a file's beginning. Invalid bytes become U+FFFD; the reading reports them. */
export function sampleRecords(bytes: Uint8Array, delimiter: string, encoding: string): SampleRecord[] {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const records: SampleRecord[] = [];
  let seen = 0;
  const splitter = new CsvSplitter(delimiter, ({ bytes: within, starts, ends, quotes, count, line }) => {
    if (records.length >= MOST_RECORDS || (seen > MOST_CELLS && records.length > 5)) return;
    seen += count;
    const cells = Array.from({ length: count }, (_, i) => {
      const text = decoder.decode(within.subarray(starts[i], ends[i]));
      return (quotes[i] === 2 ? text.replaceAll('""', '"') : text).trim();
    });
    records.push({ cells, line });
  });
  try {
    splitter.push(bytes);
    splitter.end();
  } catch {
    // a quote that is not closed; the reading reports the line
  }
  return records;
}
