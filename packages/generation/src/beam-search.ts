import { numberIn, type OptionRules, positiveInteger, resolveOptions } from '@seqloom/options';
import { type FoundSequence, SEARCH_RULES, type SearchOptions } from './search-options.ts';
import { logSoftmaxRow, readPrompt, type TokenModel } from './token-model.ts';

/** Options of `beamSearch`. */
export interface BeamSearchOptions extends SearchOptions {
  /** How many sequences are followed at a time; default 5. */
  readonly beams?: number;
  /**
   * α: sequences are compared by `logProbability / lengthᵅ`, the length of all tokens with the end token. 0 prefers short ones, 1 goes by
   * the mean per token; default 1.
   */
  readonly lengthPenalty?: number;
}

const RULES: OptionRules<BeamSearchOptions> = {
  ...SEARCH_RULES,
  beams: positiveInteger(5),
  lengthPenalty: numberIn({}, 1),
};

/** A sequence that a beam search has found. */
export interface BeamSequence extends FoundSequence {
  /** `logProbability / lengthᵅ` */
  readonly score: number;
}

/** A sequence that goes on. */
interface Beam {
  readonly tokens: readonly number[];
  readonly logProbability: number;
}

/** A token after a beam. */
interface Candidate {
  /** The number of the beam. */
  readonly row: number;
  readonly token: number;
  readonly logProbability: number;
}

/**
 * Looks for likely sequences: follows the `beams` most likely beginnings at a time. A beginning that ends with `endToken` among the best is kept
 * as found. The search ends when `beams` are found and no beginning can come to a better score, or at `maxTokens`, where the beginnings count as
 * they are.
 *
 * @param model after a reset, or where the sequence is to go on; it then holds the last beams
 * @returns the sequences found, the best score first, at most `beams`
 * @throws RangeError for an option out of its range, an empty prompt, a model with several sequences
 *
 * **Source**: the beam search of Hugging Face transformers, whose `length_penalty` is α; Graves 2012, Sutskever et al. 2014.
 *
 * @example
 * ```ts
 * const [best] = await beamSearch(runner, { prompt: [1], maxTokens: 20, endToken: 2, beams: 5 });
 * ```
 */
export async function beamSearch(model: TokenModel, options: BeamSearchOptions): Promise<BeamSequence[]> {
  const settings = resolveOptions('beamSearch', options, RULES);
  const { prompt, maxTokens, endToken, beams: width, lengthPenalty } = settings;
  const scoreOf = (logProbability: number, length: number) => logProbability / length ** lengthPenalty;
  const found: BeamSequence[] = [];
  let beams: readonly Beam[] = [{ tokens: [], logProbability: 0 }];
  let logits = await readPrompt('beamSearch', model, prompt);
  for (let length = 1; length <= maxTokens; length++) {
    const open: Candidate[] = [];
    for (const [rank, candidate] of bestCandidates(beams, logits, 2 * width).entries()) {
      const { row, token, logProbability } = candidate;
      if (token !== endToken) {
        if (open.length < width) open.push(candidate);
      } else if (rank < width) {
        const score = scoreOf(logProbability, length);
        found.push({ tokens: beams[row]!.tokens, logProbability, score, ended: true });
      }
    }
    found.sort(byScore).splice(width);
    beams = open.map(({ row, token, logProbability }) => ({
      tokens: [...beams[row]!.tokens, token],
      logProbability,
    }));
    if (beams.length === 0 || length === maxTokens) break;
    const [best] = open as [Candidate];
    // A longer sequence is less likely, but may have the better score: the best it can come to is at one of the ends.
    const reachable = Math.max(
      scoreOf(best.logProbability, length + 1),
      scoreOf(best.logProbability, maxTokens),
    );
    if (found.length === width && found.at(-1)!.score >= reachable) return found;
    model.select(open.map(({ row }) => row));
    logits = await model.step(Int32Array.from(open, ({ token }) => token));
  }
  const unfinished = beams.map(({ tokens, logProbability }) => ({
    tokens,
    logProbability,
    score: scoreOf(logProbability, tokens.length),
    ended: false,
  }));
  return [...found, ...unfinished].sort(byScore).slice(0, width);
}

function byScore(a: BeamSequence, b: BeamSequence): number {
  return b.score - a.score;
}

/** The most likely tokens after all beams, best first; of equal ones that of the first beam and the lowest token. */
function bestCandidates(beams: readonly Beam[], logits: Float32Array, count: number): readonly Candidate[] {
  const tokens = logits.length / beams.length;
  const best: Candidate[] = [];
  for (const [row, beam] of beams.entries()) {
    const logs = logSoftmaxRow('beamSearch', logits.subarray(row * tokens, (row + 1) * tokens));
    for (const [token, log] of logs.entries()) {
      const logProbability = beam.logProbability + log;
      if (best.length === count && !(logProbability > best[count - 1]!.logProbability)) continue;
      if (logProbability === Number.NEGATIVE_INFINITY) continue;
      let at = best.length;
      while (at > 0 && best[at - 1]!.logProbability < logProbability) at--;
      best.splice(at, 0, { row, token, logProbability });
      if (best.length > count) best.pop();
    }
  }
  return best;
}
