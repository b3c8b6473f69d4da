import { describe, expect, test } from 'vitest';
import { NgramModel } from '../src/index.ts';
import { recorded } from './recorded.ts';

const { texts, heldOut, vocabularySize, cases } = recorded.ngrams;

describe('NgramModel', () => {
  for (const { order, logProbabilities, mean } of cases) {
    test(`gives the recorded probabilities of order ${order}`, () => {
      const model = new NgramModel(texts, { vocabularySize, order });
      for (const [i, log] of logProbabilities.entries()) {
        expect(model.logProbability(heldOut.slice(0, i + 1), heldOut[i + 1]!)).toBeCloseTo(log, 9);
      }
      expect(model.meanLogProbability([heldOut])).toBeCloseTo(mean, 9);
    });
  }

  test('is a distribution after every context, seen or not', () => {
    const model = new NgramModel(texts, { vocabularySize });
    for (const context of [[], [1], [2, 3], [6, 6], [7, 7], [0, 1, 2]]) {
      let sum = 0;
      for (let token = 0; token < vocabularySize; token++)
        sum += Math.exp(model.logProbability(context, token));
      expect(sum).toBeCloseTo(1, 12);
    }
  });

  test('knows a text that repeats', () => {
    const text = Int32Array.from({ length: 300 }, (_, i) => i % 3);
    const model = new NgramModel([text], { vocabularySize: 3 });
    expect(Math.exp(-model.meanLogProbability([text]))).toBeLessThan(1.02);
  });

  test('refuses tokens out of the vocabulary, no tokens, and what no number can count', () => {
    expect(() => new NgramModel([[9]], { vocabularySize: 9 })).toThrow('integers from 0 to 8, got 9 at 0');
    expect(() => new NgramModel([[]], { vocabularySize: 9 })).toThrow('there are no tokens');
    expect(() => new NgramModel([[1]], { vocabularySize: 1e6, order: 3 })).toThrow('order 3 is too high');
    expect(() => new NgramModel([[1]], { vocabularySize: 9 }).meanLogProbability([[1]])).toThrow(
      'needs two tokens',
    );
  });
});
