import type { Facts, Listing } from '../listing.ts';
import type { DataName } from './chapter-data.ts';
import type { Results } from './results.ts';

/** How a row is computed: a listing, or a command of an app that ends with a JSON line. */
export type RowRun =
  | { readonly listing: Listing }
  | {
      /** The app's folder, and the words after its name; `--seed` and `--json` are added. */
      readonly app: string;
      readonly words: readonly string[];
      /** Whether the command takes `--seed`. Default true. */
      readonly seeded?: boolean;
      /** What is kept of the last JSON line. */
      facts(result: Readonly<Record<string, unknown>>): Facts;
    };

/** What the runs of a row came to. */
export interface Verdict {
  /** What the page prints as obtained. */
  readonly obtained: string;
  readonly passed: boolean;
}

/** A row of the chapter's results. */
export interface ChapterRow {
  /** As in docs/chapter.md: `6.27`. */
  readonly item: string;
  readonly title: string;
  readonly data: DataName;
  /** The book's number, or what must come out. */
  readonly expected: string;
  /** When the row passes. */
  readonly rule: string;
  /** Default: 1 alone. */
  readonly seeds?: readonly number[];
  readonly run: RowRun;
  /** @param runs what each seed gave */
  judge(runs: readonly Facts[], results: Results): Verdict;
  /** Why the row is below the book, where it is. */
  readonly reason?: string;
  /** What `--quick` does in its place, where the whole takes long; the setting is in the title. */
  readonly quick?: Partial<Pick<ChapterRow, 'title' | 'rule' | 'seeds' | 'run' | 'judge'>>;
}

/** The smaller form of a row, or the row where it has none. */
export function quickForm(row: ChapterRow): ChapterRow {
  return { ...row, ...row.quick };
}

/** What identifies a row in the results. */
export function keyOf({ item, data }: Pick<ChapterRow, 'item' | 'data'>): string {
  return data === 'none' ? item : `${item} (${data})`;
}

/** A number among the facts. */
export function numberOf(facts: Facts, name: string): number {
  const value = facts[name];
  if (typeof value !== 'number') throw new TypeError(`chapter: the facts have no number "${name}".`);
  return value;
}

/** The middle one of some numbers; of an even count the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** A row whose facts must be exactly these. */
export function exactly(expected: Facts): ChapterRow['judge'] {
  return ([facts]) => ({
    obtained: Object.keys(expected)
      .map((name) => `${facts![name]}`)
      .join('; '),
    passed: Object.entries(expected).every(([name, value]) => facts![name] === value),
  });
}

/** A row whose best number of all epochs must lie in a range; of several seeds the median. */
export function within(
  name: string,
  low: number,
  high = Number.POSITIVE_INFINITY,
  digits = 3,
): ChapterRow['judge'] {
  return (runs) => {
    const values = runs.map((facts) => numberOf(facts, name));
    const middle = median(values);
    const spread =
      values.length > 1 ? ` (median; ${values.map((value) => value.toFixed(digits)).join(', ')})` : '';
    return { obtained: `${middle.toFixed(digits)}${spread}`, passed: middle >= low && middle <= high };
  };
}
