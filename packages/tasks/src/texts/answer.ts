import { Dense, Dropout, type Layer } from '@seqloom/nn';
import type { LossName } from '@seqloom/train';

/**
 * The end of a network that tells classes apart: the probability of the second of two, or the probabilities of all.
 *
 * @param dropout the fraction of values that is dropped before it
 * @param kernelInitializer `identity` where the input has a score for each answer already
 */
export function answerLayers(
  classes: number,
  dropout = 0,
  kernelInitializer: 'glorotUniform' | 'identity' = 'glorotUniform',
): Layer[] {
  const answer =
    classes === 2
      ? new Dense({ units: 1, activation: 'sigmoid', kernelInitializer })
      : new Dense({ units: classes, activation: 'softmax', kernelInitializer });
  return dropout > 0 ? [new Dropout({ rate: dropout }), answer] : [answer];
}

/** The loss that belongs to {@link answerLayers}. */
export function answerLoss(classes: number): LossName {
  return classes === 2 ? 'binaryCrossentropy' : 'sparseCategoricalCrossentropy';
}
