import { boolean, type OptionRules, oneOf, resolveOptions } from '@seqloom/options';
import { tokenize13a } from './tokenize-13a.ts';

/** Options of `corpusBLEU`. */
export interface CorpusBLEUOptions {
  /** Whether capitals count as small letters; default false. */
  readonly lowercase?: boolean;
  /** How lines become words: sacreBLEU's `13a`, or at white space (`none`), for lines that are tokens already; default `13a`. */
  readonly tokenize?: '13a' | 'none';
  /** What stands for a precision of 0: `exp` halves 1/total for each such length of n-grams; `none` makes the score 0. Default `exp`. */
  readonly smoothing?: 'exp' | 'none';
}

const RULES: OptionRules<CorpusBLEUOptions> = {
  lowercase: boolean(false),
  tokenize: oneOf(['13a', 'none'], '13a'),
  smoothing: oneOf(['exp', 'none'], 'exp'),
};

/** A score with what it is made of. */
export interface BLEUScore {
  /** 0 to 100. */
  readonly score: number;
  /** In percent, of n-grams of 1 to 4 words. */
  readonly precisions: readonly number[];
  /** What translations that are too short are multiplied with. */
  readonly brevityPenalty: number;
  /** Words of all translations. */
  readonly length: number;
  /** Words of the references, of each sentence's the one nearest in length. */
  readonly referenceLength: number;
}

/** The longest n-grams that are compared. */
const ORDER = 4;

/**
 * How near translations are to those of people: `BP · exp(¼ Σₙ ln pₙ)` with `pₙ` the share of the n-grams of all translations that one of their references has,
 * each at most as often as there, n from 1 to 4, and `BP = exp(1 − r/c)` where all translations together are shorter (c words) than the references (r).
 *
 * @param translations a line each
 * @param references for each translation one line, or several to choose from
 * @throws RangeError for another number of references, or no translations
 *
 * **Source**: Papineni et al. 2002; `sacrebleu.corpus_bleu`, whose scores it gives to the last digit shown.
 *
 * @example
 * ```ts
 * const { score } = corpusBLEU(['the cat sat on the mat'], ['the cat sat on a mat']);
 * ```
 */
export function corpusBLEU(
  translations: readonly string[],
  references: readonly (string | readonly string[])[],
  options: CorpusBLEUOptions = {},
): BLEUScore {
  const { lowercase, tokenize, smoothing } = resolveOptions('corpusBLEU', options, RULES);
  if (translations.length === 0 || references.length !== translations.length) {
    throw new RangeError(
      `corpusBLEU: expected as many references as translations, at least one, got ${references.length} for ${translations.length}.`,
    );
  }
  const wordsOf = (line: string): readonly string[] => {
    const text = lowercase ? line.toLowerCase() : line;
    return tokenize === '13a' ? tokenize13a(text.trimEnd()) : text.split(/\s+/).filter((word) => word !== '');
  };
  const correct = new Array<number>(ORDER).fill(0);
  const total = new Array<number>(ORDER).fill(0);
  let length = 0;
  let referenceLength = 0;
  for (const [i, translation] of translations.entries()) {
    const given = [references[i]!].flat();
    if (given.length === 0)
      throw new RangeError(`corpusBLEU: references[${i}] holds no line. Give at least one.`);
    const words = wordsOf(translation);
    const others = given.map(wordsOf);
    length += words.length;
    referenceLength += nearestLength(words.length, others);
    for (let n = 1; n <= ORDER; n++) {
      const counts = countNgrams(words, n);
      const limits = others.map((other) => countNgrams(other, n));
      for (const [ngram, count] of counts) {
        total[n - 1]! += count;
        correct[n - 1]! += Math.min(count, Math.max(...limits.map((limit) => limit.get(ngram) ?? 0)));
      }
    }
  }
  const brevityPenalty =
    length >= referenceLength ? 1 : length > 0 ? Math.exp(1 - referenceLength / length) : 0;
  const precisions = precisionsOf(correct, total, smoothing);
  const isZero = correct.every((count) => count === 0) || precisions.includes(0);
  const mean = precisions.reduce((sum, precision) => sum + Math.log(precision), 0) / ORDER;
  return {
    score: isZero ? 0 : brevityPenalty * Math.exp(mean),
    precisions,
    brevityPenalty,
    length,
    referenceLength,
  };
}

/** In percent; 0 from the first length on of which there are no n-grams. */
function precisionsOf(
  correct: readonly number[],
  total: readonly number[],
  smoothing: 'exp' | 'none',
): readonly number[] {
  if (correct.every((count) => count === 0)) return correct;
  let halvings = 1;
  return correct.map((count, n) => {
    if (total[n] === 0) return 0;
    if (count > 0) return (100 * count) / total[n]!;
    if (smoothing === 'none') return 0;
    halvings *= 2;
    return 100 / (halvings * total[n]!);
  });
}

/** The length of the reference that is nearest to that of a translation, the shorter of two. */
function nearestLength(length: number, references: readonly (readonly string[])[]): number {
  const lengths = references.map((words) => words.length).sort((a, b) => a - b);
  return lengths.reduce((best, each) => (Math.abs(each - length) < Math.abs(best - length) ? each : best));
}

function countNgrams(words: readonly string[], n: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= words.length; i++) {
    const ngram = words.slice(i, i + n).join(' ');
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}
