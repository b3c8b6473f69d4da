import { firstNonFinite } from '@seqloom/arrays';
import { formatValue } from '@seqloom/options';
import { WordTable } from './word-table.ts';

/** @throws TypeError unless a vocabulary is an array of strings, RangeError for an empty one */
export function checkTokens(owner: string, vocabulary: readonly unknown[]): void {
  if (!Array.isArray(vocabulary)) {
    throw new TypeError(`${owner}: vocabulary must be an array of strings, got ${formatValue(vocabulary)}.`);
  }
  if (vocabulary.length === 0) {
    throw new RangeError(`${owner}: vocabulary must be at least one token, got [].`);
  }
  const wrong = vocabulary.findIndex((token) => typeof token !== 'string');
  if (wrong < 0) return;
  throw new TypeError(
    `${owner}: token ${wrong} of the vocabulary must be a string, got ${formatValue(vocabulary[wrong])}.`,
  );
}

/**
 * Checks that idf weights are given if and only if they are used, one for each token.
 *
 * @param count how many tokens there are
 * @throws RangeError or TypeError naming the weight that is wrong
 */
export function checkIdfWeights(
  owner: string,
  outputMode: string,
  weights: ArrayLike<unknown> | undefined,
  count: number,
): void {
  const fail = (got: string, expected: string) => {
    throw new RangeError(`${owner}: idfWeights must be ${expected}, got ${got}.`);
  };
  if ((outputMode === 'tfIdf') !== (weights !== undefined)) {
    fail(weights === undefined ? 'none' : 'some', "weights if and only if outputMode is 'tfIdf'");
  }
  if (weights === undefined) return;
  if (weights.length !== count) fail(`${weights.length} weights`, `${count}, one for each token`);
  const wrong = firstNonFinite(weights);
  if (wrong < 0) return;
  const message = `${owner}: weight ${wrong} of idfWeights must be a finite number, got ${formatValue(weights[wrong])}.`;
  throw typeof weights[wrong] === 'number' ? new RangeError(message) : new TypeError(message);
}

/**
 * Numbers tokens in their order.
 *
 * @throws RangeError for a repeated one
 */
export function tableOf(owner: string, tokens: readonly string[]): WordTable {
  const table = new WordTable();
  for (const [i, token] of tokens.entries()) {
    if (table.internWord(token) === i) continue;
    throw new RangeError(`${owner}: vocabulary must hold every token once, got ${formatValue(token)} twice.`);
  }
  return table;
}
