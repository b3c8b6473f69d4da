import { activationCode, type KernelActivation } from './activation.ts';
import { checkArray, checkSize } from './check.ts';
import type { KernelContext } from './context.ts';
import { PIECE_ELEMENTS, pieceCount } from './pieces.ts';

/** An activation over an array. Pointers are byte offsets of float32 arrays. */
export interface ActivateOptions {
  readonly activation: KernelActivation;
  /** `[count]`. */
  readonly x: number;
  /** `[count]`, written; may be `x`. */
  readonly y: number;
  readonly count: number;
}

/** The gradient of an activation. Pointers are byte offsets of float32 arrays. */
export interface ActivationGradientOptions {
  readonly activation: KernelActivation;
  /** `[count]`, what the activation gave. */
  readonly y: number;
  /** `[count]`, the gradient of `y`. */
  readonly dy: number;
  /** `[count]`, written; may be `dy`. */
  readonly dx: number;
  readonly count: number;
}

/** Activations, element by element. */
export interface ElementwiseKernels {
  /** y = act(x). @throws RangeError for an unknown activation, a bad size or arrays outside the heap */
  activate(options: ActivateOptions): void;
  /** dx = dy · act′(x), computed from y = act(x). @throws RangeError as {@link ElementwiseKernels.activate} */
  activationGradient(options: ActivationGradientOptions): void;
}

/** The elementwise kernels of a context. */
export function elementwiseKernels(context: KernelContext): ElementwiseKernels {
  const elementsPerChunk = PIECE_ELEMENTS;
  return {
    activate({ activation, x, y, count }) {
      const code = activationCode('activate', activation);
      checkSize('activate', 'count', count);
      checkArray(context, 'activate', 'x', x, count);
      checkArray(context, 'activate', 'y', y, count);
      const values = { x, y, count, activation: code, elementsPerChunk };
      context.run('activate_all', values, pieceCount(count, elementsPerChunk));
    },
    activationGradient({ activation, y, dy, dx, count }) {
      const code = activationCode('activationGradient', activation);
      checkSize('activationGradient', 'count', count);
      checkArray(context, 'activationGradient', 'y', y, count);
      checkArray(context, 'activationGradient', 'dy', dy, count);
      checkArray(context, 'activationGradient', 'dx', dx, count);
      const values = { y, dy, dx, count, activation: code, elementsPerChunk };
      context.run('activation_gradient', values, pieceCount(count, elementsPerChunk));
    },
  };
}
