import { checkOptions, checkPositive, checkPositiveInteger } from '@seqloom/options';
import { createRandom } from '@seqloom/random';
import { Breather } from './breather.ts';
import type { WordMatrix } from './sparse-matrix.ts';
import { TRAINING_OPTIONS, type TrainingOptions } from './training-options.ts';
import { WordVectors } from './word-vectors.ts';

/** Options of `trainGlove`, with the defaults of the paper's implementation but for `xMax`. */
export interface GloveOptions extends TrainingOptions {
  /** Initial step of AdaGrad. Default 0.05. */
  readonly learningRate?: number;
  /** Counts from here on have full weight. Default 10, for corpora of millions of words; 100 for billions. */
  readonly xMax?: number;
  /** Power of the weight of smaller counts, `(x / xMax)^alpha`. Default 0.75. */
  readonly alpha?: number;
}

/**
 * Trains GloVe vectors on a co-occurrence matrix: minimises `Σ f(x_ij) (w_i·w̃_j + b_i + b̃_j − ln x_ij)²` with
 * `f(x) = min(1, (x / xMax)^alpha)` by AdaGrad, entry by entry in random order. The result is `w + w̃`.
 *
 * **Source**: Pennington, Socher, Manning, "GloVe: global vectors for word representation", 2014.
 *
 * @param matrix from `cooccurrence`, usually symmetric with `inverse-distance` weights
 * @throws RangeError when an option is out of range or the matrix is empty
 * @throws Error when the loss is no longer finite, with the epoch
 */
export async function trainGlove(matrix: WordMatrix, options: GloveOptions = {}): Promise<WordVectors> {
  const { dimensions = 100, epochs = 15, learningRate = 0.05, xMax = 10, alpha = 0.75, seed = 0 } = options;
  checkOptions('trainGlove', options, { ...TRAINING_OPTIONS, learningRate: true, xMax: true, alpha: true });
  checkPositiveInteger('trainGlove', 'dimensions', dimensions);
  checkPositiveInteger('trainGlove', 'epochs', epochs);
  checkPositive('trainGlove', 'learningRate', learningRate);
  checkPositive('trainGlove', 'xMax', xMax);
  checkPositive('trainGlove', 'alpha', alpha);
  const entries = matrix.values.length;
  if (entries === 0) throw new RangeError('trainGlove: the matrix has no entries.');

  // Parameters [2V, D + 1]: the words' vectors, then the contexts'; the last column holds the biases.
  const size = matrix.words.length;
  const stride = dimensions + 1;
  const random = createRandom(seed, 'glove');
  const parameters = random.fillUniform(
    new Float32Array(2 * size * stride),
    -0.5 / dimensions,
    0.5 / dimensions,
  );
  const squares = new Float32Array(parameters.length).fill(1);
  const order = random.permutation(entries);
  const rows = rowsOfEntries(matrix);
  const breather = new Breather(options.signal);

  for (let epoch = 1; epoch <= epochs; epoch++) {
    let loss = 0;
    for (let start = 0; start < entries; start += 1000) {
      const end = Math.min(start + 1000, entries);
      for (let n = start; n < end; n++) {
        const entry = order[n]!;
        const x = matrix.values[entry]!;
        const weight = x < xMax ? (x / xMax) ** alpha : 1;
        const word = rows[entry]! * stride;
        const context = (size + matrix.columns[entry]!) * stride;
        loss += trainEntry(parameters, squares, word, context, dimensions, Math.log(x), weight, learningRate);
      }
      if (breather.due) await breather.breathe();
    }
    if (!Number.isFinite(loss)) {
      throw new Error(`trainGlove: the loss of epoch ${epoch} is ${loss}. Lower learningRate.`);
    }
    options.onEpoch?.({ epoch, loss: loss / entries });
  }
  return new WordVectors(matrix.words, dimensions, wordPlusContext(parameters, size, dimensions));
}

/** One step of AdaGrad on one entry; returns its weighted squared error before the step. */
function trainEntry(
  parameters: Float32Array,
  squares: Float32Array,
  word: number,
  context: number,
  dimensions: number,
  target: number,
  weight: number,
  learningRate: number,
): number {
  let error = parameters[word + dimensions]! + parameters[context + dimensions]! - target;
  for (let d = 0; d < dimensions; d++) error += parameters[word + d]! * parameters[context + d]!;
  const step = weight * error;
  for (let d = 0; d < dimensions; d++) {
    const wordGradient = step * parameters[context + d]!;
    const contextGradient = step * parameters[word + d]!;
    parameters[word + d]! -= (learningRate * wordGradient) / Math.sqrt(squares[word + d]!);
    parameters[context + d]! -= (learningRate * contextGradient) / Math.sqrt(squares[context + d]!);
    squares[word + d]! += wordGradient * wordGradient;
    squares[context + d]! += contextGradient * contextGradient;
  }
  for (const bias of [word + dimensions, context + dimensions]) {
    parameters[bias]! -= (learningRate * step) / Math.sqrt(squares[bias]!);
    squares[bias]! += step * step;
  }
  return step * error;
}

function rowsOfEntries({ words, starts, columns }: WordMatrix): Int32Array {
  const rows = new Int32Array(columns.length);
  for (let row = 0; row < words.length; row++) rows.fill(row, starts[row], starts[row + 1]);
  return rows;
}

function wordPlusContext(parameters: Float32Array, size: number, dimensions: number): Float32Array {
  const stride = dimensions + 1;
  const sum = new Float32Array(size * dimensions);
  for (let row = 0; row < size; row++) {
    for (let d = 0; d < dimensions; d++) {
      sum[row * dimensions + d] = parameters[row * stride + d]! + parameters[(size + row) * stride + d]!;
    }
  }
  return sum;
}
