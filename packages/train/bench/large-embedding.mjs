// Times training steps of an Embedding of 300 columns, Flatten and Dense(1) on 32 sequences of 100 uniformly random ids, for
// tables of several sizes in turn; prints the median step of each and its ratio to the first, the size of the wasm heap and
// the peak of the process.
//
//   pnpm --filter "@seqloom/train..." build
//   node packages/train/bench/large-embedding.mjs [--rows 10000,200000] [--optimizers sgd,rmsprop] [--steps 60] [--rounds 3] [--threads 1]
import { parseArgs } from 'node:util';
import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Flatten } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { adam, fit, rmsprop, Sequential, sgd } from '@seqloom/train';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000,200000' },
    optimizers: { type: 'string', default: 'sgd,rmsprop' },
    width: { type: 'string', default: '300' },
    steps: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '1' },
  },
});
const [BATCH, TIME] = [32, 100];
const MAKE = {
  sgd: () => sgd(),
  rmsprop: () => rmsprop(),
  adam: () => adam(),
  'adam-sparse': () => adam({ sparse: true }),
  // A limit that is never reached keeps the gradient dense.
  'sgd-dense': () => sgd({ clipnorm: 1e30 }),
  'rmsprop-dense': () => rmsprop({ clipnorm: 1e30 }),
};
const steps = Number(values.steps);
registerBackend(wasmBackend());
const { notes } = await selectBackend({ threads: Number(values.threads) });
if (notes.length > 0) console.log(JSON.stringify({ notes }));

for (const name of values.optimizers.split(',')) {
  const runs = values.rows.split(',').map((rows) => prepare(Number(rows), MAKE[name]()));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const run of runs) await run.train();
  }
  const medians = runs.map(({ times }) => times.toSorted((a, b) => a - b)[times.length >> 1]);
  for (const [i, { rows, losses }] of runs.entries()) {
    console.log(
      JSON.stringify({
        optimizer: name,
        rows,
        stepMs: Number(medians[i].toFixed(2)),
        ratio: Number((medians[i] / medians[0]).toFixed(2)),
        loss: [losses[0], losses.at(-1)].map((loss) => Number(loss.toFixed(4))),
        peakRssMB: Math.round(process.resourceUsage().maxRSS / 1e3),
      }),
    );
  }
  for (const run of runs) run.dispose();
}

function prepare(rows, optimizer) {
  const model = new Sequential([
    new Embedding({ inputDim: rows, outputDim: Number(values.width) }),
    new Flatten(),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ]).build([null, TIME], { seed: 1 });
  const random = createRandom(1, 'ids');
  const batches = Array.from({ length: steps }, () => ({
    inputs: {
      data: Int32Array.from({ length: BATCH * TIME }, () => random.integer(rows)),
      shape: [BATCH, TIME],
    },
    targets: { data: Float32Array.from({ length: BATCH }, () => random.integer(2)), shape: [BATCH, 1] },
  }));
  const times = [];
  const losses = [];
  return {
    rows,
    times,
    losses,
    async train() {
      let last = performance.now();
      const onBatchEnd = ({ batch, loss }) => {
        const now = performance.now();
        if (batch > 2) times.push(now - last);
        losses.push(loss);
        last = performance.now();
      };
      await fit(model, batches, { loss: 'binaryCrossentropy', optimizer, callbacks: [{ onBatchEnd }] });
    },
    dispose() {
      optimizer.dispose();
      model.dispose();
    },
  };
}
