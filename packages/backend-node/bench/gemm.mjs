// The product of 128 × 64 by 64 × 256 beside the most that a core can do, in every build that the processor runs, by CPU
// time and in turn. Needs cc; run it after `pnpm build`:   node bench/gemm.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHeap, loadKernels } from '@seqloom/kernels';
import { findFolder, loadAddon } from '../dist/load-addon.js';
import { openExecutor } from '../dist/open-executor.js';

const [M, K, N] = [128, 64, 256];
const FLAGS = { avx512: '-mavx512f', avx2: '-mavx2', 'sse4.1': '-msse4.1' };
const ROUNDS = 5;
const BURST = 200;

const addon = loadAddon(findFolder());
const folder = mkdtempSync(join(tmpdir(), 'seqloom-peak-'));

function peakOf(name) {
  const program = join(folder, name);
  const flags = ['-O3', '-ffp-contract=off', FLAGS[name]];
  execFileSync('cc', [...flags, join(import.meta.dirname, 'peak.c'), '-o', program]);
  return () => Number(execFileSync(program, { encoding: 'utf8' }));
}

/** Billions of operations a second of CPU time, the fastest of many bursts. */
async function productOf(level) {
  const heap = createHeap({ shared: true });
  const kernels = await loadKernels({ heap, executor: openExecutor(addon, level, heap, 1) });
  const [a, b, c] = [M * K, K * N, M * N].map((count) => heap.malloc(4 * count));
  for (const [pointer, count] of [
    [a, M * K],
    [b, K * N],
  ]) {
    new Float32Array(heap.memory.buffer, pointer, count).fill(0.5);
  }
  return () => {
    let best = 0;
    for (let burst = 0; burst < 100; burst++) {
      const from = process.cpuUsage();
      for (let i = 0; i < BURST; i++) kernels.gemm({ a, b, c, m: M, n: N, k: K });
      const { user, system } = process.cpuUsage(from);
      best = Math.max(best, (2 * M * N * K * BURST) / (user + system) / 1e3);
    }
    return best;
  };
}

try {
  for (const [level, { name, fused, supported }] of addon.levels.entries()) {
    if (!supported || fused || !(name in FLAGS)) continue;
    const [peak, product] = [peakOf(name), await productOf(level)];
    const peaks = [];
    const products = [];
    for (let round = 0; round < ROUNDS; round++) {
      peaks.push(peak());
      products.push(product());
    }
    const [most, got] = [Math.max(...peaks), Math.max(...products)];
    const share = ((100 * got) / most).toFixed(0);
    console.log(`${name}: ${got.toFixed(1)} of ${most.toFixed(1)} GFLOP/s, ${share} %`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
