import { type Tensor, transpose } from '@seqloom/backend';
import { formatValue, rule } from '@seqloom/options';
import type { InputSpec } from './input-spec.ts';
import { Layer } from './layer.ts';
import type { LayerOptions, LayerRules } from './layer-contract.ts';
import type { Shape } from './shape.ts';

/** Options of `Permute`. */
export interface PermuteOptions extends LayerOptions {
  /** The axes of a sample in their new order, counted from 1: `[2, 1]` swaps time steps and features. */
  readonly dims: readonly number[];
}

/**
 * Puts the axes of a sample into another order.
 *
 * Shapes: `[B, …]` → `[B, …]`, axis i of the output is axis `dims[i]` of the input. A mask goes on where axis 1 stays.
 *
 * @throws RangeError unless `dims` holds 1, 2, … once each
 *
 * **Source**: `keras.layers.Permute`.
 *
 * @example
 * ```ts
 * new Permute({ dims: [2, 1] }).computeOutputShape([null, 10, 64]); // [null, 64, 10]
 * ```
 */
export class Permute extends Layer<PermuteOptions, Tensor> {
  static readonly className: string = 'Permute';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<PermuteOptions> = { dims: rule(checkDims) };
  protected override readonly inputSpec: InputSpec = {
    layout: `[B, …] with ${this.settings.dims.length + 1} axes`,
    rank: this.settings.dims.length + 1,
  };

  protected override call(x: Tensor): Tensor {
    return transpose(x, [0, ...this.settings.dims]);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [0, ...this.settings.dims].map((axis) => inputShape[axis]!);
  }

  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return this.supportsMasking ? mask : undefined;
  }

  override get supportsMasking(): boolean {
    return this.settings.dims[0] === 1;
  }
}

function checkDims(owner: string, option: string, value: unknown): void {
  const dims: readonly unknown[] = Array.isArray(value) ? value : [];
  const sorted = [...dims].sort((a, b) => Number(a) - Number(b));
  if (dims.length > 0 && sorted.every((dim, i) => dim === i + 1)) return;
  throw new RangeError(
    `${owner}: ${option} must hold the axes 1, 2, … of a sample, each once, got ${formatValue(value)}.`,
  );
}
