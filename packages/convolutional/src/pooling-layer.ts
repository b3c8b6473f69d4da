import { cast, type Pool1DOptions, reshape, type Tensor, tidy } from '@seqloom/backend';
import {
  type CallContext,
  checkMask,
  checkWindow,
  type InputSpec,
  Layer,
  type LayerOptions,
  type LayerRules,
  oneOf,
  optional,
  placeWindows,
  type Shape,
  steps,
  type Window,
} from '@seqloom/nn';
import { asFloat, SEQUENCES } from './sequence-input.ts';
import { allCount, anyCounts } from './window-masks.ts';

/** Options of the pooling layers. */
export interface PoolingOptions extends LayerOptions {
  /** Steps in a window; default 2. */
  readonly poolSize?: number;
  /** Steps from one window to the next; default `poolSize`. */
  readonly strides?: number | undefined;
  /** `valid`: whole windows only; `same`: ⌈T / strides⌉ outputs, of which the outer ones see less. Default `valid`. */
  readonly padding?: 'valid' | 'same';
}

/** Windows with every default filled in. */
interface Windows extends Pool1DOptions {
  readonly stride: number;
  readonly padding: readonly [left: number, right: number];
}

/** What the poolings over windows share: where windows lie, and which of them count. */
export abstract class PoolingLayer extends Layer<PoolingOptions, Tensor> {
  static readonly rules: LayerRules<PoolingOptions> = {
    poolSize: steps(2),
    strides: optional(steps()),
    padding: oneOf(['valid', 'same'], 'valid'),
  };
  protected override readonly inputSpec: InputSpec = SEQUENCES;
  readonly #window: Window;

  constructor(options: PoolingOptions = {}) {
    super(options);
    const { poolSize: size, strides = size, padding } = this.settings;
    this.#window = checkWindow(this.className, {
      sizeOption: 'poolSize',
      size,
      strides,
      dilationRate: 1,
      padding,
    });
  }

  /**
   * Pools the steps that count in each window; 0 in a window without any.
   *
   * @param x `[B, T, D]` float32
   */
  protected abstract pool(x: Tensor, windows: Pool1DOptions, mask: Tensor | undefined): Tensor;

  protected call(input: Tensor, { mask }: CallContext): Tensor {
    checkMask(this.label, input, mask);
    return this.pool(asFloat(input), this.#windows(input), mask);
  }

  override computeOutputShape([batch = null, length = null, features = null]: Shape): Shape {
    return [batch, length === null ? null : placeWindows(this.label, this.#window, length).count, features];
  }

  /**
   * With `valid` a window counts whose steps all count, with `same` one that holds a step of its own that counts: as many
   * as the sequence has without the steps skipped at its end.
   */
  override computeMask(x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    if (!mask) return undefined;
    return tidy(() => {
      const windows = this.#windows(x);
      const valid = this.#window.padding === 'valid';
      const counts = valid ? allCount(mask, windows) : anyCounts(mask, ownSteps(windows, x.shape[1]!));
      return cast(reshape(counts, counts.shape.slice(0, 2)), 'bool');
    });
  }

  #windows(x: Tensor): Windows {
    const { size: poolSize, strides: stride } = this.#window;
    return { poolSize, stride, padding: placeWindows(this.label, this.#window, x.shape[1]!).padding };
  }
}

/** Windows without what they share with their neighbours: the `stride` steps in the middle of each. */
function ownSteps(windows: Windows, length: number): Pool1DOptions {
  const { poolSize, stride, padding } = windows;
  if (poolSize <= stride) return windows;
  const left = padding[0] - Math.floor((poolSize - stride) / 2);
  const right = Math.ceil(length / stride) * stride - length - left;
  return { poolSize: stride, stride, padding: [left, right] };
}
