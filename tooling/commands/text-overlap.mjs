// What the checks of bundled texts share: words, the closest pair, leftovers, and the sample of a data card.
import { createHash } from 'node:crypto';

/** What is left behind by templates, by copying from pages, and by text that was meant to be replaced. */
export const LEFTOVERS =
  /lorem ipsum|\b(?:todo|tbd|fixme|placeholder|sample (?:text|review))\b|https?:|www\.|<[a-z/]|&[a-z]+;|[[\]{}|\\]|\b(\w+) \1 \1 \1\b|as an? (?:ai|language model)/i;

/** Runs of letters, digits and apostrophes, in lower case. */
export const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];

function trigramsOf(words) {
  const trigrams = new Set();
  for (let i = 2; i < words.length; i++) trigrams.add(`${words[i - 2]} ${words[i - 1]} ${words[i]}`);
  return trigrams;
}

/** The pair of texts that shares the largest part of the shorter one's trigrams: `{ share, a, b }`, rows counted from 0. */
export function closestPair(texts) {
  const trigrams = texts.map((text) => trigramsOf(wordsOf(text)));
  const holders = new Map();
  let closest = { share: 0, a: 0, b: 0 };
  trigrams.forEach((set, b) => {
    const shared = new Map();
    for (const trigram of set) {
      const earlier = holders.get(trigram) ?? [];
      for (const a of earlier) shared.set(a, (shared.get(a) ?? 0) + 1);
      holders.set(trigram, [...earlier, b]);
    }
    for (const [a, count] of shared) {
      const share = count / Math.min(set.size, trigrams[a].size);
      if (share > closest.share) closest = { share, a, b };
    }
  });
  return closest;
}

/** Where some lengths lie: minimum, 10 %, 25 %, median, 75 %, 90 %, maximum. */
export function lengthQuantiles(texts) {
  const lengths = texts.map((text) => wordsOf(text).length).sort((a, b) => a - b);
  return [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1].map((q) => lengths[Math.round(q * (lengths.length - 1))]);
}

/** The rows whose texts hash lowest under the seed. */
export function drawSample(rows, seed, size) {
  const rank = ({ text }) => createHash('sha256').update(`${seed}\n${text}`).digest('hex');
  return rows
    .map((row) => ({ row, rank: rank(row) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, size)
    .map(({ row }) => row);
}
