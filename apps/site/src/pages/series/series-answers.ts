import {
  type ForecastStep,
  forecastSteps,
  forecastUnseen,
  type SeriesModel,
  type SeriesSource,
  type UnseenRows,
  unseenRows,
} from '@seqloom/tasks';
import { errorGroups } from './error-groups.ts';
import type { ErrorGroups, UnseenForecast } from './series-training.ts';

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
    return errorGroups({ ...rows, forecast }, model.form.fields.period);
  }

  next(model: SeriesModel, signal?: AbortSignal): Promise<readonly ForecastStep[]> {
    return forecastSteps(model, this.#source, signal);
  }
}
