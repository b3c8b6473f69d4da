import { persistence, seasonalNaive, type TimeSplit, type Windows } from '@seqloom/timeseries';
import { fit } from '@seqloom/train';
import type { ForecastTask } from '../forecast-task.ts';
import { kindOf } from '../forecast-task.ts';
import { forecastsOf } from '../forecasts.ts';
import { learnNetwork } from '../learn-network.ts';
import { prepareInputs, windowsWithin } from '../prepare-series.ts';
import type { NetworkRecipe, SeriesRecipe } from '../recipe.ts';
import { chooseRidge } from '../ridge-weights.ts';
import type { SeriesChoices } from '../series-choices.ts';
import { DAY, type SeriesSource } from '../series-source.ts';
import { trainingFor } from '../training-for.ts';

/** What forecasts every row of the horizon of windows. */
export interface FoldModel {
  readonly name: string;
  readonly about: string;
  /** Windows of the rows around an origin, in the scale of the model. */
  windows(origin: number): Windows;
  /** In the scale of the windows. */
  predict(windows: Windows): Float32Array | Promise<Float32Array>;
  /** What one unit of the scale is in the target's unit. */
  readonly unit: number;
  dispose(): void;
}

/** What is learned from the rows before an origin. */
export interface FoldOptions {
  readonly recipes: readonly SeriesRecipe[];
  readonly task: ForecastTask;
  readonly settings: Partial<SeriesChoices>;
  /** The parts before the origin. */
  readonly split: TimeSplit;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Models of the rows before an origin, and the rules to beat. Scaler, inputs and weights come from the training part, epoch and strength
 * from the validation part, both before the origin.
 */
export async function learnFold(source: SeriesSource, options: FoldOptions): Promise<FoldModel[]> {
  const models: FoldModel[] = [];
  try {
    for (const recipe of options.recipes) models.push(await learnModel(source, recipe, options));
    return [...models, ...rules(source, options)];
  } catch (error) {
    for (const model of models) model.dispose();
    throw error;
  }
}

async function learnModel(
  source: SeriesSource,
  recipe: SeriesRecipe,
  { task, settings, split, seed, signal }: FoldOptions,
): Promise<FoldModel> {
  const setup = recipe.type === 'network' ? trainingFor(recipe, kindOf(source.table), settings) : undefined;
  const fold = foldOf(source, { task, split, recipe, residual: setup?.residual ?? false });
  const { form, train, validation } = fold;
  const about = { name: recipe.name, about: recipe.title, windows: fold.windows, unit: form.targetStd };
  if (!setup) {
    const ridge = await chooseRidge(train, validation, signal);
    return { ...about, predict: ridge.predict, dispose: () => {} };
  }
  const { network, training } = learnNetwork(recipe as NetworkRecipe, setup, fold, { seed, base: undefined });
  const model = network(seed);
  try {
    const { data, measures: _, lossUnit: __, ...how } = training;
    await fit(model, data, { ...how, seed, ...(signal && { signal }) });
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    training.optimizer.dispose();
  }
  return {
    ...about,
    predict: (windows) => forecastsOf({ model, form }, windows, signal),
    dispose: () => model.dispose(),
  };
}

/** The last season again, where a window holds one, and the last value again. */
function rules(source: SeriesSource, { task, split, recipes }: FoldOptions): FoldModel[] {
  const { form, windows } = foldOf(source, { task, split, recipe: recipes[0]!, residual: false });
  const about = { windows, unit: form.targetStd, dispose: () => {} };
  const day = Math.round(DAY / form.fields.period);
  const season = day > 1 ? day : 7;
  return [
    ...(season <= task.lookback
      ? [
          {
            ...about,
            name: 'seasonal naive',
            about: day > 1 ? 'as at that hour the last time' : 'as 7 rows before',
            predict: (given: Windows) => seasonalNaive(given, season),
          },
        ]
      : []),
    { ...about, name: 'persistence', about: 'the same as now', predict: persistence },
  ];
}

interface FoldInputs {
  readonly task: ForecastTask;
  readonly split: TimeSplit;
  readonly recipe: SeriesRecipe;
  readonly residual: boolean;
}

/** The windows of a fold, and those around any origin in the same scale. */
function foldOf(source: SeriesSource, { task, split, recipe, residual }: FoldInputs) {
  const { table } = source;
  const ownPast = recipe.type === 'network' && (recipe.ownPast ?? false);
  const { form, inputs } = prepareInputs(source, { recipe: recipe.name, task, residual, ownPast, split });
  return {
    form,
    train: windowsWithin(form, table, inputs, split.train, 'train'),
    validation: windowsWithin(form, table, inputs, split.validation, 'validation'),
    windows: (origin: number) =>
      windowsWithin(form, table, inputs, { start: origin - task.lookback, end: origin + task.delay }, 'test'),
  };
}
