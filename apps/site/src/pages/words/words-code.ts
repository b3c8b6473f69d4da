import { literal } from '../../code/literal.ts';
import type { WordsSettings } from './words-settings.ts';

/** The name under which the page offers the file of the vectors. */
export const VECTORS_FILE = 'bundled-vectors.safetensors';

/** TypeScript that gives the same words in Node. */
export function wordsCode({ word, a, b, c }: Pick<WordsSettings, 'word' | 'a' | 'b' | 'c'>): string {
  const small = (typed: string) => literal(typed.trim().toLowerCase());
  return `// npm install seqloom, then: node words.ts
import { readFile } from 'node:fs/promises';
import { analogy, loadWordVectors, mostSimilar } from 'seqloom/vectors';

const vectors = loadWordVectors(await readFile('${VECTORS_FILE}'));
for (const { word, similarity } of mostSimilar(vectors, ${small(word)}, { count: 12 })) console.log(word, similarity);

// ${comment(a)} is to ${comment(b)} as ${comment(c)} is to …
for (const { word, similarity } of analogy(vectors, ${small(a)}, ${small(b)}, ${small(c)}, { count: 6 })) console.log(word, similarity);
`;
}

/** A word within a comment of one line. */
function comment(word: string): string {
  return word.trim().replaceAll(/[\r\n\u2028\u2029]+/g, ' ');
}
