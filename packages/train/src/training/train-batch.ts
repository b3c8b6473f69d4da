import type { ClassWeight } from '../data/class-weight.ts';
import type { ModelBatch } from '../data/parts.ts';
import { sampleWeightsOf } from '../data/sample-weights.ts';
import { orderBatch } from '../data/training-data.ts';
import { buildModel } from '../model/build-model.ts';
import { shapeToBuild } from '../model/preprocessing.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { ownerOf, type StepPlace } from '../optimizers/step-place.ts';
import { checkAlive } from './check-alive.ts';
import type { StepShare } from './ranks.ts';
import { type StepSetting, trainStep } from './train-step.ts';
import type { TrainingState } from './training-state.ts';
import type { IssuedStep, UnreadSteps } from './unread-steps.ts';

/** What the batches of a training have in common. */
export interface BatchSetting {
  readonly setting: StepSetting;
  readonly optimizer: Optimizer;
  readonly state: TrainingState;
  readonly classWeight: ClassWeight | undefined;
}

/**
 * Checks a batch and trains one step on it, to its end where reads are cheap.
 *
 * @param unread the steps of a backend whose reads wait
 * @param share where the batch is a part of one
 * @returns undefined when the run ended on another rank before this step, which then changes nothing
 */
export async function trainBatch(
  { setting, optimizer, state, classWeight }: BatchSetting,
  unread: UnreadSteps | undefined,
  batch: ModelBatch,
  place: StepPlace,
  share?: StepShare,
): Promise<IssuedStep | undefined> {
  const { model, seed } = setting;
  const owner = ownerOf(place);
  checkAlive(owner, model);
  const { inputs, targets, sampleWeights } = orderBatch(owner, model, batch);
  buildModel(model, shapeToBuild(model, inputs), { seed });
  const weights = model.outputShapes.map((shape, i) =>
    sampleWeightsOf({ targets: targets[i]!, sampleWeights: sampleWeights[i] }, shape, classWeight),
  );
  const parameters = model.trainableWeights;
  if (parameters.length === 0) {
    throw new RangeError(
      `${owner}: the model has no trainable weights, got ${model.weights.length} frozen ones. Set trainable = true on a ` +
        'layer with weights, or measure the model with evaluate.',
    );
  }
  const data = { parameters, inputs, targets, weights, number: state.steps, place, share };
  const loss = unread ? undefined : await trainStep(setting, optimizer, data);
  if (!unread && !loss) return undefined;
  const step = unread?.issue(data);
  state.steps++;
  return step ?? { changesStates: true, settle: async () => loss };
}
