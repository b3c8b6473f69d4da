import { type Coverage, type EmbeddingMatrix, embeddingMatrix, type VectorTable } from '@seqloom/embeddings';
import type { Tokenizer } from '@seqloom/text';

/** Where pretrained word vectors come from. */
export interface WordVectorSource {
  /** What users typed and results call it. */
  readonly name: string;
  /** Finds the vectors of a vocabulary. */
  read(words: Iterable<string>): Promise<VectorTable>;
}

/** How many of a model's words have a pretrained vector. */
export type VectorCoverage = Pick<Coverage, 'words' | 'found' | 'share'>;

/** The coverage as both commands print it. */
export function coverageText({ found, words }: VectorCoverage): string {
  return `${found} of ${words} words have a vector`;
}

/**
 * Vectors for the words that a model knows; reading a file of them takes no more memory than these. Words without one get
 * zeros.
 *
 * @throws RangeError when there is no source, or it has none of the words
 */
export async function pretrainedMatrix(
  tokenizer: Tokenizer,
  words: number,
  source: WordVectorSource | undefined,
): Promise<EmbeddingMatrix> {
  if (!source) throw new RangeError('--vectors: is missing. Give bundled, or a file of word vectors.');
  const known = [...tokenizer.wordIndex.keys()].slice(0, words - 1);
  const matrix = embeddingMatrix(tokenizer.wordIndex, await source.read(known), { inputDim: words });
  if (matrix.coverage.found === 0) {
    throw new RangeError(
      `--vectors: ${source.name} has none of the ${matrix.coverage.words} words of these texts. Give vectors of English words in lower case, for instance glove.6B.100d.txt, or bundled.`,
    );
  }
  return matrix;
}
