import { liveTensors, registerBackend, selectBackend } from '@seqloom/backend';
import { expectClose } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { webglBackend } from '@seqloom/backend-webgl';
import { beforeAll, expect, test } from 'vitest';
import { train, workloads } from './models.ts';

beforeAll(() => {
  registerBackend(wasmBackend());
  registerBackend(webglBackend());
});

test.each(Object.entries(workloads))('%s: the losses of webgl are those of wasm', async (_, workload) => {
  const losses: number[][] = [];
  for (const name of ['wasm', 'webgl']) {
    const backend = await selectBackend({ prefer: [name] });
    expect(backend.name).toBe(name);
    losses.push(await train(workload));
    expect(liveTensors()).toBe(0);
    await backend.dispose();
  }
  const [wasm, webgl] = losses as [number[], number[]];
  expect(wasm[0]).not.toBe(wasm.at(-1));
  // Both sum in float32, in another order.
  expectClose(webgl, wasm, 1e-4);
});

test('wasm is what a page gets without a preference, and the report of webgl names what is composed', async () => {
  const first = await selectBackend();
  expect(first.name).toBe('wasm');
  await first.dispose();
  const webgl = await selectBackend({ prefer: ['webgl'] });
  expect(webgl.synchronousReads).toBe(false);
  expect(webgl.fused).toEqual(['Elu', 'Softplus']);
  expect(webgl.composed).toEqual(
    expect.arrayContaining(['LSTMSequence', 'LSTMSequenceGrad', 'Conv1D', 'MaxPool1D']),
  );
  await webgl.dispose();
});
