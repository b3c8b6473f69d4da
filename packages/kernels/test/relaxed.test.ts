import { describe, expect, it } from 'vitest';
import { supportsRelaxedSimd } from '../src/index.ts';
import { runEveryKernel } from './every-kernel.ts';
import { createWorkbench, relativeError } from './workbench.ts';

const reason = supportsRelaxedSimd() ? '' : `: Node ${process.version} has no relaxed SIMD`;

describe.skipIf(reason !== '')(`the relaxed build${reason}`, () => {
  it('computes what the plain build computes, up to the rounding of multiply-adds', async () => {
    const plain = runEveryKernel(await createWorkbench());
    const relaxed = runEveryKernel(await createWorkbench({ simd: 'relaxed' }));
    expect(Object.keys(relaxed)).toEqual(Object.keys(plain));
    for (const [name, values] of Object.entries(plain)) {
      // A float32 sum of at most 2100 products; the largest error seen is 4e-6.
      expect(relativeError(relaxed[name]!, values, 1), name).toBeLessThan(2e-5);
    }
  });
});
