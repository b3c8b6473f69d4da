import { GLOVE_WASM } from './glove-wasm.ts';
import { DATA_START, loadKernel, MemoryLayout } from './wasm-memory.ts';

/** Bytes of `struct model` in c/glove.c. */
const MODEL_BYTES = 16;
/** Numbers of `struct entry`: word, context, `ln x`, `f(x)`. */
export const ENTRY_NUMBERS = 4;

/** Sizes of the kernel's arrays. */
export interface GloveSetup {
  readonly size: number;
  readonly dimensions: number;
  /** Most entries that are trained by one call. */
  readonly batch: number;
}

/** The vectors in WebAssembly memory, and the loop that trains them. */
export interface GloveKernel {
  /**
   * `[V, rowLength]`: in each row `stride` coordinates, of which those after `dimensions` are zero, the sums of their
   * squared gradients, the bias at `2 stride` and the sum of its squared gradients behind it. All sums are 1.
   */
  readonly words: Float32Array;
  readonly contexts: Float32Array;
  readonly stride: number;
  readonly rowLength: number;
  /** Write entries here, then call `train`: the same bytes as integers (word, context) and as floats (`ln x`, `f(x)`). */
  readonly entries: Int32Array;
  /** Takes a step for the first `count` entries; returns the sum of their weighted squared errors before it. */
  train(count: number, learningRate: number): number;
}

/**
 * Lays out a model in a memory of its own and loads the kernel.
 *
 * @throws RangeError when the vectors do not fit the 4 GB that WebAssembly can address
 */
export async function gloveKernel({ size, dimensions, batch }: GloveSetup): Promise<GloveKernel> {
  const stride = 4 * Math.ceil(dimensions / 4);
  const rowLength = 2 * stride + 4;
  const layout = new MemoryLayout(MODEL_BYTES);
  const at = {
    words: layout.place(size * rowLength),
    contexts: layout.place(size * rowLength),
    entries: layout.place(batch * ENTRY_NUMBERS),
  };
  const memory = layout.allocate('trainGlove', size, dimensions);
  const { buffer } = memory;
  new Uint32Array(buffer, DATA_START, MODEL_BYTES / 4).set([at.words, at.contexts, at.entries, stride]);
  const words = new Float32Array(buffer, at.words, size * rowLength);
  const contexts = new Float32Array(buffer, at.contexts, size * rowLength);
  for (const rows of [words, contexts]) {
    for (let row = 0; row < rows.length; row += rowLength) {
      rows.fill(1, row + stride, row + 2 * stride);
      rows[row + 2 * stride + 1] = 1;
    }
  }
  const exports = await loadKernel(GLOVE_WASM, memory);
  // The one function that c/glove.c exports.
  const trainEntries = exports.train_entries as (model: number, count: number, rate: number) => number;
  return {
    words,
    contexts,
    stride,
    rowLength,
    entries: new Int32Array(buffer, at.entries, batch * ENTRY_NUMBERS),
    train: (count, learningRate) => trainEntries(DATA_START, count, learningRate),
  };
}
