import { analogy, mostSimilar, type Neighbour, type WordVectors } from '@seqloom/vectors';

/** Words of the vectors that a typed word may be: itself in small letters, and those that begin with it. */
export function suggestions(vectors: WordVectors, typed: string, most: number): readonly string[] {
  const begin = typed.trim().toLowerCase();
  if (begin === '') return [];
  const found: string[] = [];
  for (const word of vectors.words) {
    if (word.startsWith(begin)) found.push(word);
    if (found.length === most) break;
  }
  return found;
}

/** An answer, or why there is none. */
export type WordAnswer =
  | { readonly words: readonly Neighbour[] }
  | { readonly unknown: readonly string[]; readonly suggestions: readonly string[] };

/** The nearest words by cosine. */
export function nearestTo(vectors: WordVectors, typed: string, count: number): WordAnswer {
  const [word] = known([typed]);
  if (!vectors.has(word!)) return unknownOf(vectors, [word!]);
  return { words: mostSimilar(vectors, word!, { count }) };
}

/** The words nearest to `b − a + c`. */
export function analogyOf(vectors: WordVectors, a: string, b: string, c: string, count: number): WordAnswer {
  const words = known([a, b, c]);
  const missing = words.filter((word) => !vectors.has(word));
  if (missing.length > 0) return unknownOf(vectors, missing);
  return { words: analogy(vectors, words[0]!, words[1]!, words[2]!, { count }) };
}

/** The vectors are of small letters. */
function known(typed: readonly string[]): readonly string[] {
  return typed.map((word) => word.trim().toLowerCase());
}

function unknownOf(vectors: WordVectors, unknown: readonly string[]): WordAnswer {
  const [first] = unknown;
  // words that share a beginning, the longer the better
  for (let length = first!.length; length >= 2; length--) {
    const found = suggestions(vectors, first!.slice(0, length), 5);
    if (found.length > 0) return { unknown, suggestions: found };
  }
  return { unknown, suggestions: [] };
}
