import { formatValue, type OptionRules, positive, positiveInteger, resolveOptions } from '@seqloom/options';
import { createRandom, type Random } from '@seqloom/random';
import { Breather } from './breather.ts';
import { ENTRY_NUMBERS, type GloveKernel, gloveKernel } from './glove-kernel.ts';
import type { WordMatrix } from './sparse-matrix.ts';
import { TRAINING_RULES, type TrainingOptions } from './training-options.ts';
import { WordVectors } from './word-vectors.ts';

/** Options of `trainGlove`, with the defaults of the paper's implementation but for `xMax`. */
export interface GloveOptions extends TrainingOptions {
  /** Initial step of AdaGrad. Default 0.05. */
  readonly learningRate?: number;
  /** Counts from this value on have full weight. Default 10, for corpora of millions of words; 100 for billions. */
  readonly xMax?: number;
  /** Power of the weight of smaller counts, `(x / xMax)^alpha`. Default 0.75. */
  readonly alpha?: number;
}

const RULES: OptionRules<GloveOptions> = {
  ...TRAINING_RULES,
  epochs: positiveInteger(15),
  learningRate: positive(0.05),
  xMax: positive(10),
  alpha: positive(0.75),
};

/** Entries that are trained between two readings of the clock: some tenths of a millisecond. */
const BATCH = 4096;

/**
 * Trains GloVe vectors on a co-occurrence matrix: minimises `Σ f(x_ij) (w_i·w̃_j + b_i + b̃_j − ln x_ij)²` with
 * `f(x) = min(1, (x / xMax)^alpha)` by AdaGrad, entry by entry in random order. The result is `w + w̃`.
 *
 * The inner loops run in WebAssembly with SIMD, on one thread in one order: the same seed gives the same vectors.
 *
 * **Source**: Pennington, Socher, Manning, "GloVe: global vectors for word representation", 2014.
 *
 * @param matrix from `cooccurrence`, usually symmetric with `inverse-distance` weights
 * @throws RangeError when an option is out of range, the matrix is empty or an entry is not positive; TypeError for an
 * option of the wrong type
 * @throws Error when the loss is no longer finite, with the epoch
 */
export async function trainGlove(matrix: WordMatrix, options: GloveOptions = {}): Promise<WordVectors> {
  const resolved = resolveOptions('trainGlove', options, RULES);
  const { dimensions, epochs, learningRate, xMax, alpha, seed, signal, onEpoch } = resolved;
  const entries = matrix.values.length;
  if (entries === 0) throw new RangeError('trainGlove: the matrix has no entries.');

  const size = matrix.words.length;
  const kernel = await gloveKernel({ size, dimensions, batch: BATCH });
  const random = createRandom(seed, 'glove');
  for (const rows of [kernel.words, kernel.contexts]) fillInitial(rows, kernel, dimensions, random);
  const shuffled = shuffledEntries(matrix, random.permutation(entries), (x) =>
    x < xMax ? (x / xMax) ** alpha : 1,
  );
  const breather = new Breather(signal);

  for (let epoch = 1; epoch <= epochs; epoch++) {
    let loss = 0;
    for (let start = 0; start < shuffled.length; start += kernel.entries.length) {
      const batch = shuffled.subarray(start, start + kernel.entries.length);
      kernel.entries.set(batch);
      loss += kernel.train(batch.length / ENTRY_NUMBERS, learningRate);
      if (breather.due) await breather.breathe();
    }
    if (!Number.isFinite(loss)) {
      throw new Error(`trainGlove: the loss of epoch ${epoch} is ${loss}. Lower learningRate.`);
    }
    onEpoch?.({ epoch, loss: loss / entries });
  }
  return new WordVectors(matrix.words, dimensions, wordPlusContext(kernel, size, dimensions));
}

/** Coordinates and bias of every row: uniform numbers within ±1 / 2D. */
function fillInitial(
  rows: Float32Array,
  { stride, rowLength }: GloveKernel,
  dimensions: number,
  random: Random,
): void {
  const [low, high] = [-0.5 / dimensions, 0.5 / dimensions];
  for (let row = 0; row < rows.length; row += rowLength) {
    random.fillUniform(rows.subarray(row, row + dimensions), low, high);
    random.fillUniform(rows.subarray(row + 2 * stride, row + 2 * stride + 1), low, high);
  }
}

/** The entries in the order of training, in the kernel's layout: integers and floats in one buffer. */
function shuffledEntries(
  { words, starts, columns, values }: WordMatrix,
  order: Uint32Array,
  weight: (x: number) => number,
): Int32Array {
  const integers = new Int32Array(order.length * ENTRY_NUMBERS);
  const floats = new Float32Array(integers.buffer);
  const places = new Uint32Array(order.length);
  for (let n = 0; n < order.length; n++) places[order[n]!] = n;
  for (let row = 0; row < words.length; row++) {
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      const x = values[entry]!;
      if (!(x > 0 && x < Number.POSITIVE_INFINITY)) {
        throw new RangeError(`trainGlove: counts must be positive, got ${x} for ${formatValue(words[row])}.`);
      }
      const at = places[entry]! * ENTRY_NUMBERS;
      integers[at] = row;
      integers[at + 1] = columns[entry]!;
      floats[at + 2] = Math.log(x);
      floats[at + 3] = weight(x);
    }
  }
  return integers;
}

function wordPlusContext(
  { words, contexts, rowLength }: GloveKernel,
  size: number,
  dimensions: number,
): Float32Array {
  const sum = new Float32Array(size * dimensions);
  for (let row = 0; row < size; row++) {
    for (let d = 0; d < dimensions; d++) {
      sum[row * dimensions + d] = words[row * rowLength + d]! + contexts[row * rowLength + d]!;
    }
  }
  return sum;
}
