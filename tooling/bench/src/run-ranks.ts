// Trains a workload on all ranks of a job, at the global batch of the workload, and prints a JSON line on rank 0. Arguments: workload,
// backend, steps, and `apart` for ranks that train at the same time on the same rows as otherwise, each a model of its own. `ranks.ts`
// starts it.
import { batches, type NdArray, sliceArray } from '@seqloom/arrays';
import { selectBackend } from '@seqloom/backend';
import { connect, single } from '@seqloom/distributed';
import { fit, Sequential } from '@seqloom/train';
import { registerNamed } from './register.ts';
import { median } from './report.ts';
import { targetsOf, WORKLOADS } from './workloads.ts';

/** Steps before the measured ones, in which the engine compiles what is hot. */
const WARM_UP = 20;

const [workload, backend, steps, apart] = process.argv.slice(2) as [string, string, string, string?];
const job = await connect();
const communicator = apart ? single() : job;
await selectBackend({ prefer: [registerNamed(backend)], threads: 1 });
const measured = WORKLOADS[workload]!;
const whole = { inputs: measured.inputs(), targets: targetsOf(measured) };
const batchSize = whole.inputs.shape[0]!;
const rowsBefore = (rank: number) => Math.floor((batchSize * rank) / job.size);
const ownRows = (array: NdArray) => sliceArray(array, rowsBefore(job.rank), rowsBefore(job.rank + 1));
const data = apart ? { inputs: ownRows(whole.inputs), targets: ownRows(whole.targets) } : whole;
const count = WARM_UP + Number(steps);
const source = batches(data, { batchSize: data.inputs.shape[0]! });

const times: number[] = [];
let begun = 0;
let before = 0;
const communicated = () => ('communicationMs' in job ? job.communicationMs : 0);
const clock = {
  onBatchEnd() {
    times.push(performance.now());
    if (times.length !== WARM_UP) return;
    begun = performance.now();
    before = communicated();
  },
};
const model = new Sequential(measured.layers());
const { loss } = measured;
const options = { loss, optimizer: 'rmsprop', epochs: 1, seed: 1, stepsPerEpoch: count } as const;
await job.barrier();
await fit(model, source, { ...options, communicator, callbacks: [clock] });
const ms = performance.now() - begun;
await job.barrier(); // none is alone while another one still trains
if (job.rank === 0) {
  const walls = times.slice(WARM_UP).map((time, i) => time - times[WARM_UP + i - 1]!);
  const result = {
    workload,
    ranks: job.size,
    stepMs: median(walls),
    share: (communicated() - before) / ms,
  };
  console.log(JSON.stringify(result));
}
