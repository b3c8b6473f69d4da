import { type Layer, warn } from '@seqloom/nn';
import { formatValue, type Resolved, resolveOptions } from '@seqloom/options';
import type { Callback } from '../callbacks/callback.ts';
import { BatchFeed, type Passes, type Place } from '../data/batch-feed.ts';
import type { ClassWeight } from '../data/class-weight.ts';
import { planData, type Repeats } from '../data/data-plan.ts';
import type { TrainingData } from '../data/training-data.ts';
import { checkAllTargets } from '../losses/check-all-targets.ts';
import { type OutputLoss, outputLosses } from '../losses/output-losses.ts';
import { outputLossName } from '../losses/running-loss.ts';
import type { MetricSet } from '../metrics/metrics.ts';
import { outputMetrics } from '../metrics/output-metrics.ts';
import { buildModel } from '../model/build-model.ts';
import { putStates } from '../model/layer-states.ts';
import type { Network } from '../model/network.ts';
import { Optimizer } from '../optimizers/optimizer.ts';
import { makeOptimizer } from '../optimizers/optimizers.ts';
import { type AnyFitOptions, checkOneOutput, FIT_RULES } from './fit-options.ts';
import { validationName } from './history.ts';
import { Pacer } from './pacer.ts';
import type { Ranks } from './ranks.ts';
import { GradientReducer } from './reduce-gradients.ts';
import { Run } from './run.ts';
import { isRunKeeper, type RunKeeper } from './run-keeper.ts';
import type { StepSetting } from './train-step.ts';
import { checkNotRunning, type TrainingState, trainingStateOf } from './training-state.ts';
import type { ValidationFreq } from './validation-freq.ts';

/** A run that is ready to begin. */
export interface Plan {
  readonly run: Run;
  readonly setting: StepSetting;
  readonly state: TrainingState;
  readonly feed: BatchFeed;
  /** Where the first epoch begins. */
  readonly start: Place;
  /** The resolved options and the data, as they were given. */
  readonly options: Resolved<AnyFitOptions>;
  readonly data: TrainingData;
  /** What has to be repeated of earlier passes over data and validation data. */
  readonly repeats: Repeats;
  readonly validationRepeats: Repeats;
  readonly validation: Passes | undefined;
  /** Whether the validation data are known to end. */
  readonly validationEnds: boolean;
  readonly validationSteps: number | undefined;
  readonly validationFreq: ValidationFreq;
  readonly callbacks: readonly Callback[];
  /** The one of them that keeps the run for a later process. */
  readonly keeper: RunKeeper | undefined;
  /** Of a run over several processes. */
  readonly ranks: Ranks | undefined;
  /** Ends the run. */
  readonly signal: AbortSignal | undefined;
  readonly pacer: Pacer;
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly classWeight: ClassWeight | undefined;
  readonly ownsOptimizer: boolean;
}

/** Checks options and data before the first step and looks everything up. */
export function planRun(
  model: Network,
  data: TrainingData,
  options: AnyFitOptions,
  ranks: Ranks | undefined,
): Plan {
  const settings = resolveOptions<AnyFitOptions>('fit', options, FIT_RULES);
  const { epochs, initialEpoch = 0, seed, stepsPerEpoch, validation, optimizer } = settings;
  checkEpochs(model, epochs, initialEpoch);
  checkValidationOptions(options);
  const losses = outputLosses('fit', model, settings);
  const metrics = outputMetrics('fit', model, settings, losses);
  checkOneOutput('fit', losses, settings.classWeight);
  checkOneReduction(settings);
  const ownsOptimizer = !(optimizer instanceof Optimizer);
  const callbacks = ranks ? ranks.callbacksOf(settings.callbacks) : settings.callbacks;
  const keeper = keeperAmong(callbacks);
  const signal = ranks ? ranks.signal : settings.signal;
  const state = trainingStateOf(model);
  checkNotRunning('fit', model, state);
  const { statesOfFile } = state;
  if (initialEpoch > 0 && statesOfFile) checkStates(model, statesOfFile, initialEpoch);
  const run = new Run({
    model,
    optimizer: ownsOptimizer ? makeOptimizer({ name: optimizer, settings: {} }) : optimizer,
    metrics: metrics.flatMap(({ all }) => all),
    epochs,
    initialEpoch,
    logNames: logNamesOf(losses, metrics, validation !== undefined || settings.validationSplit !== undefined),
    earlier: state.logs.slice(0, initialEpoch),
  });
  if (initialEpoch > 0 && run.optimizer.iterations === 0) reportNewOptimizer(model, run.optimizer);
  const plan = planData(model, data, settings, losses, state.passes);
  const { inputShape } = plan;
  if (!model.built && inputShape) buildModel(model, inputShape, { seed });
  checkAllTargets('fit', model, losses, data);
  if (validation) checkAllTargets('fit: validation', model, losses, validation);
  run.batchesPerEpoch = stepsPerEpoch ?? plan.batches;
  state.steps = plan.firstStep ?? state.steps;
  state.logs = run.earlier.length === initialEpoch ? [...run.earlier] : [];
  if (initialEpoch > 0 && statesOfFile) putStates(model, statesOfFile);
  state.statesOfFile = undefined;
  state.running = true; // last, because nothing after it may throw
  return {
    run,
    setting: {
      model,
      losses,
      metrics,
      seed,
      reducer: ranks ? ranks.reducer : settings.reduce && new GradientReducer(settings.reduce),
    },
    state,
    feed: new BatchFeed('fit', plan.passes, stepsPerEpoch, plan.start, signal),
    start: plan.start,
    options: settings,
    data,
    repeats: plan.repeats,
    validationRepeats: plan.validationRepeats,
    validation: plan.validation,
    validationEnds: plan.validationEnds,
    validationSteps: settings.validationSteps,
    validationFreq: settings.validationFreq,
    callbacks,
    keeper,
    ranks,
    signal,
    pacer: new Pacer(signal),
    epochs,
    initialEpoch,
    classWeight: settings.classWeight,
    ownsOptimizer,
  };
}

/** @throws RangeError for both: the communicator reduces the gradients */
function checkOneReduction({ reduce, communicator }: AnyFitOptions): void {
  if (!reduce || !communicator) return;
  throw new RangeError(
    'fit: got reduce and communicator, which also reduces the gradients. Give one of them.',
  );
}

/** @throws RangeError for several: each would be the backup of a run that the other one goes on with */
function keeperAmong(callbacks: readonly Callback[]): RunKeeper | undefined {
  const [keeper, ...more] = callbacks.filter(isRunKeeper);
  if (more.length === 0) return keeper;
  throw new RangeError(`fit: takes one backup, got ${more.length + 1}. Leave the others out.`);
}

/** The names of the logs of an epoch, in their order. */
function logNamesOf(
  losses: readonly OutputLoss[],
  metrics: readonly MetricSet[],
  validates: boolean,
): readonly string[] {
  const names = [
    'loss',
    ...(losses.length > 1 ? losses.map(({ output }) => outputLossName(output!)) : []),
    ...metrics.flatMap(({ all }) => all.map(({ name }) => name)),
  ];
  return validates ? [...names, ...names.map(validationName)] : names;
}

/** @throws TypeError for an option about validation data where there are none, which Keras passes over in silence */
function checkValidationOptions(given: AnyFitOptions): void {
  if (given.validation !== undefined || given.validationSplit !== undefined) return;
  const option = (['validationSteps', 'validationFreq'] as const).find((name) => given[name] !== undefined);
  if (!option) return;
  throw new TypeError(
    `fit: got ${option} ${formatValue(given[option])} without validation data. Give validation or validationSplit, or leave it out.`,
  );
}

/** Models for which the warning was given, so that a loop of `fit` warns once. */
const finished = new WeakSet<Network>();

/** As in Keras, `epochs` is the number of the last epoch plus one, not the number of epochs to add. */
function checkEpochs(model: Network, epochs: number, initialEpoch: number): void {
  const meaning = 'epochs is the number of the epoch to stop before, not the number of epochs to add';
  if (epochs < initialEpoch) {
    throw new RangeError(`fit: epochs ${epochs} is below initialEpoch ${initialEpoch}: ${meaning}.`);
  }
  if (epochs > initialEpoch || finished.has(model)) return;
  finished.add(model);
  warn(`fit: epochs ${epochs} with initialEpoch ${initialEpoch} leaves nothing to train: ${meaning}.`);
}

/** Models that have been reported, so that a loop of `fit` warns once. */
const reported = new WeakSet<Network>();

function reportNewOptimizer(model: Network, { config, scheduled }: Optimizer): void {
  const { name, settings } = config;
  if (name === 'sgd' && !settings.momentum && !scheduled) return; // has no state to lose
  if (reported.has(model)) return;
  reported.add(model);
  warn(
    `fit: with initialEpoch, ${model.label} continues with a new ${name}, which has no state of the earlier epochs. Give every call ` +
      `the same ${name}(), or the one that was saved with the model.`,
  );
}

/** @throws RangeError when a layer is stateful, for a model from a file that does not hold its states */
function checkStates(model: Network, statesOfFile: object, initialEpoch: number): void {
  if (Object.keys(statesOfFile).length > 0) return;
  const layers = model.layers.flatMap(withInner);
  const stateful = layers.find(({ options }) => (options as { stateful?: unknown }).stateful === true);
  if (!stateful) return;
  throw new RangeError(
    `fit: cannot continue with epoch ${initialEpoch + 1}: ${stateful.label} is stateful, and its states are not in the file that the ` +
      'model was loaded from. Save it with its optimizer, or leave initialEpoch out to begin a new run.',
  );
}

function withInner(layer: Layer): Layer[] {
  return [layer, ...layer.layers.flatMap(withInner)];
}
