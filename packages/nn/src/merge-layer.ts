import { cast, expandDims, logicalAnd, logicalNot, reshape, type Tensor, tidy } from '@seqloom/backend';
import type { CallContext } from './context.ts';
import type { LayerMask, LayerOptions } from './layer-contract.ts';
import { MultiInputLayer } from './multi-input-layer.ts';
import { formatShape, type Shape, ShapeError } from './shape.ts';
import { type Stepping, stepsTogether } from './stepping.ts';

/**
 * Combines several inputs element by element. Inputs of fewer axes get axes of size 1 after the batch; sizes of 1 broadcast.
 * Where all inputs have a mask, a step counts that counts in one of them; otherwise all steps count.
 *
 * Shapes: `[B, …]` float32 each (integers are converted) → the broadcast shape.
 *
 * @throws ShapeError naming the layer when the shapes do not broadcast
 *
 * **Source**: `Merge` of Keras 3, which `keras.layers.Add`, `Multiply` … share.
 */
export abstract class MergeLayer extends MultiInputLayer<LayerOptions> {
  constructor(options: LayerOptions = {}) {
    super(options);
  }

  /**
   * Combines tensors of one rank.
   *
   * @param masks of those that have one, with axes of size 1 where they count all values
   */
  protected abstract merge(tensors: readonly Tensor[], masks: readonly (Tensor | undefined)[]): Tensor;

  protected override call(inputs: readonly Tensor[], { masks = [] }: CallContext): Tensor {
    const rank = Math.max(...inputs.map((input) => input.rank));
    const widened = (tensor: Tensor) => {
      let x = tensor;
      while (x.rank < rank) x = expandDims(x, 1);
      return x;
    };
    return this.merge(
      inputs.map((input) => widened(input.dtype === 'float32' ? input : cast(input, 'float32'))),
      inputs.map((input, i) => {
        const mask = masks[i];
        const ones = new Array<number>(input.rank - (mask?.rank ?? 0)).fill(1);
        return mask && widened(reshape(mask, [...mask.shape, ...ones]));
      }),
    );
  }

  override computeOutputShape(shapes: readonly Shape[]): Shape {
    return shapes.reduce((merged, shape) => this.#broadcast(merged, shape, shapes));
  }

  override stepping(_shapes: readonly Shape[], timed: readonly boolean[]): Stepping {
    return stepsTogether(this.label, timed);
  }

  override computeMask(_inputs: readonly Tensor[], masks: LayerMask): Tensor | undefined {
    return eitherMask(masks as readonly (Tensor | undefined)[]);
  }

  #broadcast(a: Shape, b: Shape, all: readonly Shape[]): Shape {
    const [short, long] = a.length <= b.length ? [a, b] : [b, a];
    const padded = [
      ...short.slice(0, 1),
      ...new Array<number>(long.length - short.length).fill(1),
      ...short.slice(1),
    ];
    return long.map((size, axis) => {
      const other = padded[axis]!;
      if (axis > 0 && size === 1) return other;
      if ((axis > 0 && other === 1) || size === other || other === null) return size;
      if (size === null) return other;
      throw new ShapeError(
        `${this.label}: its inputs must broadcast, got shapes ${all.map(formatShape).join(' and ')}.`,
      );
    });
  }
}

/** Counts what counts in one of the masks; undefined unless all inputs have one. */
export function eitherMask(masks: readonly (Tensor | undefined)[]): Tensor | undefined {
  const [first, ...others] = masks;
  if (!first || others.includes(undefined)) return undefined;
  if (others.every((mask) => mask === first)) return first;
  return tidy(() => {
    const neither = masks.map((mask) => logicalNot(mask!)).reduce((a, b) => logicalAnd(a, b));
    return logicalNot(neither);
  });
}
