import { formatValue } from '@seqloom/options';
import type { TokenCounter } from './token-counter.ts';
import { type OutputMode, type ResolvedVectorizerOptions, refuse } from './vectorizer-options.ts';
import { WordTable } from './word-table.ts';

/** The token at index 0 with `'int'`: padding. */
const MASK_TOKEN = '';
/** Stands for every token that is not in the vocabulary. */
export const OOV_TOKEN = '[UNK]';

/** The vocabulary of a TextVectorizer: tokens by index, and their idf weights. */
export class VectorizerVocabulary {
  readonly #options: ResolvedVectorizerOptions<OutputMode>;
  /** Tokens by index, without padding and unknown. */
  #table: WordTable = new WordTable();
  #idfWeights: Float32Array | undefined;

  constructor(options: ResolvedVectorizerOptions<OutputMode>) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#table.size === 0;
  }

  /** Number of indices: the tokens, unknown and, with `'int'`, padding. */
  get size(): number {
    return this.#specialTokens.length + this.#table.size;
  }

  /** The inverse document frequency by index, with `'tfIdf'` once there are tokens. */
  get idfWeights(): Float32Array | undefined {
    return this.#idfWeights;
  }

  tokens(specialTokens: boolean): string[] {
    const tokens = Array.from({ length: this.#table.size }, (_, id) => this.#table.word(id));
    return specialTokens ? [...this.#specialTokens, ...tokens] : tokens;
  }

  /** See `TextVectorizer.setVocabulary`. */
  set(vocabulary: readonly string[], idfWeights?: ArrayLike<number>): void {
    checkTokens(vocabulary);
    const special = this.#specialTokens;
    const found = special.every((token, i) => vocabulary[i] === token);
    const tokens = found ? vocabulary.slice(special.length) : vocabulary;
    if (vocabulary.length === 0) refuse('vocabulary', '[]', 'at least one token');
    for (const token of [MASK_TOKEN, OOV_TOKEN]) {
      const at = vocabulary.indexOf(token, found ? special.length : 0);
      if (at < 0) continue;
      const front = special.map((each) => `'${each}'`).join(', ');
      refuse('vocabulary', `'${token}' at ${at}`, `without special tokens or begin with ${front}`);
    }
    const { maxTokens = Number.POSITIVE_INFINITY, outputMode } = this.#options;
    if (tokens.length + special.length > maxTokens) {
      refuse('vocabulary', `${tokens.length} tokens`, `at most ${maxTokens - special.length} (maxTokens)`);
    }
    if ((outputMode === 'tfIdf') !== (idfWeights !== undefined)) {
      refuse(
        'idfWeights',
        idfWeights === undefined ? 'none' : 'some',
        "weights if and only if outputMode is 'tfIdf'",
      );
    }
    if (idfWeights !== undefined && idfWeights.length !== vocabulary.length) {
      refuse('idfWeights', `${idfWeights.length} weights`, `${vocabulary.length}, one for each token`);
    }
    if (idfWeights !== undefined) checkWeights(idfWeights);
    const table = new WordTable();
    for (const [i, token] of tokens.entries()) {
      if (table.internWord(token) !== i) {
        throw new RangeError(
          `TextVectorizer: vocabulary must hold every token once, got ${formatValue(token)} twice.`,
        );
      }
    }
    this.#table = table;
    if (idfWeights !== undefined) {
      this.#idfWeights = found
        ? Float32Array.from(idfWeights)
        : withMeanInFront(Float32Array.from(idfWeights));
    }
  }

  /** The most frequent tokens, as many as `maxTokens` allows. */
  learn(counter: TokenCounter): void {
    const { maxTokens = Number.POSITIVE_INFINITY, outputMode } = this.#options;
    const ranked = counter
      .ranked()
      .filter(([token]) => token !== MASK_TOKEN && token !== OOV_TOKEN)
      .slice(0, maxTokens - this.#specialTokens.length);
    const table = new WordTable();
    for (const [token] of ranked) table.internWord(token);
    this.#table = table;
    if (outputMode !== 'tfIdf') return;
    this.#idfWeights = withMeanInFront(
      Float32Array.from(ranked, ([, , docs]) => Math.log(1 + counter.documents / (1 + docs))),
    );
  }

  /** The indices of a text's tokens; an empty token is padding, which has an index with `'int'` alone. */
  indices(tokens: readonly string[]): number[] {
    const start = this.#specialTokens.length;
    const oov = start - 1;
    const indices: number[] = [];
    for (const token of tokens) {
      if (token !== MASK_TOKEN) {
        const id = this.#table.findWord(token);
        indices.push(id < 0 ? oov : start + id);
      } else if (this.#options.outputMode === 'int') indices.push(0);
    }
    return indices;
  }

  get #specialTokens(): readonly string[] {
    return this.#options.outputMode === 'int' ? [MASK_TOKEN, OOV_TOKEN] : [OOV_TOKEN];
  }
}

function checkTokens(vocabulary: readonly unknown[]): void {
  if (!Array.isArray(vocabulary)) {
    throw new TypeError(
      `TextVectorizer: vocabulary must be an array of strings, got ${formatValue(vocabulary)}.`,
    );
  }
  const wrong = vocabulary.findIndex((token) => typeof token !== 'string');
  if (wrong < 0) return;
  throw new TypeError(
    `TextVectorizer: token ${wrong} of the vocabulary must be a string, got ${formatValue(vocabulary[wrong])}.`,
  );
}

function checkWeights(weights: ArrayLike<unknown>): void {
  const wrong = Array.from(weights).findIndex((weight) => !Number.isFinite(weight));
  if (wrong < 0) return;
  const message = `TextVectorizer: weight ${wrong} of idfWeights must be a finite number, got ${formatValue(weights[wrong])}.`;
  throw typeof weights[wrong] === 'number' ? new RangeError(message) : new TypeError(message);
}

function withMeanInFront(weights: Float32Array): Float32Array {
  const mean = weights.length === 0 ? 0 : weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const all = new Float32Array(weights.length + 1);
  all[0] = mean;
  all.set(weights, 1);
  return all;
}
