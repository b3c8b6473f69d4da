import {
  type ForecastStep,
  forecastSteps,
  forecastUnseen,
  type SeriesModel,
  type SeriesSource,
  type UnseenRows,
  unseenRows,
} from '@seqloom/tasks';
import { maeByGroup } from '@seqloom/timeseries';
import type { ErrorGroups, GroupError, UnseenForecast } from './series-training.ts';

const DAY = 86_400_000;

/** Answers about a model of a series. The rows are made into windows once, because a chart asks every second. */
export class SeriesAnswers {
  readonly #source: SeriesSource;
  #rows: { readonly latest: number; readonly of: UnseenRows } | undefined;

  constructor(source: SeriesSource) {
    this.#source = source;
  }

  async unseen(model: SeriesModel, latest: number, signal?: AbortSignal): Promise<UnseenForecast> {
    if (this.#rows?.latest !== latest)
      this.#rows = { latest, of: unseenRows(model.form, this.#source, latest) };
    const { times, truth, persistence } = this.#rows.of;
    return { times, truth, persistence, forecast: await forecastUnseen(model, this.#rows.of, signal) };
  }

  async errors(model: SeriesModel, signal?: AbortSignal): Promise<ErrorGroups> {
    const rows = unseenRows(model.form, this.#source);
    const forecast = await forecastUnseen(model, rows, signal);
    return {
      months: errorsBy(rows, forecast, (time) => new Date(time).getUTCMonth() + 1),
      hours:
        model.form.fields.period < DAY
          ? errorsBy(rows, forecast, (time) => new Date(time).getUTCHours())
          : [],
    };
  }

  next(model: SeriesModel, signal?: AbortSignal): Promise<readonly ForecastStep[]> {
    return forecastSteps(model, this.#source, signal);
  }
}

/** Errors by group, in the order of the groups. */
function errorsBy(
  { times, truth, persistence }: UnseenRows,
  forecast: Float32Array,
  groupOf: (time: number) => number,
): readonly GroupError[] {
  const groups = Array.from(times, groupOf);
  const own = maeByGroup(forecast, truth, groups);
  const simple = maeByGroup(persistence, truth, groups);
  const counts = new Map<number, number>();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...own]
    .map(([group, error]) => ({
      group,
      forecast: error,
      persistence: simple.get(group)!,
      count: counts.get(group)!,
    }))
    .sort((a, b) => a.group - b.group);
}
