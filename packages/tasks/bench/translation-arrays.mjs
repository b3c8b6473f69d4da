// Writes what the translation task makes of pairs, for tooling/oracles/translation_peer.py: the ids of all pairs to train and validate with, and the test
// sentences with the references that BLEU compares.
//
//   pnpm --filter "@seqloom/tasks..." build
//   node packages/tasks/bench/translation-arrays.mjs apps/translation/data/bundled-pairs.tsv arrays.json
import { readFileSync, writeFileSync } from 'node:fs';
import { divideSentences, joinWords, parsePairs, sentenceWords } from '@seqloom/tasks';
import { TokenTable } from '../dist/token-table.js';
import { translationArrays } from '../dist/translation/translation-arrays.js';

const [file, out] = process.argv.slice(2);
const { train, validation, test } = divideSentences(file, parsePairs(file, readFileSync(file, 'utf8')));
const source = TokenTable.of(
  train.map((each) => sentenceWords(each.source)),
  8000,
);
const target = TokenTable.of(
  train.flatMap(({ targets }) => targets.map(sentenceWords)),
  8000,
);
const arraysOf = (sentences) => {
  const { inputs, targets } = translationArrays(sentences, { source, target });
  const plain = ({ data, shape }) => ({ data: Array.from(data), shape });
  return { source: plain(inputs.source), target: plain(inputs.target), next: plain(targets) };
};
const plain = (sentence) => joinWords(sentenceWords(sentence));
writeFileSync(
  out,
  JSON.stringify({
    sourceWords: source.size,
    targetTokens: Array.from({ length: target.size }, (_, id) => target.token(id)),
    train: arraysOf(train),
    validation: arraysOf(validation),
    test: test.map((each) => ({
      ids: Array.from(source.encode(sentenceWords(each.source))),
      references: each.targets.map(plain),
    })),
  }),
);
