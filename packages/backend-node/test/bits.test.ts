import { wasmBackend } from '@seqloom/backend-wasm';
import { expect, test } from 'vitest';
import { nodeBackend } from '../src/index.ts';
import { BUILDS, EXACT, MISSING } from './machine.ts';
import { train } from './training.ts';

test('every exact build trains to the bits of wasm, on any number of threads', async ({ skip }) => {
  if (MISSING) return skip(MISSING);
  const expected = await train(wasmBackend(), 1);
  for (const { simd, title } of EXACT) {
    for (const threads of [1, 2, 5]) {
      const got = await train(nodeBackend({ simd }), threads);
      expect(
        Buffer.from(got.buffer).equals(Buffer.from(expected.buffer)),
        `${title}, ${threads} threads`,
      ).toBe(true);
    }
  }
}, 300_000);

test('builds with fused multiply-add train to the same bits as one another, but not as wasm', async ({
  skip,
}) => {
  if (MISSING) return skip(MISSING);
  const fused = BUILDS.filter(({ fma }) => fma);
  if (fused.length === 0) return skip('this processor has no fused multiply-add');
  const all = [];
  for (const { simd } of fused) all.push(await train(nodeBackend({ simd, fma: true }), 2));
  for (const bits of all) expect(bits).toEqual(all[0]);
  expect(all[0]).not.toEqual(await train(wasmBackend(), 1));
}, 300_000);
