import {
  type ActivationName,
  checkRegularizer,
  getInitializer,
  type InitializerOption,
  type LayerOptions,
  type OptionNames,
  type Regularizer,
} from '@seqloom/nn';
import { checkBoolean } from '@seqloom/options';
import { checkWindow, type Padding, type Window } from './window.ts';

/** Options that every convolution takes. */
export interface ConvolutionOptions extends LayerOptions {
  /** Steps that one output sees: the window's length, K. */
  readonly kernelSize: number;
  /** Steps from one window to the next; default 1. */
  readonly strides?: number;
  /**
   * `valid`: windows inside the sequence only; `same`: ⌈T / strides⌉ outputs, with zeros on both ends; `causal`: zeros
   * before the sequence only, so that no output sees a later step. Default `valid`.
   */
  readonly padding?: Padding;
  /** Steps from one tap of a window to the next; default 1. Not with `strides` above 1. */
  readonly dilationRate?: number;
  /** Default `linear`. */
  readonly activation?: ActivationName;
  /** Default true. */
  readonly useBias?: boolean;
  /** Default `zeros`. */
  readonly biasInitializer?: InitializerOption;
  readonly biasRegularizer?: Regularizer;
}

/** Their names, for the classes that take them. */
export const CONVOLUTION_OPTIONS: OptionNames<ConvolutionOptions> = {
  kernelSize: true,
  strides: true,
  padding: true,
  dilationRate: true,
  activation: true,
  useBias: true,
  biasInitializer: true,
  biasRegularizer: true,
};

/**
 * Checks what every convolution takes.
 *
 * @returns its windows
 * @throws TypeError or RangeError naming the option that is wrong
 */
export function checkConvolution(
  owner: string,
  options: ConvolutionOptions,
  paddings: readonly Padding[] = ['valid', 'same', 'causal'],
): Window {
  const { kernelSize, strides = 1, padding = 'valid', dilationRate = 1 } = options;
  checkBoolean(owner, 'useBias', options.useBias ?? true);
  checkWeight(owner, 'bias', options.biasInitializer ?? 'zeros', options.biasRegularizer);
  const window = { strides, padding, dilationRate };
  return checkWindow(owner, { sizeOption: 'kernelSize', size: kernelSize, ...window }, paddings);
}

/** Checks the options `${weight}Initializer` and `${weight}Regularizer`. */
export function checkWeight(
  owner: string,
  weight: string,
  initializer: InitializerOption,
  regularizer: Regularizer | undefined,
): void {
  getInitializer(`${owner}: ${weight}Initializer`, initializer);
  checkRegularizer(owner, `${weight}Regularizer`, regularizer);
}
