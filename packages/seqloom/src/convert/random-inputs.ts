import { isStringArray, type NdArray, type Preprocessor, type StringArray } from '@seqloom/arrays';
import { Embedding } from '@seqloom/embeddings';
import type { Layer } from '@seqloom/nn';
import { createRandom, type Random } from '@seqloom/random';
import { StringLookup, TextVectorizer } from '@seqloom/text';
import type { HuggingFaceTokenizer } from '@seqloom/text/huggingface';
import { type Network, takesIds } from '@seqloom/train';

/** Samples of the random input. */
const SAMPLES = 4;
/** The size of an axis that is open, and the words of a text. */
const OPEN_SIZE = 7;
const SEED = 1;

/**
 * One random value for each input of a model: ids where an `Embedding` takes them, words of its vocabulary where a preprocessor does,
 * numbers of a normal distribution otherwise. The same model gets the same ones.
 */
export function randomInputs(model: Network): readonly (NdArray | StringArray)[] {
  const ids = Math.min(...embeddingsOf(model).map(({ options }) => options.inputDim));
  return model.inputShapes.map(([, ...sizes], i) => {
    const random = createRandom(SEED, 'convert', i);
    const preprocessor = model.preprocessors[i];
    if (preprocessor) return randomStrings(stringSizes(model, i), preprocessor, random);
    const { shape, length } = filled(sizes);
    const data = takesIds(model, i)
      ? Int32Array.from({ length }, () => random.integer(ids))
      : Float32Array.from({ length }, () => random.normal());
    return { data, shape };
  });
}

/** Inputs as `predict` takes them: one, or a list. */
export function asGiven(
  inputs: readonly (NdArray | StringArray)[],
): NdArray | StringArray | readonly (NdArray | StringArray)[] {
  return inputs.length === 1 ? inputs[0]! : inputs;
}

/** Inputs as the layers take them, behind the preprocessors. */
export function asNumbers(model: Network, inputs: readonly (NdArray | StringArray)[]): readonly NdArray[] {
  return inputs.map((value, i) => (isStringArray(value) ? model.preprocessors[i]!.preprocess(value) : value));
}

/** Texts of several words for a vectorizer; for a lookup, strings that it knows. */
function randomStrings(sizes: readonly (number | null)[], preprocessor: Preprocessor, random: Random) {
  const { shape, length } = filled(sizes);
  const words = vocabularyOf(preprocessor);
  const word = () => words[random.integer(words.length)] ?? '';
  const text = () => Array.from({ length: 1 + random.integer(OPEN_SIZE) }, word).join(' ');
  return { data: Array.from({ length }, preprocessor instanceof StringLookup ? word : text), shape };
}

/** The readers make no other preprocessors than these three. */
function vocabularyOf(preprocessor: Preprocessor): readonly string[] {
  if (preprocessor instanceof TextVectorizer || preprocessor instanceof StringLookup) {
    return preprocessor.getVocabulary({ specialTokens: false });
  }
  return (preprocessor as HuggingFaceTokenizer).getVocabulary();
}

/** The shape of the strings of one sample; that of a stack is one string. */
function stringSizes({ graph }: Network, i: number): readonly (number | null)[] {
  const node = graph?.inputs[i]?.node;
  return (node?.kind === 'input' && node.strings?.shape) || [];
}

function filled(sizes: readonly (number | null)[]) {
  const shape = [SAMPLES, ...sizes.map((size) => size ?? OPEN_SIZE)];
  return { shape, length: shape.reduce((product, size) => product * size, 1) };
}

function embeddingsOf(layer: Layer): readonly Embedding[] {
  return layer instanceof Embedding ? [layer] : layer.layers.flatMap(embeddingsOf);
}
