import { Dense, Dropout } from '@seqloom/nn';
import { GRU, LSTM } from '@seqloom/recurrent';
import { latestPanelWindows } from '@seqloom/timeseries';
import { type LoadedModel, type LoadOptions, ModelFileError } from '@seqloom/train';
import type { Task } from '../task.ts';
import { threadsText } from '../threads-text.ts';
import { forecastPanel, panelErrors } from './measure-panel.ts';
import { PANEL_CHOICES, PANEL_RECIPES } from './panel-choices.ts';
import { panelParts } from './panel-parts.ts';
import { PANEL_MEASURE, PANEL_PROGRESS, PANEL_REPORT, panelResultText } from './panel-report.ts';
import type {
  PanelErrors,
  PanelForm,
  PanelLengths,
  PanelModel,
  PanelSource,
  PanelTypes,
  SeriesForecast,
} from './panel-types.ts';
import { preparePanel } from './prepare-panel.ts';

/** The layers that recipes are made of; a file can name no others. */
export const PANEL_LOAD_OPTIONS: LoadOptions = { layers: [Dense, Dropout, GRU, LSTM] };

/** One model for many series: the task of `forecastMany` and of the command line. */
export const panelTask: Task<PanelTypes> = {
  name: 'forecast-many',
  holds: 'a model of many series',
  uses: ['evaluate', 'predict'],
  program: { name: 'seqloom', train: 'seqloom forecast-many' },
  named: [],
  recipes: PANEL_RECIPES,
  choices: PANEL_CHOICES,
  takes: () => true,
  prepare: preparePanel,
  notices: () => [],
  choose: () => ({ models: ['gru'], choices: {} }),
  chooses: 'gru',
  attachments: ({ form }) => ({ form }),
  loadOptions: PANEL_LOAD_OPTIONS,
  open: panelModelOf,
  async evaluate(model, source, { backend, signal }) {
    const begin = performance.now();
    const { mase, smape, steps } = await evaluatePanel(model, source, signal);
    const seconds = (performance.now() - begin) / 1000;
    const { recipe } = model.form;
    const { length: series } = source.panel.ids;
    return {
      result: {
        model: recipe,
        dataset: source.name,
        series,
        testMase: mase,
        testSmape: smape,
        steps,
        seconds,
      },
      text:
        `${recipe} on ${source.name}: MASE ${mase.toFixed(3)}, sMAPE ${smape.toFixed(2)}, means over ${series} series, ` +
        `${seconds.toFixed(1)} s (${backend.name}, ${threadsText(backend.threads)})`,
    };
  },
  progress: PANEL_PROGRESS,
  resultText: panelResultText,
  report: PANEL_REPORT,
  sweep: { measure: PANEL_MEASURE, defaults: { models: ['gru'], choices: {}, seeds: [1, 2, 3] } },
};

/**
 * Measures a model on the values of a test file, or on the last ones of each series.
 *
 * @throws RangeError for series of another frequency than the model's or too short ones
 */
export async function evaluatePanel(
  { model, form }: PanelModel,
  source: PanelSource,
  signal?: AbortSignal,
): Promise<PanelErrors> {
  requireFrequency(form, source);
  const { latest, test, train } = panelParts(source, lengthsOf(form));
  return panelErrors(await forecastPanel({ model }, latest, signal), test, train, form.season);
}

/**
 * What a model says about the values after the last ones of each series.
 *
 * @throws as {@link evaluatePanel}
 */
export async function forecastSeries(
  { model, form }: PanelModel,
  source: PanelSource,
  signal?: AbortSignal,
): Promise<SeriesForecast[]> {
  requireFrequency(form, source);
  const forecasts = await forecastPanel({ model }, latestPanelWindows(source.panel, lengthsOf(form)), signal);
  return source.panel.ids.map((id, i) => ({ id, values: forecasts[i]! }));
}

function lengthsOf({ horizon, season, lookback }: PanelForm): PanelLengths {
  return { horizon, season, lookback };
}

function requireFrequency({ frequency }: PanelForm, source: PanelSource): void {
  if (frequency === null || source.frequency === undefined || frequency === source.frequency) return;
  throw new RangeError(
    `${source.name}: its series are ${source.frequency}, the model is of ${frequency} ones. Give ${frequency} series, or train a model of ${source.frequency} ones.`,
  );
}

/** @throws ModelFileError when the file holds something else; then nothing stays allocated */
export function panelModelOf({ model, attachments, optimizer }: LoadedModel, file: string): PanelModel {
  optimizer?.dispose();
  const form = (attachments.get('form') ?? {}) as Partial<PanelForm>;
  const { kind, recipe, horizon, season, lookback, frequency } = form;
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) > 0;
  const [, length, width] = model.inputShape;
  if (
    kind === 'panel' &&
    typeof recipe === 'string' &&
    [horizon, season, lookback].every(isCount) &&
    (frequency === null || typeof frequency === 'string') &&
    length === lookback! / season! &&
    width === season
  ) {
    return { model, form: form as PanelForm };
  }
  model.dispose();
  throw new ModelFileError(
    `${file} holds no model of many series: its form is missing or does not fit its layers.`,
  );
}
