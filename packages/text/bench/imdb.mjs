// Times the Tokenizer and the TextVectorizer on the 25,000 IMDB training reviews, single thread, and Keras' Python Tokenizer
// in turn.
//
//   pnpm --filter "@seqloom/text..." build
//   SEQLOOM_DATA=FOLDER node packages/text/bench/imdb.mjs [--runs 5] [--python /usr/bin/python3]
//
// FOLDER holds aclImdb_labelled_50k.tar.gz. With --python, each run of ours is followed by one of
// keras_preprocessing 1.1.0. Prints the times of every run and, as the last line, the medians and ratios as JSON.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { TextVectorizer, Tokenizer } from '@seqloom/text';
import { IMDB_ARCHIVE, readImdbTrainingTexts } from './imdb-texts.mjs';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, python: { type: 'string' } },
});
const folder = process.env.SEQLOOM_DATA;
if (folder === undefined) {
  console.error(`imdb: SEQLOOM_DATA is not set. Set it to the folder that holds ${IMDB_ARCHIVE}.`);
  process.exit(1);
}
const oracle = join(import.meta.dirname, '..', '..', '..', 'tooling', 'oracles', 'text.py');
const texts = await readImdbTrainingTexts(folder);
const ours = [];
const keras = [];
for (let run = 0; run < Number(values.runs); run++) {
  ours.push(measure());
  console.log(`seqloom  ${format(ours.at(-1))}`);
  if (values.python === undefined) continue;
  keras.push(JSON.parse(execFileSync(values.python, ['-B', oracle, 'imdb', join(folder, IMDB_ARCHIVE)])));
  console.log(`keras    ${format(keras.at(-1))}`);
}
const result = { texts: texts.length, ours: medians(ours) };
if (keras.length > 0) {
  result.keras = medians(keras);
  result.fitRatio = round(result.keras.fitSeconds / result.ours.fitSeconds);
  result.sequencesRatio = round(result.keras.sequencesSeconds / result.ours.sequencesSeconds);
}
console.log(JSON.stringify(result));

function measure() {
  const tokenizer = new Tokenizer();
  const started = performance.now();
  tokenizer.fitOnTexts(texts);
  const words = tokenizer.wordIndex.size;
  const fitted = performance.now();
  tokenizer.textsToSequences(texts);
  const done = performance.now();
  const vectorizer = new TextVectorizer();
  vectorizer.adapt(texts);
  const adapted = performance.now();
  // In batches: the matrix of all reviews would be as wide as the longest of them.
  for (let i = 0; i < texts.length; i += 100) vectorizer.vectorize(texts.slice(i, i + 100));
  const vectorized = performance.now();
  return {
    words,
    fitSeconds: (fitted - started) / 1000,
    sequencesSeconds: (done - fitted) / 1000,
    adaptSeconds: (adapted - done) / 1000,
    vectorizeSeconds: (vectorized - adapted) / 1000,
  };
}

function medians(runs) {
  const median = (name) =>
    name in runs[0] ? round(runs.map((run) => run[name]).sort((a, b) => a - b)[runs.length >> 1]) : undefined;
  return {
    words: runs[0].words,
    fitSeconds: median('fitSeconds'),
    sequencesSeconds: median('sequencesSeconds'),
    adaptSeconds: median('adaptSeconds'),
    vectorizeSeconds: median('vectorizeSeconds'),
  };
}

function format({ words, ...seconds }) {
  return `${words} words, ${Object.entries(seconds)
    .map(([name, value]) => `${name} ${value.toFixed(2)}`)
    .join(', ')}`;
}

function round(x) {
  return Number(x.toFixed(3));
}
