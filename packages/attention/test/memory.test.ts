import { dispose, sum, tensor, valueAndGrad } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { expect, test } from 'vitest';
import { MultiHeadAttention } from '../src/index.ts';

/** The heap of the backend, which makes one memory when it starts. */
let heap: WebAssembly.Memory | undefined;
const { Memory } = WebAssembly;
WebAssembly.Memory = class extends Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    heap = this;
  }
};

const backend = wasmBackend();
startBackend(backend);

test('a training step over 1,000 steps takes at most a fifth of what the scores alone would', ({ skip }) => {
  const fused = backend.kernels?.some(({ name }) => name === 'Attention');
  skip(!fused, 'the backend has no kernel of its own for attention');
  const [batch, time, features, numHeads] = [8, 1000, 64, 4];
  const shape = [batch, time, features];
  const layer = new MultiHeadAttention({ numHeads, keyDim: features / numHeads });
  layer.build([shape, shape]);
  const x = tensor(
    Float32Array.from({ length: batch * time * features }, (_, i) => Math.sin(i)),
    shape,
  );
  const before = heap!.buffer.byteLength;
  const { value, grads } = valueAndGrad(
    () => sum(layer.apply([x, x], { training: true })),
    layer.weights.map((weight) => weight.value),
  );
  const scores = 4 * batch * numHeads * time * time;
  expect(heap!.buffer.byteLength - before).toBeLessThanOrEqual(scores / 5);
  dispose(x, value, ...grads.map((grad) => grad!));
  layer.dispose();
});
