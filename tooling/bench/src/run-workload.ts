// Measures one workload in this process and prints a JSON line. Arguments: workload, backend, threads.

import type { Batch } from '@seqloom/arrays';
import { selectBackend } from '@seqloom/backend';
import { fit, predict, Sequential } from '@seqloom/train';
import { growthWorkload } from './growth.ts';
import type { Measurement } from './measurement.ts';
import { UNAVAILABLE } from './processes.ts';
import { registerNamed } from './register.ts';
import { median } from './report.ts';
import { targetsOf, WORKLOADS } from './workloads.ts';

/**
 * The engine compiles what is hot while it runs: a step of 1 ms is at its speed after some thousand. Time of the processor,
 * because a busy machine does little in a second.
 */
const WARM_UP_MS = 3000;
const WARM_UP = 3;
const LEAST = 7;
const MOST = 300;
const BUDGET_MS = 1000 * Number(process.env.BUDGET_S ?? 3);

const [workload, backend, threads] = process.argv.slice(2) as [string, string, string];
const measured = WORKLOADS[workload] ?? growthWorkload(workload)!;
const { layers, loss, inputs: makeInputs } = measured;

try {
  await selectBackend({ prefer: [registerNamed(backend)], threads: Number(threads) });
} catch (error) {
  console.error((error as Error).message);
  process.exit(UNAVAILABLE);
}
const before = process.memoryUsage().rss;

const inputs = makeInputs();
const batch = inputs.shape[0]!;
const targets = targetsOf(measured);
const model = new Sequential(layers());

/** When measured runs began, and what the processor had done by then in all threads of the process. */
class Clock {
  readonly #begun: number[] = [];
  #cpuMs = 0;

  /** Yields before each run and after the last one; the first runs warm up. */
  *runs(): Generator<void> {
    const start = process.cpuUsage();
    for (let i = 0; i < WARM_UP || cpuMsSince(start) < WARM_UP_MS; i++) yield;
    const end = performance.now() + BUDGET_MS;
    const before = process.cpuUsage();
    for (let i = 0; i < LEAST || (i < MOST && performance.now() < end); i++) {
      this.#begun.push(performance.now());
      yield;
    }
    this.#begun.push(performance.now());
    this.#cpuMs = cpuMsSince(before);
  }

  /** Median of the wall time of a run, in ms. */
  get wallMs(): number {
    return median(this.#begun.slice(1).map((time, i) => time - this.#begun[i]!));
  }

  /** Mean of the processor time of a run, in ms. */
  get cpuMs(): number {
    return this.#cpuMs / (this.#begun.length - 1);
  }
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const training = new Clock();
/** The same batch again and again: `fit` asks for the next one when a step is done. */
function* steps(): Generator<Batch> {
  for (const _ of training.runs()) yield { inputs, targets };
}
await fit(model, { [Symbol.iterator]: steps }, { loss, optimizer: 'rmsprop', epochs: 1, seed: 1 });

const prediction = new Clock();
for (const _ of prediction.runs()) await predict(model, inputs, { batchSize: batch });

const measurement: Measurement = {
  workload,
  trainMs: training.wallMs,
  trainCpuMs: training.cpuMs,
  predictMs: prediction.wallMs,
  predictCpuMs: prediction.cpuMs,
  rssMB: (process.resourceUsage().maxRSS * 1024 - before) / 1e6,
};
console.log(JSON.stringify(measurement));
