import { Dense, Dropout, type Layer } from '@seqloom/nn';
import { binaryCrossentropy, type Loss, type LossName, sparseCategoricalCrossentropy } from '@seqloom/train';

/** What a network gives for a text: the probability of each class, or the logits. */
export type Ending = 'probabilities' | 'logits';

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
  ending: Ending = 'probabilities',
): Layer[] {
  const units = classes === 2 ? 1 : classes;
  const activation = ending === 'logits' ? 'linear' : answerActivation(classes);
  const answer = new Dense({ units, activation, kernelInitializer });
  return dropout > 0 ? [new Dropout({ rate: dropout }), answer] : [answer];
}

/** What makes probabilities of the scores of classes. */
export function answerActivation(classes: number): 'sigmoid' | 'softmax' {
  return classes === 2 ? 'sigmoid' : 'softmax';
}

/** The loss that belongs to {@link answerLayers}. */
export function answerLoss(classes: number): LossName {
  return classes === 2 ? 'binaryCrossentropy' : 'sparseCategoricalCrossentropy';
}

/** The same for logits. */
export function logitsLoss(classes: number): Loss {
  return classes === 2
    ? binaryCrossentropy({ fromLogits: true })
    : sparseCategoricalCrossentropy({ fromLogits: true });
}
