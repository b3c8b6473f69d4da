import { stepRandom } from '@seqloom/nn';
import type { Random } from '@seqloom/random';
import type { StepData, StepSetting } from './train-step.ts';

/** The random numbers of a step: keyed by seed, path and step, and where its rows are a part of a batch by their places in it. */
export function randomOfStep(
  { seed }: Pick<StepSetting, 'seed'>,
  { number, share }: Pick<StepData, 'number' | 'share'>,
): (path: string) => Random {
  const random = stepRandom(seed, number);
  return share ? share.randomOf(random) : random;
}
