import { checkConv1D } from '../src/conv1d-geometry.ts';
import type { KernelActivation, SequenceSizes } from '../src/index.ts';
import { ACTIVATIONS } from './activations.ts';
import { runAttention } from './attention-case.ts';
import { randomInputs, runConvolution } from './conv1d-case.ts';
import { CELLS, makeCase } from './sequence-case.ts';
import { runSequence } from './sequence-run.ts';
import { randomFloats, type Workbench } from './workbench.ts';

/** Results by name of what computed them. */
export type Results = Record<string, Float32Array>;

/** Calls that between them run every kernel in `c/`, with sizes that leave a rest in vectors of 4, 8 and 16 floats. */
export function runEveryKernel(bench: Workbench): Results {
  return {
    ...elementwise(bench),
    ...products(bench),
    ...convolutions(bench),
    ...pools(bench),
    ...attentions(bench),
    ...rows(bench),
    ...updates(bench),
    ...sequences(bench),
  };
}

/** Seeded numbers on the heap. */
function draw(bench: Workbench, count: number, seed: number): number {
  return bench.put(randomFloats(count, seed));
}

function elementwise(bench: Workbench): Results {
  const count = 83;
  const results: Results = {};
  for (const activation of Object.keys(ACTIVATIONS) as KernelActivation[]) {
    const x = bench.put(randomFloats(count, 1).map((v) => 9 * v));
    const [y, dy, dx] = [bench.space(count), draw(bench, count, 2), bench.space(count)];
    bench.kernels.activate({ activation, x, y, count });
    bench.kernels.activationGradient({ activation, y, dy, dx, count });
    results[activation] = bench.floats(y, count);
    results[`${activation} gradient`] = bench.floats(dx, count);
  }
  return results;
}

function products(bench: Workbench): Results {
  const results: Results = {};
  const sizes = [
    { m: 1, n: 1, k: 1 },
    { m: 7, n: 37, k: 21 },
    { m: 9, n: 3, k: 2100 },
  ];
  for (const { m, n, k } of sizes) {
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const [a, b, bias] = [draw(bench, m * k, 3), draw(bench, k * n, 4), draw(bench, n, 5)];
      const c = bench.space(m * n);
      bench.kernels.gemm({ a, b, c, m, n, k, transposeA, transposeB, bias, activation: 'tanh' });
      results[`gemm ${m}×${n}×${k} ${transposeA} ${transposeB}`] = bench.floats(c, m * n);
    }
  }
  return results;
}

function convolutions(bench: Workbench): Results {
  const results: Results = {};
  const geometries = {
    plain: { channels: 5, filters: 19, kernelSize: 3 },
    strided: { channels: 6, filters: 10, kernelSize: 4, stride: 2, dilation: 2, padLeft: 3, groups: 2 },
    depthwise: { channels: 21, filters: 21, kernelSize: 3, groups: 21, padLeft: 1 },
    'winograd of 5': { channels: 9, filters: 27, kernelSize: 5, padRight: 2 },
    'winograd of 7': { channels: 18, filters: 11, kernelSize: 7 },
    'wide winograd': { length: 37, channels: 9, filters: 277, kernelSize: 5, padLeft: 1 },
  };
  for (const [name, geometry] of Object.entries(geometries)) {
    const g = checkConv1D(name, { batch: 2, length: 30, ...geometry });
    const { y, dx, dFilter } = runConvolution(bench, g, randomInputs(g));
    results[`${name} convolution`] = y;
    results[`${name} input gradient`] = dx;
    results[`${name} filter gradient`] = dFilter;
  }
  return results;
}

function pools(bench: Workbench): Results {
  const sizes = { batch: 2, length: 20, channels: 21, poolSize: 3, stride: 2, padLeft: 1 };
  const [inputs, outputs] = [2 * 20 * 21, 2 * 10 * 21];
  const [x, dy] = [draw(bench, inputs, 10), draw(bench, outputs, 11)];
  const [max, average] = [bench.space(outputs), bench.space(outputs)];
  const [dMax, dAverage] = [bench.space(inputs), bench.space(inputs)];
  bench.kernels.maxPool({ ...sizes, x, y: max });
  bench.kernels.maxPoolGradient({ ...sizes, x, y: max, dy, dx: dMax });
  bench.kernels.averagePool({ ...sizes, x, y: average });
  bench.kernels.averagePoolGradient({ ...sizes, dy, dx: dAverage });
  return {
    maxPool: bench.floats(max, outputs),
    averagePool: bench.floats(average, outputs),
    maxPoolGradient: bench.floats(dMax, inputs),
    averagePoolGradient: bench.floats(dAverage, inputs),
  };
}

function attentions(bench: Workbench): Results {
  const sizes = { batch: 2, rows: 67, steps: 71, heads: 3, features: 21, width: 10, scale: 0.2 };
  const keyMask = Array.from({ length: 142 }, (_, i) => Number(i % 5 !== 0));
  const results: Results = {};
  for (const causal of [false, true]) {
    for (const [name, values] of Object.entries(runAttention(bench, { ...sizes, causal, keyMask }))) {
      results[`attention ${name}${causal ? ', causal' : ''}`] = values;
    }
  }
  return results;
}

function rows(bench: Workbench): Results {
  const [count, width] = [23, 21];
  const table = draw(bench, 10 * width, 12);
  const ids = bench.putInts(Int32Array.from({ length: count }, (_, i) => (i * 7) % 10));
  const [picked, added] = [bench.space(count * width), bench.space(10 * width)];
  bench.kernels.gather({ table, ids, out: picked, count, rows: 10, width });
  bench.kernels.scatterAdd({ x: picked, ids, out: added, count, rows: 10, width });
  const results: Results = {
    gather: bench.floats(picked, count * width),
    scatterAdd: bench.floats(added, 10 * width),
  };
  for (const [outer, n, inner] of [
    [3, 41, 21],
    [5, 77, 1],
  ] as const) {
    const [x, y] = [draw(bench, outer * n * inner, 13), bench.space(outer * inner)];
    for (const kernel of ['sum', 'mean', 'max'] as const) {
      bench.kernels[kernel]({ x, y, outer, n, inner });
      results[`${kernel} ${inner}`] = bench.floats(y, outer * inner);
    }
    const reversed = bench.space(outer * n * inner);
    bench.kernels.reverse({ x, y: reversed, outer, n, inner });
    results[`reverse ${inner}`] = bench.floats(reversed, outer * n * inner);
  }
  const to = bench.put(new Float32Array(9 * 30));
  bench.kernels.copyRows({ from: picked, to, rows: 9, width: 19, fromStride: 21, toStride: 30 });
  results.copyRows = bench.floats(to, 9 * 30);
  return results;
}

function updates(bench: Workbench): Results {
  const count = 83;
  const results: Results = {};
  const keep = (
    name: string,
    update: (slots: { w: number; g: number; m: number; v: number; a: number }) => void,
  ) => {
    const v = bench.put(randomFloats(count, 14).map(Math.abs));
    const slots = { w: draw(bench, count, 15), g: draw(bench, count, 16), m: draw(bench, count, 17), v };
    const all = { ...slots, a: bench.put(new Float32Array(count)) };
    update(all);
    for (const [slot, pointer] of Object.entries(all))
      results[`${name} ${slot}`] = bench.floats(pointer, count);
  };
  const common = { count, learningRate: 0.1, gradientScale: 0.5 };
  keep('sgd', ({ w, g, m }) => bench.kernels.sgd({ w, g, m, ...common, momentum: 0.9, nesterov: true }));
  keep('rmsprop', (slots) =>
    bench.kernels.rmsprop({ ...slots, ...common, rho: 0.9, momentum: 0.9, epsilon: 1e-3 }),
  );
  keep('adam', ({ w, g, m, v }) =>
    bench.kernels.adam({ w, g, m, v, ...common, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, step: 3 }),
  );
  // 11 rows of 7 of the 83 numbers.
  const table = { ...common, rows: 11, width: 7, count: 4, ids: bench.putInts([9, 0, 4, 10]) };
  keep('sgdRows', ({ w, g }) => bench.kernels.sgdRows({ w, g, ...table }));
  keep('rmspropRows', ({ w, g, v, m }) => {
    const missed = bench.putInts([0, 1, 500, 3000]);
    bench.kernels.rmspropRows({ w, g, v, a: m, missed, ...table, rho: 0.9, epsilon: 1e-3 });
  });
  keep('adamRows', ({ w, g, m, v }) =>
    bench.kernels.adamRows({ w, g, m, v, ...table, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, step: 3 }),
  );
  const squares = bench.kernels.sumOfSquares({ x: draw(bench, count, 18), count });
  return { ...results, sumOfSquares: Float32Array.of(squares) };
}

function sequences(bench: Workbench): Results {
  const results: Results = {};
  for (const cell of CELLS) {
    const sizes: SequenceSizes = { ...cell, batch: 19, time: 11, features: 5, units: 21 };
    const options = { recurrentMask: true, mask: (row: number, time: number) => time >= row % 5 };
    const c = makeCase(sizes, options, cell.cell === 'gru' ? { goBackwards: true } : {});
    const all = runSequence(bench, c);
    for (const [name, values] of Object.entries(all)) {
      results[`${cell.cell} ${cell.resetAfter ?? ''} ${name}`] = values;
    }
  }
  return results;
}
