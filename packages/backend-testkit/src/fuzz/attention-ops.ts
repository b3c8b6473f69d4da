import * as s from '@seqloom/backend';
import type { Draw } from './draw.ts';
import { alive, make, must, type Nd, optionsOf, sizeOf } from './nd.ts';
import type { FuzzedOp } from './ops.ts';

/** Which pairs of a row and a step count. */
type Counts = (sample: number, row: number, step: number) => boolean;

/** Attention and its weights, against their formulas. */
export const ATTENTION_OPS: readonly FuzzedOp[] = [
  {
    name: 'attention',
    draw: (draw) => {
      const [batch, time, steps, heads] = sizesOf(draw);
      const [features, width] = [draw.between(1, 5), draw.between(1, 5)];
      return [
        {
          query: draw.nd([batch, time, heads, features]),
          key: draw.nd([batch, steps, heads, features]),
          value: draw.nd([batch, steps, heads, width]),
          ...masksOf(draw, batch, time, steps),
        },
      ];
    },
    run: s.attention,
    expect: (options) => {
      const given = optionsOf(options, ['query', 'key', 'value', ...MASKS, 'scale']);
      const [query, key, value] = [given.query, given.key, given.value].map((x) => full(x));
      const [batch, time, heads, features] = query!.shape as [number, number, number, number];
      const [, steps] = key!.shape as [number, number];
      const width = value!.shape[3]!;
      mustHave(key!, [batch, steps, heads, features]);
      mustHave(value!, [batch, steps, heads, width]);
      const { scale = 1 / Math.sqrt(features) } = given;
      must(typeof scale === 'number' && Number.isFinite(scale));
      const counts = countsOf(given, batch, time, steps);
      return make('float32', [batch, time, heads, width], ([b, t, n, v]) => {
        const scores = Array.from({ length: steps }, (_, step) => {
          let product = 0;
          for (let d = 0; d < features; d++)
            product += entry(query!, b!, t!, n!, d) * entry(key!, b!, step, n!, d);
          return scale * product;
        });
        const weights = softmax(scores, (step) => counts(b!, t!, step));
        return weights.reduce((sum, weight, step) => sum + weight * entry(value!, b!, step, n!, v!), 0);
      });
    },
    smooth: true,
    tolerance: 1e-4, // float32 scores up to 40, whose powers are taken
  },
  {
    name: 'attentionWeights',
    draw: (draw) => {
      const [batch, time, steps, heads] = sizesOf(draw);
      return [{ scores: draw.nd([batch, heads, time, steps]), ...masksOf(draw, batch, time, steps) }];
    },
    run: s.attentionWeights,
    expect: (options) => {
      const given = optionsOf(options, ['scores', ...MASKS]);
      const scores = full(given.scores);
      const [batch, , time, steps] = scores.shape as [number, number, number, number];
      const counts = countsOf(given, batch, time, steps);
      return make('float32', scores.shape, ([b, n, t, step]) => {
        const row = Array.from({ length: steps }, (_, other) => entry(scores, b!, n!, t!, other));
        return softmax(row, (other) => counts(b!, t!, other))[step!]!;
      });
    },
    smooth: true,
  },
];

const MASKS = ['queryMask', 'keyMask', 'attentionMask', 'causal'];

/** B, T, S, N */
function sizesOf(draw: Draw): [number, number, number, number] {
  const length = () => (draw.chance(0.05) ? draw.between(60, 70) : draw.between(1, 6));
  return [draw.between(1, 3), length(), length(), draw.between(1, 3)];
}

function masksOf(draw: Draw, batch: number, time: number, steps: number): object {
  const maybe = (name: string, probability: number, value: () => unknown) =>
    draw.chance(probability) ? { [name]: value() } : {};
  return {
    ...maybe('queryMask', 0.3, () => draw.nd([batch, time], 'bool')),
    ...maybe('keyMask', 0.3, () => draw.nd([batch, steps], 'bool')),
    ...maybe('attentionMask', 0.2, () => draw.nd([draw.chance(0.3) ? 1 : batch, time, steps], 'bool')),
    ...maybe('causal', 0.5, () => draw.chance(0.6)),
  };
}

/** A float32 tensor of rank 4 that is not empty. */
function full(x: unknown): Nd {
  const it = alive(x, 'float32');
  must(it.shape.length === 4 && sizeOf(it.shape) > 0);
  return it;
}

function mustHave({ shape }: Nd, expected: readonly number[]): void {
  must(shape.length === expected.length && shape.every((size, axis) => size === expected[axis]));
}

function countsOf(
  given: Readonly<Record<string, unknown>>,
  batch: number,
  time: number,
  steps: number,
): Counts {
  const mask = (name: string, shape: (x: Nd) => readonly number[]): Nd | undefined => {
    if (given[name] === undefined) return undefined;
    const it = alive(given[name], 'bool');
    mustHave(it, shape(it));
    return it;
  };
  const rows = mask('queryMask', () => [batch, time]);
  const keys = mask('keyMask', () => [batch, steps]);
  const pairs = mask('attentionMask', ({ shape }) => [shape[0] === 1 ? 1 : batch, time, steps]);
  const { causal = false } = given;
  must(typeof causal === 'boolean');
  return (b, t, step) =>
    (!rows || rows.data[b * time + t] === 1) &&
    (!keys || keys.data[b * steps + step] === 1) &&
    (!pairs || pairs.data[((pairs.shape[0] === 1 ? 0 : b) * time + t) * steps + step] === 1) &&
    (!causal || step <= t);
}

function entry({ shape, data }: Nd, a: number, b: number, c: number, d: number): number {
  return data[((a * shape[1]! + b) * shape[2]! + c) * shape[3]! + d]!;
}

/** Over the entries that count; zeros where none does. */
function softmax(row: readonly number[], counts: (at: number) => boolean): number[] {
  const most = row.reduce(
    (top, score, at) => (counts(at) ? Math.max(top, score) : top),
    Number.NEGATIVE_INFINITY,
  );
  const powers = row.map((score, at) => (counts(at) ? Math.exp(score - most) : 0));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => (total === 0 ? 0 : power / total));
}
