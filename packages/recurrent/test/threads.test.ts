import { liveTensors, registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { initialRandom } from '@seqloom/nn';
import { expect, test } from 'vitest';
import { Bidirectional, LSTM } from '../src/index.ts';
import { draw, runLayer } from './oracle.ts';

/** Outputs and gradients of both directions over 40 rows, which make three pieces of work. */
async function results(threads: number): Promise<Float32Array[]> {
  registerBackend(wasmBackend());
  const backend = await selectBackend({ prefer: ['wasm'], threads });
  const layer = new Bidirectional({
    layer: new LSTM({ units: 9, recurrentDropout: 0.3, returnSequences: true }),
  });
  layer.build([null, null, 5], { random: initialRandom(3) });
  const shape = [40, 30, 5];
  const run = await runLayer(layer, { values: draw(shape, 1), shape }, [draw([40, 30, 18], 2)], {
    training: true,
  });
  layer.dispose();
  expect(liveTensors()).toBe(0);
  await backend.dispose();
  return [...run.outputs, run.dx, ...Object.values(run.weights)];
}

test('outputs and gradients have the same bits on 1, 2 and 4 threads', async () => {
  const alone = await results(1);
  expect(await results(2)).toEqual(alone);
  expect(await results(4)).toEqual(alone);
});
