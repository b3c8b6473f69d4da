import { DatasetError } from '@seqloom/datasets';
import { describe, expect, test } from 'vitest';
import { TokenTable } from '../../src/token-table.ts';
import { parsePairs } from '../../src/translation/parse-pairs.ts';
import { joinWords, sentenceWords } from '../../src/translation/sentence-words.ts';
import { similarTranslations } from '../../src/translation/similar-translations.ts';
import { translationArrays } from '../../src/translation/translation-arrays.ts';
import { divideSentences } from '../../src/translation/translation-source.ts';

describe('parsePairs', () => {
  test('reads pairs with authors or without, and empty lines', () => {
    expect(parsePairs('pairs', '\uFEFFGo.\tVa !\tCC-BY 2.0\r\n\nHi.\tSalut.\n')).toEqual([
      { source: 'Go.', target: 'Va !' },
      { source: 'Hi.', target: 'Salut.' },
    ]);
  });

  test('names the line with one side only, or an empty one', () => {
    expect(() => parsePairs('pairs.tsv', 'Go.\tVa !\nHi.')).toThrow(
      new DatasetError(
        'pairs.tsv',
        'line 2 has one sentence, expected two with a tab between them. Write SENTENCE, tab, TRANSLATION.',
      ),
    );
    expect(() => parsePairs('pairs.tsv', '\tVa !')).toThrow(
      'line 1 has an empty sentence. Complete it, or delete',
    );
    expect(() => parsePairs('pairs.tsv', 'Go.\t \n')).toThrow('line 1 has an empty translation');
  });
});

test('words are split at apostrophes and marks, and joined as they were', () => {
  expect(sentenceWords("J’obéirai aujourd'hui, n'est-ce pas ?")).toEqual([
    "j'",
    'obéirai',
    "aujourd'",
    'hui',
    ',',
    "n'",
    'est',
    '-',
    'ce',
    'pas',
    '?',
  ]);
  for (const sentence of [
    "j'obéirai aujourd'hui, n'est-ce pas ?",
    "i don't know.",
    'va !',
    '(oui) 100%...',
  ]) {
    expect(joinWords(sentenceWords(sentence))).toBe(sentence);
  }
});

describe('divideSentences', () => {
  const pairs = Array.from({ length: 300 }, (_, i) => ({
    source: `Sentence ${i >> 1}${i % 2 ? '.' : ' .'}`,
    target: `Phrase ${i}.`,
  }));

  test('puts no sentence into two parts, regardless of its translations and letters', () => {
    const { train, validation, test: held } = divideSentences('pairs', pairs);
    expect([train.length, validation.length, held.length]).toEqual([127, 8, 15]);
    const keys = [...train, ...validation, ...held].map(({ source }) => sentenceWords(source).join(' '));
    expect(new Set(keys).size).toBe(150);
    for (const { targets } of held) expect(targets).toHaveLength(2);
    expect(divideSentences('pairs', pairs).test).toEqual(held);
  });

  test('refuses too few', () => {
    expect(() => divideSentences('pairs', pairs.slice(0, 20))).toThrow(
      'has 10 different sentences, expected at least 40. Add pairs.',
    );
  });
});

test('the decoder reads the translation after its begin and learns it with its end', () => {
  const sentences = [
    { source: 'go now', targets: ['va', 'pars vite'] },
    { source: 'stop', targets: ['arrête'] },
  ];
  const source = TokenTable.of([['go', 'now']]);
  const target = TokenTable.of([['va', 'pars', 'vite']]);
  const { inputs, targets } = translationArrays(sentences, { source, target });
  expect(inputs.source).toEqual({ data: Int32Array.of(4, 5, 4, 5, 1, 0), shape: [3, 2] }); // 1: unknown, 0: padding
  expect(inputs.target).toEqual({ data: Int32Array.of(2, 5, 0, 2, 4, 6, 2, 1, 0), shape: [3, 3] });
  expect(targets).toEqual({ data: Int32Array.of(5, 3, 0, 4, 6, 3, 1, 3, 0), shape: [3, 3] });
});

test('the baseline translates by the sentence that shares most words', () => {
  const known = [
    { source: 'I am cold.', targets: ["J'ai froid."] },
    { source: 'You are cold now.', targets: ['Tu as froid.'] },
  ];
  expect(similarTranslations(known, ['You are here now.', 'I was cold.'])).toEqual([
    'Tu as froid.',
    "J'ai froid.",
  ]);
});

test('a table goes through a file, and refuses another one', () => {
  const table = TokenTable.of([['b', 'a', 'b'], ['c']], 6);
  expect([table.size, table.token(4), table.token(5), table.token(1)]).toEqual([6, 'b', 'a', '…']);
  expect(TokenTable.fromJSON(JSON.parse(JSON.stringify(table))).encode(['a', 'c'])).toEqual(
    Int32Array.of(5, 1),
  );
  expect(() => TokenTable.fromJSON({ tokens: ['a', 'a'] })).toThrow('a list of texts, each once');
});
