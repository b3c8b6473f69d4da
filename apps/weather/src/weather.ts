import { fileURLToPath } from 'node:url';
import { DATASETS, resolveDataset } from '@seqloom/datasets/node';
import { comparisonText, type SeriesTypes, seriesTask, type Task } from '@seqloom/tasks';
import {
  type CommandTask,
  downloadReporter,
  type NamedSeries,
  packageVersion,
  type SeriesWhere,
  type StartOptions,
  seriesCommand,
} from '@seqloom/tasks/node';

/** A download says how far it is after so many bytes more. */
const REPORT_BYTES = 2_000_000;

/** The series that have a name. */
const NAMED: readonly NamedSeries[] = [
  {
    word: 'bundled',
    name: 'seattle-weather',
    about: 'four years of daily weather measured in Seattle (NOAA)',
    units: { temp_max: '°C', temp_min: '°C' },
    path: async () => fileURLToPath(new URL('../data/seattle-weather.csv', import.meta.url)),
  },
  {
    word: 'jena',
    name: 'jena',
    form: { missing: '-9999' }, // what the station of the book writes for "no value"
    path: ({ terminal, signal }) =>
      resolveDataset('jena', {
        catalog: DATASETS.filter(({ name }) => name === 'jena'),
        ...(terminal && downloadReporter(terminal, 'jena', REPORT_BYTES)),
        ...(signal && { signal }),
      }),
  },
];

/** The temperature some rows ahead, or another column of a series. */
const weather: Task<SeriesTypes> = seriesTask({
  name: 'weather',
  holds: 'a model of weather',
  subject: 'Weather',
  named: NAMED,
});

/** `pnpm weather`. */
export const weatherCommand: CommandTask<SeriesTypes, SeriesWhere> = seriesCommand({
  task: weather,
  description: 'What will it be, and does the model know better than "the same as now"?',
  version: packageVersion(new URL('../package.json', import.meta.url)),
  data: {
    hint: 'PATH|bundled|jena',
    help: 'The series: the bundled one (default), the station of the book, or a .csv of your own',
  },
  named: NAMED,
});

/** The part in `npm start`. */
export const WEATHER_START: StartOptions<SeriesTypes> = {
  models: ['dense', 'gru'],
  page: 'weather.html', // the report on film reviews is the folder's index
  beside: [{ file: 'index.html', text: 'is a film review positive or negative?' }],
  text(results) {
    const { testSamples, task } = results[0]!;
    return [
      `Daily weather of Seattle: the maximum temperature ${task.delay} days ahead, error on ${testSamples} later windows`,
      '',
      comparisonText(results),
    ].join('\n');
  },
};
