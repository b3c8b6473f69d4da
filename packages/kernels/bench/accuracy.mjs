// Largest errors of the elementary functions against float64, over every STRIDE-th float32:
//   node bench/accuracy.mjs [STRIDE, default 257; 1 takes all 2^32 and minutes]
import { createHeap, loadKernels } from '../dist/index.js';

/** The functions in float64, and where they are compared: c/math.h says what they give elsewhere. */
const EXACT = {
  exponential: { exact: Math.exp, from: Number.NEGATIVE_INFINITY, smallest: 0 },
  sigmoid: { exact: (x) => 1 / (1 + Math.exp(-x)), from: -87, smallest: 0 },
  tanh: { exact: Math.tanh, from: Number.NEGATIVE_INFINITY, smallest: 2.5e-36 },
  softplus: {
    exact: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    from: Number.NEGATIVE_INFINITY,
    smallest: 0,
  },
};
const SMALLEST = 2 ** -126;
const stride = Number(process.argv[2] ?? 257);
const count = 2 ** 16;

const heap = createHeap();
const kernels = await loadKernels({ heap });
const [x, y] = [heap.malloc(4 * count), heap.malloc(4 * count)];
const inputs = new Float32Array(heap.memory.buffer, x, count);
const bits = new Uint32Array(heap.memory.buffer, x, count);
const outputs = new Float32Array(heap.memory.buffer, y, count);

/** Distance of neighbouring float32 around a value. */
function ulp(value) {
  return 2 ** (Math.floor(Math.log2(Math.max(SMALLEST, Math.abs(value)))) - 23);
}

console.log('| | absolute | relative | ulps | at |\n|---|---|---|---|---|');
for (const [activation, { exact, from, smallest }] of Object.entries(EXACT)) {
  const worst = { absolute: 0, relative: 0, ulps: 0, at: 0 };
  for (let first = 0; first < 2 ** 32; first += stride * count) {
    for (let i = 0; i < count; i++) bits[i] = Math.min(first + i * stride, 2 ** 32 - 1);
    kernels.activate({ activation, x, y, count });
    for (let i = 0; i < count; i++) {
      if (inputs[i] < from || Math.abs(inputs[i]) < smallest) continue;
      const expected = exact(inputs[i]);
      // Beyond the largest float and below the smallest normal one there is nothing to compare.
      if (!(Math.abs(expected) < 3.4e38) || Math.abs(expected) < SMALLEST) continue;
      const error = Math.abs(outputs[i] - expected);
      const relative = error / Math.abs(expected);
      if (Math.abs(expected) < 1) worst.absolute = Math.max(worst.absolute, error);
      worst.relative = Math.max(worst.relative, relative);
      // An error of u ulps is at least u · 2^-24 relative: the logarithm is for candidates only.
      if (relative <= worst.ulps * 2 ** -24) continue;
      const ulps = error / ulp(expected);
      if (ulps > worst.ulps) Object.assign(worst, { ulps, at: inputs[i] });
    }
  }
  const { absolute, relative, ulps, at } = worst;
  console.log(
    `| ${activation} | ${absolute.toExponential(1)} | ${relative.toExponential(1)} | ${ulps.toFixed(2)} | ${at} |`,
  );
}
