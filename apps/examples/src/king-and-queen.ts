import { scatterSVG } from '@seqloom/charts';
import { analogy, principalComponents, type WordVectors } from '@seqloom/vectors';
import type { Listing } from './listing.ts';

/** A step of meaning: what the second word has and the first has not. */
const STEPS: readonly (readonly [name: string, from: string, to: string])[] = [
  ['female', 'man', 'woman'],
  ['plural', 'cat', 'cats'],
];

/** What king becomes with a step, and how near it is. */
export interface StepFromKing {
  readonly name: string;
  readonly word: string;
  readonly similarity: number;
}

/** The female vector and the plural vector, each added to king. */
export function stepsFromKing(vectors: WordVectors): StepFromKing[] {
  return STEPS.map(([name, from, to]) => {
    const [nearest] = analogy(vectors, from, to, 'king', { count: 1 });
    return { name, ...nearest! };
  });
}

/** Man, woman, king and queen in the plane that shows most of their differences: nearly a parallelogram. */
export function parallelogramSVG(vectors: WordVectors): string {
  const words = ['man', 'woman', 'king', 'queen'];
  const { points, explained } = principalComponents(vectors, words);
  const share = Math.round(100 * (explained[0]! + explained[1]!));
  return scatterSVG({
    title: 'King − man + woman',
    description: `man, woman, king and queen in the plane of their two largest principal components, ${share} % of the variance`,
    points: words.map((label, i) => ({ label, x: points[i]![0]!, y: points[i]![1]! })),
    arrows: [
      ['man', 'woman'],
      ['king', 'queen'],
      ['man', 'king'],
      ['woman', 'queen'],
    ],
    width: 640,
    height: 420,
  });
}

/** King and a vector, in GloVe. */
export const kingListing: Listing = {
  item: 'king',
  title: 'king − man + woman, king → kings',
  source: 'section 6.1.2',
  async run({ vectors, print, picture }) {
    const glove = await vectors();
    const facts: Record<string, string> = {};
    for (const { name, word, similarity } of stepsFromKing(glove)) {
      print(`king + ${name} = ${word} (cosine ${similarity.toFixed(3)})`);
      facts[name] = word;
    }
    picture('king-and-queen.svg', parallelogramSVG(glove));
    return facts;
  },
};
