import {
  type BackendPlugin,
  dispose,
  registerBackend,
  selectBackend,
  tidy,
  valueAndGrad,
} from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { expect, test } from 'vitest';
import { nativeBuilds } from '../native-builds.ts';
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
    ...layer.trainableWeights.map(({ value }) => value),
  ];
  const loss = () => weighted(outputsOf(layer, variant, x, { training: true }));
  // Without weights, and where the input does not matter, nothing has a gradient.
  const { value, grads } =
    sources.length === 0 ? { value: tidy(loss), grads: [] } : valueAndGrad(loss, sources);
  const tensors = [value, ...grads.map((grad) => grad!)];
  const numbers = await Promise.all(tensors.map(async (each) => Array.from(await each.data())));
  dispose(x, ...tensors);
  layer.dispose();
  return numbers;
}

async function allSteps(threads: number, plugin: BackendPlugin): Promise<Map<string, number[][]>> {
  registerBackend(plugin);
  const backend = await selectBackend({ prefer: [plugin.name], threads });
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

test.skipIf(ONE_THREAD)(
  'every layer gives the same bits on two threads as on one',
  async () => {
    const one = await allSteps(1, wasmBackend());
    const two = await allSteps(2, wasmBackend());
    for (const [title, step] of one) expect(two.get(title), title).toEqual(step);
  },
  120_000,
);

const exact = (await nativeBuilds()).filter((build) => build.exact);

test.skipIf(ONE_THREAD || exact.length === 0)(
  'every layer gives the bits of wasm on two native threads, no matter what the processor offers',
  async () => {
    // The relaxed build contracts multiply and add; the promise of equal bits is that of the default build.
    const wasm = await allSteps(1, wasmBackend({ simd: 'simd' }));
    for (const { title, plugin } of exact) {
      const native = await allSteps(2, plugin);
      for (const [layer, step] of wasm) expect(native.get(layer), `${title}: ${layer}`).toEqual(step);
    }
  },
  120_000,
);
