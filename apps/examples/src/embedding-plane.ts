import { scatterSVG } from '@seqloom/charts';
import { mostSimilar, WordVectors } from '@seqloom/vectors';
import type { Listing } from './listing.ts';

/**
 * Figure 6.3: four animals in a plane. The figure has no numbers; these put the words where it does, so that going from
 * a pet to a wild animal is one step wherever it begins, and going from a canine to a feline is another.
 */
export const PLANE: WordVectors = new WordVectors(
  ['cat', 'dog', 'tiger', 'wolf'],
  2,
  Float32Array.of(0.7, 0.3, 0.3, 0.25, 0.75, 0.8, 0.35, 0.75),
);

/** The step from one word to another, `to − from`: what a word changes when it changes its meaning so. */
export function step(vectors: WordVectors, from: string, to: string): Float32Array {
  const start = vectorOf(vectors, from);
  return vectorOf(vectors, to).map((value, d) => value - start[d]!);
}

/** The word nearest to where a step leads from another word: `cat`, and the step from dog to wolf, give `tiger`. */
export function wordAfter(vectors: WordVectors, word: string, change: Float32Array): string {
  const place = vectorOf(vectors, word).map((value, d) => value + change[d]!);
  return mostSimilar(vectors, place, { count: 1 })[0]!.word;
}

/** The plane with its steps, as a picture. */
export function planeSVG(): string {
  return scatterSVG({
    title: 'A toy example of a word-embedding space',
    points: PLANE.words.map((label, row) => {
      const [x, y] = PLANE.vectorAt(row);
      const group = label === 'cat' || label === 'tiger' ? 'felines' : 'canines';
      return { label, x: x!, y: y!, group };
    }),
    arrows: [
      ['cat', 'tiger'],
      ['dog', 'wolf'],
      ['dog', 'cat'],
      ['wolf', 'tiger'],
    ],
    xLabel: 'from canine to feline',
    yLabel: 'from pet to wild animal',
    width: 560,
    height: 420,
  });
}

function vectorOf(vectors: WordVectors, word: string): Float32Array {
  const vector = vectors.vector(word);
  if (!vector) throw new RangeError(`there is no vector for '${word}'.`);
  return vector;
}

/** What the figure shows, by numbers. */
export const planeListing: Listing = {
  item: 'figure 6.3',
  title: 'four animals in a plane',
  source: 'figure 6.3',
  run({ print, picture }) {
    const wild = wordAfter(PLANE, 'cat', step(PLANE, 'dog', 'wolf'));
    const feline = wordAfter(PLANE, 'wolf', step(PLANE, 'dog', 'cat'));
    print(`cat, from pet to wild animal: ${wild}`);
    print(`wolf, from canine to feline:  ${feline}`);
    picture('embedding-plane.svg', planeSVG());
    return { wild, feline };
  },
};
