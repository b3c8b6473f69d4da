import type { Preprocessor } from '@seqloom/arrays';
import { checkName, checkShape, type Shape, SymbolicTensor } from '@seqloom/nn';
import { type OptionRules, optional, resolveOptions, rule } from '@seqloom/options';
import { checkPreprocessor } from './check-preprocessor.ts';

/** Options of `input`. */
export interface InputOptions {
  /** The name by which `fit` and `predict` are given the data; by default `input_layer`, `input_layer_1`, … */
  readonly name?: string | undefined;
  /**
   * Makes numbers of strings, such as a `TextVectorizer` or a `StringLookup` of `@seqloom/text`, and is saved with the model.
   * The input then takes strings.
   */
  readonly preprocessor?: Preprocessor | undefined;
}

const RULES: OptionRules<InputOptions> = {
  name: optional(rule<string>(checkName)),
  preprocessor: optional(rule<Preprocessor>(checkPreprocessor)),
};

/**
 * An input of a `Model`, which layers are applied to.
 *
 * @param shape of one sample, without the batch: `[20]`; `null` for a size that may vary. With a preprocessor the shape of its
 * strings: `[]` for one text
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
  const { name, preprocessor } = resolveOptions('input', options, RULES);
  checkShape('input', 'shape', shape);
  if (!preprocessor) return new SymbolicTensor([null, ...shape], { kind: 'input', name });
  const numbers = preprocessor.outputShape(shape);
  return new SymbolicTensor([null, ...numbers], { kind: 'input', name, strings: { shape, preprocessor } });
}
