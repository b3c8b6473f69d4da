import { Dense, Dropout, type Layer } from '@seqloom/nn';
import { GRU, LSTM } from '@seqloom/recurrent';
import { type PanelWindows, panelBatches, panelSeasonalNaive, panelTruth } from '@seqloom/timeseries';
import { adam, cosineDecay, earlyStopping } from '@seqloom/train';
import type { Run, RunChoice } from '../run.ts';
import { runFacts } from '../run-facts.ts';
import { stack } from '../stack.ts';
import { forecastPanel, MEASURING_BATCH, naiveForecasts, panelErrors } from './measure-panel.ts';
import { panelLengths, panelSettings } from './panel-choices.ts';
import { type PanelParts, panelParts } from './panel-parts.ts';
import { panelCharts, panelDetails } from './panel-report.ts';
import type {
  PanelBaseline,
  PanelForm,
  PanelModel,
  PanelRecipe,
  PanelResult,
  PanelSettings,
  PanelSource,
  PanelTypes,
} from './panel-types.ts';

/** Makes a run of many series: one network for all of them, the best epoch chosen on the values before those that test. */
export async function preparePanel(
  source: PanelSource,
  { recipe, choices, seed, backend, signal }: RunChoice<PanelTypes>,
): Promise<Run<PanelTypes>> {
  const lengths = panelLengths(source, choices);
  const parts = panelParts(source, lengths);
  const settings = panelSettings(lengths, choices, (stride) => parts.learning(stride).starts.length);
  const windows = parts.learning(settings.stride);
  const { batchSize, epochs, season, horizon, lookback } = settings;
  const counts = {
    trainSamples: windows.starts.length,
    validationSamples: parts.validation.starts.length,
    testSamples: parts.latest.starts.length,
  };
  const series = source.panel.ids.length;
  const stepsPerEpoch = Math.ceil(counts.trainSamples / batchSize);
  const form: PanelForm = {
    kind: 'panel',
    recipe: recipe.name,
    ...lengths,
    frequency: source.frequency ?? null,
  };
  const finish = (model: PanelModel['model']): PanelModel => ({ model, form });
  return {
    network: stack(recipe.name, layersOf(recipe, settings), [lookback / season, season]),
    training: {
      loss: 'mae',
      data: panelBatches(windows, { batchSize, shuffle: true, seed }),
      validation: panelBatches(parts.validation, { batchSize: MEASURING_BATCH }),
      epochs,
      optimizer: adam({
        learningRate: cosineDecay({
          initialLearningRate: settings.learningRate,
          decaySteps: epochs * stepsPerEpoch,
        }),
        globalClipnorm: 1,
      }),
      callbacks: [earlyStopping({ monitor: 'valLoss', patience: epochs, restoreBestWeights: true })],
      measures: ({ loss, valLoss }) => ({ loss: loss!, valLoss: valLoss! }),
    },
    plan: (model) => ({
      model: recipe.name,
      dataset: source.name,
      settings,
      series,
      ...counts,
      stepsPerEpoch,
      summary: model.summary(),
    }),
    finish,
    async measure(model, { seconds, epochs: run, history }) {
      const { validation, latest, test, train } = parts;
      const [forValidation, forTest] = [
        await forecastPanel({ model }, validation, signal),
        await forecastPanel({ model }, latest, signal),
      ];
      const errors = panelErrors(forTest, test, train, season);
      const baselines = [
        baseline(parts, season, 'seasonal naive', 'the last season again', panelSeasonalNaive),
        baseline(parts, season, 'naive', 'the last value again', naiveForecasts),
      ];
      const result: PanelResult = {
        ...runFacts(source, { recipe, backend, seed }),
        settings,
        ...(source.frequency !== undefined && { frequency: source.frequency }),
        ...(source.words && { words: source.words }),
        series,
        parameters: model.countParams(),
        ...counts,
        epochs: run,
        seconds,
        valMase: validationErrors(parts, forValidation, season),
        testMase: errors.mase,
        testSmape: errors.smape,
        steps: errors.steps,
        baselineMase: baselines[0]!.testMase,
        baselines,
        history,
      };
      return {
        result,
        about: `${series} series, windows of ${lookback} values in steps of ${season}, each in the scale of its own values; ${horizon} values ahead.`,
        details: () => panelDetails(result),
        charts: () => panelCharts(result),
      };
    },
  };
}

function layersOf({ cell }: PanelRecipe, { units, dropout, horizon }: PanelSettings): Layer[] {
  return [
    cell === 'gru' ? new GRU({ units }) : new LSTM({ units }),
    ...(dropout > 0 ? [new Dropout({ rate: dropout })] : []),
    new Dense({ units: horizon }),
  ];
}

function validationErrors(
  { train, validation }: PanelParts,
  forecasts: readonly ArrayLike<number>[],
  season: number,
): number {
  const truth = { ...train, series: panelTruth(validation) };
  const history = {
    ...train,
    series: train.series.map((values) => values.subarray(0, values.length - validation.horizon)),
  };
  return panelErrors(forecasts, truth, history, season).mase;
}

function baseline(
  parts: PanelParts,
  season: number,
  name: string,
  about: string,
  rule: (windows: PanelWindows) => Float64Array[],
): PanelBaseline {
  const { mase, smape, steps } = panelErrors(rule(parts.latest), parts.test, parts.train, season);
  const valMase = validationErrors(parts, rule(parts.validation), season);
  return { name, about, valMase, testMase: mase, testSmape: smape, steps };
}
