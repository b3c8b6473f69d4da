import { ready } from '@seqloom/backend';
import {
  abortSignal,
  count,
  functionOf,
  type OptionRules,
  optional,
  positiveInteger,
  resolveOptions,
  rule,
  text,
} from '@seqloom/options';
import { type ApiWords, inApiWords } from '../options/api-words.ts';
import { choicesRule } from '../options/choices-rule.ts';
import type { EpochReport } from '../progress.ts';
import { trainChosen } from '../train-chosen.ts';
import { PANEL_CHOICES } from './panel-choices.ts';
import { checkSeries, type ManySeries, ManySeriesForecaster, panelFrom } from './panel-forecaster.ts';
import { panelTask } from './panel-task.ts';
import type { PanelSettings, PanelSource } from './panel-types.ts';

/** Options of {@link forecastMany}. */
export interface ForecastManyOptions {
  /** Series of one frequency, by id. Their sizes and lengths may differ. */
  readonly series: ManySeries;
  /** The values that follow those of `series`, to measure on. Default: the last `horizon` values of each. */
  readonly test?: ManySeries | undefined;
  /** How many values are forecast. */
  readonly horizon: number;
  /** Values a season: 24 for hourly values with days, 12 for months. Default 1: none. */
  readonly season?: number;
  /** Values that the model sees, whole seasons. Default: 14 seasons, or what fits into the shortest series. */
  readonly lookback?: number | undefined;
  /** `gru` or `lstm`. Default `gru`. */
  readonly model?: string | undefined;
  /** Numbers that take the place of the chosen ones: `{ epochs: 5, units: 64 }`. */
  readonly settings?: Partial<Omit<PanelSettings, 'horizon' | 'season' | 'lookback'>>;
  /** Decides initial weights and order. Default 1. */
  readonly seed?: number;
  /** Told after every epoch. */
  readonly onEpoch?: ((epoch: EpochReport) => void) | undefined;
  /** Ends the training after the step it is in. */
  readonly signal?: AbortSignal | undefined;
}

const OWNER = 'forecastMany';

const { horizon: _horizon, season: _season, lookback: _lookback, ...SETTINGS } = PANEL_CHOICES;

const RULES: OptionRules<ForecastManyOptions> = {
  series: rule<ManySeries>(checkSeries),
  test: optional(rule<ManySeries>(checkSeries)),
  horizon: positiveInteger(),
  season: positiveInteger(1),
  lookback: optional(positiveInteger()),
  model: optional(text()),
  settings: choicesRule<Omit<PanelSettings, 'horizon' | 'season' | 'lookback'>>(SETTINGS),
  seed: count(1),
  onEpoch: optional(functionOf<(epoch: EpochReport) => void>()),
  signal: optional(abortSignal()),
};

const WORDS: ApiWords = [['--horizon', 'horizon']];

/**
 * Learns one model from many series, such as the sales of all shops, and measures it on the last values of each, beside the last season
 * again. Each window is scaled by its own values, so that series of all sizes count alike and new series can be forecast.
 *
 * The last `horizon` values of each series test (or those of `test`), the `horizon` values before them choose the best epoch, what lies
 * before those is learned from. The same series, options and seed give the same model, to the last bit.
 *
 * @throws DatasetError for a value that is not finite, or a series that only one of `series` and `test` has; RangeError for a series
 * shorter than a window and the horizons; the signal's reason when it is aborted
 *
 * @example
 * ```ts
 * const model = await forecastMany({ series: { north: [3, 4, …], south: [80, 90, …] }, horizon: 12, season: 12 });
 * console.log(model.result?.testMase, model.result?.baselineMase);
 * for (const { id, values } of await model.predict()) console.log(id, values);
 * ```
 */
export async function forecastMany(options: ForecastManyOptions): Promise<ManySeriesForecaster> {
  const settings = resolveOptions<ForecastManyOptions>(OWNER, options, RULES);
  const { horizon, season, lookback, model, seed, signal, onEpoch } = settings;
  return inApiWords(OWNER, WORDS, async () => {
    const source: PanelSource = {
      name: 'series',
      panel: panelFrom('series', settings.series),
      ...(settings.test && { test: panelFrom('test', settings.test) }),
    };
    const trained = await trainChosen(panelTask, {
      backend: await ready(),
      source,
      model,
      option: `${OWNER}: model`,
      choices: { ...settings.settings, horizon, season, ...(lookback !== undefined && { lookback }) },
      seed,
      signal,
      ...(onEpoch && { progress: { onEpoch } }),
    });
    return new ManySeriesForecaster(trained.model, { result: trained.result, source });
  });
}
