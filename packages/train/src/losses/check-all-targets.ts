import { inputsInOrder, targetsInOrder, weightsInOrder } from '../data/parts.ts';
import { asArrays, type TrainingData } from '../data/training-data.ts';
import type { Network } from '../model/network.ts';
import { definitionOf } from './loss.ts';
import type { OutputLoss } from './output-losses.ts';

/**
 * Checks the targets of all samples before the first step. Three cases are left to the steps: batches, sequences (where the
 * mask decides which targets count) and targets of the wrong shape.
 *
 * @throws RangeError for targets that the loss is not defined for
 */
export function checkAllTargets(
  owner: string,
  model: Network,
  losses: readonly OutputLoss[],
  data: TrainingData,
): void {
  const arrays = asArrays(owner, data);
  if (!arrays) return;
  inputsInOrder(owner, model, arrays.inputs);
  const all = targetsInOrder(owner, model, arrays.targets);
  weightsInOrder(owner, model, arrays.sampleWeights);
  if (!model.built) return;
  const shapes = model.outputShapes;
  for (const [i, { loss }] of losses.entries()) {
    const definition = definitionOf(loss);
    const [shape, targets] = [shapes[i]!, all[i]!];
    if (!definition || shape.length !== 2) continue;
    const width = definition.targets === 'labels' ? 1 : shape[1]!;
    if (targets.data.length === width * targets.shape[0]!)
      definition.checkTargets({ ...targets, whole: 'the targets' }, shape);
  }
}
