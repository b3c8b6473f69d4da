import { type EvaluationOptions, evaluationRows } from './evaluation-vocabulary.ts';
import { insertNeighbour, type RowNeighbour } from './similarity.ts';
import type { WordVectors } from './word-vectors.ts';

/** The result of one section of a test. */
export interface AnalogySection {
  readonly name: string;
  readonly correct: number;
  /** Questions asked: those whose four words all have vectors. */
  readonly asked: number;
  /** Questions left out because a word has no vector. */
  readonly unknown: number;
}

/** The result of `evaluateAnalogies`. */
export interface AnalogyResult {
  /** Fraction of correct answers among the questions asked, NaN without any. */
  readonly accuracy: number;
  readonly correct: number;
  readonly asked: number;
  readonly unknown: number;
  readonly sections: readonly AnalogySection[];
}

/** A question as rows: `a` is to `b` as `c` is to which word? */
interface Question {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly expected: string;
  readonly section: number;
}

/** Questions per pass over the vectors: each vector is loaded once for all of them. */
const BATCH = 8;
/** Candidates per question: the answer is the best one other than the question's words. */
const CANDIDATES = 5;

/**
 * Asks the questions of an analogy file such as word2vec's `questions-words.txt`: lines of four words, `Athens Greece
 * Oslo Norway`, in sections that start with `: name`. The answer is the word nearest to `b − a + c` other than these
 * three.
 *
 * **Source**: gensim's `evaluate_word_analogies`, its defaults and its counts.
 *
 * @param text the whole file
 * @throws RangeError when a line has other than four words or stands before the first section
 */
export function evaluateAnalogies(
  vectors: WordVectors,
  text: string,
  options: EvaluationOptions = {},
): AnalogyResult {
  const { rows, among, spelled } = evaluationRows('evaluateAnalogies', vectors, options);
  const sections: { name: string; correct: number; asked: number; unknown: number }[] = [];
  const questions: Question[] = [];
  for (const [i, line] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    if (line.startsWith(': ')) {
      sections.push({ name: line.slice(2).trim(), correct: 0, asked: 0, unknown: 0 });
      continue;
    }
    const words = line.split(/\s+/).filter((word) => word !== '');
    if (words.length === 0) continue;
    const section = sections.at(-1);
    if (!section)
      throw new RangeError(`evaluateAnalogies: line ${i + 1} stands before the first section ": name".`);
    if (words.length !== 4) {
      throw new RangeError(`evaluateAnalogies: line ${i + 1} must have four words, got ${words.length}.`);
    }
    const [a, b, c, expected] = words.map(spelled) as [string, string, string, string];
    const known = [a, b, c].map((word) => rows.get(word));
    if (known.includes(undefined) || !rows.has(expected)) {
      section.unknown++;
      continue;
    }
    section.asked++;
    const [rowA, rowB, rowC] = known as [number, number, number];
    questions.push({ a: rowA, b: rowB, c: rowC, expected, section: sections.length - 1 });
  }
  for (let start = 0; start < questions.length; start += BATCH) {
    const batch = questions.slice(start, start + BATCH);
    const answers = nearestToBatch(vectors, batch, among);
    for (const [i, { a, b, c, expected, section }] of batch.entries()) {
      const asked = new Set([a, b, c].map((row) => spelled(vectors.words[row]!)));
      const answer = answers[i]!.map(({ row }) => spelled(vectors.words[row]!)).find(
        (word) => !asked.has(word),
      );
      if (answer === expected) sections[section]!.correct++;
    }
  }
  const total = (key: 'correct' | 'asked' | 'unknown') =>
    sections.reduce((sum, section) => sum + section[key], 0);
  const [correct, asked, unknown] = [total('correct'), total('asked'), total('unknown')];
  return { accuracy: correct / asked, correct, asked, unknown, sections };
}

/** The best rows for up to eight questions, without the rows that each of them names. */
function nearestToBatch(vectors: WordVectors, batch: readonly Question[], among: number): RowNeighbour[][] {
  const { data, dimensions } = vectors;
  const norms = vectors.inverseNorms();
  // directions: [D, 8], so that the inner loop reads them in order; unused columns stay zero.
  const directions = new Float64Array(dimensions * BATCH);
  for (const [q, { a, b, c }] of batch.entries()) fillDirection(vectors, directions, q, a, b, c);
  const best: RowNeighbour[][] = batch.map(() => []);
  const sums = new Float64Array(BATCH);
  for (let row = 0; row < among; row++) {
    innerProducts(data, row * dimensions, dimensions, directions, sums);
    for (let q = 0; q < batch.length; q++) {
      const similarity = sums[q]! * norms[row]!;
      const list = best[q]!;
      if (list.length === CANDIDATES && similarity <= list[CANDIDATES - 1]!.similarity) continue;
      const { a, b, c } = batch[q]!;
      if (row !== a && row !== b && row !== c) insertNeighbour(list, { row, similarity }, CANDIDATES);
    }
  }
  return best;
}

function innerProducts(
  data: Float32Array | Int8Array,
  start: number,
  dimensions: number,
  directions: Float64Array,
  sums: Float64Array,
): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let s5 = 0;
  let s6 = 0;
  let s7 = 0;
  for (let d = 0, at = 0; d < dimensions; d++, at += BATCH) {
    const x = data[start + d]!;
    s0 += x * directions[at]!;
    s1 += x * directions[at + 1]!;
    s2 += x * directions[at + 2]!;
    s3 += x * directions[at + 3]!;
    s4 += x * directions[at + 4]!;
    s5 += x * directions[at + 5]!;
    s6 += x * directions[at + 6]!;
    s7 += x * directions[at + 7]!;
  }
  sums[0] = s0;
  sums[1] = s1;
  sums[2] = s2;
  sums[3] = s3;
  sums[4] = s4;
  sums[5] = s5;
  sums[6] = s6;
  sums[7] = s7;
}

/** Writes `b/|b| − a/|a| + c/|c|` into column `q`. Its length does not matter for the order of answers. */
function fillDirection(
  vectors: WordVectors,
  directions: Float64Array,
  q: number,
  a: number,
  b: number,
  c: number,
): void {
  const { data, dimensions } = vectors;
  const norms = vectors.inverseNorms();
  for (let d = 0; d < dimensions; d++) {
    directions[d * BATCH + q] =
      data[b * dimensions + d]! * norms[b]! -
      data[a * dimensions + d]! * norms[a]! +
      data[c * dimensions + d]! * norms[c]!;
  }
}
