export { multiHot } from './multi-hot.ts';
export {
  type FloatMatrix,
  type IntMatrix,
  type PadSequencesOptions,
  padSequences,
  type Sequence,
} from './pad-sequences.ts';
export type { MatrixMode } from './text-matrix.ts';
export type { Text, TokenOptions } from './token-reader.ts';
export { Tokenizer, type TokenizerOptions } from './tokenizer.ts';
export type { TokenizerConfig, TokenizerJSON } from './tokenizer-json.ts';
export { DEFAULT_FILTERS, textToWordSequence, type WordSequenceOptions } from './word-sequence.ts';
