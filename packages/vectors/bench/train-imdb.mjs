// Trains skip-gram and GloVe vectors on the training reviews and prints words per second of processor time (one thread;
// on a shared machine the wall clock says little) and neighbours.
// `SEQLOOM_DATA=… node bench/train-imdb.mjs [skip-gram] [glove] [gensim] [--reviews=N] [--epochs=N]` after `pnpm build`;
// default: all three on 25,000 reviews, 5 epochs of skip-gram.
// `gensim` trains the same skip-gram with one thread of gensim (/usr/bin/python3) on the same words.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cooccurrence, countWords, mostSimilar, trainGlove, trainSkipGram } from '@seqloom/vectors';
import { imdbReviews } from './imdb-corpus.mjs';

const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const runs = (name) => chosen.length === 0 || chosen.includes(name);
const number = (name, otherwise) =>
  Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const EPOCHS = number('epochs', 5);
// Every n-th review, because the first half of the archive is all negative.
const all = imdbReviews('train');
const every = Math.max(1, Math.floor(all.length / number('reviews', all.length)));
const reviews = all.filter((_, i) => i % every === 0);
const tokens = reviews.reduce((sum, review) => sum + review.length, 0);
console.log(`${reviews.length} reviews, ${tokens} words`);

function clock() {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now() / 1000, processor: (user + system) / 1e6 };
}

function report(name, start, epochs, vectors) {
  const end = clock();
  const processor = end.processor - start.processor;
  const rate = Math.round((tokens * epochs) / processor / 1000);
  console.log(
    `${name}: ${vectors.size} words × ${vectors.dimensions}, ${(end.wall - start.wall).toFixed(1)} s, ` +
      `${processor.toFixed(1)} s of processor time, ${rate},000 words/s`,
  );
  for (const word of ['terrible', 'wonderful']) {
    console.log(
      `  ${word}: ${mostSimilar(vectors, word)
        .map((near) => near.word)
        .join(' ')}`,
    );
  }
}

if (runs('skip-gram')) {
  const start = clock();
  const onEpoch = ({ epoch, loss }) => console.log(`  epoch ${epoch}: loss ${loss.toFixed(4)}`);
  report(
    'skip-gram',
    start,
    EPOCHS,
    await trainSkipGram(reviews, { dimensions: 100, epochs: EPOCHS, seed: 1, onEpoch }),
  );
}
if (runs('glove')) {
  const start = clock();
  const { words } = countWords(reviews, { minCount: 10 });
  const matrix = cooccurrence(reviews, { words, window: 8, weighting: 'inverse-distance' });
  console.log(
    `co-occurrence: ${matrix.values.length} entries in ${(clock().wall - start.wall).toFixed(1)} s`,
  );
  const onEpoch = ({ epoch, loss }) => console.log(`  epoch ${epoch}: loss ${loss.toFixed(4)}`);
  report('glove', start, 15, await trainGlove(matrix, { dimensions: 50, seed: 1, onEpoch }));
}
if (runs('gensim')) {
  const folder = mkdtempSync(join(tmpdir(), 'train-imdb-'));
  const corpus = join(folder, 'corpus.txt');
  writeFileSync(corpus, reviews.map((review) => review.join(' ')).join('\n'));
  const script = `
import sys, time
from gensim.models.word2vec import LineSentence, Word2Vec
sentences = list(LineSentence(sys.argv[1]))
start, processor = time.time(), time.process_time()
model = Word2Vec(sentences, sg=1, vector_size=100, window=5, negative=5, min_count=5, epochs=${EPOCHS}, workers=1, seed=1)
seconds, processor = time.time() - start, time.process_time() - processor
print(f"gensim: {len(model.wv)} words x 100, {seconds:.1f} s, {processor:.1f} s of processor time, {${tokens} * ${EPOCHS} / processor / 1000:.0f},000 words/s")
print("  terrible:", *[w for w, _ in model.wv.most_similar("terrible")])
`;
  const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const env = { ...process.env, ...threads };
  spawnSync('/usr/bin/python3', ['-c', script, corpus], { stdio: 'inherit', env });
  rmSync(folder, { recursive: true });
}
