// Trains a small network that carries all kinds of state, with a backup, and prints one JSON line with the SHA-256 of its weights and
// its history. May be killed at any moment; started again with the same arguments, it goes on. `kill-and-resume.mjs` and a
// test start it.
//
//   node packages/train/bench/killable-run.mjs --folder DIR [--data arrays|batches|generator|async] [--threads 1] [--epochs 6]
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { batches } from '@seqloom/arrays';
import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { BatchNormalization, Dense } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { LSTM } from '@seqloom/recurrent';
import { adam, auc, backup, cosineDecay, earlyStopping, fit, Sequential } from '@seqloom/train';
import { backupFolder } from '@seqloom/train/node';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    data: { type: 'string', default: 'arrays' },
    threads: { type: 'string', default: '1' },
    epochs: { type: 'string', default: '6' },
    'every-ms': { type: 'string', default: '20' },
  },
});
const SEED = 5;
const BATCH = 8;
const [SAMPLES, HELD_OUT, TIME, WIDTH] = [320, 64, 12, 3];
const epochs = Number(values.epochs);

/** Noise; the answer is whether the mean of its first column is above 0. */
function series(count, stream) {
  const x = createRandom(SEED, stream).fillNormal(new Float32Array(count * TIME * WIDTH));
  const sumOf = (i) =>
    Array.from({ length: TIME }, (_, t) => x[(i * TIME + t) * WIDTH]).reduce((a, b) => a + b);
  const y = Uint8Array.from({ length: count }, (_, i) => Number(sumOf(i) > 0));
  return { inputs: { data: x, shape: [count, TIME, WIDTH] }, targets: { data: y, shape: [count, 1] } };
}

/** Batches of numbers that are drawn one after the other, so that those of a pass depend on all passes before. */
function* drawn(random) {
  for (let i = 0; i < SAMPLES / BATCH; i++) {
    const x = random.fillNormal(new Float32Array(BATCH * TIME * WIDTH));
    const y = Uint8Array.from({ length: BATCH }, (_, row) => Number(x[row * TIME * WIDTH] > 0));
    yield { inputs: { data: x, shape: [BATCH, TIME, WIDTH] }, targets: { data: y, shape: [BATCH, 1] } };
  }
}

function dataOf(kind) {
  const arrays = series(SAMPLES, 'train');
  const random = createRandom(SEED, 'drawn');
  switch (kind) {
    case 'arrays':
      return arrays;
    case 'batches':
      return batches(arrays, { batchSize: BATCH, shuffle: true, seed: SEED });
    case 'generator':
      return { [Symbol.iterator]: () => drawn(random) };
    case 'async':
      return {
        async *[Symbol.asyncIterator]() {
          yield* drawn(random);
        },
      };
    default:
      throw new RangeError(`--data: expected arrays, batches, generator or async, got '${kind}'.`);
  }
}

registerBackend(wasmBackend());
const backend = await selectBackend({ threads: Number(values.threads) });
const model = new Sequential([
  new LSTM({ units: 8, dropout: 0.2, recurrentDropout: 0.2, returnSequences: true, stateful: true }),
  new BatchNormalization({ momentum: 0.9 }),
  new LSTM({ units: 8, dropout: 0.1 }),
  new Dense({ units: 1, activation: 'sigmoid' }),
]);
const steps = (SAMPLES / BATCH) * epochs;
const learningRate = cosineDecay({
  initialLearningRate: 0,
  warmupTarget: 0.02,
  warmupSteps: 40,
  decaySteps: steps - 40,
});
let resumed;
const history = await fit(model, dataOf(values.data), {
  loss: 'binaryCrossentropy',
  metrics: ['accuracy', auc()],
  optimizer: adam({ learningRate, clipnorm: 1, useEma: true, emaMomentum: 0.9, emaOverwriteFrequency: 7 }),
  epochs,
  batchSize: BATCH,
  seed: SEED,
  validation: batches(series(HELD_OUT, 'held out'), { batchSize: BATCH, shuffle: true, seed: SEED }),
  callbacks: [
    { onTrainBegin: () => process.stdout.write('{"event":"begin"}\n') },
    earlyStopping({ patience: 2, restoreBestWeights: true }),
    backup({
      store: backupFolder(values.folder),
      everyMs: Number(values['every-ms']),
      onResume: ({ epoch, batch }) => {
        resumed = { epoch, batch };
      },
    }),
  ],
});
const hash = createHash('sha256');
for (const { name, data } of await model.getWeights()) hash.update(name).update(data);
const { logs } = history;
process.stdout.write(
  `${JSON.stringify({ event: 'end', sha256: hash.digest('hex'), epochs: history.epochs, logs, resumed })}\n`,
);
model.dispose();
await backend.dispose();
