import { asArrays, type TrainingData } from '../data/training-data.ts';
import type { Network } from '../model/network.ts';
import { definitionOf, type Loss } from './loss.ts';

/**
 * Checks the targets of all samples before the first step. Three cases are left to the steps: batches, sequences (where the
 * mask decides which targets count) and targets of the wrong shape.
 *
 * @throws RangeError for targets that the loss is not defined for
 */
export function checkAllTargets(owner: string, model: Network, loss: Loss, data: TrainingData): void {
  const definition = definitionOf(loss);
  const arrays = asArrays(owner, data);
  if (!definition || !arrays || !model.built || model.outputShape.length !== 2) return;
  const { targets } = arrays;
  const width = definition.targets === 'labels' ? 1 : model.outputShape[1]!;
  if (targets.data.length === width * targets.shape[0]!)
    definition.checkTargets({ ...targets, whole: 'the targets' }, model.outputShape);
}
