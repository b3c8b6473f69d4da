import { formatValue } from '@seqloom/options';
import { type Fields, fieldsOf, integerOf, listOf, stringOf, wrong } from './fields.ts';
import { TokenizerFileError } from './tokenizer-file-error.ts';

/** Upper bound on ids; the largest vocabularies have 260,000 tokens. */
export const MOST_TOKENS: number = 1 << 20;
/** Upper bound on the letters of a piece of Unigram, of which every beginning is looked for at every place of a text. */
const LONGEST_PIECE = 256;
/** Upper bound on the letters of a word that WordPiece divides: it takes the square of them. */
const LONGEST_WORD = 1000;

/** Checks the model of a kind; gives its tokens with their ids. */
type ModelCheck = (model: Fields) => Iterable<readonly [token: string, id: number]>;

const MODELS: Readonly<Record<string, ModelCheck>> = {
  BPE: (model) => {
    const { merges, dropout = null, continuing_subword_prefix: prefix = null } = model;
    for (const merge of listOf('model: merges', merges, MOST_TOKENS)) {
      const pair = typeof merge === 'string' ? merge.split(' ') : merge;
      const isPair =
        Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string');
      if (!isPair) throw wrong('model: merges', 'pairs of tokens', merge);
    }
    if (dropout !== null && dropout !== 0)
      throw wrong('model: dropout', 'null, because ids would be random', dropout);
    if (prefix !== null && prefix !== '')
      throw wrong('model: continuing_subword_prefix', 'null for BPE', prefix);
    const vocabulary = vocabularyOf(model.vocab);
    if (model.unk_token !== null && model.unk_token !== undefined) checkUnknown(model, vocabulary);
    return vocabulary;
  },
  WordPiece: (model) => {
    integerOf('model: max_input_chars_per_word', model.max_input_chars_per_word ?? 100, 1, LONGEST_WORD);
    const vocabulary = vocabularyOf(model.vocab);
    checkUnknown(model, vocabulary);
    return vocabulary;
  },
  WordLevel: (model) => {
    const vocabulary = vocabularyOf(model.vocab);
    checkUnknown(model, vocabulary);
    return vocabulary;
  },
  Unigram: ({ vocab, unk_id: unknown = null }) => {
    const pairs = listOf('model: vocab', vocab, MOST_TOKENS);
    for (const pair of pairs) {
      const [piece, score] = Array.isArray(pair) ? pair : [];
      if (typeof piece === 'string' && piece.length <= LONGEST_PIECE && Number.isFinite(score)) continue;
      throw wrong(
        'model: vocab',
        `pairs of a token of at most ${LONGEST_PIECE} letters and a finite number`,
        pair,
      );
    }
    if (unknown !== null) integerOf('model: unk_id', unknown, 0, pairs.length - 1);
    return (pairs as readonly (readonly [string, number])[]).map(([token], id) => [token, id] as const);
  },
};

/**
 * Checks the model: its kind, its settings, its vocabulary.
 *
 * @returns tokens by id
 * @throws TokenizerFileError for another kind, and for two tokens of one id
 */
export function checkModel(value: unknown): Map<number, string> {
  const model = fieldsOf('model', value);
  const type = stringOf('model: type', model.type);
  const check = Object.hasOwn(MODELS, type) ? MODELS[type]! : undefined;
  if (!check) {
    throw new TokenizerFileError(
      `the model ${formatValue(type)} is not known here; known are ${Object.keys(MODELS).join(', ')}.`,
    );
  }
  const tokens = new Map<number, string>();
  for (const [token, id] of check(model)) {
    const other = tokens.get(id);
    if (other !== undefined)
      throw new TokenizerFileError(`${formatValue(token)} and ${formatValue(other)} have one id, ${id}.`);
    tokens.set(id, token);
  }
  return tokens;
}

/** Adds the tokens that the file has besides those of the model. */
export function checkAddedTokens(value: unknown, tokens: Map<number, string>): void {
  for (const each of listOf('added_tokens', value, MOST_TOKENS)) {
    const { id, content, single_word: single = false } = fieldsOf('added_tokens', each);
    const token = stringOf('added_tokens: content', content);
    if (token === '') throw wrong('added_tokens: content', 'not empty', token);
    if (single !== false) throw wrong(`added_tokens: single_word of ${formatValue(token)}`, 'false', single);
    tokens.set(integerOf(`added_tokens: id of ${formatValue(token)}`, id, 0, MOST_TOKENS - 1), token);
  }
}

function vocabularyOf(value: unknown): ReadonlyMap<string, number> {
  const entries = Object.entries(fieldsOf('model: vocab', value));
  if (entries.length > MOST_TOKENS)
    throw wrong('model: vocab', `at most ${MOST_TOKENS} tokens`, entries.length);
  return new Map(
    entries.map(([token, id]) => [
      token,
      integerOf(`model: the id of ${formatValue(token)}`, id, 0, MOST_TOKENS - 1),
    ]),
  );
}

function checkUnknown({ unk_token: unknown }: Fields, vocabulary: ReadonlyMap<string, number>): void {
  if (typeof unknown !== 'string' || !vocabulary.has(unknown))
    throw wrong('model: unk_token', 'a token of the vocabulary', unknown);
}
