// Trains the LSTM of the reviews on all ranks of a job and prints one JSON line on rank 0: the losses of all steps, the SHA-256 of the
// weights, and the share of the time that went into communication. May be killed at any moment; started again with the same
// arguments, it goes on. The other scripts here and a test start it.
//
//   mpirun -n 2 node packages/distributed/bench/train-job.mjs [--data toy|imdb] [--epochs 2] [--words 200] [--embedding 32] [--dropout 0.2] [--recurrent-dropout 0.2] \
//     [--folder DIR] [--fail throw|exit|exit0|kill|hang|hang-at-end|spin|nan|differ --at 5 --on 1]
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { connect } from '@seqloom/distributed';
import { Embedding } from '@seqloom/embeddings';
import { Dense } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { LSTM } from '@seqloom/recurrent';
import { backup, fit, rmsprop, Sequential } from '@seqloom/train';
import { backupFolder } from '@seqloom/train/node';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: 'toy' },
    samples: { type: 'string', default: '512' },
    epochs: { type: 'string', default: '2' },
    batch: { type: 'string', default: '32' },
    words: { type: 'string', default: '200' },
    embedding: { type: 'string', default: '32' },
    dropout: { type: 'string', default: '0' },
    'recurrent-dropout': { type: 'string', default: '0' },
    folder: { type: 'string' },
    'every-ms': { type: 'string', default: '50' },
    fail: { type: 'string' },
    at: { type: 'string', default: '5' },
    on: { type: 'string', default: '1' },
    'step-ms': { type: 'string', default: '0' },
  },
});
const SEED = 5;
const samples = Number(values.samples);
const embedding = Number(values.embedding);

/** Ids without a meaning; the answer is whether the first and the last are in the same half. */
function toy(words = Number(values.words), length = 24) {
  const random = createRandom(SEED, 'toy');
  const ids = Int32Array.from({ length: samples * length }, () => random.integer(words));
  const half = (i) => ids[i] < words / 2;
  const labels = Uint8Array.from({ length: samples }, (_, i) =>
    Number(half(i * length) === half((i + 1) * length - 1)),
  );
  return { ids: { data: ids, shape: [samples, length] }, labels, words };
}

/** Reviews of films, 500 words each, of the data set in SEQLOOM_DATA. */
async function imdb(words = 10_000) {
  const { loadIMDB } = await import('@seqloom/datasets/node');
  const { padSequences, textToWordSequence } = await import('@seqloom/text');
  const { train } = await loadIMDB({ tokenize: textToWordSequence, numWords: words });
  const ids = padSequences(train.sequences.slice(0, samples), { maxlen: 500 });
  return { ids, labels: Uint8Array.from(train.labels.slice(0, samples)), words };
}

const communicator = await connect();
registerBackend(wasmBackend());
const backend = await selectBackend({ threads: 1 });
const { ids, labels, words } = values.data === 'imdb' ? await imdb() : toy();
const { rank, size } = communicator;
const fails = (mode) => values.fail === mode && rank === Number(values.on);
const model = new Sequential([
  new Embedding({ inputDim: words, outputDim: embedding }),
  new LSTM({
    units: 32,
    dropout: Number(values.dropout),
    recurrentDropout: Number(values['recurrent-dropout']),
  }),
  new Dense({ units: 1, activation: 'sigmoid' }),
]);

const losses = [];
let steps = 0;
let begun = 0;
let resumed;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const watch = {
  onTrainBegin() {
    if (rank === 0) process.stdout.write('{"event":"begin"}\n');
    begun = performance.now();
  },
  async onBatchEnd({ loss }) {
    losses.push(loss);
    steps++;
    if (Number(values['step-ms']) > 0) await pause(Number(values['step-ms']));
    if (rank !== Number(values.on) || steps !== Number(values.at)) return;
    switch (values.fail) {
      case 'nan':
        model.weights[0].assign(new Float32Array(words * embedding).fill(Number.NaN));
        break;
      case 'throw':
        throw new Error('a bad batch');
      case 'exit':
        process.exit(3);
        break;
      case 'exit0':
        process.exit(0);
        break;
      case 'kill':
        process.kill(process.pid, 'SIGKILL');
        break;
      case 'hang':
        await new Promise(() => setInterval(() => {}, 1e6));
        break;
      case 'spin':
        for (;;);
    }
  },
};
const { logs } = await fit(
  model,
  { inputs: ids, targets: { data: labels, shape: [labels.length, 1] } },
  {
    communicator,
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
    optimizer: rmsprop({ learningRate: 1e-3 }),
    epochs: Number(values.epochs),
    batchSize: Number(values.batch),
    seed: fails('differ') ? SEED + 1 : SEED,
    validationSplit: 0.125,
    callbacks: [
      watch,
      ...(values.folder
        ? [
            backup({
              store: backupFolder(values.folder),
              everyMs: Number(values['every-ms']),
              onResume: ({ epoch, batch }) => {
                resumed = { epoch, batch };
              },
            }),
          ]
        : []),
    ],
  },
);
const ms = performance.now() - begun;
if (rank === 0) {
  const hash = createHash('sha256');
  for (const { name, data } of await model.getWeights()) hash.update(name).update(data);
  const share = (communicator.communicationMs ?? 0) / ms;
  const end = { event: 'end', size, sha256: hash.digest('hex'), logs, losses, steps, ms, share, resumed };
  process.stdout.write(`${JSON.stringify(end)}\n`);
}
if (fails('hang-at-end')) await new Promise(() => setInterval(() => {}, 1e6));
model.dispose();
await backend.dispose();
