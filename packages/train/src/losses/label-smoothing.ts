import { add, mul, scalar, type Tensor } from '@seqloom/backend';
import { matchTargets } from '../values/match-shapes.ts';

/**
 * A function that gives targets the shape of the predictions and moves them towards equal probabilities: `t (1 − s) + s / C`.
 *
 * @param labelSmoothing s
 * @param classes C; undefined for the last axis
 */
export function matchSmoothed(
  labelSmoothing: number,
  classes?: number,
): (owner: string, targets: Tensor, predictions: Tensor) => Tensor {
  return (owner, targets, predictions) => {
    const matched = matchTargets(owner, targets, predictions);
    if (labelSmoothing === 0) return matched;
    const share = labelSmoothing / (classes ?? predictions.shape.at(-1)!);
    return add(mul(matched, scalar(1 - labelSmoothing)), scalar(share));
  };
}
