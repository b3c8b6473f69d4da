import { liveTensors, registerBackend, type SelectedBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareLoopWithLayer, runLoop } from '../src/simple-rnn-loop.ts';

describe('listings 6.19 to 6.21', () => {
  let backend: SelectedBackend;
  beforeAll(async () => {
    registerBackend(wasmBackend());
    backend = await selectBackend({ prefer: ['wasm'], threads: 1 });
  });
  afterAll(() => backend.dispose());

  test('the loop does what the formula says', () => {
    const row = (...values: number[]) => Float32Array.from(values);
    const outputs = runLoop([row(1), row(2)], {
      w: [row(0.5, -1)],
      u: [row(1, 0), row(0, 2)],
      b: row(0, 0.25),
    });
    const first = [Math.tanh(0.5), Math.tanh(-0.75)] as const;
    const second = [Math.tanh(1 + first[0]), Math.tanh(-1.75 + 2 * first[1])] as const;
    for (const [t, expected] of [first, second].entries()) {
      expect(outputs[t]![0]).toBeCloseTo(expected[0], 6);
      expect(outputs[t]![1]).toBeCloseTo(expected[1], 6);
    }
  });

  test('the loop equals the layer, and leaves no tensor', async () => {
    const alive = liveTensors();
    const { shape, difference } = await compareLoopWithLayer(1);
    expect(shape).toEqual([100, 64]);
    expect(difference).toBeLessThan(1e-5); // float32 sums in another order, over 100 steps
    expect(difference).toBeGreaterThan(0);
    expect(liveTensors()).toBe(alive);
  });
});
