import { readRecorded } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import { HuggingFaceTokenizer } from '../src/huggingface/index.ts';

interface Recorded {
  readonly json: string;
  readonly ids: readonly (readonly number[])[];
  readonly tokens: readonly (readonly string[])[];
  /** Without special tokens. */
  readonly bare: readonly (readonly number[])[];
  readonly decoded: readonly string[];
  readonly decodedWithSpecial: readonly string[];
  /** With the padding and the truncation of the file. */
  readonly batch: readonly (readonly number[])[];
}

const { queries, kinds } = readRecorded<{
  readonly queries: readonly string[];
  readonly kinds: Readonly<Record<string, Recorded>>;
}>('tokenizers_json');

const LONG = 1000;

const tokenizerOf = (json: string) => new HuggingFaceTokenizer(json);

describe.each(Object.entries(kinds))('%s', (_, recorded) => {
  const unknown = tokenizerOf(recorded.json).idOf('<unk>');
  const { json, ids, tokens, bare, decoded, decodedWithSpecial, batch } = recorded;

  test('gives the ids and tokens of Python', () => {
    const tokenizer = new HuggingFaceTokenizer(json, { maxLength: LONG, outputSequenceLength: LONG });
    expect(queries.map((text) => tokenizer.encode(text))).toEqual(ids);
    // Python gives the letters of an unknown part of Unigram in place of its token.
    const known = tokens.map((row, i) => row.map((token, j) => (ids[i]![j] === unknown ? '<unk>' : token)));
    expect(queries.map((text) => tokenizer.tokens(text))).toEqual(known);
    const without = new HuggingFaceTokenizer(json, {
      maxLength: LONG,
      outputSequenceLength: LONG,
      specialTokens: false,
    });
    expect(queries.map((text) => without.encode(text))).toEqual(bare);
  });

  test('gives the texts of Python', () => {
    const tokenizer = new HuggingFaceTokenizer(json);
    expect(ids.map((row) => tokenizer.decode(row))).toEqual(decoded);
    expect(ids.map((row) => tokenizer.decode(row, { specialTokens: true }))).toEqual(decodedWithSpecial);
  });

  test('pads and cuts a batch as Python does', () => {
    const longest = Math.max(...batch.map(({ length }) => length));
    const { padding } = JSON.parse(json) as { padding: unknown };
    // Where the file has no padding, Python does not fill rows.
    const { data, shape } = new HuggingFaceTokenizer(json, padding ? {} : { padId: 0 }).vectorize(queries);
    expect(shape).toEqual([queries.length, longest]);
    const rows = batch.map((row) => [...row, ...Array(longest - row.length).fill(0)]);
    expect([...data]).toEqual(rows.flat());
  });

  test('is the same from its JSON', () => {
    const options = { indexFrom: 1, outputSequenceLength: 6, padding: 'pre', truncating: 'pre' } as const;
    const tokenizer = new HuggingFaceTokenizer(json, options);
    const copy = HuggingFaceTokenizer.fromJSON(JSON.parse(JSON.stringify(tokenizer)));
    const matrix = tokenizer.vectorize(queries);
    expect(copy.vectorize(queries)).toEqual(matrix);
    expect(matrix.shape).toEqual([queries.length, 6]);
    expect(tokenizer.outputShape([])).toEqual([6]);
    expect(Math.min(...matrix.data)).toBe(0); // padding, which no token has
    expect(copy.vocabularySize).toBe(tokenizer.vocabularySize);
  });
});

describe('a tokenizer', () => {
  const { json, ids } = kinds.word_piece!;

  test('shifts ids, so that 0 is padding alone', () => {
    const tokenizer = new HuggingFaceTokenizer(json, { indexFrom: 1, maxLength: LONG });
    expect(tokenizer.encode(queries[0]!)).toEqual(ids[0]!.map((id) => id + 1));
    expect(tokenizer.decode([0, 0, ...tokenizer.encode('the film')])).toBe('the film');
    expect(tokenizer.getVocabulary().slice(0, 3)).toEqual(['', '[PAD]', '[UNK]']);
    expect(tokenizer.idOf('film')).toBe(tokenizer.getVocabulary().indexOf('film'));
    expect(tokenizer.idOf('constructor')).toBeUndefined();
  });

  test('keeps the special tokens of a text that is cut', () => {
    const tokenizer = new HuggingFaceTokenizer(json, { maxLength: 4 });
    const [first, second] = ids[0]!.slice(1);
    expect(tokenizer.encode(queries[0]!)).toEqual([2, first, second, 3]);
    const last = new HuggingFaceTokenizer(json, { maxLength: 3, truncating: 'pre' });
    expect(last.tokens(queries[0]!)).toEqual(['[CLS]', '.', '[SEP]']);
    expect(new HuggingFaceTokenizer(json, { maxLength: 2 }).encode('film')).toEqual([2, 3]);
  });

  test('takes one text for each sample', () => {
    const tokenizer = new HuggingFaceTokenizer(json);
    expect(tokenizer.preprocess({ data: ['film', 'a'], shape: [2, 1] }).shape).toEqual([2, 3]);
    expect(() => tokenizer.preprocess({ data: ['film', 'a'], shape: [1, 2] })).toThrow(
      'expected one text for each sample, [N] or [N, 1], got shape [1, 2]',
    );
    expect(tokenizer.outputShape([])).toEqual([null]);
    expect(tokenizer.vectorize([]).shape).toEqual([0, 1]);
    expect(tokenizer.decode([])).toBe('');
  });

  test.each<readonly [string, (tokenizer: HuggingFaceTokenizer) => unknown, string]>([
    [
      'a text that is no string',
      (tokenizer) => tokenizer.encode(5 as never),
      'a text must be a string, got 5',
    ],
    ['one text for several', (tokenizer) => tokenizer.vectorize('a' as never), 'Use [text] for one'],
    ['an unknown id', (tokenizer) => tokenizer.decode([1e6]), 'no token has id 1000000'],
    ['other options', () => new HuggingFaceTokenizer(json, { maxlen: 3 } as never), 'maxlen'],
    [
      'no room',
      () => new HuggingFaceTokenizer(json, { maxLength: 1 }),
      '1 ids have no room for 2 special tokens',
    ],
    [
      'no text of a file',
      () => new HuggingFaceTokenizer({} as never),
      'expected the text of a tokenizer.json, got {}',
    ],
    [
      'other saved data',
      () => HuggingFaceTokenizer.fromJSON({ className: 'Tokenizer' }),
      'the saved data must be',
    ],
    [
      'rows without padding',
      () =>
        new HuggingFaceTokenizer(
          kinds.byte_level!.json.replace(/"padding":\{[^}]*\}[^}]*\}/, '"padding":null'),
        ).vectorize(['a', 'a film']),
      'the file has no token for padding. Give padId',
    ],
  ])('refuses %s', (_, act, message) => {
    expect(() => act(new HuggingFaceTokenizer(json))).toThrow(message);
  });
});
