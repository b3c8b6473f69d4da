import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../src/index.ts';

interface Sequence {
  seed: number;
  stream: string;
  step: number;
  words: number[];
  uniform: number[];
  normal: number[];
}
const { sequences } = JSON.parse(
  readFileSync(new URL('../../../tooling/oracles/recorded/random_numbers.json', import.meta.url), 'utf8'),
) as { sequences: Sequence[] };

const repeat = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

/** Pearson's statistic of counts that should be equal: about `counts.length − 1`, with deviation √(2 · that). */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function moments(values: Iterable<number>): { mean: number; variance: number; kurtosis: number } {
  const list = [...values];
  const mean = list.reduce((sum, x) => sum + x, 0) / list.length;
  const power = (k: number) => list.reduce((sum, x) => sum + (x - mean) ** k, 0) / list.length;
  return { mean, variance: power(2), kurtosis: power(4) / power(2) ** 2 };
}

describe('the sequence', () => {
  test.each(sequences)('of seed $seed, stream "$stream", step $step equals the one Python computes', (s) => {
    const make = () => createRandom(s.seed, s.stream, s.step);
    const bits = make();
    expect(s.words.map(() => bits.uint32())).toEqual(s.words);
    const uniform = make();
    expect(s.uniform.map(() => uniform.uniform())).toEqual(s.uniform);
    const normal = make();
    for (const expected of s.normal) {
      // 2e-7 relative: the accuracy of the quantile approximation.
      expect(Math.abs(normal.normal() - expected)).toBeLessThanOrEqual(2e-7 * Math.abs(expected));
    }
  });

  test('differs when the seed, the stream or the step differs', () => {
    const arrows: [number, string | number, number][] = [
      [1, 'a', 0],
      [2, 'a', 0],
      [2 ** 32 + 1, 'a', 0],
      [1, 'b', 0],
      [1, 'a', 1],
      [1, 1, 0],
    ];
    const firstWords = arrows.map(([seed, stream, step]) => createRandom(seed, stream, step).uint32());
    expect(new Set(firstWords).size).toBe(arrows.length);
  });

  test('takes a numeric stream for its decimal digits and step 0 as the default', () => {
    expect(createRandom(5, 12, 3).uint32()).toBe(createRandom(5, '12', 3).uint32());
    expect(createRandom(5, 'x').uint32()).toBe(createRandom(5, 'x', 0).uint32());
  });

  test('does not depend on what other sequences drew', () => {
    const alone = repeat(
      10,
      (
        (r: Random) => () =>
          r.normal()
      )(createRandom(1, 'alone')),
    );
    const one = createRandom(1, 'alone');
    const other = createRandom(1, 'other');
    const interleaved = repeat(10, () => {
      other.fillNormal(new Float32Array(5));
      return one.normal();
    });
    expect(interleaved).toEqual(alone);
  });

  test('of any fill method is the same however it is cut into pieces', () => {
    const methods = [
      (r: Random, out: Float32Array) => r.fillUniform(out, -1, 3),
      (r: Random, out: Float32Array) => r.fillNormal(out, 2, 0.5),
      (r: Random, out: Float32Array) => r.fillTruncatedNormal(out),
      (r: Random, out: Float32Array) => r.fillBernoulli(out, 0.3, 2),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...methods),
        fc.array(fc.nat(2100), { maxLength: 5 }),
        fc.nat(),
        (fill, cuts, seed) => {
          const total = cuts.reduce((sum, cut) => sum + cut, 0);
          const whole = fill(createRandom(seed, 'cut'), new Float32Array(total));
          const pieces = new Float32Array(total);
          const random = createRandom(seed, 'cut');
          let start = 0;
          for (const cut of cuts) {
            fill(random, pieces.subarray(start, start + cut));
            start += cut;
          }
          expect(pieces).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('of fillNormal and fillTruncatedNormal is that of the single draws, rounded', () => {
    const filled = createRandom(3, 'n').fillNormal(new Float32Array(50), 1, 2);
    const drawn = createRandom(3, 'n');
    expect([...filled]).toEqual(repeat(50, () => Math.fround(drawn.normal(1, 2))));
    const filledTruncated = createRandom(3, 't').fillTruncatedNormal(new Float32Array(50), 1, 2);
    const drawnTruncated = createRandom(3, 't');
    expect([...filledTruncated]).toEqual(repeat(50, () => Math.fround(drawnTruncated.truncatedNormal(1, 2))));
  });
});

describe('the distribution', () => {
  const N = 200_000;

  test('of words is even in every byte, and neighbours are uncorrelated', () => {
    const random = createRandom(11, 'bytes');
    const counts = repeat(4, () => new Array<number>(256).fill(0));
    const pairs = new Array<number>(256).fill(0);
    let previous = random.uint32();
    for (let i = 0; i < N; i++) {
      const word = random.uint32();
      for (let byte = 0; byte < 4; byte++) counts[byte]![(word >>> (8 * byte)) & 255]!++;
      pairs[((previous >>> 28) << 4) | (word >>> 28)]!++;
      previous = word;
    }
    // 255 degrees of freedom: 5 deviations are 255 ± 113.
    for (const statistic of [...counts.map(chiSquare), chiSquare(pairs)]) {
      expect(statistic).toBeGreaterThan(142);
      expect(statistic).toBeLessThan(368);
    }
  });

  test('of the first word over steps, seeds and streams is as even as along one sequence', () => {
    const firsts: ((i: number) => number)[] = [
      (i) => createRandom(0, 'x', i).uint32(),
      (i) => createRandom(i, 'x').uint32(),
      (i) => createRandom(0, i).uint32(),
    ];
    for (const first of firsts) {
      const counts = new Array<number>(64).fill(0);
      for (let i = 0; i < 20_000; i++) counts[first(i) >>> 26]!++;
      // 63 degrees of freedom: 5 deviations are 63 ± 56.
      expect(chiSquare(counts)).toBeLessThan(119);
      expect(chiSquare(counts)).toBeGreaterThan(7);
    }
  });

  test('of uniform and fillUniform fills the interval and never leaves it', () => {
    const random = createRandom(12, 'uniform');
    const drawn = repeat(N, () => random.uniform(-2, 6));
    const filled = createRandom(12, 'fill').fillUniform(new Float32Array(N), -2, 6);
    for (const values of [drawn, filled]) {
      const { mean, variance } = moments(values);
      expect(Math.abs(mean - 2)).toBeLessThan(0.026); // 5 deviations of 8 / √(12 N)
      expect(Math.abs(variance - 64 / 12)).toBeLessThan(0.054); // 5 deviations: 64 · √(1/180 / N)
      expect(values.every((x) => x >= -2 && x < 6)).toBe(true);
    }
    const unit = createRandom(12, 'unit').fillUniform(new Float32Array(N));
    expect(unit.every((x) => x >= 0 && x < 1)).toBe(true);
    expect(createRandom(1, 'equal').uniform(3, 3)).toBe(3);
  });

  test('of normal has the mean, variance and kurtosis asked for', () => {
    const { mean, variance, kurtosis } = moments(createRandom(13, 'n').fillNormal(new Float32Array(N), 3, 2));
    expect(Math.abs(mean - 3)).toBeLessThan(0.0224); // 5 · 2/√N
    expect(Math.abs(variance - 4)).toBeLessThan(0.0633); // 5 · 4·√(2/N)
    expect(Math.abs(kurtosis - 3)).toBeLessThan(0.0548); // 5 · √(24/N)
  });

  test('of truncatedNormal stays within two deviations and has the closed-form variance', () => {
    const values = createRandom(14, 't').fillTruncatedNormal(new Float32Array(N), 1, 0.5);
    expect(values.every((x) => x >= 0 && x <= 2)).toBe(true);
    const { mean, variance } = moments(values);
    // Var = σ² (1 − 2·2·φ(2) / (2Φ(2) − 1)) = 0.7737413 σ²; 5 deviations are below 0.006 and 0.003.
    expect(Math.abs(mean - 1)).toBeLessThan(0.006);
    expect(Math.abs(variance - 0.7737413 * 0.25)).toBeLessThan(0.003);
  });

  test('of integer is even for a bound that does not divide 2^32, and reaches its ends', () => {
    const random = createRandom(15, 'die');
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < N; i++) counts[random.integer(6)]!++;
    expect(chiSquare(counts)).toBeLessThan(21); // 5 degrees of freedom: p = 0.001 at 20.5
    // With the bound 3·2^30 a plain remainder would give the lowest third half of all draws.
    const large = repeat(30_000, () => random.integer(3 * 2 ** 30));
    const lowest = large.filter((x) => x < 2 ** 30).length;
    expect(Math.abs(lowest - 10_000)).toBeLessThan(410); // 5 · √(30000 · 1/3 · 2/3)
    expect(random.integer(1)).toBe(0);
    expect(random.integer(2 ** 32)).toBeLessThan(2 ** 32);
  });

  test('of fillBernoulli has the probability asked for, exactly so at 0 and 1', () => {
    const mask = createRandom(16, 'mask').fillBernoulli(new Float32Array(N), 0.8, 1.25);
    const kept = mask.filter((x) => x === 1.25).length;
    expect(kept + mask.filter((x) => x === 0).length).toBe(N);
    expect(Math.abs(kept - 0.8 * N)).toBeLessThan(895); // 5 · √(N · 0.16)
    expect(
      createRandom(1, 'none')
        .fillBernoulli(new Float32Array(9999), 0)
        .every((x) => x === 0),
    ).toBe(true);
    expect(
      createRandom(1, 'all')
        .fillBernoulli(new Float32Array(9999), 1)
        .every((x) => x === 1),
    ).toBe(true);
  });

  test('of permutation gives each of the 24 orders of four items equally often', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = createRandom(17, 'shuffle', i).permutation(4).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquare([...counts.values()])).toBeLessThan(57); // 23 degrees of freedom, 5 deviations
  });
});

describe('permutation and shuffle', () => {
  test('keep every item once and leave the argument alone', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(), (n, seed) => {
        const order = createRandom(seed, 'p').permutation(n);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
        const items = Array.from({ length: n }, (_, i) => `item ${i}`);
        const shuffled = createRandom(seed, 'p').shuffle(items);
        expect(shuffled).toEqual([...order].map((i) => `item ${i}`));
        expect(items[n - 1]).toBe(n > 0 ? `item ${n - 1}` : undefined);
      }),
      { numRuns: 50 },
    );
  });
});

describe('bad arguments', () => {
  test('of createRandom are named', () => {
    for (const seed of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => createRandom(seed, 'x')).toThrow(`seed must be an integer from 0 on, got ${seed}`);
    }
    expect(() => createRandom(1, undefined as unknown as string)).toThrow(TypeError);
    expect(() => createRandom(1, 0.5)).toThrow('a numeric stream must be an integer, got 0.5');
    for (const step of [-1, 1.5, 2 ** 32]) {
      expect(() => createRandom(1, 'x', step)).toThrow(
        `step must be an integer from 0 to 4294967295, got ${step}`,
      );
    }
  });

  test('of the methods are named', () => {
    const random = createRandom(1, 'x');
    const out = new Float32Array(1);
    expect(() => random.uniform(2, 1)).toThrow(
      'Random.uniform: low and high must be finite, low ≤ high, got 2 and 1',
    );
    expect(() => random.uniform(-1e308, 1e308)).toThrow(RangeError);
    expect(() => random.fillUniform(out, 0, Number.NaN)).toThrow('got 0 and NaN');
    for (const bound of [0, -3, 1.5, 2 ** 32 + 1]) {
      expect(() => random.integer(bound)).toThrow(
        `bound must be an integer from 1 to 4294967296, got ${bound}`,
      );
    }
    expect(() => random.normal(0, -1)).toThrow('stddev finite and not negative, got 0 and -1');
    expect(() => random.truncatedNormal(Number.NaN)).toThrow(RangeError);
    expect(() => random.fillNormal(out, 0, Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(() => random.fillTruncatedNormal(out, 0, -1)).toThrow(RangeError);
    expect(() => random.permutation(-1)).toThrow('n must be an integer from 0 to 4294967295, got -1');
    expect(() => random.fillBernoulli(out, 1.01)).toThrow('probability must be in [0, 1], got 1.01');
    expect(() => random.fillBernoulli(out, 0.5, Number.NaN)).toThrow('value must be finite, got NaN');
  });
});

describe('skip', () => {
  test.each([0, 1, 3, 4, 7, 2048, 5001])('passes over %d words', (words) => {
    const whole = createRandom(7, 'skip', 2).fillUniform(new Float32Array(words + 9));
    const random = createRandom(7, 'skip', 2);
    random.skip(words);
    expect([...random.fillUniform(new Float32Array(9))]).toEqual([...whole.subarray(words)]);
  });

  test('goes on from words that were drawn one by one', () => {
    const [one, other] = [createRandom(1, 'skip'), createRandom(1, 'skip')];
    for (let i = 0; i < 3; i++) one.uint32();
    other.uint32();
    other.skip(2);
    expect([one.uint32(), one.uint32()]).toEqual([other.uint32(), other.uint32()]);
  });

  test('refuses what is not a number of words', () => {
    expect(() => createRandom(1, 'skip').skip(-1)).toThrow(
      'Random.skip: words must be an integer from 0 to 17179869184, got -1.',
    );
  });

  test('leaves no words after the last one', () => {
    const random = createRandom(1, 'skip');
    random.skip(2 ** 34 - 1);
    random.uint32();
    expect(() => random.uint32()).toThrow('all 2^34 words of this stream and step are used');
  });
});
