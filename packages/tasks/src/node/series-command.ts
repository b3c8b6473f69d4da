import { type OptionTable, textOption } from '../options/command-option.ts';
import { type FileForm, FORM_OPTIONS, readingOf } from '../series/file-form.ts';
import { forecastSteps } from '../series/forecasts.ts';
import { intervalName } from '../series/interval-table.ts';
import type { SeriesTypes } from '../series/run.ts';
import { fileNotices } from '../series/series-notices.ts';
import type { RowFilter } from '../series/series-source.ts';
import { timeText } from '../series/time-texts.ts';
import type { CommandTask, ForecastAnswers } from './command-task.ts';
import { type NamedSeries, openSeries } from './open-series.ts';

/** What a user may say about a series. */
export interface SeriesWhere extends FileForm {
  readonly where?: string;
}

const WHERE_OPTIONS: OptionTable<SeriesWhere> = {
  where: textOption({ hint: 'COLUMN=VALUE', help: 'The rows to take from a file with several series' }),
  ...FORM_OPTIONS,
};

/** What an app says about its command line. */
export interface SeriesCommandOptions
  extends Pick<CommandTask<SeriesTypes>, 'task' | 'description' | 'version' | 'data'> {
  readonly named: readonly NamedSeries[];
}

/** The command line of a task on series. */
export function seriesCommand({
  named,
  ...about
}: SeriesCommandOptions): CommandTask<SeriesTypes, SeriesWhere> {
  return {
    ...about,
    where: WHERE_OPTIONS,
    openSource(data, { where: filter, ...typed }, { terminal, signal, model }) {
      // where the model's own rows were found and how they were cleaned, when no option says it
      const trained = model?.form.fields;
      const form: FileForm = { ...trained?.cleaning, ...typed };
      readingOf(form); // what cannot be read is refused before the file is
      const where = filter === undefined ? (trained?.where ?? undefined) : filterOf(filter);
      return openSeries(data, { named, where, form, terminal, signal });
    },
    answers: FORECASTS,
  };
}

const FORECASTS: ForecastAnswers<SeriesTypes> = {
  help: 'Forecast the next value from the last rows of a file',
  async forecast({ model, form }, source, { signal }) {
    const steps = await forecastSteps({ model, form }, source, signal);
    const { now, time, value, quantiles, persistence } = steps.at(-1)!;
    const { recipe, task } = form.fields;
    const { target, unit, lookback } = task;
    const text = (number: number) => `${number.toFixed(1)}${unit === '' ? '' : ` ${unit}`}`;
    const { quantiles: levels = [] } = task;
    const byLevel = (values: readonly number[]) =>
      Object.fromEntries(levels.map((level, i) => [`q${level}`, values[i]!]));
    const range = (values: readonly number[] | undefined) =>
      values
        ? `, ${intervalName(levels.at(-1)! - levels[0]!)} ${text(values[0]!)} to ${text(values.at(-1)!)}`
        : '';
    const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
    return {
      result: {
        model: recipe,
        dataset: source.name,
        target,
        unit,
        now: iso(now),
        time: iso(time),
        value,
        ...(quantiles && { quantiles: byLevel(quantiles) }),
        persistence,
        notices: fileNotices(source.table),
      },
      text: `"${target}" on ${timeText(time)}: ${text(value)}${range(quantiles)}  (${recipe}, from the ${lookback} rows until ${timeText(now)}; last value shown: ${text(persistence)})`,
      rows: steps.map((step) => ({
        time: iso(step.time),
        forecast: step.value,
        ...(step.quantiles && byLevel(step.quantiles)),
        persistence: step.persistence,
        known_until: iso(step.now),
      })),
    };
  },
};

function filterOf(text: string): RowFilter {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) {
    throw new RangeError(`--where: expected COLUMN=VALUE, got '${text}'. For instance origin=JFK.`);
  }
  return { column: text.slice(0, at), value: text.slice(at + 1) };
}
