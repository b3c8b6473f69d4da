// Measures one workload in this process and prints a JSON line. Arguments: workload, backend, threads.
import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import type { Batch } from '@seqloom/datasets';
import { fit, predict, Sequential } from '@seqloom/train';
import type { Measurement } from './processes.ts';
import { median } from './report.ts';
import { WORKLOADS } from './workloads.ts';

const WARM_UP = 3;
const LEAST = 7;
const MOST = 200;
const BUDGET_MS = 1000 * Number(process.env.BUDGET_S ?? 3);

const [workload, backend, threads] = process.argv.slice(2) as [string, string, string];
const { layers, loss, inputs: makeInputs } = WORKLOADS[workload]!;

registerBackend(wasmBackend());
await selectBackend({ prefer: [backend], threads: Number(threads) });
const before = process.memoryUsage().rss;

const inputs = makeInputs();
const batch = inputs.shape[0]!;
const targets = { data: Float32Array.from({ length: batch }, (_, i) => i % 2), shape: [batch, 1] };
const model = new Sequential(layers());

/** The same batch again and again until the time is up, noting when each step began. */
const begun: number[] = [];
function* steps(): Generator<Batch> {
  const end = performance.now() + BUDGET_MS;
  for (let i = 0; i < WARM_UP + LEAST || (i < MOST && performance.now() < end); i++) {
    begun.push(performance.now());
    yield { inputs, targets };
  }
  begun.push(performance.now());
}
await fit(model, { [Symbol.iterator]: steps }, { loss, optimizer: 'rmsprop', epochs: 1, seed: 1 });
const train = begun.slice(1).map((time, i) => time - begun[i]!);

const predictions: number[] = [];
const end = performance.now() + BUDGET_MS;
for (let i = 0; i < WARM_UP + LEAST || (i < MOST && performance.now() < end); i++) {
  const from = performance.now();
  await predict(model, inputs, { batchSize: batch });
  predictions.push(performance.now() - from);
}

const measurement: Measurement = {
  workload,
  trainMs: median(train.slice(WARM_UP)),
  predictMs: median(predictions.slice(WARM_UP)),
  rssMB: (process.resourceUsage().maxRSS * 1024 - before) / 1e6,
};
console.log(JSON.stringify(measurement));
