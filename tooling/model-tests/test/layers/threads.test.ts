import { dispose, registerBackend, selectBackend, valueAndGrad } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { expect, test } from 'vitest';
import { weighted } from './check-gradients.ts';
import type { LayerVariant } from './record.ts';
import { LAYER_RECORDS } from './records/index.ts';
import { built, inputTensor, inputValues, outputsOf } from './run-layer.ts';

/** Enough samples for kernels to divide the work. */
const BATCH = 256;

/** Value and gradients of a training step of the layer. */
async function stepOf(variant: LayerVariant): Promise<number[][]> {
  const layer = built(variant);
  const x = inputTensor(variant, inputValues(variant, BATCH));
  const sources = [
    ...(variant.inputGradient === false ? [] : [x]),
    ...layer.weights.map(({ value }) => value),
  ];
  const { value, grads } = valueAndGrad(
    () => weighted(outputsOf(layer, variant, x, { training: true })),
    sources,
  );
  const tensors = [value, ...grads.map((grad) => grad!)];
  const numbers = await Promise.all(tensors.map(async (each) => Array.from(await each.data())));
  dispose(x, ...tensors);
  layer.dispose();
  return numbers;
}

async function allSteps(threads: number): Promise<Map<string, number[][]>> {
  registerBackend(wasmBackend());
  const backend = await selectBackend({ prefer: ['wasm'], threads });
  expect(backend.threads).toBe(threads);
  const steps = new Map<string, number[][]>();
  for (const { layerClass, variants } of LAYER_RECORDS) {
    for (const variant of variants) {
      steps.set(`${layerClass.className} ${variant.title}`, await stepOf(variant));
    }
  }
  await backend.dispose();
  return steps;
}

/** The build without our kernels has one thread. */
const ONE_THREAD = process.env.SEQLOOM_WASM === 'stock';

test.skipIf(ONE_THREAD)('every layer gives the same bits on two threads as on one', async () => {
  const one = await allSteps(1);
  const two = await allSteps(2);
  for (const [title, step] of one) expect(two.get(title), title).toEqual(step);
});
