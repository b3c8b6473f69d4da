// Microseconds of the kernels that memory, not arithmetic, limits. Run after a build:   node bench/memory-bound.mjs
import { inTurn, openBench } from './measure.mjs';

const { kernels, array, ids } = await openBench('simd');
const [steps, width, vocabulary] = [64_000, 32, 10_000];
const table = array(vocabulary * width);
const [x, y] = [array(steps * 128), array(steps * 128)];
const words = ids(steps, vocabulary);
const [w, g, m, v] = Array.from({ length: 4 }, () => array(320_000, 1e-3));
const slots = { w, g, count: 320_000, learningRate: 1e-9 };

const times = inTurn({
  'gather 64000 rows of 32': () =>
    kernels.gather({ table, ids: words, out: y, count: steps, rows: vocabulary, width }),
  'scatterAdd 64000 rows of 32 into 10000': () =>
    kernels.scatterAdd({ x, ids: words, out: table, count: steps, rows: vocabulary, width }),
  'sum over the leading axis, 64000 × 128': () => kernels.sum({ x, y, outer: 1, n: steps, inner: 128 }),
  'sum over the last axis, 64000 × 128': () => kernels.sum({ x, y, outer: steps, n: 128, inner: 1 }),
  'mean over time, 128 × 500 × 128': () => kernels.mean({ x, y, outer: 128, n: 500, inner: 128 }),
  'reverse 128 × 500 × 32': () => kernels.reverse({ x, y, outer: 128, n: 500, inner: width }),
  'tanh 128 × 32': () => kernels.activate({ activation: 'tanh', x, y, count: 128 * 32 }),
  'sigmoid 128 × 32': () => kernels.activate({ activation: 'sigmoid', x, y, count: 128 * 32 }),
  'sgd, 320000 parameters': () => kernels.sgd({ ...slots, momentum: 0, nesterov: false }),
  'rmsprop, 320000 parameters': () => kernels.rmsprop({ ...slots, v, rho: 0.9, momentum: 0, epsilon: 1e-7 }),
  'adam, 320000 parameters': () =>
    kernels.adam({ ...slots, m, v, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, step: 10 }),
  'sumOfSquares, 320000 elements': () => kernels.sumOfSquares({ x: g, count: 320_000 }),
});
const microseconds = (ms) => (1000 * ms).toFixed(ms < 0.1 ? 1 : 0);
console.log('| kernel | µs, median (fastest) |\n|---|---|');
for (const [name, { median, fastest }] of Object.entries(times)) {
  console.log(`| ${name} | ${microseconds(median)} (${microseconds(fastest)}) |`);
}
