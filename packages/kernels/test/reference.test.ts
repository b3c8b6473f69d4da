import { describe, expect, it } from 'vitest';
import { reference, type SequenceCase } from './reference.ts';
import { CELLS, makeCase } from './sequence-case.ts';

describe('the reference', () => {
  it.each(CELLS)('has gradients that are finite differences: $cell $resetAfter', (cell) => {
    const sizes = { ...cell, batch: 2, time: 4, features: 3, units: 3 };
    const c = makeCase(sizes, { recurrentMask: true, mask: (row, t) => row === 0 || t !== 2 });
    const loss = (changed: SequenceCase) => {
      const out = reference(changed);
      const dot = (values: ArrayLike<number>, weights: Float32Array) =>
        weights.reduce((sum, w, i) => sum + w * values[i]!, 0);
      return dot(out.h!, c.dh!) + dot(out.hLast!, c.dhLast!) + (c.dcLast ? dot(out.cLast!, c.dcLast) : 0);
    };
    const gradients = reference(c);
    const pairs = [
      ['x', 'dx'],
      ['kernel', 'dKernel'],
      ['recurrentKernel', 'dRecurrentKernel'],
      ['bias', 'dBias'],
      ['recurrentBias', 'dRecurrentBias'],
      ['h0', 'dh0'],
      ['c0', 'dc0'],
    ] as [keyof SequenceCase, string][];
    for (const [operand, gradient] of pairs) {
      const values = c[operand] as Float32Array | undefined;
      if (values === undefined) continue;
      for (const i of [0, values.length - 1]) {
        // A power of two, so that float32 operands take the step exactly.
        const moved = (step: number) => {
          const out = values.slice();
          out[i]! += step;
          return { at: out[i]!, loss: loss({ ...c, [operand]: out }) };
        };
        const [up, down] = [moved(2 ** -10), moved(-(2 ** -10))];
        const slope = (up.loss - down.loss) / (up.at - down.at);
        expect(gradients[gradient]![i]).toBeCloseTo(slope, 4);
      }
    }
  });
});
