import { scatterSVG } from '@seqloom/charts';
import { cosine, mostSimilar, principalComponents, WordVectors } from '@seqloom/vectors';
import type { Listing } from './listing.ts';

const ROWS: Readonly<Record<string, readonly number[]>> = {
  dog: [-0.4, 0.37, 0.02, -0.34],
  cat: [-0.15, -0.02, -0.23, -0.23],
  lion: [0.19, -0.4, 0.35, -0.48],
  tiger: [-0.08, 0.31, 0.56, 0.07],
  elephant: [-0.04, -0.09, 0.11, -0.06],
  cheetah: [0.27, -0.28, -0.2, -0.43],
  monkey: [-0.02, -0.67, -0.21, -0.48],
  rabbit: [-0.04, -0.3, -0.18, -0.47],
  mouse: [0.09, -0.46, -0.35, -0.24],
  rat: [0.21, -0.48, -0.56, -0.37],
};

/** What the four dimensions are called, in their order. */
export const DIMENSIONS: readonly string[] = ['animal', 'domesticated', 'pet', 'fluffy'];

/** Ten animals in four dimensions, as the table beside figure 6.3 prints them. */
export const ANIMALS: WordVectors = new WordVectors(
  Object.keys(ROWS),
  DIMENSIONS.length,
  Float32Array.from(Object.values(ROWS).flat()),
);

/** The two words that are nearest to each other by cosine. */
export function closestPair(vectors: WordVectors): {
  readonly words: [string, string];
  readonly similarity: number;
} {
  let best: { words: [string, string]; similarity: number } | undefined;
  for (const word of vectors.words) {
    const [nearest] = mostSimilar(vectors, word, { count: 1 });
    if (nearest && nearest.similarity > (best?.similarity ?? -1)) {
      best = { words: [word, nearest.word], similarity: cosine(vectors, word, nearest.word) };
    }
  }
  if (!best) throw new RangeError('closestPair: needs two words or more.');
  return best;
}

/** The four dimensions seen from the side on which the animals differ most. */
export function animalsSVG(): string {
  const { points, explained } = principalComponents(ANIMALS, ANIMALS.words);
  const share = (i: number) => `component ${i + 1} (${Math.round(100 * explained[i]!)} % of the variance)`;
  return scatterSVG({
    title: 'Ten animals, from four dimensions to two',
    points: ANIMALS.words.map((label, i) => ({ label, x: points[i]![0]!, y: points[i]![1]! })),
    xLabel: share(0),
    yLabel: share(1),
    width: 560,
    height: 420,
  });
}

/** The table's nearest animals. */
export const animalListing: Listing = {
  item: 'animals',
  title: 'ten animals in four dimensions',
  source: 'figure 6.3, table beside it',
  run({ print, picture }) {
    const { words, similarity } = closestPair(ANIMALS);
    print(`nearest of the ten animals: ${words.join(' and ')} (cosine ${similarity.toFixed(3)})`);
    picture('animals.svg', animalsSVG());
    return { nearest: [...words].sort().join(' and '), cosine: similarity };
  },
};
