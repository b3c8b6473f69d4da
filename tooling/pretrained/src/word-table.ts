import { createReadStream } from 'node:fs';
import { createRandom } from '@seqloom/random';
import { DEFAULT_FILTERS, Tokenizer } from '@seqloom/text';
import { principalComponents, readWordVectors, WordVectors } from '@seqloom/vectors';

/** The words of a model with the vectors that it begins with. */
export interface WordTable {
  /** Knows exactly these words. */
  readonly tokenizer: Tokenizer;
  /** `[words + 1, dimensions]`; row 0 is padding. */
  readonly weights: Float32Array;
  /** How many words have a vector of GloVe, or parts that have. */
  readonly found: number;
}

/** Punctuation that people type and Keras' list lacks. */
const FILTERS = `${DEFAULT_FILTERS}–—…“”‘`;
/** The root of the mean square of the initial vectors. */
const SCALE = 0.4;
/** GloVe has the first rows for the most frequent words. */
const MOST_ROWS = 60_000;

/**
 * The most frequent words of some texts that have a vector, or occur twice, with GloVe's vectors in their principal components.
 *
 * @param size how many words
 * @param dimensions of the vectors
 * @param glove the path of GloVe 6B, 100 dimensions
 */
export async function wordTable(
  texts: readonly string[],
  { size, dimensions, glove }: { readonly size: number; readonly dimensions: number; readonly glove: string },
): Promise<WordTable> {
  const counter = new Tokenizer({ filters: FILTERS });
  counter.fitOnTexts(texts);
  const vectors = await readWordVectors(createReadStream(glove), { name: glove, limit: MOST_ROWS });
  const vectorOf = (word: string) => vectors.vector(word) ?? joined(partsOf(word), vectors);
  const words: string[] = [];
  for (const word of counter.wordIndex.keys()) {
    if (words.length === size) break;
    if (vectorOf(word) || counter.wordCounts.get(word)! > 1) words.push(word);
  }
  const random = createRandom(1, 'words without a vector');
  const full = new Float32Array(words.length * vectors.dimensions);
  let found = 0;
  for (const [i, word] of words.entries()) {
    const vector = vectorOf(word);
    if (vector) found++;
    const blank = new Float32Array(vectors.dimensions);
    full.set(vector ?? random.fillNormal(blank, 0, 0.1), i * vectors.dimensions);
  }
  const tokenizer = new Tokenizer({ filters: FILTERS });
  tokenizer.fitOnTexts([words.join(' ')]); // every word once, so that ids are in this order
  const { points } = principalComponents(new WordVectors(words, vectors.dimensions, full), words, {
    components: dimensions,
  });
  const weights = new Float32Array((words.length + 1) * dimensions);
  for (const [i, point] of points.entries()) weights.set(point, (i + 1) * dimensions);
  const square = weights.reduce((sum, value) => sum + value * value, 0) / (words.length * dimensions);
  return { tokenizer, weights: weights.map((value) => (value * SCALE) / Math.sqrt(square)), found };
}

/** `doesn't` → `does`, `not`: GloVe has contractions in two pieces. */
function partsOf(word: string): readonly string[] {
  const [, stem = '', ending = ''] = /^(.+)(n't|'s|'re|'ve|'ll|'d|'m)$/.exec(word) ?? [];
  if (ending !== "n't") return [stem, ending];
  return [stem === 'ca' ? 'can' : stem === 'wo' ? 'will' : stem, 'not'];
}

function joined(words: readonly string[], vectors: WordVectors): Float32Array | undefined {
  const known = words.map((word) => vectors.vector(word)).filter((vector) => vector !== undefined);
  if (known.length === 0) return undefined;
  return known[0]!.map((_, d) => known.reduce((sum, vector) => sum + vector[d]!, 0) / known.length);
}
