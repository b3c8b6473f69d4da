import { createHeap, type KernelActivation, type Kernels, loadKernels } from '@seqloom/kernels';
import type { NativeAddon } from './native-addon.ts';
import { openExecutor } from './open-executor.ts';

/**
 * Digests of {@link computeDigests}: of the wasm build, and of builds with fused multiply-add, which round like one another.
 * A test computes them again.
 */
export const RECORDED: Readonly<Record<'exact' | 'fused', Readonly<Record<string, string>>>> = {
  exact: {
    gemm: '9e24f428',
    'gemm of transposes': '62719068',
    activations: '7833a5e4',
    simpleRNN: '09bd05c9',
    gru: '89924e22',
    lstm: '2ba7171c',
    conv1d: 'eef409f3',
    'conv1d in tiles': 'de3cdb2d',
    'depthwise conv1d': 'ef1812b7',
    gather: 'e95af280',
    reduce: '734f4d56',
    pooling: '97afd4c4',
    updates: '8087a749',
    attention: '7a1ecfbb',
  },
  fused: {
    gemm: '1a361307',
    'gemm of transposes': '9465ccb8',
    activations: 'b60eaec8',
    simpleRNN: 'e4a713ed',
    gru: '16909057',
    lstm: 'ceb81837',
    conv1d: '11c633a9',
    'conv1d in tiles': 'd03fd837',
    'depthwise conv1d': 'a4524486',
    gather: 'e95af280',
    reduce: '734f4d56',
    pooling: '97afd4c4',
    updates: '1980264e',
    attention: 'f9e16795',
  },
};

/**
 * Runs small calls of a build and compares them with the recorded digests, a matter of milliseconds: a processor, system or
 * file on which a kernel computes something else is not used.
 *
 * @throws Error that names the calls that differ
 */
export async function selfTest(addon: NativeAddon, level: number): Promise<void> {
  const heap = createHeap({ shared: true, maxPages: 64 });
  const executor = openExecutor(addon, level, heap, 1);
  try {
    const kernels = await loadKernels({ heap, executor });
    const digests = computeDigests(kernels, heap);
    const expected = RECORDED[addon.levels[level]!.fused ? 'fused' : 'exact'];
    const wrong = Object.keys(expected).filter((name) => digests[name] !== expected[name]);
    if (wrong.length > 0)
      throw new Error(`the self-test differs from what was recorded in ${wrong.join(', ')}`);
  } finally {
    executor.dispose();
  }
}

const ACTIVATIONS: readonly KernelActivation[] = [
  'sigmoid',
  'tanh',
  'exponential',
  'elu',
  'softplus',
  'softsign',
];

/** A digest of the results of every kind of kernel, by name. */
export function computeDigests(
  kernels: Kernels,
  heap: ReturnType<typeof createHeap>,
): Record<string, string> {
  const { memory } = heap;
  let state = 1;
  /** Numbers in [−1, 1) by integer arithmetic alone, which every engine does alike. */
  const draw = (count: number): number => {
    const pointer = heap.malloc(4 * count);
    const values = new Float32Array(memory.buffer, pointer, count);
    for (let i = 0; i < count; i++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      values[i] = state / 2 ** 31 - 1;
    }
    return pointer;
  };
  const ids = (count: number): number => {
    const pointer = heap.malloc(4 * count);
    new Int32Array(memory.buffer, pointer, count).forEach((_, i, all) => {
      all[i] = (7 * i) % 5;
    });
    return pointer;
  };
  const digest = (...arrays: readonly (readonly [pointer: number, count: number])[]): string => {
    let hash = 0x811c9dc5;
    for (const [pointer, count] of arrays) {
      for (const byte of new Uint8Array(memory.buffer, pointer, 4 * count))
        hash = Math.imul(hash ^ byte, 0x01000193);
    }
    return (hash >>> 0).toString(16).padStart(8, '0');
  };

  const results: Record<string, string> = {};
  for (const [name, transposeA, transposeB] of [
    ['gemm', false, false],
    ['gemm of transposes', true, true],
  ] as const) {
    const [m, n, k] = [5, 39, 21];
    const [a, b, c, bias] = [draw(m * k), draw(k * n), draw(m * n), draw(n)];
    kernels.gemm({ a, b, c, m, n, k, transposeA, transposeB, bias, activation: 'tanh' });
    results[name] = digest([c, m * n]);
  }
  const count = 37;
  const [x, y] = [draw(count), draw(count)];
  results.activations = digest(
    ...ACTIVATIONS.map((activation) => {
      const out = draw(count);
      kernels.activate({ activation, x, y: out, count });
      kernels.activationGradient({ activation, y: out, dy: y, dx: out, count });
      return [out, count] as const;
    }),
  );
  for (const cell of ['simpleRNN', 'gru', 'lstm'] as const) results[cell] = sequence(cell);
  results.conv1d = convolution(3, 1);
  results['conv1d in tiles'] = convolution(5, 1);
  results['depthwise conv1d'] = convolution(3, 10);
  const [rows, width] = [6, 11];
  const [table, picked, added] = [draw(rows * width), draw(9 * width), draw(rows * width)];
  kernels.gather({ table, ids: ids(9), out: picked, count: 9, rows, width });
  kernels.scatterAdd({ x: picked, ids: ids(9), out: added, count: 9, rows, width });
  results.gather = digest([picked, 9 * width], [added, rows * width]);
  const [sums, means, most] = [draw(width), draw(rows), draw(rows)];
  kernels.sum({ x: table, y: sums, outer: 1, n: rows, inner: width });
  kernels.mean({ x: table, y: means, outer: rows, n: width, inner: 1 });
  kernels.max({ x: table, y: most, outer: rows, n: width, inner: 1 });
  results.reduce = digest([sums, width], [means, rows], [most, rows]);
  const pool = { batch: 2, length: 3, channels: width, poolSize: 2, stride: 2, padLeft: 1 };
  const [largest, average] = [draw(4 * width), draw(4 * width)];
  kernels.maxPool({ ...pool, x: table, y: largest });
  kernels.averagePool({ ...pool, x: table, y: average });
  results.pooling = digest([largest, 4 * width], [average, 4 * width]);
  const [w, g, m, v] = [draw(count), draw(count), draw(count), draw(count)];
  const update = { w, g, count, learningRate: 0.1 };
  kernels.sgd({ ...update, m, momentum: 0.9, nesterov: true });
  kernels.activate({ activation: 'sigmoid', x: v, y: v, count });
  kernels.rmsprop({ ...update, v, rho: 0.9, momentum: 0, epsilon: 1e-7 });
  kernels.adam({ ...update, m, v, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, step: 2 });
  const squares = heap.malloc(4);
  new Float32Array(memory.buffer, squares, 1)[0] = kernels.sumOfSquares({ x: g, count });
  results.updates = digest([w, count], [m, count], [v, count], [squares, 1]);
  results.attention = attention();
  return results;

  function attention(): string {
    const sizes = {
      batch: 1,
      rows: 3,
      steps: 67,
      heads: 2,
      features: 5,
      width: 3,
      causal: false,
      scale: 0.5,
    };
    const [ofQuery, ofKey, ofValue, ofOutput] = [3 * 2 * 5, 67 * 2 * 5, 67 * 2 * 3, 3 * 2 * 3];
    const inputs = { q: draw(ofQuery), k: draw(ofKey), v: draw(ofValue), dy: draw(ofOutput) };
    const outputs = { y: draw(ofOutput), logSumExp: draw(2 * 3) };
    const gradients = { dq: draw(ofQuery), dk: draw(ofKey), dv: draw(ofValue) };
    kernels.attention({ ...sizes, ...inputs, ...outputs });
    kernels.attentionGradient({ ...sizes, ...inputs, ...outputs, ...gradients });
    return digest(
      [outputs.y, ofOutput],
      [outputs.logSumExp, 2 * 3],
      [gradients.dq, ofQuery],
      [gradients.dk, ofKey],
      [gradients.dv, ofValue],
    );
  }

  function sequence(cell: 'simpleRNN' | 'gru' | 'lstm'): string {
    const sizes = { cell, batch: 3, time: 4, features: 5, units: 9 };
    const { batch, time, features, units } = sizes;
    const columns = { simpleRNN: 1, gru: 3, lstm: 4 }[cell] * units;
    const outputs = { hLast: batch * units, dKernel: features * columns, dRecurrentKernel: units * columns };
    const [hLast, dKernel, dRecurrentKernel] = Object.values(outputs).map(draw) as [number, number, number];
    const common = {
      ...sizes,
      x: draw(batch * time * features),
      kernel: draw(features * columns),
      recurrentKernel: draw(units * columns),
      bias: draw(columns),
      // As long as with the widest vectors, so that what is drawn later does not depend on them.
      cache: heap.malloc(4 * 16 * 1024),
    };
    const cLast = cell === 'lstm' ? { cLast: draw(batch * units) } : {};
    kernels.sequenceForward({ ...common, hLast, ...cLast });
    kernels.sequenceBackward({ ...common, dhLast: draw(batch * units), dKernel, dRecurrentKernel });
    return digest(
      [hLast, outputs.hLast],
      [dKernel, outputs.dKernel],
      [dRecurrentKernel, outputs.dRecurrentKernel],
    );
  }

  function convolution(kernelSize: number, groups: number): string {
    const [batch, length, channels, filters] = [2, 12, 10, 10];
    const outLength = length - kernelSize + 1;
    const counts = {
      y: batch * outLength * filters,
      dx: batch * length * channels,
      dFilter: (kernelSize * channels * filters) / groups,
    };
    const [out, dx, dFilter] = Object.values(counts).map(draw) as [number, number, number];
    const shape = { batch, length, channels, filters, kernelSize, groups };
    const [input, filter, dy] = [draw(counts.dx), draw(counts.dFilter), draw(counts.y)];
    kernels.conv1d({ ...shape, x: input, filter, y: out, bias: draw(filters) });
    kernels.conv1dInputGradient({ ...shape, dy, filter, dx });
    kernels.conv1dFilterGradient({ ...shape, x: input, dy, dFilter });
    return digest([out, counts.y], [dx, counts.dx], [dFilter, counts.dFilter]);
  }
}
