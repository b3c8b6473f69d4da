import fc from 'fast-check';
import { expect, test } from 'vitest';
import { principalComponents, WordVectors } from '../src/index.ts';
import { symmetricEigen } from '../src/symmetric-eigen.ts';

test('points on a line lie along the first direction, at their distances', () => {
  // a + t·(3, 4, 0)/5 for t = −2, 0, 2, around the mean (1, 1, 7)
  const data = Float32Array.of(1 - 1.2, 1 - 1.6, 7, 1, 1, 7, 1 + 1.2, 1 + 1.6, 7);
  const { points, directions, explained, words } = principalComponents(
    new WordVectors(['a', 'b', 'c'], 3, data),
    ['c', 'a', 'b'],
  );
  expect(words).toEqual(['c', 'a', 'b']);
  expect(directions[0]![0]).toBeCloseTo(0.6, 6);
  expect(directions[0]![1]).toBeCloseTo(0.8, 6);
  expect(points.map(([x]) => x)).toEqual([expect.closeTo(2, 6), expect.closeTo(-2, 6), expect.closeTo(0, 6)]);
  expect(explained).toEqual([expect.closeTo(1, 6), expect.closeTo(0, 6)]);
});

test('all components together keep every distance, and directions are orthonormal', () => {
  const number = fc.float({ min: -5, max: 5, noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(
      fc.array(fc.array(number, { minLength: 4, maxLength: 4 }), { minLength: 2, maxLength: 8 }),
      (rows) => {
        const words = rows.map((_, i) => `w${i}`);
        const vectors = new WordVectors(words, 4, Float32Array.from(rows.flat()));
        const { points, directions, explained } = principalComponents(vectors, words, { components: 4 });
        const distance = (a: readonly number[], b: readonly number[]) =>
          Math.hypot(...a.map((x, i) => x - b[i]!));
        for (const [i, row] of rows.entries()) {
          expect(Math.abs(distance(row, rows[0]!) - distance(points[i]!, points[0]!))).toBeLessThan(1e-5);
        }
        for (const [i, one] of directions.entries()) {
          for (const [j, other] of directions.entries()) {
            const product = one.reduce((sum, x, d) => sum + x * other[d]!, 0);
            expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-9);
          }
        }
        expect([...explained].sort((a, b) => b - a)).toEqual(explained);
      },
    ),
    { numRuns: 100 },
  );
});

test('eigenvalues of a matrix worked by hand', () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
  expect(values).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)]);
  expect(Math.abs(vectors[0]![0]! - vectors[0]![1]!)).toBeLessThan(1e-12);
});

test('equal vectors have no variance to explain', () => {
  const { points, explained } = principalComponents(
    new WordVectors(['a', 'b'], 2, new Float32Array(4).fill(1)),
    ['a', 'b'],
  );
  expect([points, explained]).toEqual([
    [
      [0, 0],
      [0, 0],
    ],
    [0, 0],
  ]);
});

test('bad arguments are named', () => {
  const vectors = new WordVectors(['a', 'b'], 2, new Float32Array(4));
  expect(() => principalComponents(vectors, ['a'])).toThrow('words must be two or more, got 1');
  expect(() => principalComponents(vectors, ['a', 'x'])).toThrow('there is no vector for "x"');
  expect(() => principalComponents(vectors, ['a', 'b'], { components: 3 })).toThrow(
    'an integer from 1 to 2, got 3',
  );
});
