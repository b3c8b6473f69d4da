import { add, div, maximum, minimum, mul, scalar, sub, type Tensor, where } from '@seqloom/backend';
import { eitherMask, MergeLayer } from './merge-layer.ts';

type Masks = readonly (Tensor | undefined)[];

/**
 * The sum of its inputs, for instance of a layer's output and its input: `new Add().apply([x, layer.apply(x)])`.
 *
 * **Source**: `keras.layers.Add`.
 */
export class Add extends MergeLayer {
  static readonly className: string = 'Add';
  static readonly replayable: boolean = true;

  protected merge(tensors: readonly Tensor[]): Tensor {
    return tensors.reduce((total, x) => add(total, x));
  }
}

/**
 * The first of two inputs minus the second.
 *
 * **Source**: `keras.layers.Subtract`.
 */
export class Subtract extends MergeLayer {
  static readonly className: string = 'Subtract';
  static readonly replayable: boolean = true;
  protected override readonly inputCount = 2;

  protected merge([a, b]: readonly Tensor[]): Tensor {
    return sub(a!, b!);
  }
}

/**
 * The product of its inputs, element by element. What the mask of an input skips counts as 1, and as 0 where all are skipped.
 *
 * **Source**: `keras.layers.Multiply`.
 */
export class Multiply extends MergeLayer {
  static readonly className: string = 'Multiply';
  static readonly replayable: boolean = true;

  protected merge(tensors: readonly Tensor[], masks: Masks): Tensor {
    const counted = tensors.map((x, i) => (masks[i] ? where(masks[i], x, scalar(1)) : x));
    const product = counted.reduce((all, x) => mul(all, x));
    const either = eitherMask(masks);
    return either ? where(either, product, scalar(0)) : product;
  }
}

/**
 * The mean of its inputs, element by element.
 *
 * **Source**: `keras.layers.Average`.
 */
export class Average extends MergeLayer {
  static readonly className: string = 'Average';
  static readonly replayable: boolean = true;

  protected merge(tensors: readonly Tensor[]): Tensor {
    return div(
      tensors.reduce((total, x) => add(total, x)),
      scalar(tensors.length),
    );
  }
}

/**
 * The largest of its inputs, element by element. What the mask of an input skips is left out where another input counts.
 *
 * **Source**: `keras.layers.Maximum`.
 */
export class Maximum extends MergeLayer {
  static readonly className: string = 'Maximum';
  static readonly replayable: boolean = true;

  protected merge(tensors: readonly Tensor[], masks: Masks): Tensor {
    return pickCounted(maximum, tensors, masks);
  }
}

/**
 * The smallest of its inputs, element by element. What the mask of an input skips is left out where another input counts.
 *
 * **Source**: `keras.layers.Minimum`.
 */
export class Minimum extends MergeLayer {
  static readonly className: string = 'Minimum';
  static readonly replayable: boolean = true;

  protected merge(tensors: readonly Tensor[], masks: Masks): Tensor {
    return pickCounted(minimum, tensors, masks);
  }
}

/** Picks one of each pair of values: of two that a mask skips or not, the one that counts. */
function pickCounted(
  pick: (a: Tensor, b: Tensor) => Tensor,
  tensors: readonly Tensor[],
  masks: Masks,
): Tensor {
  let [picked, counts] = [tensors[0]!, masks[0]];
  for (const [i, next] of tensors.entries()) {
    if (i === 0) continue;
    const mask = masks[i];
    const x = mask ? where(mask, next, picked) : next;
    picked = pick(counts ? where(counts, picked, x) : picked, x);
    counts = eitherMask([counts, mask]);
  }
  return picked;
}
