import { checkArray, checkSize } from './check.ts';
import type { KernelContext } from './context.ts';
import { PIECE_ELEMENTS, pieceCount } from './pieces.ts';

/**
 * What every update takes. Pointers are byte offsets of `[count]` float32 arrays. Hyperparameters have no defaults here: the
 * caller, an optimizer, has them.
 */
export interface UpdateOptions {
  /** The parameter, updated in place. */
  readonly w: number;
  /** Its gradient. */
  readonly g: number;
  readonly count: number;
  /** η, per step. */
  readonly learningRate: number;
  /** Multiplies the gradient before the update; below 1 where its norm is clipped. Default 1. */
  readonly gradientScale?: number;
}

/** Stochastic gradient descent. */
export interface SGDUpdateOptions extends UpdateOptions {
  /** The momentum slot, updated in place. Needed when `momentum` is above 0. */
  readonly m?: number | undefined;
  /** μ, 0 for none. */
  readonly momentum: number;
  readonly nesterov: boolean;
}

/** RMSprop. */
export interface RMSpropUpdateOptions extends UpdateOptions {
  /** The running mean of squares, updated in place. */
  readonly v: number;
  /** ρ. */
  readonly rho: number;
  /** μ, 0 for none. */
  readonly momentum: number;
  /** The momentum slot, updated in place. Needed when `momentum` is above 0. */
  readonly m?: number | undefined;
  /** The running mean of gradients, updated in place. Giving it makes the update centred. */
  readonly a?: number | undefined;
  /** ε, inside the root. */
  readonly epsilon: number;
}

/** Adam. */
export interface AdamUpdateOptions extends UpdateOptions {
  /** The running mean of gradients, updated in place. */
  readonly m: number;
  /** The running mean of squares, updated in place. */
  readonly v: number;
  /** t, 1 at the first update. */
  readonly step: number;
  /** β₁. */
  readonly beta1: number;
  /** β₂. */
  readonly beta2: number;
  /** ε, outside the root. */
  readonly epsilon: number;
}

/**
 * Parameter updates in one pass, with the formulas of Keras 3.
 *
 * All throw RangeError for a bad count, arrays outside the heap, or a momentum without its slot. Gradients below 1e-19
 * count as 0 where they are squared, and running means below 1e-30 become 0: wasm cannot flush denormals otherwise.
 */
export interface OptimizerKernels {
  /** w −= η·g; with momentum m = μ·m − η·g and w += m, or w += μ·m − η·g in Nesterov's form. */
  sgd(options: SGDUpdateOptions): void;
  /** v = ρ·v + (1−ρ)·g², w −= η·g / √(v + ε). Centred: a = ρ·a + (1−ρ)·g, and v − a² under the root. */
  rmsprop(options: RMSpropUpdateOptions): void;
  /** m += (1−β₁)(g − m), v += (1−β₂)(g² − v), w −= η·√(1−β₂ᵗ)/(1−β₁ᵗ) · m / (√v + ε). */
  adam(options: AdamUpdateOptions): void;
  /** Σ x² over `[count]` float32: the square of a gradient's norm. */
  sumOfSquares(options: { readonly x: number; readonly count: number }): number;
}

/** The updates of a context. */
export function optimizerKernels(context: KernelContext): OptimizerKernels {
  function check(kernel: string, count: number, arrays: Readonly<Record<string, number | undefined>>): void {
    checkSize(kernel, 'count', count);
    for (const [name, pointer] of Object.entries(arrays)) {
      if (pointer !== undefined) checkArray(context, kernel, name, pointer, count);
    }
  }
  /** The momentum slot, or 0 when there is no momentum. */
  function slot(kernel: string, momentum: number, m: number | undefined): number {
    if (momentum === 0) return 0;
    if (m === undefined) throw new RangeError(`${kernel}: momentum ${momentum} needs its slot m, got none.`);
    return m;
  }
  const elementsPerChunk = PIECE_ELEMENTS;
  return {
    sgd({ w, g, m, count, learningRate, momentum, nesterov, gradientScale = 1 }) {
      check('sgd', count, { w, g, m });
      const values = {
        w,
        g,
        m: slot('sgd', momentum, m),
        count,
        elementsPerChunk,
        nesterov: nesterov ? 1 : 0,
        rate: learningRate,
        momentum,
        scale: gradientScale,
      };
      context.run('sgd', values, pieceCount(count, elementsPerChunk));
    },
    rmsprop(options) {
      const { w, g, v, m, a, count, learningRate, gradientScale = 1 } = options;
      const { rho, momentum, epsilon } = options;
      check('rmsprop', count, { w, g, v, m, a });
      const values = {
        w,
        g,
        v,
        m: slot('rmsprop', momentum, m),
        a: a ?? 0,
        count,
        elementsPerChunk,
        rate: learningRate,
        rho,
        momentum,
        epsilon,
        scale: gradientScale,
      };
      context.run('rmsprop', values, pieceCount(count, elementsPerChunk));
    },
    adam(options) {
      const { w, g, m, v, count, step, gradientScale: scale = 1 } = options;
      const { beta1, beta2, epsilon } = options;
      check('adam', count, { w, g, m, v });
      checkSize('adam', 'step', step, 1);
      const alpha = adamAlpha(options);
      const values = { w, g, m, v, count, elementsPerChunk, alpha, beta1, beta2, epsilon, scale };
      context.run('adam', values, pieceCount(count, elementsPerChunk));
    },
    sumOfSquares({ x, count }) {
      check('sumOfSquares', count, { x });
      const pieces = pieceCount(count, elementsPerChunk);
      return context.scratch(4 * pieces, (sums) => {
        context.run('sum_of_squares', { x, sums, count, elementsPerChunk }, pieces);
        return new Float32Array(context.heap.memory.buffer, sums, pieces).reduce((a, b) => a + b, 0);
      });
    },
  };
}

/** The learning rate with both bias corrections folded in. */
export function adamAlpha({
  learningRate,
  beta1,
  beta2,
  step,
}: Pick<AdamUpdateOptions, 'learningRate' | 'beta1' | 'beta2' | 'step'>): number {
  return (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
}
