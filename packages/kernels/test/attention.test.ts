import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AttentionCase,
  type AttentionResults,
  attentionInputs,
  runAttention,
} from './attention-case.ts';
import { createWorkbench, relativeError, sameBits, type Workbench } from './workbench.ts';

/** The formula in float64, a row at a time. */
function loops(c: AttentionCase): Record<keyof AttentionResults, Float64Array> {
  const { batch, rows, steps, heads, features, width, causal, scale } = c;
  const { q, k, v, dy } = attentionInputs(c);
  const [y, dq] = [new Float64Array(dy.length), new Float64Array(q.length)];
  const [dk, dv] = [new Float64Array(k.length), new Float64Array(v.length)];
  for (let b = 0; b < batch; b++) {
    for (let n = 0; n < heads; n++) {
      for (let t = 0; t < rows; t++) {
        if (c.queryMask && !c.queryMask[b * rows + t]) continue;
        const at = (s: number, size: number) => ((b * steps + s) * heads + n) * size;
        const [qt, yt] = [((b * rows + t) * heads + n) * features, ((b * rows + t) * heads + n) * width];
        const seen = Array.from({ length: steps }, (_, s) => s).filter(
          (s) => (!causal || s <= t) && c.keyMask?.[b * steps + s] !== 0,
        );
        const dot = (a: Float32Array, i: number, w: Float32Array, j: number, size: number) => {
          let sum = 0;
          for (let d = 0; d < size; d++) sum += a[i + d]! * w[j + d]!;
          return sum;
        };
        const scores = seen.map((s) => Math.exp(scale * dot(q, qt, k, at(s, features), features)));
        const total = scores.reduce((sum, score) => sum + score, 0);
        const weights = scores.map((score) => score / total);
        for (const [i, s] of seen.entries()) {
          for (let d = 0; d < width; d++) {
            y[yt + d]! += weights[i]! * v[at(s, width) + d]!;
            dv[at(s, width) + d]! += weights[i]! * dy[yt + d]!;
          }
        }
        let along = 0;
        for (let d = 0; d < width; d++) along += dy[yt + d]! * y[yt + d]!;
        for (const [i, s] of seen.entries()) {
          const ds = scale * weights[i]! * (dot(dy, yt, v, at(s, width), width) - along);
          for (let d = 0; d < features; d++) {
            dq[qt + d]! += ds * k[at(s, features) + d]!;
            dk[at(s, features) + d]! += ds * q[qt + d]!;
          }
        }
      }
    }
  }
  return { y, dq, dk, dv };
}

const everyThird = (count: number) => Array.from({ length: count }, (_, i) => Number(i % 3 !== 1));
const CASES: Readonly<Record<string, AttentionCase>> = {
  'of one step': { batch: 1, rows: 1, steps: 1, heads: 1, features: 1, width: 1, causal: true, scale: 1 },
  'of odd sizes': { batch: 2, rows: 7, steps: 5, heads: 3, features: 5, width: 3, causal: false, scale: 0.7 },
  'causal over several blocks': {
    batch: 1,
    rows: 131,
    steps: 131,
    heads: 2,
    features: 16,
    width: 16,
    causal: true,
    scale: 0.25,
  },
  'with both masks': {
    batch: 2,
    rows: 66,
    steps: 70,
    heads: 1,
    features: 9,
    width: 20,
    causal: false,
    scale: 0.3,
    queryMask: everyThird(132),
    keyMask: everyThird(140),
  },
  'causal, fewer steps than rows, masked': {
    batch: 1,
    rows: 150,
    steps: 65,
    heads: 1,
    features: 8,
    width: 8,
    causal: true,
    scale: 0.35,
    keyMask: everyThird(65).map((counts, i) => (i < 2 ? 0 : counts)), // rows 0 and 1 see nothing
  },
  'causal, more steps than rows': {
    batch: 1,
    rows: 3,
    steps: 130,
    heads: 2,
    features: 4,
    width: 6,
    causal: true,
    scale: 0.5,
  },
  'of the longest vectors': {
    batch: 1,
    rows: 65,
    steps: 67,
    heads: 1,
    features: 128,
    width: 127,
    causal: false,
    scale: 0.05,
  },
};

describe('attention', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await createWorkbench();
  });

  it.each(Object.entries(CASES))('%s equals plain loops in float64', (_, c) => {
    const got = runAttention(bench, c);
    const expected = loops(c);
    for (const name of ['y', 'dq', 'dk', 'dv'] as const) {
      // 1e-5: float32 sums over up to 150 steps, of scores up to 20
      expect(relativeError(got[name], Array.from(expected[name])), name).toBeLessThan(1e-5);
    }
  });

  it('gives zeros where no step counts, forward and backward', () => {
    const sizes = { batch: 2, rows: 3, steps: 70, heads: 1, features: 4, width: 4, causal: false, scale: 1 };
    const none = new Array<number>(70).fill(0);
    const { y, dq, dk, dv } = runAttention(bench, { ...sizes, keyMask: [...none, ...none.map(() => 1)] });
    for (const values of [y, dq]) {
      expect(values.subarray(0, 12).every((value) => value === 0)).toBe(true);
      expect(values.subarray(12).some((value) => value !== 0)).toBe(true);
    }
    for (const values of [dk, dv]) expect(values.subarray(0, 280).every((value) => value === 0)).toBe(true);
  });

  it('lets a NaN spoil its own row only', () => {
    const sizes = { batch: 1, rows: 2, steps: 3, heads: 1, features: 1, width: 1, causal: false, scale: 1 };
    const [q, k, v] = [bench.put([Number.NaN, 1]), bench.put([1, 2, 3]), bench.put([5, 5, 5])];
    const [y, logSumExp] = [bench.space(2), bench.space(2)];
    bench.kernels.attention({ ...sizes, q, k, v, y, logSumExp });
    const [first, second] = bench.floats(y, 2);
    expect(first).toBeNaN();
    expect(second).toBeCloseTo(5, 5);
  });

  it('gives the same bits in any order of the pieces and on shared memory', async () => {
    for (const options of [{ reversed: true }, { shared: true }]) {
      const other = await createWorkbench(options);
      for (const name of ['causal over several blocks', 'with both masks']) {
        const [got, expected] = [runAttention(other, CASES[name]!), runAttention(bench, CASES[name]!)];
        for (const part of ['y', 'dq', 'dk', 'dv'] as const) {
          expect(sameBits(got[part], expected[part]), `${name}: ${part}`).toBe(true);
        }
      }
    }
  });

  it('refuses longer vectors than its blocks hold', () => {
    const sizes = { batch: 1, rows: 1, steps: 1, heads: 1, features: 129, width: 1, causal: false, scale: 1 };
    expect(() => runAttention(bench, sizes)).toThrow('attention: features must be at most 128, got 129.');
  });
});
