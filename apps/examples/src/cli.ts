import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { loadWordVectors } from '@seqloom/vectors';
import { ANIMALS, animalsSVG, closestPair } from './animal-table.ts';
import { cooccurrenceText } from './cooccurrence-table.ts';
import { PLANE, planeSVG, step, wordAfter } from './embedding-plane.ts';
import { parallelogramSVG, stepsFromKing } from './king-and-queen.ts';
import { compareLoopWithLayer } from './simple-rnn-loop.ts';

// a reader such as `head` has enough: no error of ours
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const [folder] = process.argv.slice(2);
if (folder?.startsWith('-')) {
  const help = folder === '--help' || folder === '-h';
  const print = help ? console.log : console.error;
  print('pnpm examples [FOLDER]: prints every listing; FOLDER is where their pictures go.');
  process.exit(help ? 0 : 1);
}
/** GloVe vectors of the 10,000 most frequent words, which the film review app brings along. */
const BUNDLED = new URL('../../imdb/data/bundled-vectors.safetensors', import.meta.url);

console.log('Figure 6.3: a toy word-embedding space');
const wild = step(PLANE, 'dog', 'wolf');
const feline = step(PLANE, 'dog', 'cat');
console.log(`  cat, from pet to wild animal:  ${wordAfter(PLANE, 'cat', wild)}`);
console.log(`  wolf, from canine to feline:   ${wordAfter(PLANE, 'wolf', feline)}`);
const { words, similarity } = closestPair(ANIMALS);
console.log(`  nearest of the ten animals:    ${words.join(' and ')} (cosine ${similarity.toFixed(3)})`);

const glove = loadWordVectors(await readFile(BUNDLED));
console.log('\nSection 6.1.2: king and a vector');
for (const found of stepsFromKing(glove)) {
  console.log(`  king + ${found.name} = ${found.word} (cosine ${found.similarity.toFixed(3)})`);
}

console.log(`\nWindow-based co-occurrence matrix, one word to each side\n${cooccurrenceText()}`);

registerBackend(wasmBackend());
const backend = await selectBackend();
const { shape, difference } = await compareLoopWithLayer();
console.log(`\nListings 6.19 to 6.21: a loop of ${shape[0]} steps with ${shape[1]} outputs`);
console.log(`  largest difference from the SimpleRNN layer: ${difference.toExponential(1)}`);
await backend.dispose();

if (folder !== undefined) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'embedding-plane.svg'), planeSVG());
  await writeFile(join(folder, 'animals.svg'), animalsSVG());
  await writeFile(join(folder, 'king-and-queen.svg'), parallelogramSVG(glove));
  console.log(`\nPictures: ${folder}`);
}
