import { describe, expect, test } from 'vitest';
import { padSequences, Tokenizer, textToWordSequence } from '../src/index.ts';
import { type OracleCase, readOracle, tokenizerOptions } from './oracle.ts';

const { cases } = readOracle();
const texts = cases.reduce((sum, { texts }) => sum + texts.length, 0);

/** The Tokenizer of a case, fitted as the oracle fitted Keras'. */
function fitted(oracle: OracleCase): Tokenizer {
  const tokenizer = new Tokenizer(tokenizerOptions(oracle));
  tokenizer.fitOnTexts(oracle.texts.slice(0, oracle.fitted));
  if (oracle.again) {
    tokenizer.fitOnSequences(tokenizer.textsToSequences(oracle.texts));
    tokenizer.fitOnTexts([oracle.texts.at(-1)!.split('a'), oracle.texts[0]!]);
  }
  return tokenizer;
}

describe(`keras_preprocessing's answers on ${texts} random texts`, () => {
  test('texts are cut into the same words', () => {
    for (const oracle of cases) {
      const { numWords: _, oovToken: __, charLevel: ___, ...cutting } = tokenizerOptions(oracle);
      const words = textToWordSequence(oracle.texts.at(-1)!, cutting);
      expect(words).toEqual(oracle.tokens);
    }
  });

  test('words get the same indices, counts and document counts', () => {
    for (const oracle of cases) {
      const tokenizer = fitted(oracle);
      const words = Array.from(tokenizer.wordIndex, ([word, index]) => [
        word,
        index,
        tokenizer.wordCounts.get(word) ?? 0,
        tokenizer.wordDocs.get(word) ?? 0,
      ]);
      expect(words).toEqual(oracle.wordIndex);
      const firstSeen = Array.from(tokenizer.wordCounts.keys(), (word) => tokenizer.wordIndex.get(word));
      expect(firstSeen).toEqual(oracle.firstSeen);
      expect(Array.from(tokenizer.indexDocs).sort(([a], [b]) => a - b)).toEqual(oracle.indexDocs);
    }
  });

  test('texts become the same sequences, and sequences the same texts', () => {
    for (const oracle of cases) {
      const tokenizer = fitted(oracle);
      expect(tokenizer.textsToSequences(oracle.texts)).toEqual(oracle.sequences);
      const sequences = [[0, 1, 2, 3, 99], ...oracle.sequences.slice(0, 2)];
      expect(tokenizer.sequencesToTexts(sequences)).toEqual(oracle.texts_);
    }
  });

  test('matrices of all modes have the same cells to the last bit of float32', () => {
    for (const oracle of cases) {
      if (oracle.matrix === undefined) continue;
      const { mode, columns, cells } = oracle.matrix;
      const matrix = fitted(oracle).textsToMatrix(oracle.texts.slice(0, 2), mode);
      expect(matrix.shape).toEqual([2, columns]);
      const expected = new Float32Array(2 * columns);
      for (const [cell, value] of cells) expected[cell] = value;
      expect(matrix.data).toEqual(expected);
    }
  });

  test('sequences are padded and truncated the same', () => {
    for (const { padded, sequences } of cases) {
      const { maxlen, ...options } = padded.options;
      const result = padSequences(sequences.slice(0, 3), maxlen === null ? options : { ...options, maxlen });
      expect(result.shape).toEqual(padded.shape);
      expect(Array.from(result.data)).toEqual(padded.data);
    }
  });

  test('a Tokenizer comes back the same from its own JSON and from Keras JSON', () => {
    for (const oracle of cases) {
      const tokenizer = fitted(oracle);
      const copies = [
        Tokenizer.fromJSON(JSON.parse(JSON.stringify(tokenizer))),
        Tokenizer.fromKerasJSON(tokenizer.toKerasJSON()),
      ];
      for (const copy of copies) {
        expect(copy.textsToSequences(oracle.texts)).toEqual(oracle.sequences);
        expect(Array.from(copy.wordIndex)).toEqual(Array.from(tokenizer.wordIndex));
        expect(Array.from(copy.wordCounts)).toEqual(Array.from(tokenizer.wordCounts));
        expect(copy.toKerasJSON()).toBe(tokenizer.toKerasJSON());
        copy.fitOnTexts(oracle.texts);
      }
      tokenizer.fitOnTexts(oracle.texts);
      for (const copy of copies) expect(Array.from(copy.wordIndex)).toEqual(Array.from(tokenizer.wordIndex));
    }
  });
});
