// Milliseconds of the convolutions of a text model: batch 128, 500 steps of 128 channels, 32 filters of 7 taps, max
// pooling by 5, 32 filters of 7 taps, global maximum. Median (fastest). Run after
// a build:   node bench/conv1d.mjs
import { builds, inTurn, openBench } from './measure.mjs';

const [batch, length, channels, filters, kernelSize] = [128, 500, 128, 32, 7];
const [length1, pooled, length2] = [494, 98, 92];

for (const simd of builds) {
  const { kernels, array } = await openBench(simd);
  const first = { batch, length, channels, filters, kernelSize };
  const second = { batch, length: pooled, channels: filters, filters, kernelSize };
  const count1 = batch * length1 * filters;
  const count2 = batch * length2 * filters;
  const [x, dx, y1, dy1, y2, dy2] = [
    batch * length * channels,
    batch * length * channels,
    count1,
    count1,
    count2,
    count2,
  ].map((n) => array(n));
  const [pool, dPool, top, dTop] = [pooled, pooled, 1, 1].map((steps) => array(batch * steps * filters));
  const [w1, dw1, w2, dw2, bias, db] = [channels, channels, filters, filters]
    .map((c) => array(7 * c * filters, 0.1))
    .concat(array(filters), array(filters));
  const relu = { activation: 'relu' };
  const max1 = { batch, length: length1, channels: filters, poolSize: 5 };
  const max2 = { batch, length: length2, channels: filters, poolSize: length2 };

  const forward = {
    'conv 1 + bias + relu': () => kernels.conv1d({ x, filter: w1, y: y1, bias, ...relu, ...first }),
    'max pooling': () => kernels.maxPool({ x: y1, y: pool, ...max1 }),
    'conv 2 + bias + relu': () => kernels.conv1d({ x: pool, filter: w2, y: y2, bias, ...relu, ...second }),
    'global maximum': () => kernels.max({ x: y2, y: top, outer: batch, n: length2, inner: filters }),
  };
  const backward = {
    'global maximum, gradient': () => kernels.maxPoolGradient({ x: y2, y: top, dy: dTop, dx: dy2, ...max2 }),
    'relu 2, gradient': () => kernels.activationGradient({ y: y2, dy: dy2, dx: dy2, count: count2, ...relu }),
    'conv 2, input gradient': () =>
      kernels.conv1dInputGradient({ dy: dy2, filter: w2, dx: dPool, ...second }),
    'conv 2, filter gradient': () =>
      kernels.conv1dFilterGradient({ x: pool, dy: dy2, dFilter: dw2, ...second }),
    'max pooling, gradient': () => kernels.maxPoolGradient({ x: y1, y: pool, dy: dPool, dx: dy1, ...max1 }),
    'relu 1, gradient': () => kernels.activationGradient({ y: y1, dy: dy1, dx: dy1, count: count1, ...relu }),
    'conv 1, input gradient': () => kernels.conv1dInputGradient({ dy: dy1, filter: w1, dx, ...first }),
    'conv 1, filter gradient': () => kernels.conv1dFilterGradient({ x, dy: dy1, dFilter: dw1, ...first }),
    'bias gradient': () => kernels.sum({ x: dy1, y: db, outer: 1, n: batch * length1, inner: filters }),
  };
  // The same first convolution with causal padding, which is not computed in tiles: what the tiles gain.
  const causal = { ...first, padLeft: 6 };
  const yCausal = array(batch * length * filters);
  const plain = {
    'conv 1, causal (plain)': () => kernels.conv1d({ x, filter: w1, y: yCausal, bias, ...relu, ...causal }),
  };

  const times = inTurn({ ...forward, ...backward, ...plain }, { rounds: 9 });
  const total = (tasks, which) => Object.keys(tasks).reduce((sum, name) => sum + times[name][which], 0);
  const row = (name, median, fastest) =>
    console.log(`| ${name} | ${median.toFixed(1)} (${fastest.toFixed(1)}) |`);
  console.log(`\n| ${simd} | ms |\n|---|---|`);
  for (const [name, { median, fastest }] of Object.entries(times)) row(name, median, fastest);
  const both = { ...forward, ...backward };
  row('forward', total(forward, 'median'), total(forward, 'fastest'));
  row('forward and backward', total(both, 'median'), total(both, 'fastest'));
}
