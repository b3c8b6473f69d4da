import type { LayerOptions, OptionNames } from '@seqloom/nn';
import { checkWindow, type Window } from './window.ts';

/** Options of the pooling layers. */
export interface PoolingOptions extends LayerOptions {
  /** Steps in a window; default 2. */
  readonly poolSize?: number;
  /** Steps from one window to the next; default `poolSize`. */
  readonly strides?: number;
  /** `valid`: whole windows only; `same`: ⌈T / strides⌉ outputs, of which the outer ones see less. Default `valid`. */
  readonly padding?: 'valid' | 'same';
}

/** Their names, for the classes that take them. */
export const POOLING_OPTIONS: OptionNames<PoolingOptions> = { poolSize: true, strides: true, padding: true };

/**
 * Checks the options of a pooling layer.
 *
 * @returns its windows
 * @throws TypeError or RangeError naming the option that is wrong
 */
export function checkPooling(owner: string, options: PoolingOptions): Window {
  const { poolSize = 2, strides = poolSize, padding = 'valid' } = options;
  const window = { size: poolSize, strides, dilationRate: 1, padding };
  return checkWindow(owner, { sizeOption: 'poolSize', ...window }, ['valid', 'same']);
}
