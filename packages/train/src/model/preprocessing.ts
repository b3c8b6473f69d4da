import { isNdArray, isStringArray, type NdArray, type StringArray } from '@seqloom/arrays';
import { formatShape, type Shape } from '@seqloom/nn';
import type { Network } from './network.ts';

/** What an input of a model is given: numbers, or strings where it has a preprocessor. */
export type InputArray = NdArray | StringArray;

/** Whether a value has the form of an array of numbers or strings. */
export function isInputArray(value: unknown): value is InputArray {
  return isNdArray(value) || isStringArray(value);
}

/**
 * Checks that the inputs with a preprocessor are given strings and the others numbers.
 *
 * @param inputs in the order of those of the model
 * @throws TypeError naming the input that is not
 */
export function checkKinds(owner: string, model: Network, inputs: readonly InputArray[]): void {
  for (const [i, array] of inputs.entries()) {
    const preprocessor = model.preprocessors[i];
    if (isStringArray(array) === (preprocessor !== undefined)) continue;
    const name = model.inputNames[i];
    const which = name === undefined ? 'its input' : `input ${JSON.stringify(name)}`;
    const problem = preprocessor
      ? `takes strings, which its ${preprocessor.className} makes numbers of, got numbers of shape ${formatShape(array.shape)}. ` +
        'For numbers make a model of the same layers without it.'
      : 'takes numbers, got strings. Put a TextVectorizer or a StringLookup before the layers: new Sequential([vectorizer, …]), or ' +
        'input([], { preprocessor: vectorizer }).';
    throw new TypeError(`${owner}: ${model.label}: ${which} ${problem}`);
  }
}

/** The shape that the first input is built for, with the batch as axis 0; `null` where it may vary. */
export function shapeToBuild(model: Network, [first]: readonly InputArray[]): Shape {
  const sample = first!.shape.slice(1);
  return [null, ...(model.preprocessors[0]?.outputShape(sample) ?? sample)];
}

/** The numbers of a batch, in the order of the inputs. */
export function numbersOf(model: Network, inputs: readonly InputArray[]): readonly NdArray[] {
  return inputs.map((array, i) =>
    isStringArray(array) ? model.preprocessors[i]!.preprocess(array) : (array as NdArray),
  );
}
