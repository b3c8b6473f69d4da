// Writes bundled-pairs.tsv: of the pairs of a file those all of whose words are frequent in it, at least five times, in the order of the file.
//
//   node apps/translation/data/select-pairs.mjs eng-fra_18065.txt.gz
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const LEAST = 5;
const lines = gunzipSync(readFileSync(process.argv[2])).toString('utf8').trimEnd().split('\n');
const pairs = lines.map((line) => line.split('\t'));
const wordsOf = (side) =>
  side
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('’', "'")
    .match(/[\p{L}\p{M}\p{N}]+'?|[^\s\p{L}\p{M}\p{N}]/gu);
const counts = [0, 1].map((side) => {
  const count = new Map();
  for (const pair of pairs)
    for (const word of wordsOf(pair[side])) count.set(word, (count.get(word) ?? 0) + 1);
  return count;
});
const kept = pairs.filter((pair) =>
  [0, 1].every((side) => wordsOf(pair[side]).every((word) => counts[side].get(word) >= LEAST)),
);
const text = kept.map(([english, french]) => `${english}\t${french}\n`).join('');
writeFileSync(new URL('bundled-pairs.tsv', import.meta.url), text);
console.log(`${kept.length} pairs, ${new Set(kept.map(([english]) => english)).size} English sentences`);
