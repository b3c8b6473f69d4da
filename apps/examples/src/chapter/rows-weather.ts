import { findListing } from '../catalog.ts';
import type { Facts } from '../listing.ts';
import type { DataName } from './chapter-data.ts';
import type { Results } from './results.ts';
import { type ChapterRow, median, numberOf } from './row.ts';
import { medianOf } from './rows-reviews.ts';

const OTHER_DATA =
  "Where the book's file cannot be had, the rows run on hourly weather of Beijing with windows of three days, against its own naive baseline. The book's numbers are those of Jena.";

/** A row of a listing on both weathers. */
function rows(
  item: string,
  expected: string,
  hourly: Pick<ChapterRow, 'rule' | 'judge'> & Partial<Pick<ChapterRow, 'reason'>>,
  bundled: Pick<ChapterRow, 'rule' | 'judge'> = hourly,
): ChapterRow[] {
  const listing = findListing(item);
  const row = (data: DataName, more: typeof hourly): ChapterRow => ({
    item,
    title: listing.title,
    data,
    expected,
    run: { listing },
    ...more,
  });
  return [row('bundled', bundled), row('hourly weather', hourly)];
}

/** Error as a part of the naive one, and both in degrees. */
function errors([facts]: readonly Facts[]): { ratio: number; text: string } {
  const [best, naive] = [numberOf(facts!, 'best'), numberOf(facts!, 'naive')];
  const degrees = (name: string) => numberOf(facts!, name).toFixed(2);
  return {
    ratio: best / naive,
    text: `${best.toFixed(4)} (${degrees('degrees')} °C), naive ${naive.toFixed(4)} (${degrees('naiveDegrees')} °C), ${facts!.data}`,
  };
}

/** An error of at most a part of the naive one. */
function belowNaive(part: number): Pick<ChapterRow, 'rule' | 'judge'> {
  return {
    rule: `validation MAE ≤ ${part} of the naive one`,
    judge: (runs) => ({ obtained: errors(runs).text, passed: errors(runs).ratio <= part }),
  };
}

/** An error beside that of another row on the same data: `low ≤ error / other ≤ high`. */
function beside(item: string, rule: string, low: number, high: number): Pick<ChapterRow, 'rule' | 'judge'> {
  return {
    rule,
    judge: (runs, results: Results) => {
      const other = medianOf(results, `${item} (hourly weather)`, 'best');
      const own = median(runs.map((facts) => numberOf(facts, 'best')));
      const ratio = other === undefined ? Number.NaN : own / other;
      return {
        obtained: `${errors(runs).text}; ${ratio.toFixed(2)} of ${item}`,
        passed: ratio >= low && ratio <= high,
      };
    },
  };
}

const learns = belowNaive(1);
const shown =
  (names: readonly string[]): ChapterRow['judge'] =>
  ([facts]) => ({ obtained: names.map((name) => `${facts![name]}`).join('; '), passed: true });

/** Section 6.3 and the weather of 6.4. */
export const WEATHER_ROWS: readonly ChapterRow[] = [
  ...rows('6.29', 'Jena: 420551 rows, 14 columns', {
    rule: 'the file is read',
    judge: shown(['data', 'rows', 'columns']),
    reason: OTHER_DATA,
  }),
  ...rows('6.33', 'Jena: (128, 240, 14) and (128,)', {
    rule: 'a batch is made, windows keep to their part',
    judge: shown(['data', 'batch', 'windows']),
  }),
  ...rows('6.35', 'Jena: 0.2897 (2.56 °C)', {
    rule: 'below one deviation; later rows are compared with it',
    judge: ([facts]) => ({
      obtained: `${numberOf(facts!, 'error').toFixed(4)} (${numberOf(facts!, 'degrees').toFixed(2)} °C), ${facts!.data}`,
      passed: numberOf(facts!, 'error') < 1,
    }),
  }),
  ...rows('6.37', 'Jena: some epochs near the naive baseline, not reliably below it', belowNaive(1.1)),
  ...rows('6.39', 'Jena: 0.265 (2.35 °C), 0.91 of naive', belowNaive(0.95), learns),
  ...rows(
    '6.40',
    'Jena: no overfitting, about as 6.39',
    {
      ...belowNaive(0.95),
      reason:
        'On windows of 24 rows, not 240, the GRU learns less with dropout than without, also in twice as many epochs.',
    },
    learns,
  ),
  ...rows('6.41', 'Jena: a little better than 6.40', belowNaive(0.95), learns),
  ...rows(
    'reversed-gru',
    'Jena: much worse than 6.39, above naive',
    beside('6.39', 'above the error of 6.39', 1, Number.POSITIVE_INFINITY),
    belowNaive(1.2),
  ),
  ...rows('6.44', 'Jena: about as 6.39', beside('6.39', 'within 5 % of 6.39', 0.95, 1.05), learns),
  ...rows(
    '6.47',
    'Jena: about as the naive baseline, worse than 6.39',
    beside('6.39', 'above the error of 6.39', 1, Number.POSITIVE_INFINITY),
    belowNaive(1.2),
  ),
  ...rows(
    '6.49',
    'Jena: better than 6.47, not as good as 6.39',
    {
      ...beside('6.47', 'below the error of 6.47', 0, 1),
      reason:
        'The hourly data have no rows at twice the rate: both models read the same 24 rows, and their errors are equal to 0.2 %.',
    },
    belowNaive(1.2),
  ),
];
