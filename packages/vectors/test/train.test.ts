import { createRandom } from '@seqloom/random';
import { describe, expect, test } from 'vitest';
import { cooccurrence, mostSimilar, trainGlove, trainSkipGram, type WordVectors } from '../src/index.ts';
import { negativeTable } from '../src/negative-table.ts';

/** Sentences about one of two topics: words of a topic occur together and never with words of the other. */
function topics(count: number): string[][] {
  const random = createRandom(1, 'topics');
  return Array.from({ length: count }, (_, s) =>
    Array.from({ length: 8 }, () => `${s % 2 === 0 ? 'sea' : 'sky'}${random.integer(6)}`),
  );
}

function expectTopics(vectors: WordVectors): void {
  for (const word of vectors.words) {
    const near = mostSimilar(vectors, word, { count: 5 }).map((neighbour) => neighbour.word.slice(0, 3));
    expect(near).toEqual(Array(5).fill(word.slice(0, 3)));
  }
}

describe('skip-gram', () => {
  test('puts words that share contexts side by side, with a falling loss', async () => {
    const losses: number[] = [];
    const vectors = await trainSkipGram(topics(400), {
      dimensions: 10,
      epochs: 10,
      subsample: 0,
      seed: 3,
      onEpoch: ({ epoch, loss }) => losses.push(epoch, loss),
    });
    expect([vectors.size, vectors.dimensions]).toEqual([12, 10]);
    expectTopics(vectors);
    expect(losses.filter((_, i) => i % 2 === 0)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    // Six binary questions a pair: ln 2 each when nothing is known.
    expect(losses[1]).toBeLessThan(6 * Math.LN2 + 0.01);
    expect(losses.at(-1)).toBeLessThan(0.95 * losses[1]!);
  });

  test('gives the same vectors for the same seed and others for another', async () => {
    const train = async (seed: number) =>
      (await trainSkipGram(topics(40), { dimensions: 6, epochs: 2, seed, minCount: 1 })).data;
    expect(await train(1)).toEqual(await train(1));
    expect(await train(1)).not.toEqual(await train(2));
  });

  test('keeps frequent words only, the most frequent first', async () => {
    const sentences = [...topics(40), ['rare', 'sea0', 'rare']];
    const vectors = await trainSkipGram(sentences, { dimensions: 4, epochs: 1, minCount: 3, maxWords: 5 });
    expect(vectors.size).toBe(5);
    expect(vectors.has('rare')).toBe(false);
    await expect(trainSkipGram([['a']], { minCount: 2 })).rejects.toThrow('no word occurs 2 times');
  });

  test('leaves out most occurrences of frequent words when told to', async () => {
    const losses: number[] = [];
    const sentences = Array.from({ length: 300 }, (_, i) => ['the', `w${i % 10}`, 'the', 'the']);
    const options = {
      dimensions: 4,
      epochs: 1,
      minCount: 1,
      seed: 1,
      onEpoch: (p: { loss: number }) => losses.push(p.loss),
    };
    const all = await trainSkipGram(sentences, { ...options, subsample: 0 });
    const some = await trainSkipGram(sentences, { ...options, subsample: 1e-3 });
    const length = (vectors: WordVectors) => Math.hypot(...vectors.vector('the')!);
    // A word that is hardly ever trained stays near its first vector, of length below 0.5 / √4.
    expect(length(all)).toBeGreaterThan(2 * length(some));
  });

  test('refuses a generator, which gives its sentences once only', async () => {
    function* corpus() {
      yield* topics(40);
    }
    const refusal = /trainSkipGram: sentences are read twice.* Give an array, or an object whose/;
    await expect(trainSkipGram(corpus())).rejects.toThrow(refusal);
    await expect(trainSkipGram(topics(40).values())).rejects.toThrow(refusal);
    const afresh = { [Symbol.iterator]: corpus };
    const options = { dimensions: 4, epochs: 1, seed: 1 };
    expect((await trainSkipGram(afresh, options)).data).toEqual(
      (await trainSkipGram(topics(40), options)).data,
    );
  });

  test('refuses sentences that are others at the second reading', async () => {
    const shrinking = { left: 40, [Symbol.iterator]: () => topics(shrinking.left--).values() };
    await expect(trainSkipGram(shrinking)).rejects.toThrow(
      /sentences gave \d+ words at the first reading and \d+ at the second/,
    );
  });

  test('refuses options that do not exist', async () => {
    const options = { dimensions: 10, vector_size: 10 };
    const onEpoch = 'log' as unknown as () => void;
    await expect(trainSkipGram(topics(4), { onEpoch })).rejects.toThrow(
      'onEpoch must be a function, got "log"',
    );
    await expect(trainSkipGram(topics(4), options)).rejects.toThrow(
      'trainSkipGram: has no setting "vector_size". Its settings: dimensions,',
    );
  });

  test('refuses options out of range', async () => {
    for (const name of ['dimensions', 'window', 'negative', 'epochs', 'minCount'] as const) {
      await expect(trainSkipGram([], { [name]: 0 })).rejects.toThrow(
        `trainSkipGram: ${name} must be a positive integer, got 0`,
      );
    }
    for (const name of ['learningRate', 'minLearningRate'] as const) {
      await expect(trainSkipGram([], { [name]: -1 })).rejects.toThrow(
        `${name} must be a positive number, got -1`,
      );
    }
    await expect(trainSkipGram([], { subsample: -1 })).rejects.toThrow(
      'subsample must be a finite number ≥ 0, got -1',
    );
    await expect(trainSkipGram([], { seed: 0.5 })).rejects.toThrow(
      'trainSkipGram: seed must be an integer from 0 on, got 0.5.',
    );
    await expect(trainSkipGram([], { signal: 'stop' as unknown as AbortSignal })).rejects.toThrow(
      'trainSkipGram: signal must be an AbortSignal, got "stop".',
    );
  });

  test('stops at once when it is aborted, before and during the training', async () => {
    await expect(trainSkipGram(topics(4), { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow(
      'no',
    );
    const controller = new AbortController();
    const training = trainSkipGram(topics(2000), { epochs: 10_000, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 20);
    await expect(training).rejects.toThrow('enough');
  });

  test('says so when its numbers overflow', async () => {
    const wild = trainSkipGram(topics(100), { learningRate: 1e38, epochs: 3 });
    await expect(wild).rejects.toThrow(/the loss of epoch \d is NaN. Lower learningRate/);
  });
});

describe('GloVe', () => {
  const matrix = cooccurrence(topics(200), { window: 4, weighting: 'inverse-distance' });

  test('puts words that share contexts side by side, with a falling loss', async () => {
    const losses: number[] = [];
    const vectors = await trainGlove(matrix, {
      dimensions: 8,
      epochs: 30,
      seed: 2,
      onEpoch: ({ loss }) => losses.push(loss),
    });
    expect(vectors.words).toEqual(matrix.words);
    expectTopics(vectors);
    expect(losses.at(-1)).toBeLessThan(0.1 * losses[0]!);
  });

  test('reaches the logarithms of the counts: w·w̃ + b + b̃ = ln x', async () => {
    // With more dimensions than words the sum of squares can become zero.
    const losses: number[] = [];
    await trainGlove(matrix, {
      dimensions: 20,
      epochs: 300,
      learningRate: 0.1,
      onEpoch: ({ loss }) => losses.push(loss),
    });
    expect(losses.at(-1)).toBeLessThan(1e-4);
  });

  test('takes the first step that the formula gives', async () => {
    const one = {
      words: ['a', 'b'],
      starts: Int32Array.of(0, 1, 1),
      columns: Int32Array.of(1),
      values: Float64Array.of(5),
    };
    const seen: number[] = [];
    await trainGlove(one, {
      dimensions: 3,
      epochs: 1,
      xMax: 20,
      alpha: 0.5,
      seed: 4,
      onEpoch: ({ loss }) => seen.push(loss),
    });
    // f(5) = (5 / 20)^0.5 = 0.5; the vectors start at ±1/6, so that the error is ln 5 but for 0.5.
    expect(seen[0]).toBeGreaterThan(0.5 * (Math.log(5) - 0.5) ** 2);
    expect(seen[0]).toBeLessThan(0.5 * (Math.log(5) + 0.5) ** 2);
  });

  test('gives the same vectors for the same seed and others for another', async () => {
    const train = async (seed: number) => (await trainGlove(matrix, { dimensions: 5, epochs: 2, seed })).data;
    expect(await train(1)).toEqual(await train(1));
    expect(await train(1)).not.toEqual(await train(2));
  });

  test('refuses options out of range, and stops when it is aborted', async () => {
    for (const name of ['dimensions', 'epochs'] as const) {
      await expect(trainGlove(matrix, { [name]: 1.5 })).rejects.toThrow(
        `${name} must be a positive integer, got 1.5`,
      );
    }
    for (const name of ['learningRate', 'xMax', 'alpha'] as const) {
      await expect(trainGlove(matrix, { [name]: 0 })).rejects.toThrow(
        `${name} must be a positive number, got 0`,
      );
    }
    const options = { xMax: 10, x_max: 100 };
    await expect(trainGlove(matrix, options)).rejects.toThrow('trainGlove: has no setting "x_max"');
    const negative = { ...matrix, values: matrix.values.map((x, i) => (i === 1 ? -x : x)) };
    await expect(trainGlove(negative)).rejects.toThrow(
      /trainGlove: counts must be positive, got -[\d.]+ for "s/,
    );
    await expect(trainGlove(cooccurrence([]))).rejects.toThrow('the matrix has no entries');
    await expect(trainGlove(matrix, { learningRate: 1e30 })).rejects.toThrow('Lower learningRate');
    await expect(trainGlove(matrix, { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
  });
});

test('the table of negative samples gives words places in proportion to count^0.75', () => {
  const counts = [1000, 100, 10, 1];
  const table = negativeTable(counts, 0.75);
  expect(table.length).toBe(2 ** 20);
  const total = counts.reduce((sum, count) => sum + count ** 0.75, 0);
  for (const [word, count] of counts.entries()) {
    const share = table.filter((entry) => entry === word).length / table.length;
    expect(Math.abs(share - count ** 0.75 / total)).toBeLessThan(2e-6);
  }
});
