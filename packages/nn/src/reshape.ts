import { reshape, type Tensor } from '@seqloom/backend';
import { formatValue, rule } from '@seqloom/options';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerRules } from './layer-contract.ts';
import { checkRank, formatShape, type Shape, ShapeError, sizeOf } from './shape.ts';

/** Options of `Reshape`. */
export interface ReshapeOptions extends LayerOptions {
  /** The sizes after the batch axis; one of them may be −1, which stands for what is left. */
  readonly targetShape: readonly number[];
}

/**
 * Gives each sample another shape, its values in the same (row-major) order.
 *
 * Shapes: `[B, …]` → `[B, ...targetShape]`. A mask `[B, T]` goes on where the steps stay what they are, as from
 * `[B, T, 6]` to `[B, T, 2, 3]`; elsewhere it ends, with a warning.
 *
 * @throws RangeError unless the sizes are positive integers, but for one −1
 *
 * **Source**: `keras.layers.Reshape`.
 *
 * @example
 * ```ts
 * new Reshape({ targetShape: [-1, 2] }).computeOutputShape([null, 6]); // [null, 3, 2]
 * ```
 */
export class Reshape extends Layer<ReshapeOptions, Tensor> {
  static readonly className: string = 'Reshape';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<ReshapeOptions> = { targetShape: rule(checkTargetShape) };

  protected call(x: Tensor): Tensor {
    return reshape(x, this.computeOutputShape(x.shape) as readonly number[]); // all sizes of x are known
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return this.supportsMasking ? mask : undefined;
  }

  /** Values keep their order: where as many belong to a step as before, the steps are the same. */
  override get supportsMasking(): boolean {
    const [, time, ...features] = this.inputShape;
    const [first, ...others] = this.settings.targetShape;
    if (time === undefined || features.includes(null)) return false;
    if (others.includes(-1)) return first === time;
    return sizeOf(others) === sizeOf(features as readonly number[]);
  }

  override computeOutputShape([batch = null, ...others]: Shape): Shape {
    const { targetShape } = this.settings;
    const known = others.filter((size) => size !== null);
    if (known.length < others.length)
      return [batch, ...targetShape.map((size) => (size === -1 ? null : size))];
    const size = sizeOf(known);
    const fixed = sizeOf(targetShape.filter((length) => length !== -1));
    const rest = size / fixed;
    if (targetShape.includes(-1) ? !Number.isInteger(rest) : rest !== 1) {
      throw new ShapeError(
        `${this.label}: cannot give ${size} values per sample the shape ${formatShape(targetShape)}, got input ` +
          `${formatShape([batch, ...others])}.`,
      );
    }
    return [batch, ...targetShape.map((length) => (length === -1 ? rest : length))];
  }
}

function checkTargetShape(owner: string, option: string, value: unknown): void {
  const sizes: readonly unknown[] = Array.isArray(value) ? value : [0];
  const open = sizes.filter((size) => size === -1).length;
  if (
    open > 1 ||
    !sizes.every((size) => size === -1 || (Number.isSafeInteger(size) && (size as number) > 0))
  ) {
    throw new RangeError(
      `${owner}: ${option} must hold positive integers and at most one -1, got ${formatValue(value)}.`,
    );
  }
  checkRank(owner, option, sizes.length + 1);
}
