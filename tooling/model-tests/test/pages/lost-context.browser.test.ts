import { add, BackendFailedError, registerBackend, selectBackend, tensor } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { webglBackend } from '@seqloom/backend-webgl';
import { Dense } from '@seqloom/nn';
import { fit, Sequential } from '@seqloom/train';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { train, workloads } from './models.ts';

/** The WebGL contexts of the page, in the order in which they were asked for. */
const contexts: WebGL2RenderingContext[] = [];

beforeAll(() => {
  registerBackend(wasmBackend());
  registerBackend(webglBackend());
  const { getContext } = HTMLCanvasElement.prototype;
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function (
    this: HTMLCanvasElement,
    ...request: unknown[]
  ) {
    const context = Reflect.apply(getContext, this, request) as WebGL2RenderingContext | null;
    if (context) contexts.push(context);
    return context as never;
  } as never);
});

/** Takes away the context of the backend in use, as a browser does when the GPU is reset. */
const loseContext = () => contexts.at(-1)!.getExtension('WEBGL_lose_context')!.loseContext();

let end: (() => Promise<void>) | undefined;
afterEach(() => end?.());
const selectWebgl = async () => {
  const backend = await selectBackend({ prefer: ['webgl'] });
  expect(backend.name).toBe('webgl');
  end = () => backend.dispose();
  return backend;
};

const LOST = /^backend 'webgl' has failed: the browser took the WebGL context away/;

test('a context lost in the middle of a run ends it within a step, and no loss is reported after', async () => {
  await selectWebgl();
  const losses: number[] = [];
  const workload = { ...workloads['an LSTM of 16 units over 40 steps']!, steps: 20 };
  const run = train(workload, [
    {
      onBatchEnd({ loss }) {
        losses.push(loss);
        if (losses.length === 2) loseContext();
      },
    },
  ]);
  await expect(run).rejects.toThrow(LOST);
  await expect(run).rejects.toBeInstanceOf(BackendFailedError);
  expect(losses).toHaveLength(2);
  for (const loss of losses) expect(loss).toBeGreaterThan(0);
});

test('a context lost while a read waits ends the read', async () => {
  await selectWebgl();
  const x = tensor(new Float32Array(1000).fill(1), [1000]);
  const y = add(x, x);
  const reading = y.data();
  loseContext();
  await expect(reading).rejects.toThrow(LOST);
  expect(() => add(x, y)).toThrow(LOST);
});

test('a context lost before the first step is an error of that step, and the next selection computes again', async () => {
  await selectWebgl();
  loseContext();
  const model = new Sequential([new Dense({ units: 1 })]);
  const batch = {
    inputs: { data: new Float32Array(400).fill(1), shape: [2, 200] },
    targets: { data: Float32Array.of(1, 0), shape: [2, 1] },
  };
  await expect(fit(model, batch, { loss: 'meanSquaredError' })).rejects.toThrow(LOST);
  await selectWebgl();
  const losses = await train(workloads['W1, an embedding flattened']!);
  expect(losses).toHaveLength(4);
});

test('where the browser gives no WebGL the next backend is taken, and the report says why', async () => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null as never);
  const backend = await selectBackend({ prefer: ['webgl'], replace: true });
  vi.restoreAllMocks();
  expect(backend.name).toBe('wasm');
  expect(backend.rejected).toEqual([{ name: 'webgl', reason: 'this browser gives no WebGL 2 context' }]);
  await backend.dispose();
});

test('a tensor larger than the largest texture is one error with a way out, and everything else goes on', async () => {
  const backend = await selectWebgl();
  const { fill, liveTensors, mul } = await import('@seqloom/backend');
  const before = liveTensors();
  const column = fill([20_000, 1], 1);
  const row = fill([1, 20_000], 1);
  expect(() => mul(column, row)).toThrow(
    /^webgl: kernel Multiply wants a texture of \[\d+x\d+\], and this GPU holds \[/,
  );
  expect(liveTensors()).toBe(before + 2);
  const sum = add(column, column);
  expect((await sum.data())[0]).toBe(2);
  for (const each of [column, row, sum]) each.dispose();
  await backend.dispose();
});
