import { awaitsBackend, ready } from '@seqloom/backend';
import { abortSignal, type OptionRules, optional, resolveOptions, rule } from '@seqloom/options';
import { type Panel, panelOf } from '@seqloom/timeseries';
import { load, save } from '@seqloom/train';
import { refuseOtherKind } from '../attached-to-file.ts';
import { attachmentsOf } from '../task-of-file.ts';
import { evaluatePanel, forecastSeries, PANEL_LOAD_OPTIONS, panelModelOf, panelTask } from './panel-task.ts';
import type { PanelErrors, PanelModel, PanelResult, PanelSource, SeriesForecast } from './panel-types.ts';

/** Series by their ids: an object of lists of numbers, a map, or a panel of `readPanel`, `m4Data` or `panelOfTable`. */
export type ManySeries =
  | Panel
  | ReadonlyMap<string, ArrayLike<number>>
  | Readonly<Record<string, ArrayLike<number>>>;

/** Series for a forecaster. */
export interface PanelCallOptions {
  /** Default: the series that it was trained with. */
  readonly series?: ManySeries | undefined;
  /** The values that follow those of `series`, to measure on. Default: the last `horizon` values of each. */
  readonly test?: ManySeries | undefined;
  readonly signal?: AbortSignal | undefined;
}

const CALL_RULES: OptionRules<PanelCallOptions> = {
  series: optional(rule<ManySeries>(checkSeries)),
  test: optional(rule<ManySeries>(checkSeries)),
  signal: optional(abortSignal()),
};

/** @throws TypeError unless a value may be series */
export function checkSeries(owner: string, option: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new TypeError(
    `${owner}: ${option} must be an object or a map of lists of numbers by id, or a panel.`,
  );
}

/** Series in the form that models read. */
export function panelFrom(name: string, series: ManySeries): Panel {
  if (series instanceof Map) return panelOf(name, series);
  if (isPanel(series)) return series;
  return panelOf(name, Object.entries(series as Readonly<Record<string, ArrayLike<number>>>));
}

function isPanel(series: ManySeries): series is Panel {
  const { ids, series: values } = series as Partial<Panel>;
  return Array.isArray(ids) && Array.isArray(values);
}

/** One model that forecasts many series, ready to use. `forecastMany` trains it. */
export class ManySeriesForecaster {
  /** The network with its form, for the functions of `@seqloom/tasks`. */
  readonly parts: PanelModel;
  readonly #training: { readonly result: PanelResult; readonly source: PanelSource } | undefined;

  constructor(parts: PanelModel, training?: { readonly result: PanelResult; readonly source: PanelSource }) {
    this.parts = parts;
    this.#training = training;
  }

  /** How it was trained and what it reached on the test part, beside simple rules; undefined for one that was read from a file. */
  get result(): PanelResult | undefined {
    return this.#training?.result;
  }

  /**
   * The values that follow the last one of each series, `horizon` of each. The series may be others than those of the training.
   *
   * @throws RangeError for series shorter than a window
   * @example
   * ```ts
   * for (const { id, values } of await model.predict()) console.log(id, values[0]);
   * ```
   */
  async predict(options: Omit<PanelCallOptions, 'test'> = {}): Promise<readonly SeriesForecast[]> {
    const { source, signal } = this.#sourceOf('predict', options);
    return forecastSeries(this.parts, source, signal);
  }

  /**
   * Measures the model: MASE and sMAPE, means over the series, and the MASE of each step.
   *
   * @throws RangeError for series too short; DatasetError for a series that only one of `series` and `test` has
   */
  async evaluate(options: PanelCallOptions = {}): Promise<PanelErrors> {
    const { source, signal } = this.#sourceOf('evaluate', options);
    return evaluatePanel(this.parts, source, signal);
  }

  /** The model as the bytes of a file, which {@link ManySeriesForecaster.load} and the command line read. */
  save(): Promise<Uint8Array<ArrayBuffer>> {
    return save(this.parts.model, { attachments: attachmentsOf(panelTask, this.parts) });
  }

  /** Releases the memory of the network. */
  dispose(): void {
    this.parts.model.dispose();
  }

  /**
   * Reads a model that {@link save} or the command line wrote.
   *
   * @throws ModelFileError when the file is damaged or holds something else
   */
  static async load(bytes: Uint8Array): Promise<ManySeriesForecaster> {
    refuseOtherKind(bytes, 'panel');
    if (awaitsBackend()) await ready();
    return new ManySeriesForecaster(panelModelOf(load(bytes, PANEL_LOAD_OPTIONS), 'the file'));
  }

  #sourceOf(method: string, options: PanelCallOptions) {
    const owner = `ManySeriesForecaster: ${method}`;
    const { series, test, signal } = resolveOptions<PanelCallOptions>(owner, options, CALL_RULES);
    if (series) {
      const source: PanelSource = {
        name: 'series',
        panel: panelFrom('series', series),
        ...(test && { test: panelFrom('test', test) }),
      };
      return { source, signal };
    }
    if (this.#training) return { source: this.#training.source, signal };
    throw new RangeError(`${owner}: a model from a file has no series. Give it series.`);
  }
}
