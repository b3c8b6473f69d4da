import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARGUMENTS } from '../src/generated/arguments.ts';
import { runEveryKernel } from './every-kernel.ts';
import { buildNative, type InstructionSet, type NativeBuild } from './native.ts';
import { createWorkbench, relativeError } from './workbench.ts';

// The branches of c/simd.h for AVX2 and AVX-512 against the wasm build.
describe.each<[InstructionSet, number]>([
  ['avx2', 8],
  ['avx512', 16],
])('the kernels compiled for %s', (isa, lanes) => {
  let build: NativeBuild;
  // A compiler takes 5 seconds, on a busy machine many times as long.
  beforeAll(() => {
    build = buildNative(isa);
  }, 300_000);
  afterAll(() => {
    if (!('missing' in build)) build.dispose();
  });

  it('agree with the wasm build, every one of them', async ({ skip }) => {
    if ('missing' in build) return skip(build.missing);
    const { executor } = build;
    const ran = new Set<string>();
    const native = await createWorkbench({ executor: (heap) => executor(heap, (name) => ran.add(name)) });
    const got = runEveryKernel(native, lanes);
    const expected = runEveryKernel(await createWorkbench(), 4);
    expect([...ran].sort()).toEqual(Object.keys(ARGUMENTS).sort());
    expect(Object.keys(got)).toEqual(Object.keys(expected));
    const wrong = Object.entries(expected).flatMap(([name, values]) => {
      const error = relativeError(got[name]!, values);
      // Fused multiply-adds and the order of a sum change it by some 1e-6 for 2100 products.
      return error < 1e-5 ? [] : [`${name}: ${error}`];
    });
    expect(wrong).toEqual([]);
  }, 60_000);
});
