// Trains a workload on all ranks of a job, at the global batch of the workload, and prints a JSON line on rank 0. Arguments: workload,
// backend, steps. `ranks.ts` starts it.
import { batches } from '@seqloom/arrays';
import { selectBackend } from '@seqloom/backend';
import { connect } from '@seqloom/distributed';
import { fit, Sequential } from '@seqloom/train';
import { registerNamed } from './register.ts';
import { median } from './report.ts';
import { targetsOf, WORKLOADS } from './workloads.ts';

/** Steps before the measured ones, in which the engine compiles what is hot. */
const WARM_UP = 20;

const [workload, backend, steps] = process.argv.slice(2) as [string, string, string];
const communicator = await connect();
await selectBackend({ prefer: [registerNamed(backend)], threads: 1 });
const measured = WORKLOADS[workload]!;
const inputs = measured.inputs();
const count = WARM_UP + Number(steps);
const source = batches({ inputs, targets: targetsOf(measured) }, { batchSize: inputs.shape[0]! });

const times: number[] = [];
let begun = 0;
let before = 0;
const communicated = () => ('communicationMs' in communicator ? communicator.communicationMs : 0);
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
await fit(model, source, { ...options, communicator, callbacks: [clock] });
const ms = performance.now() - begun;
if (communicator.rank === 0) {
  const walls = times.slice(WARM_UP).map((time, i) => time - times[WARM_UP + i - 1]!);
  const result = {
    workload,
    ranks: communicator.size,
    stepMs: median(walls),
    share: (communicated() - before) / ms,
  };
  console.log(JSON.stringify(result));
}
