import type { Tensor } from '@seqloom/backend';
import type { CallContext } from './context.ts';

type GivenMasks = Pick<CallContext, 'mask' | 'masks'>;

const NONE: readonly undefined[] = [];

/**
 * The masks of a call, one for each input in its order. A layer of one input takes `mask`, one of a list of inputs takes
 * `masks`; the other of the two would be ignored, so it is refused.
 *
 * @param owner the layer's `label`, which messages name
 * @param count how many inputs the layer is given in a list; undefined for one that is not in a list
 * @throws TypeError for `mask` beside a list of inputs or `masks` beside one input, RangeError for more masks than inputs
 */
export function givenMasks(
  owner: string,
  count: number | undefined,
  { mask, masks }: GivenMasks,
): readonly (Tensor | undefined)[] {
  if (count === undefined) {
    if (masks === undefined) return mask ? [mask] : NONE;
    throw new TypeError(
      `${owner}: masks are for a list of inputs, got them for one input. Give its mask as mask.`,
    );
  }
  if (mask !== undefined) {
    throw new TypeError(
      `${owner}: a list of inputs takes a list of masks, got mask. ` +
        `Give masks, one for each of the ${count} inputs, with undefined for an input without.`,
    );
  }
  if (masks !== undefined && masks.length > count) {
    throw new RangeError(
      `${owner}: expected at most ${count} masks, one for each input, got ${masks.length}.`,
    );
  }
  return masks ?? NONE;
}
