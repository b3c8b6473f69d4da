// Timing for the scripts beside it. They measure the CPU time of the process, to which other jobs on the machine add
// nothing but their pressure on caches and clock; on a quiet machine it equals the time on the wall.
import { performance } from 'node:perf_hooks';
import { createHeap, loadKernels, supportsRelaxedSimd } from '../dist/index.js';

/** Kernels on a heap of their own, with a function that makes arrays. */
export async function openBench(simd) {
  const heap = createHeap({ maxPages: 32_768 });
  const kernels = await loadKernels({ heap, simd });
  const array = (count, scale = 1) => {
    const pointer = heap.malloc(4 * count);
    const view = new Float32Array(heap.memory.buffer, pointer, count);
    for (let i = 0; i < count; i++) view[i] = scale * (Math.random() - 0.5);
    return pointer;
  };
  const ids = (count, rows) => {
    const pointer = heap.malloc(4 * count);
    const view = new Int32Array(heap.memory.buffer, pointer, count);
    for (let i = 0; i < count; i++) view[i] = Math.random() * rows;
    return pointer;
  };
  return { kernels, heap, array, ids };
}

/** The builds this engine runs. */
export const builds = supportsRelaxedSimd() ? ['simd', 'relaxed'] : ['simd'];

/** Median and fastest CPU milliseconds of each task, run in turn so that all meet the same conditions. */
export function inTurn(tasks, { rounds = 25, budgetMs = 3000 } = {}) {
  const names = Object.keys(tasks);
  const repeats = {};
  for (const name of names) {
    for (let i = 0; i < 3; i++) tasks[name]();
    const start = performance.now();
    tasks[name]();
    // Some milliseconds per sample: the clock of the CPU counts in microseconds.
    repeats[name] = Math.max(1, Math.round(4 / Math.max(0.001, performance.now() - start)));
  }
  const times = Object.fromEntries(names.map((name) => [name, []]));
  const end = performance.now() + budgetMs * names.length;
  for (let round = 0; round < rounds && (round < 5 || performance.now() < end); round++) {
    for (const name of names) {
      const before = process.cpuUsage();
      for (let i = 0; i < repeats[name]; i++) tasks[name]();
      const { user, system } = process.cpuUsage(before);
      times[name].push((user + system) / 1000 / repeats[name]);
    }
  }
  const summarise = (values) => {
    values.sort((x, y) => x - y);
    return { median: values[values.length >> 1], fastest: values[0] };
  };
  return Object.fromEntries(names.map((name) => [name, summarise(times[name])]));
}
