// Writes the order in which the chapter's examples put the 25,000 training reviews, for keras_imdb_lstm.py:
//   node tooling/oracles/imdb_orders.mjs FOLDER
// One file of little-endian uint32 per seed. The last 5,000 of an order validate.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shuffleRows } from '../../packages/arrays/dist/index.js';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('node tooling/oracles/imdb_orders.mjs FOLDER');
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
const rows = { data: Uint32Array.from({ length: 25_000 }, (_, i) => i), shape: [25_000] };
for (const seed of [1, 2, 3]) {
  const { inputs } = shuffleRows({ inputs: rows, targets: rows }, seed);
  writeFileSync(join(folder, `order-${seed}.u32`), inputs.data);
}
