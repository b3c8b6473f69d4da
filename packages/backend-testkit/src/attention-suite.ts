import * as s from '@seqloom/backend';
import { describe, expect, test } from 'vitest';
import { draw } from './conv-cases.ts';
import { checkGradients } from './gradient-check.ts';
import { expectClose, numbers, take } from './numbers.ts';
import { portableBody } from './portable-body.ts';

interface AttentionCase {
  readonly query: readonly [batch: number, time: number, heads: number, features: number];
  readonly steps: number;
  readonly width: number;
  readonly causal?: boolean;
  readonly scale?: number;
  /** Which masks there are. */
  readonly masks?: 'query' | 'key' | 'both';
  /** Whether there is a mask of pairs, for each sample or for all. */
  readonly pairs?: 'each' | 'all';
  /** How many steps at the start of every sequence are skipped: with `causal` the first rows see nothing. */
  readonly skipped?: number;
}

/** One of everything, odd sizes, sizes over one block of the fused bodies, rows that see nothing. */
const CASES: readonly AttentionCase[] = [
  { query: [1, 1, 1, 1], steps: 1, width: 1 },
  { query: [1, 1, 1, 2], steps: 1, width: 3, causal: true, masks: 'both' },
  { query: [2, 5, 3, 4], steps: 7, width: 6 },
  { query: [2, 7, 1, 5], steps: 7, width: 3, causal: true },
  { query: [3, 4, 2, 3], steps: 9, width: 3, masks: 'key', scale: 0.3 },
  { query: [2, 9, 2, 3], steps: 4, width: 2, causal: true, masks: 'both' },
  { query: [2, 6, 2, 3], steps: 6, width: 3, causal: true, masks: 'key', skipped: 3 },
  { query: [2, 5, 1, 4], steps: 3, width: 4, masks: 'both', skipped: 3 },
  { query: [1, 70, 2, 16], steps: 70, width: 16, causal: true },
  { query: [1, 66, 1, 9], steps: 131, width: 17, masks: 'both' },
  { query: [1, 3, 1, 150], steps: 4, width: 130, causal: true },
  { query: [2, 5, 2, 3], steps: 4, width: 2, pairs: 'each' },
  { query: [2, 5, 2, 3], steps: 4, width: 2, pairs: 'all', causal: true, masks: 'both' },
];

function operandsOf({ query, steps, width, causal = false, masks, skipped = 0, pairs, ...c }: AttentionCase) {
  const [batch, time, heads, features] = query;
  const mask = (length: number, skip: number) =>
    s.tensor(
      Uint8Array.from({ length: batch * length }, (_, i) => Number(i % length >= skip && i % 3 !== 2)),
      [batch, length],
      'bool',
    );
  const operands = {
    query: draw(query, 1),
    key: draw([batch, steps, heads, features], 2),
    value: draw([batch, steps, heads, width], 3),
    queryMask: masks === 'query' || masks === 'both' ? mask(time, 0) : undefined,
    keyMask: masks === 'key' || masks === 'both' ? mask(steps, skipped) : undefined,
    attentionMask: pairs && pairsMask(pairs === 'all' ? 1 : batch, time, steps),
  };
  const attributes = { causal, scale: c.scale ?? 1 / Math.sqrt(features) };
  const dispose = () => s.dispose(...Object.values(operands).filter((tensor) => tensor !== undefined));
  return { operands, attributes, dispose };
}

/** Every third pair and the last row are left out. */
function pairsMask(batch: number, time: number, steps: number): s.Tensor {
  const bits = Uint8Array.from({ length: batch * time * steps }, (_, i) =>
    Number(i % 3 !== 1 && Math.floor(i / steps) % time !== time - 1),
  );
  return s.tensor(bits, [batch, time, steps], 'bool');
}

/** Attention: fused bodies equal the portable ones, and these their formula. */
export function attentionSuite(): void {
  describe('attention', () => {
    test.each(CASES)('%j: equals the portable bodies, forward and backward', async (c) => {
      const { operands, attributes, dispose } = operandsOf(c);
      const { query: q, key: k, value: v, ...masks } = operands;
      const weights = draw([...c.query.slice(0, 3), c.width], 9);
      const { value, rest, grads } = s.valueAndGrad(() => {
        const y = s.attention({ ...operands, ...attributes });
        return [s.sum(s.mul(y, weights)), y];
      }, [q, k, v]);
      const inputs = { q, k, v, ...masks };
      const { y, logSumExp } = s.tidy(() => portableBody('Attention')(inputs, attributes));
      const { dq, dk, dv } = s.tidy(() =>
        portableBody('AttentionGrad')({ ...inputs, y, logSumExp, dy: weights }, attributes),
      );
      // Sums of float32 in another order, and another exponential.
      for (const [got, expected] of [
        [rest[0]!, y],
        [grads[0]!, dq],
        [grads[1]!, dk],
        [grads[2]!, dv],
      ] as const) {
        expect(got.shape).toEqual(expected.shape);
        expectClose(await take(got), await take(expected), 2e-5);
      }
      s.dispose(value, logSumExp, weights);
      dispose();
    });

    test('is the formula, and a row that sees nothing is zeros', async () => {
      const c: AttentionCase = {
        query: [2, 3, 2, 2],
        steps: 4,
        width: 2,
        causal: true,
        masks: 'key',
        skipped: 2,
      };
      const { operands, attributes, dispose } = operandsOf(c);
      const [q, k, v] = await Promise.all(
        [operands.query, operands.key, operands.value].map((x) => x.data()),
      );
      const counts = await operands.keyMask!.data();
      const expected: number[] = [];
      for (let b = 0; b < 2; b++)
        for (let t = 0; t < 3; t++)
          for (let n = 0; n < 2; n++) {
            const powers = [0, 1, 2, 3].map((step) => {
              if (step > t || !counts[b * 4 + step]) return 0;
              const at = [((b * 3 + t) * 2 + n) * 2, ((b * 4 + step) * 2 + n) * 2] as const;
              const score = q![at[0]]! * k![at[1]]! + q![at[0] + 1]! * k![at[1] + 1]!;
              return Math.exp(attributes.scale * score);
            });
            const total = powers.reduce((sum, power) => sum + power, 0) || 1;
            for (let d = 0; d < 2; d++)
              expected.push(
                powers.reduce((sum, p, step) => sum + (p / total) * v![((b * 4 + step) * 2 + n) * 2 + d]!, 0),
              );
          }
      expectClose(await take(s.attention({ ...operands, ...attributes })), expected, 1e-6);
      expect(expected.slice(0, 8).every((value) => value === 0)).toBe(true);
      dispose();
    });

    test('the weights that are written out sum the value to the same', async () => {
      const { operands, attributes, dispose } = operandsOf({ ...CASES[5]!, pairs: 'each' });
      const { query, key, value, ...masks } = operands;
      const { causal, scale } = attributes;
      const summed = s.tidy(() => {
        const heads = [query, key].map((x) => s.transpose(x, [0, 2, 1, 3])) as [s.Tensor, s.Tensor];
        const scores = s.mul(s.matMul(...heads, { transposeB: true }), s.scalar(scale));
        const weights = s.attentionWeights({ scores, causal, ...masks });
        expect(weights.shape).toEqual([2, 2, 9, 4]);
        return s.transpose(s.matMul(weights, s.transpose(value, [0, 2, 1, 3])), [0, 2, 1, 3]);
      });
      expectClose(await take(s.attention({ ...operands, ...attributes })), await take(summed), 1e-6);
      dispose();
    });

    test('gradients are differences of values', async () => {
      const { operands, attributes, dispose } = operandsOf({
        query: [1, 3, 2, 2],
        steps: 4,
        width: 2,
        causal: true,
        masks: 'both',
      });
      const { queryMask, keyMask } = operands;
      const operation = (...[query, key, value]: s.Tensor[]) =>
        s.attention({ query: query!, key: key!, value: value!, queryMask, keyMask, ...attributes });
      await checkGradients(operation, [
        { values: numbers(12, 1), shape: [1, 3, 2, 2] },
        { values: numbers(16, 2), shape: [1, 4, 2, 2] },
        { values: numbers(16, 3), shape: [1, 4, 2, 2] },
      ]);
      dispose();
    });

    test('operands that do not fit are refused before a kernel sees them', () => {
      const [query, key, flat] = [draw([2, 5, 1, 4], 1), draw([2, 3, 1, 4], 2), draw([2, 5, 4], 3)];
      const pairs = pairsMask(2, 3, 5);
      const refused: readonly (readonly [() => unknown, string])[] = [
        [
          () => s.attention({ query: flat, key, value: key }),
          'attention: query must have shape [B, T, N, H]',
        ],
        [
          () => s.attention({ query, key, value: query }),
          'attention: value has shape [2, 5, 1, 4], expected [2, 3, 1, 4]',
        ],
        [
          () => s.attention({ query, key, value: key, keyMask: flat }),
          'attention: keyMask has dtype float32',
        ],
        [
          () => s.attention({ query, key, value: key, attentionMask: pairs }),
          'attention: attentionMask has shape [2, 3, 5], expected [2, 5, 3]',
        ],
        [
          () => s.attention({ query, key, value: key, scale: Number.NaN }),
          'attention: scale must be a finite number, got NaN.',
        ],
        [() => s.attentionWeights({ scores: flat }), 'attentionWeights: scores must have shape [B, N, T, S]'],
      ];
      for (const [call, message] of refused) expect(call).toThrow(message);
      s.dispose(query, key, flat, pairs);
    });
  });
}
