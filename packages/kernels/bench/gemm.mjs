// GFLOP/s of matrix products for the four transposes, median (fastest). Run after a build:   node bench/gemm.mjs
import { builds, inTurn, openBench } from './measure.mjs';

const SHAPES = [
  [128, 64, 256],
  [128, 32, 128],
  [64_000, 32, 128],
  [32, 64_000, 128],
  [32, 10_000, 32],
  [1024, 1024, 1024],
];
const TRANSPOSES = { A·B: [], A·Bᵀ: ['B'], Aᵀ·B: ['A'], Aᵀ·Bᵀ: ['A', 'B'] };

for (const simd of builds) {
  const { kernels, heap, array } = await openBench(simd);
  console.log(`\n| ${simd}: m × k × n | ${Object.keys(TRANSPOSES).join(' | ')} |\n|---|---|---|---|---|`);
  for (const [m, k, n] of SHAPES) {
    const [a, b, c] = [array(m * k), array(k * n), array(m * n)];
    const tasks = Object.fromEntries(
      Object.entries(TRANSPOSES).map(([name, which]) => [
        name,
        () =>
          kernels.gemm({
            a,
            b,
            c,
            m,
            n,
            k,
            transposeA: which.includes('A'),
            transposeB: which.includes('B'),
          }),
      ]),
    );
    const speed = (ms) => ((2 * m * n * k) / ms / 1e6).toFixed(0);
    const speeds = Object.values(inTurn(tasks)).map(
      ({ median, fastest }) => `${speed(median)} (${speed(fastest)})`,
    );
    console.log(`| ${m} × ${k} × ${n} | ${speeds.join(' | ')} |`);
    for (const pointer of [a, b, c]) heap.free(pointer);
  }
}
