// Measures one workload in this process and prints a JSON line. Arguments: workload, backend, threads.

import type { Batch } from '@seqloom/arrays';
import { selectBackend } from '@seqloom/backend';
import { fit, predict, Sequential } from '@seqloom/train';
import { type Measurement, UNAVAILABLE } from './processes.ts';
import { registerNamed } from './register.ts';
import { median } from './report.ts';
import { WORKLOADS } from './workloads.ts';

/** The engine compiles what is hot while it runs: a step of 1 ms is at its speed after some hundred. */
const WARM_UP_MS = 1000;
const WARM_UP = 3;
const LEAST = 7;
const MOST = 300;
const BUDGET_MS = 1000 * Number(process.env.BUDGET_S ?? 3);

const [workload, backend, threads] = process.argv.slice(2) as [string, string, string];
const { layers, loss, inputs: makeInputs } = WORKLOADS[workload]!;

try {
  await selectBackend({ prefer: [registerNamed(backend)], threads: Number(threads) });
} catch (error) {
  console.error((error as Error).message);
  process.exit(UNAVAILABLE);
}
const before = process.memoryUsage().rss;

const inputs = makeInputs();
const batch = inputs.shape[0]!;
const targets = { data: Float32Array.from({ length: batch }, (_, i) => i % 2), shape: [batch, 1] };
const model = new Sequential(layers());

/** When each measured round begins, and when the last one ends; the first rounds warm up. */
function* rounds(): Generator<number> {
  const start = performance.now();
  for (let i = 0; i < WARM_UP || performance.now() - start < WARM_UP_MS; i++) yield Number.NaN;
  const end = performance.now() + BUDGET_MS;
  for (let i = 0; i < LEAST || (i < MOST && performance.now() < end); i++) yield performance.now();
  yield performance.now();
}

/** Durations between the moments that {@link rounds} gave. */
function durations(begun: readonly number[]): number[] {
  return begun.slice(1).flatMap((time, i) => (Number.isNaN(begun[i]) ? [] : [time - begun[i]!]));
}

const trainBegun: number[] = [];
/** The same batch again and again: `fit` asks for the next one when a step is done. */
function* steps(): Generator<Batch> {
  for (const begin of rounds()) {
    trainBegun.push(begin);
    yield { inputs, targets };
  }
}
await fit(model, { [Symbol.iterator]: steps }, { loss, optimizer: 'rmsprop', epochs: 1, seed: 1 });

const predictBegun: number[] = [];
for (const begin of rounds()) {
  predictBegun.push(begin);
  await predict(model, inputs, { batchSize: batch });
}

const measurement: Measurement = {
  workload,
  trainMs: median(durations(trainBegun)),
  predictMs: median(durations(predictBegun)),
  rssMB: (process.resourceUsage().maxRSS * 1024 - before) / 1e6,
};
console.log(JSON.stringify(measurement));
