import type { Preprocessor } from '@seqloom/arrays';
import { formatValue } from '@seqloom/options';
import { StringLookup, TextVectorizer } from '@seqloom/text';
import { type Reading, refused } from '../config/field.ts';
import { type Fields, isFields, type KerasObject } from '../config/keras-object.ts';
import { camelCase, classPath } from '../config/names.ts';
import { KerasFileError } from '../keras-file-error.ts';
import { checkOtherFields } from '../layers/other-fields.ts';

/** Tokens that Keras keeps beside the config, by class and place: `text_vectorization`, `string_lookup_1`. */
export type Vocabularies = Map<string, Tokens>;

/** A vocabulary with its special tokens, and the weights of all with the mode `tf_idf`. */
export interface Tokens {
  readonly tokens: readonly string[];
  readonly idfWeights: ArrayLike<number> | undefined;
}

/** Fields with one meaning here. */
const FIXED = {
  ragged: [false],
  sparse: [false],
  invert: [false],
  encoding: ['utf-8'],
  oov_method: ['farmhash', 'floormod', null], // one index for all unknown strings needs no hash
  salt: [null],
};
const KNOWN: ReadonlySet<string> = new Set([
  'has_input_vocabulary',
  'idf_weights',
  'mask_token',
  'max_tokens',
  'ngrams',
  'num_oov_indices',
  'oov_token',
  'output_mode',
  'output_sequence_length',
  'pad_to_max_tokens',
  'split',
  'standardize',
  'vocabulary',
  'vocabulary_dtype',
  'vocabulary_size',
]);

/**
 * The `TextVectorizer` or `StringLookup` that a layer of Keras becomes, or undefined for another layer.
 *
 * @param files vocabularies that are not in the config; the one of this layer is taken out
 */
export function readPreprocessor(
  { className, config }: KerasObject,
  reading: Reading,
  files: Vocabularies,
): Preprocessor | undefined {
  if (className !== 'TextVectorization' && className !== 'StringLookup') return undefined;
  const { where } = reading;
  checkOtherFields(config, KNOWN, FIXED, reading);
  const tokens = vocabularyOf(where, className, config, files);
  try {
    return className === 'StringLookup' ? lookup(where, config, tokens) : vectorizer(where, config, tokens);
  } catch (error) {
    if (error instanceof KerasFileError) throw error;
    throw new KerasFileError(`${where}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function lookup(where: string, config: Fields, { tokens, idfWeights }: Tokens): Preprocessor {
  const { max_tokens, num_oov_indices, mask_token, oov_token, output_mode, pad_to_max_tokens } = config;
  if (num_oov_indices !== undefined && (num_oov_indices as number) > 1) {
    throw refused(
      where,
      'num_oov_indices',
      '0 or 1: Keras hashes unknown strings in another way',
      num_oov_indices,
    );
  }
  const options = {
    maxTokens: max_tokens ?? undefined,
    numOovIndices: num_oov_indices ?? undefined,
    maskToken: mask_token ?? undefined,
    oovToken: oov_token ?? undefined,
    outputMode: mode(output_mode),
    padToMaxTokens: pad_to_max_tokens ?? undefined,
  };
  const made = new StringLookup(options as object); // it checks them
  made.setVocabulary(tokens, idfWeights);
  return made;
}

function vectorizer(where: string, config: Fields, { tokens, idfWeights }: Tokens): Preprocessor {
  const { max_tokens, standardize, split, ngrams, output_mode, output_sequence_length, pad_to_max_tokens } =
    config;
  const word = (key: string, value: unknown) => {
    if (value === null) return 'none';
    if (typeof value === 'string') return camelCase(value);
    if (value === undefined) return undefined;
    throw refused(where, key, 'a name: code in a file is not run', value);
  };
  const options = {
    maxTokens: max_tokens ?? undefined,
    standardize: word('standardize', standardize),
    split: word('split', split),
    ngrams: ngrams ?? undefined,
    outputMode: mode(output_mode),
    outputSequenceLength: output_sequence_length ?? undefined,
    padToMaxTokens: pad_to_max_tokens ?? undefined,
  };
  const made = new TextVectorizer(options as object); // it checks them
  made.setVocabulary(tokens, idfWeights);
  return made;
}

/** `multi_hot` → `multiHot`, `tf_idf` → `tfIdf`. */
function mode(value: unknown): unknown {
  return typeof value === 'string' ? camelCase(value) : (value ?? undefined);
}

function vocabularyOf(where: string, className: string, config: Fields, files: Vocabularies): Tokens {
  const { vocabulary, idf_weights } = config;
  const weights =
    isFields(idf_weights) && isFields(idf_weights.config) ? idf_weights.config.value : idf_weights;
  const idfWeights = Array.isArray(weights) ? weights.map(Number) : undefined;
  if (Array.isArray(vocabulary)) return { tokens: vocabulary.map(String), idfWeights };
  if (vocabulary !== null && vocabulary !== undefined) {
    throw refused(where, 'vocabulary', 'a list: a path of another machine is not read', vocabulary);
  }
  const path = nextFile(files, classPath(className));
  const stored = path === undefined ? undefined : files.get(path);
  if (path === undefined || !stored) {
    throw new KerasFileError(
      `${where}: has no vocabulary, got ${formatValue(vocabulary)}. Call adapt in Keras and save again.`,
    );
  }
  files.delete(path);
  return stored;
}

/** The first of the files of a class: layers take them in the order of the config. */
function nextFile(files: Vocabularies, path: string): string | undefined {
  return [...files.keys()].filter((name) => name === path || name.startsWith(`${path}_`)).sort()[0];
}
