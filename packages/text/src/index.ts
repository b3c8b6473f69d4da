export {
  findCollisions,
  type HashedVectors,
  type HashFunction,
  type HashingTrickOptions,
  hashingTrick,
  hashWord,
  type OneHotHashedOptions,
  oneHot,
  oneHotHashed,
} from './hashing.ts';
export type { LookupMode, StringLookupOptions } from './lookup-options.ts';
export { multiHot } from './multi-hot.ts';
export { makeNegativeTable, type NegativeTable } from './negative-table.ts';
export { bagOfNgrams, characterNgrams, countNgrams, ngrams, wordNgrams } from './ngrams.ts';
export { type TokenSpan, tokenOffsets } from './offsets.ts';
export {
  type FloatTensor3,
  type OneHotCharactersOptions,
  type OneHotTokens,
  type OneHotWordsOptions,
  oneHotCharacters,
  oneHotWords,
  PRINTABLE_ASCII,
} from './one-hot.ts';
export {
  type FloatMatrix,
  type FloatTensor,
  type IntMatrix,
  type IntTensor,
  type PadSequencesOptions,
  padSequences,
  type Sequence,
  type VectorSequence,
} from './pad-sequences.ts';
export { pythonLower } from './python-lower.ts';
export { pythonSplit } from './python-split.ts';
export { segmentWords, type WordSegmenterOptions, wordSegmenter } from './segmenter.ts';
export { makeSamplingTable, type SkipGrams, type SkipGramsOptions, skipGrams } from './skip-grams.ts';
export { type SparseMatrix, sparseToDense } from './sparse-matrix.ts';
export { type LookupStrings, StringLookup } from './string-lookup.ts';
export type { StringLookupJSON } from './string-lookup-json.ts';
export type { MatrixMode } from './text-matrix.ts';
export { type GetVocabularyOptions, TextVectorizer } from './text-vectorizer.ts';
export type { TextVectorizerJSON } from './text-vectorizer-json.ts';
export type { Text, TokenOptions } from './token-reader.ts';
export { type IndexedToken, Tokenizer, type TokenizerOptions } from './tokenizer.ts';
export { tokenizerFromWordIndex, type WordIndexOptions } from './tokenizer-from-word-index.ts';
export type { TokenizerConfig, TokenizerJSON } from './tokenizer-json.ts';
export type { OutputMode, TextVectorizerFunctions, TextVectorizerOptions } from './vectorizer-options.ts';
export type { Split, Standardize } from './vectorizer-text.ts';
export { DEFAULT_FILTERS, textToWordSequence, type WordSequenceOptions } from './word-sequence.ts';
