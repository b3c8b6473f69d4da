// Writes what the translation task makes of pairs, for tooling/oracles/translation_peer.py: the ids of all pairs to train and validate with, the test
// sentences with the references that BLEU compares, and what a seed decides: the initial weights of both networks and the order of the pairs in each epoch.
//
//   pnpm --filter "@seqloom/tasks..." build
//   node packages/tasks/bench/translation-arrays.mjs apps/translation/data/bundled-pairs.tsv FOLDER [SEED …]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { batches } from '@seqloom/arrays';
import { registerBackend, selectBackend } from '@seqloom/backend';
import { wasmBackend } from '@seqloom/backend-wasm';
import { divideSentences, joinWords, parsePairs, sentenceWords } from '@seqloom/tasks';
import { save } from '@seqloom/train';
import { TokenTable } from '../dist/token-table.js';
import { translationArrays } from '../dist/translation/translation-arrays.js';
import { TRANSLATION_RECIPES, TRANSLATION_SETTINGS } from '../dist/translation/translation-choices.js';
import { translationNetwork } from '../dist/translation/translation-network.js';

const [file, folder, ...given] = process.argv.slice(2);
const seeds = given.length > 0 ? given.map(Number) : [1];
const { words, epochs } = TRANSLATION_SETTINGS;
mkdirSync(folder, { recursive: true });
const { train, validation, test } = divideSentences(file, parsePairs(file, readFileSync(file, 'utf8')));
const source = TokenTable.of(
  train.map((each) => sentenceWords(each.source)),
  words,
);
const target = TokenTable.of(
  train.flatMap(({ targets }) => targets.map(sentenceWords)),
  words,
);
const arraysOf = (sentences) => {
  const { inputs, targets } = translationArrays(sentences, { source, target });
  const plain = ({ data, shape }) => ({ data: Array.from(data), shape });
  return { source: plain(inputs.source), target: plain(inputs.target), next: plain(targets) };
};
const plain = (sentence) => joinWords(sentenceWords(sentence));
const arrays = arraysOf(train);
writeFileSync(
  join(folder, 'arrays.json'),
  JSON.stringify({
    sourceWords: source.size,
    targetTokens: Array.from({ length: target.size }, (_, id) => target.token(id)),
    train: arrays,
    validation: arraysOf(validation),
    test: test.map((each) => ({
      ids: Array.from(source.encode(sentenceWords(each.source))),
      references: each.targets.map(plain),
    })),
  }),
);

registerBackend(wasmBackend());
await selectBackend({ threads: 1 });
const [rows] = arrays.source.shape;
const numbers = { data: Int32Array.from({ length: rows }, (_, row) => row), shape: [rows] };
for (const seed of seeds) {
  const shuffled = batches({ inputs: numbers, targets: numbers }, { batchSize: rows, shuffle: true, seed });
  const orders = Array.from({ length: epochs }, (_, epoch) =>
    Array.from([...shuffled.epoch(epoch)][0].inputs.data),
  );
  writeFileSync(join(folder, `orders-${seed}.json`), JSON.stringify(orders));
  for (const recipe of TRANSLATION_RECIPES) {
    const sizes = { source: source.size, target: target.size };
    const model = translationNetwork(recipe, TRANSLATION_SETTINGS, sizes, seed);
    writeFileSync(join(folder, `start-${recipe.name}-${seed}.safetensors`), await save(model));
    model.dispose();
  }
}
