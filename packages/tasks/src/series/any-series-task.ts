import type { Task } from '../task.ts';
import { chooseSeriesModels } from './choose-series-models.ts';
import type { SeriesTypes } from './run.ts';
import { FORECAST_CHOICES } from './series-choices.ts';
import { seriesTask } from './series-task.ts';

/** Forecasts of any series: the task of `forecast` and of the command line. */
export const anySeriesTask: Task<SeriesTypes> = {
  ...seriesTask({
    name: 'forecast',
    holds: 'a model of a series',
    subject: 'Forecasts',
    named: [],
    choices: FORECAST_CHOICES,
  }),
  uses: ['evaluate', 'predict'],
  program: { name: 'seqloom', train: 'seqloom forecast' },
  choose: chooseSeriesModels,
  chooses:
    'ridge or gru, the one with the smaller error on the validation part; also dlinear for several rows; dlinear or gru for quantiles',
};
