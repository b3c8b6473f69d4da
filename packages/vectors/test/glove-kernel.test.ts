import { expect, test } from 'vitest';
import { gloveKernel } from '../src/glove-kernel.ts';

interface Entry {
  readonly word: number;
  readonly context: number;
  readonly target: number;
  readonly weight: number;
}

/**
 * The same algorithm in plain loops over the same rows; `round` follows every operation. Products are added in eight
 * lanes as in c/product.h, so that with `Math.fround` every bit must be the same.
 */
function reference(
  words: Float64Array,
  contexts: Float64Array,
  stride: number,
  entries: readonly Entry[],
  rate: number,
  round: (x: number) => number,
): number {
  const row = 2 * stride + 4;
  let loss = 0;
  const descend = (rows: Float64Array, x: number, square: number, gradient: number) => {
    const change = round(round(rate * gradient) / round(Math.sqrt(rows[square]!)));
    rows[x] = round(rows[x]! - change);
    rows[square] = round(rows[square]! + round(gradient * gradient));
  };
  for (const { word, context, target, weight } of entries) {
    const [w, c] = [word * row, context * row];
    const lanes = new Float64Array(8);
    for (let d = 0; d < stride; d++) {
      const lane = d % 8;
      lanes[lane] = round(lanes[lane]! + round(words[w + d]! * contexts[c + d]!));
    }
    const [s0, s1, s2, s3] = [0, 1, 2, 3].map((i) => round(lanes[i]! + lanes[i + 4]!)) as [
      number,
      number,
      number,
      number,
    ];
    let error = round(round(s0 + s1) + round(s2 + s3));
    error = round(round(error + words[w + 2 * stride]!) + contexts[c + 2 * stride]!);
    error = round(error - target);
    const step = round(weight * error);
    for (let d = 0; d < stride; d++) {
      const [forWord, forContext] = [round(step * contexts[c + d]!), round(step * words[w + d]!)];
      descend(words, w + d, w + stride + d, forWord);
      descend(contexts, c + d, c + stride + d, forContext);
    }
    descend(words, w + 2 * stride, w + 2 * stride + 1, step);
    descend(contexts, c + 2 * stride, c + 2 * stride + 1, step);
    loss += round(step * error);
  }
  return loss;
}

const RATE = Math.fround(0.05);
const SIZE = 7;
const COUNT = 400;

/** A kernel with numbers that need no transcendental function, whose last bit engines may differ in. */
async function filledKernel(dimensions: number) {
  const kernel = await gloveKernel({ size: SIZE, dimensions, batch: COUNT });
  const { words, contexts, entries, stride, rowLength } = kernel;
  for (let row = 0; row < SIZE; row++) {
    for (const d of [...Array(dimensions).keys(), 2 * stride]) {
      words[row * rowLength + d] = (((row * 31 + d * 7) % 19) - 9) / 20;
      contexts[row * rowLength + d] = (((row * 17 + d * 5) % 23) - 11) / 20;
    }
  }
  const floats = new Float32Array(entries.buffer, entries.byteOffset, entries.length);
  const list = Array.from({ length: COUNT }, (_, n): Entry => {
    const [target, weight] = [((n * 13) % 29) / 10 - 1, ((n % 11) + 1) / 11];
    entries.set([(n * 5) % SIZE, (n * n + 3) % SIZE], 4 * n);
    floats.set([target, weight], 4 * n + 2);
    return {
      word: entries[4 * n]!,
      context: entries[4 * n + 1]!,
      target: floats[4 * n + 2]!,
      weight: floats[4 * n + 3]!,
    };
  });
  return { kernel, list };
}

test.each([1, 3, 4, 10, 12, 50])(
  'the kernel equals plain loops for vectors of %i numbers: in float32 to the last bit, in float64 to 2e-5',
  async (dimensions) => {
    const { kernel, list } = await filledKernel(dimensions);
    const { words, contexts, stride } = kernel;
    const before = Float64Array.from(words);
    const same = [Float64Array.from(words), Float64Array.from(contexts)] as const;
    const exact = [Float64Array.from(words), Float64Array.from(contexts)] as const;
    const loss = kernel.train(COUNT, RATE);
    expect(loss).toBe(reference(...same, stride, list, RATE, Math.fround));
    expect([...words]).toEqual([...same[0]]);
    expect([...contexts]).toEqual([...same[1]]);

    const exactLoss = reference(...exact, stride, list, RATE, (x) => x);
    expect(Math.abs(loss - exactLoss) / exactLoss).toBeLessThan(2e-5);
    // Relative for the sums of squares, which grow beyond 1.
    for (let i = 0; i < words.length; i++) {
      expect(Math.abs(words[i]! - exact[0][i]!)).toBeLessThan(2e-5 * Math.max(1, Math.abs(exact[0][i]!)));
      expect(Math.abs(contexts[i]! - exact[1][i]!)).toBeLessThan(2e-5 * Math.max(1, Math.abs(exact[1][i]!)));
    }
    expect(words.filter((x, i) => Math.abs(x - before[i]!) > 0.02).length).toBeGreaterThan(SIZE * dimensions);
  },
);

test('only the first entries are trained when told so, and columns behind the dimensions stay zero', async () => {
  const { kernel, list } = await filledKernel(3);
  const { words, contexts, stride, rowLength } = kernel;
  const expected = [Float64Array.from(words), Float64Array.from(contexts)] as const;
  kernel.train(5, RATE);
  reference(...expected, stride, list.slice(0, 5), RATE, Math.fround);
  expect([...words]).toEqual([...expected[0]]);
  for (let row = 0; row < SIZE; row++) expect(words[row * rowLength + 3]).toBe(0);
});

test('models beyond the 4 GB of WebAssembly are refused', async () => {
  await expect(gloveKernel({ size: 2e6, dimensions: 300, batch: 10 })).rejects.toThrow(
    'trainGlove: 2000000 words of 300 dimensions need more than 4 GB. Take fewer words',
  );
});
