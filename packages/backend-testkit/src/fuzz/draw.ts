import type { DType } from '@seqloom/backend';
import { createRandom } from '@seqloom/random';
import { make, type Nd } from './nd.ts';

/** Random arguments of calls. */
export interface Draw {
  integer(bound: number): number;
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): T[];
  /** Lengths from 1 to 4, seldom 0, a length beyond a vector register or a whole large tensor. */
  shape(leastRank?: number, mostRank?: number): number[];
  /** A shape that broadcasts to another. */
  narrowed(shape: readonly number[]): number[];
  /** Numbers that float32 holds: multiples of 1/64 in ±4, integers, or 0 and 1. */
  nd(shape: readonly number[], dtype?: DType): Nd;
  /** As `nd`; now and then NaN, ±∞, large numbers and integers beyond 2^24. */
  special(shape: readonly number[], dtype?: DType): Nd;
}

const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e30, -1e30, 88, -104];
const LARGE = 2 ** 25 - 1;

/** Draws from the sequence of a seed and a step. */
export function createDraw(seed: number, step: number): Draw {
  const random = createRandom(seed, 'fuzz', step);
  const integer = (bound: number) => random.integer(bound);
  const chance = (probability: number) => random.uniform() < probability;
  const pick = <T>(items: readonly T[]): T => items[integer(items.length)]!;
  const length = () => (chance(0.03) ? 0 : chance(0.05) ? 5 + integer(30) : 1 + integer(4));
  const number = (dtype: DType) => {
    if (dtype === 'bool') return integer(2);
    return dtype === 'int32' ? integer(21) - 10 : (integer(513) - 256) / 64;
  };
  const nd = (shape: readonly number[], dtype: DType = 'float32') => make(dtype, shape, () => number(dtype));
  return {
    integer,
    between: (low, high) => low + integer(high - low + 1),
    chance,
    pick,
    shuffle: (items) => random.shuffle(items),
    shape(least = 0, most = 4) {
      if (most >= 2 && chance(0.001)) return [100 + integer(200), 100 + integer(100)];
      return Array.from({ length: least + integer(most - least + 1) }, length);
    },
    narrowed: (shape) =>
      shape.slice(chance(0.7) ? 0 : integer(shape.length + 1)).map((n) => (chance(0.75) ? n : 1)),
    nd,
    special(shape, dtype = 'float32') {
      const plain = nd(shape, dtype);
      if (dtype === 'bool' || chance(0.7)) return plain;
      const data = plain.data.map((x) => {
        if (!chance(0.3)) return x;
        return dtype === 'int32' ? integer(2 * LARGE) - LARGE : Math.fround(pick(SPECIAL));
      });
      return { ...plain, data };
    },
  };
}
