import { createRandom } from '@seqloom/random';
import { describe, expect, test } from 'vitest';
import { getInitializer, type InitializerOption } from '../src/index.ts';

const make = (option: InitializerOption, shape: readonly number[]) =>
  getInitializer('test', option)(shape, createRandom(1, 'initializers'));

const moments = (values: Float32Array) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return {
    mean,
    stddev: Math.sqrt(variance),
    largest: values.reduce((max, v) => Math.max(max, Math.abs(v)), 0),
  };
};

test('zeros, ones, constant and identity are exact', () => {
  expect(make('zeros', [2])).toEqual(Float32Array.of(0, 0));
  expect(make('ones', [2])).toEqual(Float32Array.of(1, 1));
  expect(make({ type: 'constant', value: 0.5 }, [2])).toEqual(Float32Array.of(0.5, 0.5));
  expect(make({ type: 'identity', gain: 2 }, [2, 3])).toEqual(Float32Array.of(2, 0, 0, 0, 2, 0));
});

// Fans of [40, 60]: 40 and 60; of a convolution [3, 40, 60]: 120 and 180. Bars: 5 standard errors of 2,400 or 7,200 draws.
describe.each([
  ['randomUniform', [40, 60], 0.05 / Math.sqrt(3), 0.05],
  ['uniform', [40, 60], 0.05 / Math.sqrt(3), 0.05],
  [{ type: 'randomUniform', minval: -1, maxval: 1 }, [40, 60], 1 / Math.sqrt(3), 1],
  ['randomNormal', [40, 60], 0.05, 0.05 * 6],
  [{ type: 'normal', stddev: 2 }, [40, 60], 2, 12],
  ['truncatedNormal', [40, 60], 0.05 * 0.8796, 0.1],
  ['glorotUniform', [40, 60], Math.sqrt(2 / 100), Math.sqrt(6 / 100)],
  ['glorotNormal', [40, 60], Math.sqrt(2 / 100), (2 * Math.sqrt(2 / 100)) / 0.8796],
  ['heUniform', [40, 60], Math.sqrt(2 / 40), Math.sqrt(6 / 40)],
  ['heNormal', [3, 40, 60], Math.sqrt(2 / 120), (2 * Math.sqrt(2 / 120)) / 0.8796],
  ['lecunUniform', [3, 40, 60], Math.sqrt(1 / 120), Math.sqrt(3 / 120)],
  ['lecunNormal', [40, 60], Math.sqrt(1 / 40), (2 * Math.sqrt(1 / 40)) / 0.8796],
  [
    { type: 'varianceScaling', scale: 3, mode: 'fanOut', distribution: 'normal' },
    [40, 60],
    Math.sqrt(3 / 60),
    2,
  ],
] as const)('%j for %j', (option, shape, stddev, bound) => {
  test('has the mean, spread and bound of Keras', () => {
    const values = make(option, shape);
    const got = moments(values);
    expect(values).toHaveLength(shape.reduce((product, size) => product * size, 1));
    expect(Math.abs(got.mean)).toBeLessThan((5 * stddev) / Math.sqrt(values.length));
    expect(Math.abs(got.stddev / stddev - 1)).toBeLessThan(5 / Math.sqrt(2 * values.length));
    expect(got.largest).toBeLessThanOrEqual(bound * (1 + 1e-6));
  });
});

test.each([[[8, 8]], [[8, 32]], [[32, 8]], [[2, 3, 4]], [[1, 5]], [[1, 1]]])(
  'orthogonal %j has orthonormal rows or columns',
  (shape) => {
    const columns = shape.at(-1)!;
    const values = make({ type: 'orthogonal', gain: 2 }, shape);
    const rows = values.length / columns;
    const at = (row: number, column: number) => values[row * columns + column]!;
    const short = Math.min(rows, columns);
    for (let a = 0; a < short; a++) {
      for (let b = 0; b < short; b++) {
        let dot = 0;
        for (let i = 0; i < Math.max(rows, columns); i++) {
          dot += rows >= columns ? at(i, a) * at(i, b) : at(a, i) * at(b, i);
        }
        expect(dot).toBeCloseTo(a === b ? 4 : 0, 5);
      }
    }
  },
);

test('orthogonal matrices are spread evenly: no sign is favoured', () => {
  let positive = 0;
  for (let seed = 0; seed < 200; seed++) {
    const init = getInitializer('test', 'orthogonal');
    if (init([3, 3], createRandom(seed, 'sign'))[0]! > 0) positive++;
  }
  expect(Math.abs(positive - 100)).toBeLessThan(36); // 5 standard errors of 200 coin throws
});

test('identity and orthogonal refuse other ranks', () => {
  expect(() => make('identity', [2])).toThrow('identity: needs a shape of rank 2, got [2].');
  expect(() => make('orthogonal', [2])).toThrow('orthogonal: needs a shape of rank 2 or more, got [2].');
});

test.each([
  [
    { type: 'varianceScaling', mode: 'fan_avg' },
    'varianceScaling: mode must be one of fanIn, fanOut, fanAvg, got "fan_avg"',
  ],
  [
    { type: 'varianceScaling', distribution: 'truncated' },
    'varianceScaling: distribution must be one of truncatedNormal, normal,',
  ],
  [{ type: 'varianceScaling', scale: 0 }, 'varianceScaling: scale must be a positive number, got 0'],
  [{ type: 'constant', values: 1 }, 'constant: has no setting "values". Its settings: value.'],
  [{ type: 'zeros', mode: 'fanIn' }, 'zeros: has no setting "mode". Its settings: none.'],
  [{ type: 'randomNormal', stddev: '1' }, 'randomNormal: stddev must be a finite number, got "1"'],
])('%j is refused', (option, message) => {
  expect(() => getInitializer('Dense: kernelInitializer', option as never)).toThrow(
    `Dense: kernelInitializer: ${message}`,
  );
});
