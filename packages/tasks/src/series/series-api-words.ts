import type { ApiWords } from '../options/api-words.ts';
import { type AnyOptionTable, flagOf } from '../options/command-option.ts';
import { SERIES_CHOICES } from './series-choices.ts';

/** Options that are not among the settings of `forecast`. */
const OWN: Readonly<Record<string, string>> = {
  target: 'target',
  delay: 'horizon',
  lookback: 'lookback',
  multiStep: 'multiStep',
  quantiles: 'quantiles',
  known: 'known',
};

/** What `forecast` and its models call what commands on series take as options. */
export const SERIES_WORDS: ApiWords = [
  [
    '--tolerance SECONDS takes the jitter of a clock for regular, --resample PERIOD puts rows on a grid.',
    'resample(table, { period }) of seqloom/timeseries puts rows on a grid.',
  ],
  ['put these on that distance (--resample)', 'put these on that distance (resample of seqloom/timeseries)'],
  ['--model gru', "model: 'gru'"],
  ['a smaller lookback or delay', 'a smaller lookback or horizon'],
  ['a smaller lookback, delay or horizon', 'a smaller lookback or horizon'],
  ...Object.entries(SERIES_CHOICES as unknown as AnyOptionTable)
    .map(([name, option]) => [`--${flagOf(name, option)}`, OWN[name] ?? `settings.${name}`] as const)
    .sort(([a], [b]) => b.length - a.length),
];
