import { createRandom } from '@seqloom/random';
import { readRecorded } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import { checkPattern } from '../src/huggingface/check-pattern.ts';
import { HuggingFaceTokenizer, TokenizerFileError } from '../src/huggingface/index.ts';

/** Of CPU time, for one file. */
const LIMIT_MS = 1000;

type File = Record<string, never> & {
  model: Record<string, unknown>;
  added_tokens: Record<string, unknown>[];
  [key: string]: unknown;
};

const { kinds, queries } = readRecorded<{
  readonly kinds: Readonly<Record<string, { readonly json: string }>>;
  readonly queries: readonly string[];
}>('tokenizers_json');

/** Opens a file and asks it: what comes is ids or an error of ours, soon. */
function outcome(json: string): 'ids' | 'refused' {
  const from = process.cpuUsage();
  try {
    const tokenizer = new HuggingFaceTokenizer(json, { padId: 0 });
    tokenizer.vectorize(queries);
    tokenizer.decode(tokenizer.encode(queries[0]!));
    return 'ids';
  } catch (error) {
    if (!(error instanceof TokenizerFileError)) throw error;
    expect(error.message).toMatch(/^tokenizer\.json: ./);
    return 'refused';
  } finally {
    const { user, system } = process.cpuUsage(from);
    expect((user + system) / 1000).toBeLessThan(LIMIT_MS);
  }
}

test('a file that is cut off is refused at every length', () => {
  const { json } = kinds.word_level!;
  for (let length = 0; length < json.length; length++) expect(outcome(json.slice(0, length))).toBe('refused');
});

test.each(Object.entries(kinds))('changed letters of %s give ids or our own error', (kind, { json }) => {
  const counts = { ids: 0, refused: 0 };
  for (let i = 0; i < 340; i++) {
    const random = createRandom(i, kind);
    const letters = [...json];
    // Most of a file is vocabulary: half of the changes are in front of it.
    const end = random.uniform() < 0.5 ? json.indexOf('"vocab"') : letters.length;
    for (let flips = 1 + random.integer(3); flips > 0; flips--) {
      letters[random.integer(end)] = '"[]{}:,0123456789-eaé\\ntrufls'[random.integer(28)]!;
    }
    counts[outcome(letters.join(''))]++;
  }
  expect(counts.refused).toBeGreaterThan(0);
});

describe('a file', () => {
  const changed = (kind: string, change: (file: File) => void) => {
    const file = JSON.parse(kinds[kind]!.json) as File;
    change(file);
    return JSON.stringify(file);
  };
  const withModel = (kind: string, settings: object) =>
    changed(kind, ({ model }) => Object.assign(model, settings));
  const withSteps = (part: string, value: unknown) =>
    changed('word_level', (file) => Object.assign(file, { [part]: value }));
  const split = (Regex: string) =>
    withSteps('pre_tokenizer', { type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false });
  const nested = (depth: number): unknown =>
    depth === 0 ? { type: 'NFC' } : { type: 'Sequence', normalizers: [nested(depth - 1)] };

  test.each<readonly [string, string, string]>([
    ['of brackets', '['.repeat(1 << 22), 'nested more than 1000 deep'],
    ['that is a list', '[]', 'the file must be an object, got []'],
    ['without a model', '{}', 'model must be an object'],
    [
      'with another model',
      withModel('word_level', { type: 'constructor' }),
      'the model "constructor" is not known here',
    ],
    [
      'with a huge id',
      withModel('word_level', { vocab: { '[UNK]': 2 ** 31 } }),
      'the id of "[UNK]" must be an integer',
    ],
    [
      'with one id twice',
      withModel('word_level', { vocab: { '[UNK]': 0, a: 0 } }),
      '"a" and "[UNK]" have one id, 0',
    ],
    [
      'whose unknown token is not there',
      withModel('word_level', { unk_token: 'x' }),
      'unk_token must be a token of the',
    ],
    ['with random merges', withModel('byte_level', { dropout: 0.1 }), 'because ids would be random, got 0.1'],
    [
      'with merges of three',
      withModel('byte_level', { merges: ['a b c'] }),
      'merges must be pairs of tokens',
    ],
    [
      'with a long word',
      withModel('word_piece', { max_input_chars_per_word: 1e9 }),
      'an integer from 1 to 1000',
    ],
    [
      'with a score of a text',
      withModel('unigram', { vocab: [['a', '1']] }),
      'a finite number, got ["a","1"]',
    ],
    ['with a long piece', withModel('unigram', { vocab: [['a'.repeat(300), 1]] }), 'at most 256 letters'],
    [
      'with an unknown id too large',
      withModel('unigram', { unk_id: 1e6 }),
      'unk_id must be an integer from 0 to',
    ],
    [
      'with an empty token',
      changed('word_level', (file) => file.added_tokens.push({ id: 0, content: '' })),
      'not empty',
    ],
    [
      'with tokens of whole words alone',
      changed('word_level', (file) => file.added_tokens.push({ id: 0, content: 'a', single_word: true })),
      'single_word of "a" must be false, got true',
    ],
    [
      'with steps too deep',
      withSteps('normalizer', nested(9)),
      'has more than 64 steps, or 8 in one another',
    ],
    [
      'with an unknown step',
      withSteps('normalizer', { type: '__proto__' }),
      'the normalizer "__proto__" is not known',
    ],
    [
      'with pieces of no length',
      withSteps('pre_tokenizer', { type: 'FixedLength', length: 0 }),
      'from 1 to 1000000, got 0',
    ],
    [
      'with another behaviour',
      withSteps('pre_tokenizer', { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithNext' }),
      'behavior must be "Isolated" or "Removed", got "MergedWithNext"',
    ],
    [
      'that multiplies a text',
      withSteps('normalizer', {
        type: 'Sequence',
        normalizers: Array(40).fill({ type: 'Replace', pattern: { String: 'a' }, content: 'aa' }),
      }),
      'could make a text 1099511627776 times as long',
    ],
    ['with a slow pattern', split('(a+)+$'), 'repeats a group in which there is a choice, and is not run'],
    ['with a damaged pattern', split('(a'), 'it cannot be used'],
    [
      'whose template has the text twice',
      withSteps('post_processor', {
        type: 'TemplateProcessing',
        single: Array(2).fill({ Sequence: { id: 'A' } }),
        pair: [],
      }),
      'must have the text once',
    ],
    [
      'whose template has a token without an id',
      withSteps('post_processor', {
        type: 'TemplateProcessing',
        single: [{ SpecialToken: { id: '[X]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
        pair: [],
      }),
      'adds "[X]", which has no id',
    ],
    [
      'with another padding',
      withSteps('padding', { strategy: { Fixed: 1e12 }, pad_id: 0 }),
      'Fixed must be an integer',
    ],
    [
      'with another side',
      withSteps('truncation', { max_length: 5, direction: 'Up' }),
      '"Left" or "Right", got "Up"',
    ],
  ])('%s is refused', (_, json, message) => {
    expect(outcome(json)).toBe('refused');
    expect(() => new HuggingFaceTokenizer(json)).toThrow(message);
  });

  test('has tokens with the names of every object', () => {
    const json = withModel('word_level', {
      vocab: JSON.parse('{"[UNK]": 0, "__proto__": 1, "constructor": 2}'),
    });
    expect(new HuggingFaceTokenizer(json).encode('constructor __proto__ toString')).toEqual([2, 1, 0]);
  });
});

describe('a pattern', () => {
  test.each([
    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+", // GPT-2
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+", // Llama 3
    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re)?|\\p{N}{1,3}", // GPT-4o
    '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+', // DeepSeek
    '<\\|startoftext\\|>|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+', // CLIP
    ' {2,}',
  ])('of a known tokenizer is run: %s', (pattern) => {
    expect(() => checkPattern('Split', pattern)).not.toThrow();
  });

  test.each([
    '(a+)+',
    '(a|a)*b',
    '((a?)b){30}',
    '(?:[a-z]*x){2,}',
    '(?<name>a|b)+',
    '(?=(a*))*',
    '\\s*\\s*\\s*x',
    '(\\s*)(\\s*)(\\s*)x',
    'a{0,500}a{0,500}a{0,500}b',
    '('.repeat(40),
    'a'.repeat(5000),
  ])('that may take for long is refused: %s', (pattern) => {
    expect(() => checkPattern('Split', pattern)).toThrow(TokenizerFileError);
  });
});
