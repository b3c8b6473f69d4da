import { lossTable, sigmoidTable } from './sigmoid-table.ts';
import { SKIP_GRAM_WASM } from './skip-gram-wasm.ts';
import { DATA_START, loadKernel, MemoryLayout } from './wasm-memory.ts';

/** Bytes of `struct model` in c/skip-gram.c, rounded up. */
const MODEL_BYTES = 64;
/** Positions of the members that change after the start, in 4-byte words. */
const STATE = 11;
const PAIRS = 12;

/** Sizes and constants of the kernel. */
export interface SkipGramSetup {
  readonly size: number;
  readonly dimensions: number;
  readonly window: number;
  readonly negative: number;
  /** From `negativeTable`. */
  readonly table: Int32Array;
  /** Tokens of the longest sentence. */
  readonly longest: number;
}

/** The vectors in WebAssembly memory, and the loop that trains them. */
export interface SkipGramKernel {
  /** `[V, stride]`: rows of `dimensions` numbers, padded with zeros to a multiple of four. */
  readonly words: Float32Array;
  readonly contexts: Float32Array;
  readonly stride: number;
  /** Write the word numbers of a sentence here, then call `train`. */
  readonly sentence: Int32Array;
  /** Seeds the draws of windows and negative samples; sets the count of pairs to 0. */
  start(state: number): void;
  /** Trains the first `length` words of `sentence`; returns the sum of the losses, NaN if numbers overflowed. */
  train(length: number, learningRate: number): number;
  /** Pairs trained since `start`. */
  pairs(): number;
}

/**
 * Lays out a model in a memory of its own and loads the kernel.
 *
 * @throws RangeError when the vectors do not fit the 4 GB that WebAssembly can address
 */
export async function skipGramKernel(setup: SkipGramSetup): Promise<SkipGramKernel> {
  const { size, dimensions, window, negative, table, longest } = setup;
  const stride = 4 * Math.ceil(dimensions / 4);
  const layout = new MemoryLayout(MODEL_BYTES);
  const at = {
    words: layout.place(size * stride),
    contexts: layout.place(size * stride),
    change: layout.place(stride),
    table: layout.place(table.length),
    sigmoid: layout.place(sigmoidTable.length),
    loss: layout.place(lossTable.length),
    sentence: layout.place(longest),
  };
  const memory = layout.allocate('trainSkipGram', size, dimensions);
  const { buffer } = memory;
  new Int32Array(buffer, at.table, table.length).set(table);
  new Float32Array(buffer, at.sigmoid, sigmoidTable.length).set(sigmoidTable);
  new Float32Array(buffer, at.loss, lossTable.length).set(lossTable);
  const model = new Uint32Array(buffer, DATA_START, MODEL_BYTES / 4);
  const placeShift = Math.clz32(table.length) + 1; // leaves as many random bits as places have
  model.set([at.words, at.contexts, at.change, at.table, at.sigmoid, at.loss, at.sentence]);
  model.set([stride, negative, window, placeShift], 7);

  const exports = await loadKernel(SKIP_GRAM_WASM, memory);
  // The one function that c/skip-gram.c exports.
  const trainSentence = exports.train_sentence as (model: number, length: number, rate: number) => number;
  return {
    words: new Float32Array(buffer, at.words, size * stride),
    contexts: new Float32Array(buffer, at.contexts, size * stride),
    stride,
    sentence: new Int32Array(buffer, at.sentence, longest),
    start(state) {
      model[STATE] = state;
      model[PAIRS] = 0;
    },
    train: (length, learningRate) => trainSentence(DATA_START, length, learningRate),
    pairs: () => model[PAIRS]!,
  };
}
