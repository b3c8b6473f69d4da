import { ndArray } from '@seqloom/arrays';
import { createRandom } from '@seqloom/random';
import type { ModelBatch } from '@seqloom/train';

/** How texts become batches of a language model. */
export interface StreamOptions {
  /** V: ids run from 0 to V − 1. */
  readonly vocabulary: number;
  /** B: parts of the stream that are read side by side; fewer where it is too short for a step of all of them. */
  readonly batchSize: number;
  /** T: words a step. */
  readonly context: number;
  /** Words drawn beside those that come next in a batch. */
  readonly candidates: number;
  /** Decides the order of the texts and the words that are drawn. */
  readonly seed: number;
}

/** Batches of a stream: each goes on where the one before ended. An iteration is an epoch, with an order of its own. */
export interface StreamBatches extends Iterable<ModelBatch> {
  readonly length: number;
  /** The words of an epoch. */
  readonly samples: number;
}

/**
 * Texts one after the other, with id 0 between them, cut into B parts that are read side by side, T words a step: ids `[B, T]`, the
 * candidates of the batch `[B, K]`, and as targets the places of the next words among these, `[B, T]`. The candidates are all words that come
 * next in the batch, and others with equal probability.
 *
 * @param texts ids from 1 on
 * @throws RangeError for fewer words than a step takes
 */
export function streamBatches(
  texts: readonly Int32Array[],
  { vocabulary, batchSize, context, candidates, seed }: StreamOptions,
): StreamBatches {
  const words = texts.reduce((sum, ids) => sum + ids.length + 1, 0);
  if (words <= context) {
    throw new RangeError(
      `language model: expected ${context + 1} words or more in the training texts and in the validation texts, got ${words}. Give more texts, or train another model.`,
    );
  }
  const rows = Math.min(batchSize, Math.floor((words - 1) / context));
  const part = Math.floor((words - 1) / rows);
  const steps = Math.floor(part / context);
  let next = 0;
  return {
    length: steps,
    samples: steps * rows * context,
    *[Symbol.iterator]() {
      const epoch = next++;
      const stream = joined(
        texts,
        createRandom(seed, 'language-model/order', epoch).permutation(texts.length),
      );
      const random = createRandom(seed, 'language-model/candidates', epoch);
      for (let step = 0; step < steps; step++) {
        const inputs = new Int32Array(rows * context);
        const targets = new Int32Array(rows * context);
        for (let row = 0; row < rows; row++) {
          const start = row * part + step * context;
          inputs.set(stream.subarray(start, start + context), row * context);
          targets.set(stream.subarray(start + 1, start + 1 + context), row * context);
        }
        const places = placesAmong(targets);
        const width = Math.ceil(Math.min(vocabulary, places.size + candidates) / rows);
        while (places.size < width * rows) {
          // in a small vocabulary a word may have to stand twice
          const word = places.size < vocabulary ? random.integer(vocabulary) : -places.size;
          if (!places.has(word)) places.set(word, places.size);
        }
        const drawn = Int32Array.from(places.keys(), (word) => Math.max(0, word));
        yield {
          inputs: [ndArray(inputs, [rows, context]), ndArray(drawn, [rows, width])],
          targets: ndArray(targets, [rows, context]),
        };
      }
    },
  };
}

function joined(texts: readonly Int32Array[], order: Uint32Array): Int32Array {
  const stream = new Int32Array(texts.reduce((sum, ids) => sum + ids.length + 1, 0));
  let end = 0;
  for (const text of order) {
    stream.set(texts[text]!, end);
    end += texts[text]!.length + 1;
  }
  return stream;
}

/** Numbers the different words, and puts these numbers in the places of the words. */
function placesAmong(words: Int32Array): Map<number, number> {
  const places = new Map<number, number>();
  for (const [i, word] of words.entries()) {
    const place = places.get(word) ?? places.size;
    places.set(word, place);
    words[i] = place;
  }
  return places;
}
