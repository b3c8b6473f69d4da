import type { Tensor } from '@seqloom/backend';
import { checkMask, type Layer, zeroMaskedSteps } from '@seqloom/nn';
import { asFloat } from './sequence-input.ts';
import type { Window } from './window.ts';
import { everyStep } from './window-masks.ts';

/**
 * The input of a convolution as float32, with zeros at the steps that do not count where the mask goes on: the outputs
 * that count are those of the sequence without its padding.
 */
export function maskedInput(
  layer: Layer,
  { padding }: Window,
  input: Tensor,
  mask: Tensor | undefined,
): Tensor {
  const x = asFloat(input);
  if (!mask || padding === 'valid') return x;
  checkMask(layer.label, x, mask);
  return zeroMaskedSteps(x, mask);
}

/** The mask of a convolution's output: that of step t · strides, none for `valid`. */
export function convolvedMask({ padding, strides }: Window, mask: Tensor | undefined): Tensor | undefined {
  return mask && padding !== 'valid' ? everyStep(mask, strides) : undefined;
}
