import { expect, test } from 'vitest';
import { negativeTable } from '../src/negative-table.ts';
import { skipGramKernel } from '../src/skip-gram-kernel.ts';

/** The same algorithm in plain double precision, with the exact sigmoid. */
function reference(
  words: Float64Array,
  contexts: Float64Array,
  stride: number,
  setup: { window: number; negative: number; table: Int32Array },
  sentence: readonly number[],
  rate: number,
  seed: number,
): { loss: number; pairs: number } {
  let state = seed;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  let [loss, pairs] = [0, 0];
  for (let i = 0; i < sentence.length; i++) {
    const reach = 1 + ((next() >>> 8) % setup.window);
    for (let j = Math.max(0, i - reach); j <= Math.min(i + reach, sentence.length - 1); j++) {
      if (j === i) continue;
      pairs++;
      const w = sentence[j]! * stride;
      const change = new Float64Array(stride);
      for (let sample = 0; sample <= setup.negative; sample++) {
        const other =
          sample === 0 ? sentence[i]! : setup.table[Math.floor((next() / 2 ** 32) * setup.table.length)]!;
        if (sample > 0 && other === sentence[i]) continue;
        const label = sample === 0 ? 1 : 0;
        let x = 0;
        for (let d = 0; d < stride; d++) x += words[w + d]! * contexts[other * stride + d]!;
        const sigma = 1 / (1 + Math.exp(-x));
        loss -= Math.log(label === 1 ? sigma : 1 - sigma);
        for (let d = 0; d < stride; d++) {
          change[d]! += rate * (label - sigma) * contexts[other * stride + d]!;
          contexts[other * stride + d]! += rate * (label - sigma) * words[w + d]!;
        }
      }
      for (let d = 0; d < stride; d++) words[w + d]! += change[d]!;
    }
  }
  return { loss, pairs };
}

test.each([1, 3, 4, 10, 12])(
  'the kernel equals plain loops for vectors of %i numbers',
  async (dimensions) => {
    const setup = {
      size: 7,
      dimensions,
      window: 3,
      negative: 4,
      table: negativeTable([9, 5, 4, 3, 2, 1, 1], 0.75),
      longest: 20,
    };
    const kernel = await skipGramKernel(setup);
    const { stride } = kernel;
    for (let row = 0; row < 7; row++) {
      for (let d = 0; d < dimensions; d++) {
        kernel.words[row * stride + d] = Math.sin(row * 31 + d);
        kernel.contexts[row * stride + d] = Math.cos(row * 17 + 3 * d);
      }
    }
    const words = Float64Array.from(kernel.words);
    const contexts = Float64Array.from(kernel.contexts);
    const sentence = [0, 3, 1, 0, 2, 6, 5, 4, 0, 1, 2, 2];
    kernel.sentence.set(sentence);
    kernel.start(12345);
    const loss = kernel.train(sentence.length, 0.05);
    const expected = reference(words, contexts, stride, setup, sentence, 0.05, 12345);
    expect(kernel.pairs()).toBe(expected.pairs);
    // 2e-3: the sigmoid comes from a table with steps of 1/256, which is off by at most 5e-4 at each of ~250 updates.
    expect(Math.abs(loss - expected.loss) / expected.loss).toBeLessThan(2e-3);
    for (let i = 0; i < words.length; i++) {
      expect(Math.abs(kernel.words[i]! - words[i]!)).toBeLessThan(2e-3);
      expect(Math.abs(kernel.contexts[i]! - contexts[i]!)).toBeLessThan(2e-3);
    }
    expect(
      words.some(
        (x, i) => Math.abs(x - Math.fround(Math.sin(Math.floor(i / stride) * 31 + (i % stride)))) > 0.02,
      ),
    ).toBe(true);
  },
);

test('numbers that overflow show as a loss of NaN', async () => {
  const table = negativeTable([1, 1], 0.75);
  const kernel = await skipGramKernel({ size: 2, dimensions: 4, window: 1, negative: 1, table, longest: 2 });
  kernel.words.fill(Number.NaN);
  kernel.sentence.set([0, 1]);
  kernel.start(1);
  expect(kernel.train(2, 0.1)).toBeNaN();
});

test('models beyond the 4 GB of WebAssembly are refused', async () => {
  const table = negativeTable([1], 0.75);
  await expect(
    skipGramKernel({ size: 2e6, dimensions: 300, window: 5, negative: 5, table, longest: 10 }),
  ).rejects.toThrow('2000000 words of 300 dimensions need more than 4 GB');
});
