import type { Shape } from './shape.ts';
import { warn } from './warn.ts';

/** Warns that a mask has no effect. */
export function reportMask(label: string): void {
  warn(
    `${label}: got a mask, which it does not support. It treats skipped steps like all others, and the layers after ` +
      'it see no mask. Use layers that support masks, or leave out the Masking or maskZero before it.',
  );
}

/** Warns about a softmax over one unit, which is constant. */
export function reportSoftmaxOfOne(label: string, options: object, outputShape: Shape): void {
  const { activation } = options as { readonly activation?: unknown };
  if (outputShape.at(-1) !== 1 || (activation !== 'softmax' && activation !== 'logSoftmax')) return;
  warn(
    `${label}: ${activation} over one unit is ${activation === 'softmax' ? 1 : 0}, no matter what goes in: nothing is learned ` +
      'through it. Use a sigmoid, with binaryCrossentropy, or a unit for each class.',
  );
}
