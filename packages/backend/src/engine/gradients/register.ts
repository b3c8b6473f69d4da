import * as tf from '@tensorflow/tfjs-core';
import { elementwiseRules } from './elementwise.ts';
import { rearrangementRules } from './rearrange.ts';
import { reductionRules } from './reduce.ts';
import type { Rules, T } from './rule.ts';

/**
 * Gradients of the tfjs kernels that the operations of this package call. tfjs-core registers none by itself and its
 * own list cannot be imported from Node's ES modules. Per kernel: what it saves, and dy → dx.
 */
const RULES: Rules = { ...elementwiseRules, ...reductionRules, ...rearrangementRules };

/** Registers the rules that are not registered yet. */
export function registerGradientRules(): void {
  for (const [kernelName, [saves, rule]] of Object.entries(RULES)) {
    // A page that loads the whole of tfjs has its rules already; they compute the same.
    if (tf.getGradient(kernelName)) continue;
    tf.registerGradient({
      kernelName,
      inputsToSave: [...(saves.in ?? [])],
      outputsToSave: [saves.out ?? false],
      saveAllInputs: saves.all ?? false,
      gradFunc: (dy, saved, attributes) => rule(dy as T, saved, attributes),
    });
  }
  const unpack = 'Unpack';
  if (!tf.getGradient(unpack)) {
    tf.registerGradient({
      kernelName: unpack,
      gradFunc: (dy, _saved, attributes) => ({
        value: () => tf.stack(Array.isArray(dy) ? dy : [dy], Number(attributes.axis)),
      }),
    });
  }
}
