// Times an epoch of the model of listing 6.12 on reviews that another thread reads from a file and tokenizes on the way, beside
// reading alone (the batches are thrown away) and computing alone (the batches are in memory), in turn.
//
//   pnpm --filter "@seqloom/tasks..." build
//   SEQLOOM_DATA=FOLDER node packages/tasks/bench/read-ahead.mjs [--rounds 3] [--batch 32] [--maxlen 100] [--threads 1]
//
// FOLDER holds aclImdb_labelled_50k.tar.gz. The last line has the medians, and the epoch divided by the larger of the other two,
// which wants a free second core.
import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { readReviewArchive, workerBatches } from '@seqloom/datasets';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Flatten } from '@seqloom/nn';
import { Tokenizer } from '@seqloom/text';
import { fit, Sequential } from '@seqloom/train';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    batch: { type: 'string', default: '32' },
    maxlen: { type: 'string', default: '100' },
    threads: { type: 'string', default: '1' },
  },
});
const maxlen = Number(values.maxlen);
registerBackend(wasmBackend());
await selectBackend({ threads: Number(values.threads) });

const archive = 'aclImdb_labelled_50k.tar.gz';
const blob = await openAsBlob(join(process.env.SEQLOOM_DATA ?? '.', archive));
const { train } = await readReviewArchive(blob.stream(), { name: archive, splits: ['train'] });
const folder = mkdtempSync(join(tmpdir(), 'read-ahead-'));
const file = join(folder, 'reviews.txt');
writeFileSync(
  file,
  train.texts.map((text, i) => `${train.labels[i]} ${text.replaceAll(/[\r\n]/g, ' ')}\n`).join(''),
);
const tokenizer = new Tokenizer({ numWords: 10_000 });
tokenizer.fitOnTexts(train.texts);
const worker = new Worker(new URL('./read-ahead-worker.mjs', import.meta.url), {
  workerData: { file, tokenizer: tokenizer.toJSON(), maxlen, batchSize: Number(values.batch) },
});
const source = workerBatches(worker);

const model = new Sequential([
  new Embedding({ inputDim: 10_000, outputDim: 100 }),
  new Flatten(),
  new Dense({ units: 32, activation: 'relu' }),
  new Dense({ units: 1, activation: 'sigmoid' }),
]);
const epoch = (data) => fit(model, data, { loss: 'binaryCrossentropy' });

const list = [];
for await (const batch of source) list.push(batch);
await epoch(list);
const seconds = { reading: [], computing: [], both: [] };
for (let round = 0; round < Number(values.rounds); round++) {
  seconds.reading.push(
    await timed(async () => {
      for await (const _ of source);
    }),
  );
  seconds.computing.push(await timed(() => epoch(list)));
  seconds.both.push(await timed(() => epoch(source)));
  console.log(
    JSON.stringify(Object.fromEntries(Object.entries(seconds).map(([name, all]) => [name, all.at(-1)]))),
  );
}
const median = (name) => seconds[name].toSorted((a, b) => a - b)[seconds[name].length >> 1];
const larger = Math.max(median('reading'), median('computing'));
console.log(
  JSON.stringify({
    batches: list.length,
    reading: median('reading'),
    computing: median('computing'),
    both: median('both'),
    ratio: Number((median('both') / larger).toFixed(3)),
  }),
);
await worker.terminate();
rmSync(folder, { recursive: true });

async function timed(work) {
  const begin = performance.now();
  await work();
  return Number(((performance.now() - begin) / 1000).toFixed(3));
}
