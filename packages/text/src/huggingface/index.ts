export {
  type DecodeOptions,
  HuggingFaceTokenizer,
  type HuggingFaceTokenizerJSON,
  type HuggingFaceTokenizerOptions,
} from './hugging-face-tokenizer.ts';
export { TokenizerFileError } from './tokenizer-file-error.ts';
