// Times the Tokenizer and the TextVectorizer on much text, read as it is needed: the IMDB training reviews over and over, in
// each round with other words among them, so that the vocabulary grows as that of a large corpus does.
//
//   pnpm --filter "@seqloom/text..." build
//   SEQLOOM_DATA=FOLDER node packages/text/bench/large-text.mjs [--megabytes 1000] [--batch 512] [--maxlen 200]
//
// FOLDER holds aclImdb_labelled_50k.tar.gz. Prints, for each class, seconds and MB/s to fit and to make padded batches, and
// the memory above that of the reviews themselves: the peak of the process, sampled every 20,000 texts.
import { parseArgs } from 'node:util';
import { padSequences, TextVectorizer, Tokenizer } from '@seqloom/text';
import { IMDB_ARCHIVE, readImdbTrainingTexts } from './imdb-texts.mjs';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1000' },
    batch: { type: 'string', default: '512' },
    maxlen: { type: 'string', default: '200' },
    only: { type: 'string', default: 'Tokenizer,TextVectorizer' },
  },
});
const folder = process.env.SEQLOOM_DATA;
if (folder === undefined) {
  console.error(`large-text: SEQLOOM_DATA is not set. Set it to the folder that holds ${IMDB_ARCHIVE}.`);
  process.exit(1);
}
const reviews = await readImdbTrainingTexts(folder);
const characters = Number(values.megabytes) * 1e6;
const batchSize = Number(values.batch);
const maxlen = Number(values.maxlen);
globalThis.gc?.();
const before = process.memoryUsage.rss();
let peak = before;

for (const name of values.only.split(',')) {
  const fitted =
    name === 'Tokenizer'
      ? new Tokenizer({ numWords: 20_000 })
      : new TextVectorizer({ maxTokens: 20_000, outputSequenceLength: maxlen });
  const source = timed(() => {
    for (const _ of texts());
  });
  peak = before;
  const fit = timed(() => (name === 'Tokenizer' ? fitted.fitOnTexts(texts()) : fitted.adapt(texts())));
  const fitPeak = peak;
  peak = before;
  let ids = 0;
  const vectorize = timed(() => {
    for (const batch of batches()) {
      const { data } =
        name === 'Tokenizer'
          ? padSequences(fitted.textsToSequences(batch), { maxlen })
          : fitted.vectorize(batch);
      ids += data.length;
    }
  });
  console.log(
    JSON.stringify({
      class: name,
      megabytes: Number(values.megabytes),
      words: name === 'Tokenizer' ? fitted.wordIndex.size : undefined,
      ids,
      sourceSeconds: source,
      fitSeconds: fit,
      fitMBperSecond: Math.round(characters / 1e6 / fit),
      vectorizeSeconds: vectorize,
      vectorizeMBperSecond: Math.round(characters / 1e6 / vectorize),
      fitPeakMB: Math.round((fitPeak - before) / 1e6),
      vectorizePeakMB: Math.round((peak - before) / 1e6),
    }),
  );
}

function* texts() {
  let given = 0;
  for (let round = 0; ; round++) {
    for (const [i, review] of reviews.entries()) {
      const text = round === 0 ? review : `${review} word${round}x${i % 500}`;
      given += text.length;
      if (given > characters) return;
      if (i % 20_000 === 0) peak = Math.max(peak, process.memoryUsage.rss());
      yield text;
    }
  }
}

function* batches() {
  let batch = [];
  for (const text of texts()) {
    batch.push(text);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function timed(work) {
  const started = performance.now();
  work();
  return Number(((performance.now() - started) / 1000).toFixed(2));
}
