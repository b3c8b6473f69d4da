// Trains the LSTM of listing 6.27 on the IMDB reviews, padded to 500 words, in batches of random rows and in batches by
// length, in turn. Prints for each run the seconds of its epochs (without validation) and the validation accuracy after each
// epoch; as the last line, medians over the seeds and their ratio.
//
//   pnpm --filter "@seqloom/tasks..." build
//   SEQLOOM_DATA=FOLDER nice node packages/tasks/bench/by-length.mjs [--seeds 3] [--epochs 4] [--threads 1] [--train-samples 20000] [--mask]
//
// FOLDER holds aclImdb_labelled_50k.tar.gz. Three seeds and four epochs take 12 minutes.
import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import {
  batches,
  batchesByLength,
  ndArray,
  readReviewArchive,
  sliceRows,
  validationSplit,
} from '@seqloom/datasets';
import { Embedding } from '@seqloom/embeddings';
import { Dense } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import { padSequences, Tokenizer } from '@seqloom/text';
import { fit, Sequential } from '@seqloom/train';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    epochs: { type: 'string', default: '4' },
    threads: { type: 'string', default: '1' },
    'train-samples': { type: 'string', default: '20000' },
    mask: { type: 'boolean', default: false },
  },
});
const epochs = Number(values.epochs);
registerBackend(wasmBackend());
await selectBackend({ threads: Number(values.threads) });

const archive = 'aclImdb_labelled_50k.tar.gz';
const file = await openAsBlob(join(process.env.SEQLOOM_DATA ?? '.', archive));
const { train: reviews } = await readReviewArchive(file.stream(), { name: archive, splits: ['train'] });
const tokenizer = new Tokenizer({ numWords: 10_000 });
tokenizer.fitOnTexts(reviews.texts);
const inputs = padSequences(tokenizer.textsToSequences(reviews.texts), { maxlen: 500 });
const examples = { inputs, targets: ndArray(reviews.labels) };

const runs = { random: [], byLength: [] };
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  const parts = validationSplit(examples, { fraction: 0.2, seed });
  const train = sliceRows(parts.train, 0, Number(values['train-samples']));
  for (const kind of ['random', 'byLength']) {
    const run = await trainOnce(kind, train, parts.validation, seed);
    runs[kind].push(run);
    console.log(JSON.stringify({ kind, seed, ...run }));
  }
}
const best = (kind) => median(runs[kind].map(({ valAccuracy }) => Math.max(...valAccuracy)));
const time = (kind) => median(runs[kind].flatMap(({ seconds }) => seconds));
console.log(
  JSON.stringify({
    epochSeconds: { random: time('random'), byLength: time('byLength') },
    ratio: Number((time('byLength') / time('random')).toFixed(3)),
    bestValAccuracy: { random: best('random'), byLength: best('byLength') },
  }),
);

async function trainOnce(kind, train, validation, seed) {
  const model = new Sequential([
    new Embedding({ inputDim: 10_000, outputDim: 32, maskZero: values.mask }),
    new LSTM({ units: 32 }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ]);
  const options = { batchSize: 128, seed };
  const source =
    kind === 'random' ? batches(train, { ...options, shuffle: true }) : batchesByLength(train, options);
  const measured =
    kind === 'random'
      ? batches(validation, { batchSize: 256 })
      : batchesByLength(validation, { batchSize: 256 });
  const seconds = [];
  let begin = 0;
  const { series } = await fit(model, source, {
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
    epochs,
    seed,
    validation: measured,
    callbacks: [
      {
        onEpochBegin: () => {
          begin = performance.now();
        },
        onBatchEnd: ({ batch }) => {
          if (batch + 1 === source.length) seconds.push(round((performance.now() - begin) / 1000, 2));
        },
      },
    ],
  });
  model.dispose();
  return { seconds, valAccuracy: series.valAccuracy.map((accuracy) => round(accuracy, 4)) };
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}

function round(x, digits) {
  return Number(x.toFixed(digits));
}
