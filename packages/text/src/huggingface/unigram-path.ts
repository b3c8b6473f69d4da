import type { Fields } from './fields.ts';

/** How much less likely an unknown letter is than the least likely piece. */
const UNKNOWN_PENALTY = 10;

/**
 * Divides words into the likeliest pieces of a Unigram model: of each place of a word the best way there is kept, the first of several that
 * are equal. The package has another order of sums, so that `...` would become `.` and `..` where Python has `..` and `.`.
 *
 * @returns a function from words to their pieces; an unknown letter is a piece
 *
 * **Source**: T. Kudo 2018, "Subword Regularization"; `encode_optimized` of Hugging Face's `tokenizers`.
 */
export function unigramPieces({ vocab }: Fields): (word: string) => string[] {
  const scores = new Map(vocab as readonly (readonly [string, number])[]);
  let longest = 1;
  let unknown = Number.POSITIVE_INFINITY;
  for (const [piece, score] of scores) {
    longest = Math.max(longest, piece.length);
    unknown = Math.min(unknown, score - UNKNOWN_PENALTY);
  }
  return (word) => {
    const best = new Float64Array(word.length + 1);
    const starts = new Int32Array(word.length + 1).fill(-1);
    const offer = (start: number, end: number, score: number): void => {
      if (starts[end]! >= 0 && score <= best[end]!) return;
      best[end] = score;
      starts[end] = start;
    };
    for (let start = 0; start < word.length; ) {
      const letter = word.codePointAt(start)! > 0xffff ? 2 : 1;
      const last = Math.min(word.length, start + longest);
      for (let end = start + 1; end <= last; end++) {
        const score = scores.get(word.slice(start, end));
        if (score !== undefined) offer(start, end, score + best[start]!);
      }
      if (!scores.has(word.slice(start, start + letter)))
        offer(start, start + letter, unknown + best[start]!);
      start += letter;
    }
    const pieces: string[] = [];
    for (let end = word.length; end > 0; end = starts[end]!) pieces.push(word.slice(starts[end]!, end));
    return pieces.reverse();
  };
}
