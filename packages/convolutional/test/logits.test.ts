import { liveTensors, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { firstOutput, type LogitsRequest, logitsOf } from '@seqloom/nn';
import { expect, test } from 'vitest';
import { Conv1D, Conv1DTranspose, DepthwiseConv1D, SeparableConv1D } from '../src/index.ts';

startBackend(wasmBackend());

const ones = { kernelSize: 1, activation: 'sigmoid', useBias: false } as const;

test.each([
  new Conv1D({ ...ones, filters: 1, kernelInitializer: 'ones' }),
  new Conv1DTranspose({ ...ones, filters: 1, kernelInitializer: 'ones' }),
  new DepthwiseConv1D({ ...ones, depthwiseInitializer: 'ones' }),
  new SeparableConv1D({ ...ones, filters: 1, depthwiseInitializer: 'ones', pointwiseInitializer: 'ones' }),
])('$className hands out what enters its activation when it is asked', async (layer) => {
  layer.build([null, 2, 1]);
  const x = tensor([40, -40], [1, 2, 1]);
  const before = liveTensors();
  for (const [activation, expected] of [
    ['sigmoid', [40, -40]],
    ['softmax', undefined],
  ] as const) {
    const request: LogitsRequest = { activation };
    const output = firstOutput(layer.apply(x, { logits: request }));
    const logits = logitsOf(request, output);
    expect(logits && Array.from(await logits.data())).toEqual(expected);
    expect((await output.data())[0]).toBe(1);
    logits?.dispose();
    output.dispose();
  }
  expect(liveTensors()).toBe(before);
  x.dispose();
  layer.dispose();
});
