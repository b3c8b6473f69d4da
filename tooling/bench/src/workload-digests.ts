// Prints one SHA-256 for each reference workload: of its weights after two training steps, their losses and a prediction.
// A change that keeps what the code computes keeps every line. Arguments: names of workloads, default all; --backend
// wasm and --threads 1.
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { selectBackend } from '@seqloom/backend';
import { fit, predict, Sequential } from '@seqloom/train';
import { registerNamed } from './register.ts';
import { targetsOf, WORKLOADS } from './workloads.ts';

const STEPS = 2;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { backend: { type: 'string', default: 'wasm' }, threads: { type: 'string', default: '1' } },
});
const names = positionals.length > 0 ? positionals : Object.keys(WORKLOADS);

const backend = await selectBackend({
  prefer: [registerNamed(values.backend)],
  threads: Number(values.threads),
});
for (const name of names) {
  const workload = WORKLOADS[name];
  if (!workload)
    throw new RangeError(`There is no workload ${name}. Known: ${Object.keys(WORKLOADS).join(', ')}.`);
  const inputs = workload.inputs();
  const batchSize = inputs.shape[0]!;
  const targets = targetsOf(workload);
  const model = new Sequential(workload.layers());
  const { loss } = workload;
  const history = await fit(
    model,
    { inputs, targets },
    { loss, epochs: STEPS, batchSize, seed: 1, shuffle: false },
  );
  const hash = createHash('sha256').update(JSON.stringify(history.series.loss));
  const { data: predictions } = await predict(model, inputs, { batchSize });
  for (const { data } of [...(await model.getWeights()), { data: predictions }]) {
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  console.log(`${name} ${hash.digest('hex')}`);
  model.dispose();
}
await backend.dispose();
