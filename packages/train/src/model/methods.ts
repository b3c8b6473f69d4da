import type { evaluate } from '../training/evaluate.ts';
import type { fit } from '../training/fit.ts';
import type { predict } from '../training/predict.ts';
import type { testOnBatch } from '../training/test-on-batch.ts';
import type { trainOnBatch } from '../training/train-on-batch.ts';

/** The functions of `train` that are methods of models, too. */
interface Methods {
  readonly fit: typeof fit;
  readonly evaluate: typeof evaluate;
  readonly predict: typeof predict;
  readonly testOnBatch: typeof testOnBatch;
  readonly trainOnBatch: typeof trainOnBatch;
}

let attached: Methods | undefined;

/** Called by `@seqloom/train/methods`. */
export function attachMethods(methods: Methods): void {
  attached = methods;
}

/**
 * The functions behind the methods. They are attached by an import of their own, because a method cannot be left out of a bundle:
 * a page that only predicts would carry the whole of training.
 *
 * @throws TypeError unless they are attached
 */
export function methodsOf(label: string): Methods {
  if (attached) return attached;
  throw new TypeError(
    `${label}: fit, evaluate, predict, trainOnBatch and testOnBatch are methods after import '@seqloom/train/methods'. Import that ` +
      'once, or call the functions: fit(model, data, options).',
  );
}
