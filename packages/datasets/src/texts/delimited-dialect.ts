import { DatasetError } from '@seqloom/archives';
import { CsvSplitter } from '@seqloom/tables';
import { isLabelName, isTextName, isTitleName } from './column-names.ts';
import { canBeLabel, columnStats } from './column-stats.ts';
import { WAYS_OUT } from './text-table.ts';

/** How a delimited file is cut. */
export interface DelimitedDialect {
  readonly delimiter: string;
  /** Whether quotes enclose fields. Files of tabs often have none, and texts that begin with one. */
  readonly quoted: boolean;
  /** The number of fields that most records have. */
  readonly width: number;
}

const DELIMITERS = ['\t', ';', '|', ','];
const LF = 0x0a;
/** What is looked at to find the delimiter. */
const HEAD_BYTES = 1 << 18;
/** Below this share of records of one width a file is not cut by a delimiter. */
const EVEN = 0.5;

interface Cut extends DelimitedDialect {
  /** The share of records with that number of fields. */
  readonly share: number;
  readonly records: readonly (readonly string[])[];
}

/** What is known of a delimited file before it is looked at. */
export interface DialectHints {
  /** What is between the columns. */
  readonly delimiter: string | undefined;
  /** Without labels a file may have one column. */
  readonly labelled: boolean;
}

/**
 * Finds what is between the columns: the delimiter of a line `sep=;`, the one that makes the first line names, else the one that
 * cuts most records into one number of fields.
 *
 * @throws DatasetError when no delimiter cuts the file, or several do equally well
 */
export function findDialect(
  file: string,
  bytes: Uint8Array,
  { delimiter: asked, labelled }: DialectHints,
): DelimitedDialect {
  const cut = bytes.length > HEAD_BYTES ? bytes.lastIndexOf(LF, HEAD_BYTES) : -1;
  const head = cut > 0 ? bytes.subarray(0, cut + 1) : bytes;
  const whole = head.length === bytes.length;
  if (asked !== undefined) return cutWith(head, asked, whole);
  const all = DELIMITERS.map((delimiter) => cutWith(head, delimiter, whole));
  const alone = all.find(({ records }) => records[0]?.length === 1 && isTextName(records[0][0]!));
  if (!labelled && alone) return { ...alone, width: 1 };
  const cuts = all.filter(({ width }) => width > 1);
  const named = cuts.find(({ records, width }) => {
    const first = records[0] ?? [];
    return (
      first.length >= width - 1 &&
      (!labelled || first.some(isLabelName)) &&
      first.some((name) => isTextName(name) || isTitleName(name))
    );
  });
  if (named) return named;
  const even = cuts.filter(({ share }) => share >= EVEN).toSorted((a, b) => b.share - a.share);
  const [best] = even;
  if (!best && !labelled) return all[0]!;
  if (!best) {
    throw new DatasetError(
      file,
      'the lines are not cut into columns by tabs, semicolons, bars or commas; expected a text and a label in each.',
      { wayOut: WAYS_OUT.delimiter },
    );
  }
  if (best.delimiter === '\t') return best; // texts hold no tabs
  const rivals = even.filter(({ share }) => share === best.share);
  const withLabels = rivals.filter(({ records }) => hasLabels(records));
  if (rivals.length === 1) return best;
  if (withLabels.length === 1) return withLabels[0]!;
  const names = rivals.map(({ delimiter }) => `"${delimiter}"`).join(' or ');
  throw new DatasetError(file, `the columns may be separated by ${names}.`, { wayOut: WAYS_OUT.delimiter });
}

function hasLabels(records: readonly (readonly string[])[]): boolean {
  const width = records[1]?.length ?? 0;
  for (let i = 0; i < width; i++) {
    const cells = records.map((record) => record[i] ?? '');
    if (canBeLabel(columnStats(cells, i, 1))) return true;
  }
  return false;
}

function cutWith(head: Uint8Array, delimiter: string, whole: boolean): Cut {
  const tried = sample(head, delimiter, true);
  const quoted = delimiter !== '\t' || !(tried.stray || (tried.open && whole));
  const { records } = quoted ? tried : sample(head, delimiter, false);
  return { delimiter, quoted, records, ...usualWidth(records.map(({ length }) => length)) };
}

interface Sample {
  readonly records: string[][];
  /** Whether a field goes on after its closing quote. */
  readonly stray: boolean;
  /** Whether a quote is not closed; the reading itself names the line. */
  readonly open: boolean;
}

function sample(head: Uint8Array, delimiter: string, quoted: boolean): Sample {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const records: string[][] = [];
  let stray = false;
  let open = false;
  const splitter = new CsvSplitter(
    delimiter,
    ({ bytes, starts, ends, quotes, count }) => {
      stray ||= quotes.subarray(0, count).includes(3);
      records.push(
        Array.from({ length: count }, (_, i) => decoder.decode(bytes.subarray(starts[i], ends[i]))),
      );
    },
    { quoted },
  );
  try {
    splitter.push(head);
    splitter.end();
  } catch {
    open = true;
  }
  return { records, stray, open };
}

function usualWidth(counts: readonly number[]): { readonly width: number; readonly share: number } {
  const frequencies = new Map<number, number>();
  let width = 0;
  for (const count of counts) {
    const frequency = (frequencies.get(count) ?? 0) + 1;
    frequencies.set(count, frequency);
    if (frequency > (frequencies.get(width) ?? 0)) width = count;
  }
  return { width, share: (frequencies.get(width) ?? 0) / Math.max(1, counts.length) };
}
