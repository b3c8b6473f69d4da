import { describe, expect, test } from 'vitest';
import { evaluateAnalogies, evaluateWordPairs, WordVectors } from '../src/index.ts';
import { recorded } from './recorded.ts';

const { small } = recorded;
const vectors = new WordVectors(small.words, 6, Float32Array.from(small.vectors));
const questions = `${small.questions.join('\n')}\n`;
const pairs = `# comment\n${small.pairs.join('\n')}\n`;

describe('analogies', () => {
  test.each([
    ['by default', {}, small.analogies],
    ['with case', { ignoreCase: false }, small.analogiesCase],
    ['among the first 20 words', { among: 20 }, small.analogiesAmong20],
  ])('are answered as gensim answers them %s', (_how, options, expected) => {
    const result = evaluateAnalogies(vectors, questions, options);
    expect(result.sections.map(({ name, correct, asked }) => [name, correct, asked])).toEqual(
      expected.sections,
    );
    expect(result.accuracy).toBeCloseTo(expected.accuracy, 10);
    expect(result.correct).toBe(expected.sections.reduce((sum, [, correct]) => sum + correct, 0));
  });

  test('with unknown words are counted and left out', () => {
    const result = evaluateAnalogies(vectors, ': s\nw1 w2 w3 nowhere\nw1 w2 w3 w4\n\n');
    expect(result).toMatchObject({ asked: 1, unknown: 1, sections: [{ name: 's', asked: 1, unknown: 1 }] });
  });

  test('in a malformed file are refused by line', () => {
    expect(() => evaluateAnalogies(vectors, 'a b c d\n')).toThrow('line 1 stands before the first section');
    expect(() => evaluateAnalogies(vectors, ': s\na b c\n')).toThrow('line 2 must have four words, got 3');
    expect(() => evaluateAnalogies(vectors, '', { among: 0 })).toThrow('must be a positive integer, got 0');
  });
});

test('a byte order mark belongs to no word', () => {
  const bare = evaluateWordPairs(vectors, small.pairs.join('\n'));
  expect(evaluateWordPairs(vectors, `\ufeff${small.pairs.join('\n')}`)).toEqual(bare);
  expect(evaluateAnalogies(vectors, `\ufeff${questions}`)).toEqual(evaluateAnalogies(vectors, questions));
});

describe('word pairs', () => {
  test.each([
    ['by default', {}, small.wordPairs],
    ['with case', { ignoreCase: false }, small.wordPairsCase],
  ])('have the correlations of gensim %s', (_how, options, expected) => {
    const result = evaluateWordPairs(vectors, pairs, options);
    // 1e-6: gensim sums cosines in float32.
    expect(Math.abs(result.pearson - expected.pearson)).toBeLessThan(1e-6);
    expect(Math.abs(result.spearman - expected.spearman)).toBeLessThan(1e-6);
    expect(result).toMatchObject({ pairs: small.pairs.length, unknown: 0 });
  });

  test('with unknown words are counted and left out, and a file without any known ones is refused', () => {
    expect(evaluateWordPairs(vectors, 'w1\tw2\t3\nw1\tw3\t4\nw1\tnowhere\t5\n')).toMatchObject({
      pairs: 2,
      unknown: 1,
    });
    expect(() => evaluateWordPairs(vectors, 'x\ty\t3\n')).toThrow('no pair has vectors for both words');
  });

  test('may stand below the names of the columns', () => {
    const text = 'w1\tw2\t3\nw1\tw3\t4\n';
    const header = 'Word 1\tWord 2\tHuman (mean)';
    expect(evaluateWordPairs(vectors, `# source\n${header}\n${text}`)).toEqual({
      ...evaluateWordPairs(vectors, text),
      header,
    });
  });

  test.each(['w1 w2 3', 'w1\tw2', 'w1\tw2\t', 'w1\tw2\tx', 'w1\tw2\t3\t4'])(
    'in the malformed line %j are refused',
    (line) => {
      expect(() => evaluateWordPairs(vectors, `# c\nw1\tw2\t3\n${line}\n`)).toThrow(
        'line 3 must be "word TAB word TAB score"',
      );
    },
  );
});
