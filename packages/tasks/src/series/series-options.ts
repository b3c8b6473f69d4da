import {
  abortSignal,
  count,
  type OptionalRule,
  type OptionRules,
  optional,
  positiveInteger,
  rule,
  text,
  texts,
} from '@seqloom/options';
import { choicesRule } from '../options/choices-rule.ts';
import { checkRows, type SeriesRows } from './open-rows.ts';
import { SERIES_CHOICES, type SeriesChoices } from './series-choices.ts';

/** Numbers of a recipe and of its windows. */
export type ForecastSettings = Omit<
  SeriesChoices,
  'target' | 'delay' | 'lookback' | 'multiStep' | 'quantiles' | 'known'
>;

/** Options of all functions that learn to forecast a column of a table. */
export interface SeriesOptions {
  /** From the earliest to the latest. Missing rows are gaps, which no window crosses. */
  readonly rows: SeriesRows;
  /** The column of times, for rows that are objects. Default: the one that looks like times. */
  readonly time?: string | undefined;
  /** The column of numbers to forecast. */
  readonly target: string;
  /** How many rows ahead. */
  readonly horizon: number;
  /** Rows to look back. Default: three days of rows that are hours apart or less, otherwise three weeks of days; less in a
   * short series. */
  readonly lookback?: number | undefined;
  /** Columns whose values are known in advance, such as holidays; the calendar always is. Default none. */
  readonly known?: readonly string[] | undefined;
  /** Numbers of the recipe and of the windows that take the place of the chosen ones: `{ epochs: 5, units: 16 }`. */
  readonly settings?: Partial<ForecastSettings>;
  /** Decides initial weights, order and dropout. Default 1. */
  readonly seed?: number;
  /** Ends the training after the step it is in. */
  readonly signal?: AbortSignal | undefined;
}

const {
  target: _target,
  delay: _delay,
  lookback: _lookback,
  multiStep: _multiStep,
  quantiles: _quantiles,
  known: _known,
  ...SETTINGS
} = SERIES_CHOICES;

const SETTINGS_RULE: OptionalRule<Partial<ForecastSettings>> = choicesRule<ForecastSettings>(SETTINGS);

/** The rules of {@link SeriesOptions}. */
export const SERIES_RULES: OptionRules<SeriesOptions> = {
  rows: rule<SeriesRows>(checkRows),
  time: optional(text()),
  target: text(),
  horizon: positiveInteger(),
  lookback: optional(positiveInteger()),
  known: optional(texts()),
  settings: SETTINGS_RULE,
  seed: count(1),
  signal: optional(abortSignal()),
};

/** What a task of series calls these options. */
export function choicesOf({
  target,
  horizon,
  lookback,
  known,
  settings,
}: Pick<SeriesOptions, 'target' | 'horizon' | 'lookback' | 'known' | 'settings'>): Partial<SeriesChoices> {
  return {
    target,
    delay: horizon,
    ...(lookback !== undefined && { lookback, step: 1 }),
    ...(known && { known }),
    ...settings,
  };
}
