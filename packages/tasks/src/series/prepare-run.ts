import { Dense, Flatten } from '@seqloom/nn';
import { mae, rmse, skill, truthOf, type Windows } from '@seqloom/timeseries';
import type { SingleOutputModel } from '@seqloom/train';
import { epochsText } from '../epochs-text.ts';
import { type Facts, factsOf } from '../report/facts.ts';
import type { Run, RunChoice } from '../run.ts';
import { stack } from '../stack.ts';
import { type Errors, measureBaselines, requireError } from './baselines.ts';
import { chartsOf } from './charts.ts';
import { seriesDataCard } from './data-card.ts';
import { fittingTask, horizonOf, kindOf, requireNoQuantiles, requireOneValue } from './forecast-task.ts';
import { allForecasts } from './forecasts.ts';
import { intervalTables } from './interval-table.ts';
import { errorsByRow, lastRows, lastRowWindows } from './last-row.ts';
import { learnNetwork } from './learn-network.ts';
import { conformalRange, quantileRange } from './measured-range.ts';
import { type PreparedSeries, prepareSeries } from './prepare-series.ts';
import type { LinearRecipe, SeriesRecipe } from './recipe.ts';
import { ridgeWeights } from './ridge-weights.ts';
import type { SampleCounts, SeriesPlan, SeriesResult, SeriesTypes } from './run.ts';
import { dividedChoices, type SeriesChoices } from './series-choices.ts';
import type { SeriesSource } from './series-source.ts';
import { type TrainingSetup, trainingFor } from './training-for.ts';

/** Whether a recipe has a number to choose. */
export function takes(recipe: SeriesRecipe, choice: keyof SeriesChoices): boolean {
  switch (choice) {
    case 'units':
    case 'layers':
    case 'dropout':
      return recipe.type === 'network' && recipe.takes.includes(choice);
    case 'target':
    case 'unit':
    case 'lookback':
    case 'step':
    case 'delay':
    case 'known':
    case 'multiStep':
    case 'quantiles': // a recipe that forecasts one value refuses them: its errors could not be compared
    case 'calendar':
      return true;
    default:
      return recipe.type === 'network';
  }
}

/**
 * Makes a run of a series: trained on the past, the best epoch chosen on the present, measured on the future, beside the simple
 * rules.
 *
 * @throws DatasetError, LeakError or RangeError for data or choices that do not fit
 */
export async function prepareRun(
  source: SeriesSource,
  { recipe, choices, seed, backend, signal, cache = new Map() }: RunChoice<SeriesTypes>,
): Promise<Run<SeriesTypes>> {
  for (const choice of ['units', 'layers', 'dropout'] as const) {
    if (choices[choice] === undefined || takes(recipe, choice)) continue;
    throw new RangeError(`--${choice}: the model '${recipe.name}' has none to choose. Leave it out.`);
  }
  const chosen = dividedChoices(choices);
  const kind = kindOf(source.table);
  const book = kind === 'jena' && recipe.type === 'network' ? recipe.bookTask : undefined;
  const task = fittingTask(source, { ...book, ...chosen.task });
  if (recipe.type === 'linear') requireNoQuantiles(recipe.name, task);
  else if (recipe.base) requireOneValue(recipe.name, task);
  const setup = recipe.type === 'network' ? trainingFor(recipe, kind, chosen.settings) : undefined;
  const ownPast = recipe.type === 'network' && (recipe.ownPast ?? false);
  const residual = setup?.residual ?? false;
  const prepared = prepareSeries(source, { recipe: recipe.name, task, residual, ownPast });
  const { form, train, validation, test } = prepared;
  const key = `baselines ${JSON.stringify(task)}`;
  // the rules to beat are given all columns, also beside a model that reads one
  const forRules = ownPast ? prepareSeries(source, { recipe: recipe.name, task, residual }) : prepared;
  const baselines = (cache.get(key) as Errors[] | undefined) ?? (await measureBaselines(forRules, signal));
  cache.set(key, baselines);
  const baselineMae = baselines[0]!.testMae;
  requireError(baselineMae, source.table, task.target, 'test');
  return {
    ...(recipe.type === 'network'
      ? learnNetwork(recipe, setup!, prepared, {
          seed,
          base: recipe.base && (await ridgeWeights(train, validation, signal)),
        })
      : linear(recipe, prepared)),
    plan: (model) => planOf(model, source, prepared, setup),
    finish: (model) => ({ model, form }),
    async measure(model, { seconds, epochs, history }) {
      const measured = async (windows: Windows) => ({
        windows,
        forecasts: await allForecasts({ model, form }, windows, signal),
      });
      const [chosen, unseen] = [await measured(validation), await measured(test)];
      const [forValidation, forecast] = [chosen.forecasts.values, unseen.forecasts.values];
      const [validationTruth, testTruth] = [truthOf(validation), truthOf(test)];
      const testMae = mae(forecast, testTruth) * form.targetStd;
      const { range, ...ranges } = task.quantiles
        ? quantileRange(task.quantiles, chosen, unseen, form.targetStd)
        : conformalRange(form, chosen, unseen);
      const result: SeriesResult = {
        model: recipe.name,
        dataset: source.name,
        ...(source.data !== undefined && { data: source.data }),
        target: task.target,
        unit: task.unit,
        valMae: mae(forValidation, validationTruth) * form.targetStd,
        testMae,
        testRmse: rmse(forecast, testTruth) * form.targetStd,
        baselineMae,
        skill: skill(testMae, baselineMae),
        epochs,
        seconds,
        seed,
        backend: backend.name,
        threads: backend.threads,
        parameters: model.countParams(),
        task,
        ...(source.where && { where: source.where }),
        ...(source.form && { form: source.form }),
        ...(setup && { settings: setup.settings }),
        ...sampleCounts(prepared),
        inputs: form.width,
        baselines,
        ...(task.multiStep && {
          testMaeByRow: errorsByRow(test, forecast, testTruth).map((error) => error * form.targetStd),
        }),
        ...ranges,
        history,
      };
      return {
        result,
        about: aboutRun(result, form.fields.columns),
        details: () => ({
          settings: settingsFacts(result, setup),
          data: seriesDataCard(source, prepared),
          tables: intervalTables(result),
        }),
        charts: () =>
          chartsOf({
            result,
            form,
            prepared: { ...prepared, test: lastRowWindows(test) },
            forecast: lastRows(test, forecast),
            range,
          }),
      };
    },
  };
}

/** How the network was trained. */
function settingsFacts({ task, settings, seed }: SeriesResult, setup: TrainingSetup | undefined): Facts {
  const learned = setup && {
    loss: task.quantiles ? 'quantile loss' : 'mae',
    optimizer: setup.optimizerName,
    forecasts: setup.residual ? 'the change from the last value' : 'the value',
  };
  const { quantiles, known, ...others } = task;
  const lists = { quantiles: quantiles?.join(', '), known: known?.join(', ') };
  return factsOf({ ...others, ...lists, ...settings, ...learned, seed });
}

function aboutRun({ task, settings, epochs, seconds }: SeriesResult, columns: readonly string[]): string {
  const learned = settings
    ? `${epochsText(epochs)} of at most ${settings.epochs}, batches of ${settings.batchSize}, ${seconds.toFixed(1)} s.`
    : 'Weights solved for at once.';
  const calendar = task.calendar ? ' and the calendar' : '';
  return `${task.lookback} rows back in steps of ${task.step}: ${columns.join(', ')}${calendar}. ${learned}`;
}

/** Solved for at once, in the form of a network without hidden layers. */
function linear(
  recipe: LinearRecipe,
  { form, train, validation }: PreparedSeries,
): Pick<Run<SeriesTypes>, 'network' | 'solve'> {
  const units = horizonOf(form.fields.task);
  return {
    network: stack(
      recipe.name,
      [new Flatten(), new Dense({ units, name: 'linear' })],
      [train.length, form.width],
    ),
    async solve(model, signal) {
      const { weights, biases } = await recipe.solve(train, validation, form.targetColumn, signal);
      const features = weights.length / units;
      const kernel = weights.map((_, at) => weights[(at % units) * features + Math.floor(at / units)]!);
      model.setWeights([
        { name: 'linear/kernel', shape: [features, units], data: kernel },
        { name: 'linear/bias', shape: [units], data: Float32Array.from(biases) },
      ]);
    },
  };
}

function planOf(
  model: SingleOutputModel,
  { name: dataset }: SeriesSource,
  prepared: PreparedSeries,
  setup: TrainingSetup | undefined,
): SeriesPlan {
  const { task, columns } = prepared.form.fields;
  const { epochs, batchSize, stepsPerEpoch } = setup?.settings ?? {
    epochs: 0,
    batchSize: 0,
    stepsPerEpoch: 0,
  };
  return {
    model: model.name,
    dataset,
    task,
    columns,
    ...sampleCounts(prepared),
    epochs,
    batchSize,
    steps: stepsPerEpoch ?? Math.ceil(prepared.train.starts.length / batchSize),
    notices: prepared.notices,
    summary: model.summary(),
  };
}

function sampleCounts(parts: Pick<PreparedSeries, 'train' | 'validation' | 'test'>): SampleCounts {
  return {
    trainSamples: parts.train.starts.length,
    validationSamples: parts.validation.starts.length,
    testSamples: parts.test.starts.length,
  };
}
