import { type EmbeddingMatrix, embeddingMatrix, type VectorTable } from '@seqloom/embeddings';
import type { Tokenizer } from '@seqloom/text';

/** Where pretrained word vectors come from. */
export interface WordVectorSource {
  /** What users typed and results call it. */
  readonly name: string;
  /** Finds the vectors of a vocabulary. */
  read(words: Iterable<string>): Promise<VectorTable>;
}

/**
 * Vectors for the words that a model knows; reading a file of them takes no more memory than these. Words without one get
 * zeros.
 *
 * @throws RangeError when there is no source
 */
export async function pretrainedMatrix(
  tokenizer: Tokenizer,
  words: number,
  source: WordVectorSource | undefined,
): Promise<EmbeddingMatrix> {
  if (!source) throw new RangeError('--vectors: is missing. Give bundled, or a file of word vectors.');
  const known = [...tokenizer.wordIndex.keys()].slice(0, words - 1);
  return embeddingMatrix(tokenizer.wordIndex, await source.read(known), { inputDim: words });
}
