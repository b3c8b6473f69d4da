import { DatasetError } from '@seqloom/archives';
import { type OptionRules, oneOf, optional, resolveOptions } from '@seqloom/options';
import { continuationOf, type Panel } from './panel.ts';

/** The frequencies of the series of the M4 competition. */
export type M4Frequency = 'yearly' | 'quarterly' | 'monthly' | 'weekly' | 'daily' | 'hourly';

/** What the competition asks of the series of a frequency. */
export interface M4Group {
  /** The first letter of their ids: `H1`, `H2`, …. */
  readonly letter: string;
  /** Values that are forecast. */
  readonly horizon: number;
  /** Values a season, m of the mean absolute scaled error. */
  readonly season: number;
}

/**
 * The groups of the M4 competition.
 *
 * Source: Makridakis, Spiliotis and Assimakopoulos, The M4 Competition: 100,000 time series and 61 forecasting methods, International
 * Journal of Forecasting 36 (2020); `M4-info.csv`.
 */
export const M4_GROUPS: Readonly<Record<M4Frequency, M4Group>> = {
  yearly: { letter: 'Y', horizon: 6, season: 1 },
  quarterly: { letter: 'Q', horizon: 8, season: 4 },
  monthly: { letter: 'M', horizon: 18, season: 12 },
  weekly: { letter: 'W', horizon: 13, season: 1 },
  daily: { letter: 'D', horizon: 14, season: 1 },
  hourly: { letter: 'H', horizon: 48, season: 24 },
};

/** Options of {@link m4Data}. */
export interface M4Options {
  /** The frequency that the series must have. Default: the one that their ids say. */
  readonly frequency?: M4Frequency | undefined;
}

const FREQUENCIES = Object.keys(M4_GROUPS) as M4Frequency[]; // the keys of the record, which its type names
const M4_RULES: OptionRules<M4Options> = { frequency: optional(oneOf(FREQUENCIES)) };

/** Series of the competition, with what is asked of them. */
export interface M4Data extends Omit<M4Group, 'letter'> {
  readonly frequency: M4Frequency;
  readonly train: Panel;
  /** The values that follow those of `train`, `horizon` of each series, in the same order. */
  readonly test: Panel;
}

/**
 * Puts the two files of a frequency of the M4 competition together.
 *
 * @param train The training file, of {@link readPanel} or `readPanelFile`.
 * @param test The test file.
 * @throws DatasetError when ids do not say one frequency or another one than `frequency`, when a series is in one file only, or has
 * fewer test values than the horizon; RangeError for an unknown frequency.
 * @example
 * const { train, test, horizon, season } = m4Data(await readPanelFile('Hourly-train.csv'), await readPanelFile('Hourly-test.csv'));
 */
export function m4Data(train: Panel, test: Panel, options: M4Options = {}): M4Data {
  const { frequency: wanted } = resolveOptions<M4Options>('m4Data', options, M4_RULES);
  const frequency = m4Frequency(train);
  if (!frequency) {
    throw new DatasetError(
      train.name,
      `the ids (${train.ids.slice(0, 3).join(', ')}, …) do not say a frequency of M4, expected all of them to be H1, H2, … or with another letter of ${FREQUENCIES.map((each) => M4_GROUPS[each].letter).join(', ')}. Give a file of one frequency.`,
    );
  }
  for (const panel of [train, test]) requireFrequency(panel, wanted ?? frequency);
  const { horizon, season } = M4_GROUPS[frequency];
  return { frequency, horizon, season, train, test: continuationOf(train, test, horizon) };
}

/** The frequency that the ids of all series say, as those of the M4 competition do; undefined when they do not. */
export function m4Frequency({ ids }: Panel): M4Frequency | undefined {
  return FREQUENCIES.find((frequency) => ids.every((id) => isOf(id, frequency)));
}

function isOf(id: string, frequency: M4Frequency): boolean {
  return id.startsWith(M4_GROUPS[frequency].letter) && /^.\d+$/.test(id);
}

function requireFrequency({ name, ids }: Panel, wanted: M4Frequency): void {
  const other = ids.find((id) => !isOf(id, wanted));
  if (other === undefined) return;
  const { letter } = M4_GROUPS[wanted];
  throw new DatasetError(
    name,
    `series "${other}" is not ${wanted}, expected an id such as "${letter}1". Give the files of one frequency.`,
  );
}
