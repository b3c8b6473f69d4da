import { add, div, maximum, minimum, mul, scalar, sub, type Tensor } from '@seqloom/backend';
import { MergeLayer } from './merge-layer.ts';

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
 * The product of its inputs, element by element.
 *
 * **Source**: `keras.layers.Multiply`.
 */
export class Multiply extends MergeLayer {
  static readonly className: string = 'Multiply';
  static readonly replayable: boolean = true;

  protected merge(tensors: readonly Tensor[]): Tensor {
    return tensors.reduce((product, x) => mul(product, x));
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
 * The largest of its inputs, element by element.
 *
 * **Source**: `keras.layers.Maximum`.
 */
export class Maximum extends MergeLayer {
  static readonly className: string = 'Maximum';
  static readonly replayable: boolean = true;

  protected merge(tensors: readonly Tensor[]): Tensor {
    return tensors.reduce((largest, x) => maximum(largest, x));
  }
}

/**
 * The smallest of its inputs, element by element.
 *
 * **Source**: `keras.layers.Minimum`.
 */
export class Minimum extends MergeLayer {
  static readonly className: string = 'Minimum';
  static readonly replayable: boolean = true;

  protected merge(tensors: readonly Tensor[]): Tensor {
    return tensors.reduce((smallest, x) => minimum(smallest, x));
  }
}
