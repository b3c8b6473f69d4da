import { checkName, checkShape, type Shape, SymbolicTensor } from '@seqloom/nn';
import { type OptionRules, optional, resolveOptions, rule } from '@seqloom/options';

/** Options of `input`. */
export interface InputOptions {
  /** The name by which `fit` and `predict` are given the data; by default `input_layer`, `input_layer_1`, … */
  readonly name?: string | undefined;
}

const RULES: OptionRules<InputOptions> = { name: optional(rule<string>(checkName)) };

/**
 * An input of a `Model`, which layers are applied to.
 *
 * @param shape of one sample, without the batch: `[20]`; `null` for a size that may vary
 * @throws TypeError or RangeError for a shape or a name that cannot be meant
 *
 * **Source**: `keras.Input`.
 *
 * @example
 * ```ts
 * const question = input([20], { name: 'question' });
 * const vectors = new Embedding({ inputDim: 1000, outputDim: 16 }).apply(question);
 * ```
 */
export function input(shape: Shape, options: InputOptions = {}): SymbolicTensor {
  const { name } = resolveOptions('input', options, RULES);
  checkShape('input', 'shape', shape);
  return new SymbolicTensor([null, ...shape], { kind: 'input', name });
}
