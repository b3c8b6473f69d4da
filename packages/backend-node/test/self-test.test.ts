import { createHeap, loadKernels } from '@seqloom/kernels';
import { expect, test } from 'vitest';
import type { NativeAddon } from '../src/native-addon.ts';
import { computeDigests, RECORDED, selfTest } from '../src/self-test.ts';
import { addon, BUILDS, MISSING } from './machine.ts';

test('the digests recorded for exact builds are those of the wasm build', async () => {
  const heap = createHeap({ shared: true });
  expect(computeDigests(await loadKernels({ heap }), heap)).toEqual(RECORDED.exact);
});

test('every build passes its self-test, in milliseconds', async ({ skip }) => {
  if (MISSING) return skip(MISSING);
  for (const { simd, fma } of BUILDS) {
    const level = addon!.levels.findIndex(({ name, fused }) => name === simd && fused === fma);
    await selfTest(addon!, level);
    const from = process.cpuUsage();
    await selfTest(addon!, level);
    // Time of the processor, because a busy machine does little in a second: 3 ms, and the compiler of the engine beside it.
    const { user, system } = process.cpuUsage(from);
    expect((user + system) / 1000).toBeLessThan(500);
  }
}, 120_000);

test('a build that computes something else is refused, and its calls are named', async ({ skip }) => {
  if (MISSING) return skip(MISSING);
  const activateAll = addon!.kernels.indexOf('activate_all');
  const broken: NativeAddon = {
    ...addon!,
    attach(view, level, threads) {
      const heap = addon!.attach(view, level, threads);
      return {
        ...heap,
        run: (kernel, ...rest) => {
          if (kernel !== activateAll) heap.run(kernel, ...rest);
        },
      };
    },
  };
  await expect(
    selfTest(
      broken,
      addon!.levels.findIndex(({ supported }) => supported),
    ),
  ).rejects.toThrow(/^the self-test differs from what was recorded in activations, updates$/);
});
