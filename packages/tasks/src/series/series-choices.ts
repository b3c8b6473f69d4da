import { count, fraction, positive, positiveInteger } from '@seqloom/options';
import {
  numberOption,
  numbersOption,
  type OptionTable,
  switchOption,
  textOption,
  textsOption,
} from '../options/command-option.ts';
import { checkForecastQuantiles } from './check-forecast-quantiles.ts';
import type { ForecastTask } from './forecast-task.ts';
import type { Settings } from './recipe.ts';

/** What a user may choose of a run on a series. */
export type SeriesChoices = Omit<ForecastTask, 'anchor'> & Settings;

/** The choices as options of commands. */
export const SERIES_CHOICES: OptionTable<SeriesChoices> = {
  target: textOption({ hint: 'COLUMN', help: 'What to forecast (the temperature, or the only column)' }),
  unit: textOption({ hint: 'TEXT', help: "The target's unit (from its name)" }),
  lookback: numberOption(positiveInteger(), { help: 'Rows to look back' }),
  step: numberOption(positiveInteger(), { help: 'Take every N-th row of them' }),
  delay: numberOption(count(), { help: 'Rows from the last one known to the one that is forecast' }),
  multiStep: switchOption({
    help: 'Forecast every row until that one at once, by one model (only that row)',
    negativeHelp: 'Forecast only that row',
  }),
  quantiles: numbersOption(checkForecastQuantiles, {
    hint: 'FRACTION,…',
    help: 'Forecast these quantiles, 0.5 among them: 0.1,0.5,0.9 (one value)',
  }),
  known: textsOption({
    hint: 'COLUMN,…',
    help: 'Columns whose values are known in advance, such as holidays or prices (none but the calendar)',
  }),
  calendar: switchOption({
    help: 'Give the hour and the day of the year as inputs (on, but for the data of the book)',
    negativeHelp: 'Do not give the hour and the day of the year',
  }),
  units: numberOption(positiveInteger(), { help: 'Width of the recurrent or hidden layers (32)' }),
  layers: numberOption(positiveInteger(), { help: 'Recurrent layers, one reading the other (1)' }),
  dropout: numberOption(fraction(), {
    hint: 'FRACTION',
    help: 'Fraction of inputs and states that recurrent layers drop (0)',
  }),
  epochs: numberOption(positiveInteger(), { help: 'Epochs, at most' }),
  stepsPerEpoch: numberOption(positiveInteger(), { help: 'Batches an epoch (all windows once)' }),
  validationSteps: numberOption(positiveInteger(), { help: 'Validation batches an epoch (all)' }),
  batchSize: numberOption(positiveInteger(), { flag: 'batch', help: 'Windows a step' }),
  learningRate: numberOption(positive(), { hint: 'RATE', help: 'Size of the first step' }),
  patience: numberOption(positiveInteger(), {
    help: 'Epochs without a better validation error before training ends (all are run)',
  }),
};

/**
 * The choices as options of `seqloom forecast`, which calls rows ahead as the option of `forecast` is called. Its smallest is 1, as
 * there: 0 is for the tasks that count from the row after the last one known.
 */
export const FORECAST_CHOICES: OptionTable<SeriesChoices> = {
  ...SERIES_CHOICES,
  delay: { ...SERIES_CHOICES.delay, flag: 'horizon', check: positiveInteger().check },
};

const TASK_NAMES = [
  'target',
  'unit',
  'lookback',
  'step',
  'delay',
  'multiStep',
  'quantiles',
  'known',
  'calendar',
] as const;

/** The choices that say what is forecast from what, and those that say how a network learns it. */
export function dividedChoices(choices: Partial<SeriesChoices>): {
  readonly task: Partial<ForecastTask>;
  readonly settings: Partial<Settings>;
} {
  const names: readonly string[] = TASK_NAMES;
  const pick = (ofTask: boolean) =>
    Object.fromEntries(Object.entries(choices).filter(([name]) => names.includes(name) === ofTask));
  return { task: pick(true), settings: pick(false) };
}
