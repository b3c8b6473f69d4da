import { type Layer, warn } from '@seqloom/nn';
import { resolveOptions } from '@seqloom/options';
import type { Callback } from '../callbacks/callback.ts';
import { BatchFeed, type Passes } from '../data/batch-feed.ts';
import type { ClassWeight } from '../data/class-weight.ts';
import { planData } from '../data/data-plan.ts';
import type { TrainingData } from '../data/training-data.ts';
import { checkAllTargets } from '../losses/check-all-targets.ts';
import { outputLosses } from '../losses/output-losses.ts';
import { outputMetrics } from '../metrics/output-metrics.ts';
import { buildModel } from '../model/build-model.ts';
import type { Network } from '../model/network.ts';
import { Optimizer } from '../optimizers/optimizer.ts';
import { makeOptimizer } from '../optimizers/optimizers.ts';
import { type AnyFitOptions, FIT_RULES } from './fit-options.ts';
import { Pacer } from './pacer.ts';
import { Run } from './run.ts';
import type { StepSetting } from './train-step.ts';
import { type TrainingState, trainingStateOf } from './training-state.ts';

/** A run that is ready to begin. */
export interface Plan {
  readonly run: Run;
  readonly setting: StepSetting;
  readonly state: TrainingState;
  readonly feed: BatchFeed;
  readonly validation: Passes | undefined;
  /** Whether the validation data are known to end. */
  readonly validationEnds: boolean;
  readonly validationSteps: number | undefined;
  readonly callbacks: readonly Callback[];
  readonly pacer: Pacer;
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly classWeight: ClassWeight | undefined;
  readonly ownsOptimizer: boolean;
}

/** Checks options and data before the first step and looks everything up. */
export function planRun(model: Network, data: TrainingData, options: AnyFitOptions): Plan {
  const settings = resolveOptions<AnyFitOptions>('fit', options, FIT_RULES);
  const { epochs, initialEpoch = 0, seed, stepsPerEpoch, validation, optimizer } = settings;
  checkEpochs(model, epochs, initialEpoch);
  const losses = outputLosses('fit', model, settings);
  const metrics = outputMetrics('fit', model, settings, losses);
  if (settings.classWeight && losses.length > 1) {
    throw new RangeError(
      `fit: classWeight works on one output, got ${losses.length}. Give sampleWeights by output.`,
    );
  }
  const ownsOptimizer = !(optimizer instanceof Optimizer);
  const state = trainingStateOf(model);
  if (state.running) {
    throw new Error(`fit: ${model.label} is in another call of fit. Await that call first.`);
  }
  if (initialEpoch > 0 && state.loaded) checkNoStates(model, initialEpoch);
  const run = new Run({
    model,
    optimizer: ownsOptimizer ? makeOptimizer({ name: optimizer, settings: {} }) : optimizer,
    metrics: metrics.flatMap(({ all }) => all),
    epochs,
    initialEpoch,
    earlier: state.logs.slice(0, initialEpoch),
  });
  if (initialEpoch > 0 && run.optimizer.iterations === 0) reportNewOptimizer(model, run.optimizer);
  const plan = planData(model, data, settings, losses, state.passes);
  const { inputShape } = plan;
  if (!model.built && inputShape) buildModel(model, [null, ...inputShape], { seed });
  checkAllTargets('fit', model, losses, data);
  if (validation) checkAllTargets('fit: validation', model, losses, validation);
  run.batchesPerEpoch = stepsPerEpoch ?? plan.batches;
  state.steps = plan.firstStep ?? state.steps;
  state.logs = run.earlier.length === initialEpoch ? [...run.earlier] : [];
  state.loaded = false;
  state.running = true; // last, because nothing after it may throw
  return {
    run,
    setting: { model, losses, metrics, seed },
    state,
    feed: new BatchFeed('fit', plan.passes, stepsPerEpoch, plan.start),
    validation: plan.validation,
    validationEnds: plan.validationEnds,
    validationSteps: settings.validationSteps,
    callbacks: settings.callbacks,
    pacer: new Pacer(settings.signal),
    epochs,
    initialEpoch,
    classWeight: settings.classWeight,
    ownsOptimizer,
  };
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

/** @throws RangeError when a layer is stateful, because files do not hold its states */
function checkNoStates(model: Network, initialEpoch: number): void {
  const layers = model.layers.flatMap(withInner);
  const stateful = layers.find(({ options }) => (options as { stateful?: unknown }).stateful === true);
  if (!stateful) return;
  throw new RangeError(
    `fit: cannot continue with epoch ${initialEpoch + 1}: ${stateful.label} is stateful, and its states are not in the file that the ` +
      'model was loaded from. Leave initialEpoch out to begin a new run.',
  );
}

function withInner(layer: Layer): Layer[] {
  return [layer, ...layer.layers.flatMap(withInner)];
}
