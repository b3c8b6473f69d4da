import { formatValue } from '@seqloom/options';
import { checkSteps, ShapeError } from './shape.ts';

/** Where zeros go: nowhere, on both ends so that as many steps come out (divided by `strides`), or before the first. */
export type Padding = 'valid' | 'same' | 'causal';

/** Windows over time, checked. */
export interface Window {
  /** What messages call `size`. */
  readonly sizeOption: 'kernelSize' | 'poolSize';
  /** Taps of a window. */
  readonly size: number;
  /** Steps from one window to the next. */
  readonly strides: number;
  /** Steps from one tap to the next. */
  readonly dilationRate: number;
  readonly padding: Padding;
}

/** Where the windows of a sequence lie. */
export interface WindowPlaces {
  /** Steps before the first and after the last one that windows reach over. */
  readonly padding: readonly [left: number, right: number];
  /** Number of windows: the length of the result. */
  readonly count: number;
}

/**
 * Checks what the rules of single options do not: how far windows reach.
 *
 * @param owner class that messages name
 * @throws RangeError naming the options that are wrong
 */
export function checkWindow(owner: string, window: Window): Window {
  const { sizeOption, size, strides, dilationRate } = window;
  if (strides > 1 && dilationRate > 1) {
    throw new RangeError(
      `${owner}: strides and dilationRate must not both be above 1, got strides ${strides} and dilationRate ${dilationRate}.`,
    );
  }
  const extent = (size - 1) * dilationRate + 1;
  checkSteps(owner, dilationRate > 1 ? `the reach of ${sizeOption} and dilationRate` : sizeOption, extent);
  return window;
}

/**
 * Where windows lie over `length` steps. `same` puts ⌈length / strides⌉ windows over the sequence, the odd step of
 * padding on the right.
 *
 * @param label how messages name the layer
 * @throws ShapeError when nothing would come out
 */
export function placeWindows(label: string, window: Window, length: number): WindowPlaces {
  const { sizeOption, size, strides, dilationRate, padding } = window;
  const extent = (size - 1) * dilationRate + 1;
  const least = padding === 'valid' ? extent : 1;
  if (length < least) {
    const reach = dilationRate > 1 ? ` and dilationRate ${dilationRate}` : '';
    throw new ShapeError(
      `${label}: ${sizeOption} ${size}${reach} with padding ${formatValue(padding)} needs a length of ${least} or more, ` +
        `got ${length}. Use longer sequences${padding === 'valid' ? `, a smaller ${sizeOption} or padding "same"` : ''}.`,
    );
  }
  if (padding === 'valid') return { padding: [0, 0], count: Math.floor((length - extent) / strides) + 1 };
  const count = Math.ceil(length / strides);
  if (padding === 'causal') return { padding: [extent - 1, 0], count };
  const total = Math.max(0, (count - 1) * strides + extent - length);
  const left = Math.floor(total / 2);
  return { padding: [left, total - left], count };
}
