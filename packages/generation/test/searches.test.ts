import { describe, expect, test } from 'vitest';
import { beamSearch, greedySearch, sampleTokens, tokenProbabilities } from '../src/index.ts';
import { recorded } from './recorded.ts';
import { TableModel } from './table-model.ts';

const [START, END] = [0, 1];
const sequence = { prompt: [START], endToken: END };

describe('beamSearch', () => {
  for (const { seed, beams, lengthPenalty, maxTokens, found } of recorded.searches) {
    test(`finds the recorded sequences: ${beams} beams, α ${lengthPenalty}, at most ${maxTokens} tokens`, async () => {
      const model = new TableModel(seed);
      const got = await beamSearch(model, { ...sequence, beams, lengthPenalty, maxTokens });
      expect(got.map(({ tokens }) => tokens)).toEqual(found.map(({ tokens }) => tokens));
      for (const [i, { score, logProbability }] of found.entries()) {
        expect(got[i]!.score).toBeCloseTo(score, 6); // logits are float32
        expect(got[i]!.logProbability).toBeCloseTo(logProbability, 6);
      }
    });
  }

  for (const { seed, lengthPenalty, maxTokens, tokens, score } of recorded.exhaustive) {
    test(`with beams for all beginnings it finds the best of all sequences, α ${lengthPenalty}`, async () => {
      const [best] = await beamSearch(new TableModel(seed), {
        ...sequence,
        beams: 5 ** 3 * 6,
        lengthPenalty,
        maxTokens,
      });
      expect(best!.score).toBeCloseTo(score, 6);
      expect([...best!.tokens, ...(best!.ended ? [END] : [])]).toEqual(tokens);
    });
  }

  test('with one beam and without an end it is the greedy search', async () => {
    const options = { prompt: [START], maxTokens: 12 };
    const [best] = await beamSearch(new TableModel(4), { ...options, beams: 1 });
    expect(best!.tokens).toEqual((await greedySearch(new TableModel(4), options)).tokens);
    expect(best!.ended).toBe(false);
  });

  test('ends when no beginning can come to a better score', async () => {
    const model = new TableModel(3);
    await beamSearch(model, { ...sequence, beams: 3, maxTokens: 500, lengthPenalty: 0 });
    expect(model.steps).toBeLessThan(50);
  });
});

describe('greedySearch', () => {
  test('takes the most likely token until the end, which counts but is not among the tokens', async () => {
    const { tokens, logProbability, ended } = await greedySearch(new TableModel(1), {
      ...sequence,
      maxTokens: 30,
    });
    const model = new TableModel(1);
    let logits = model.step(Int32Array.of(START));
    let sum = 0;
    const expected: number[] = [];
    for (let i = 0; i < 30; i++) {
      const token = logits.indexOf(Math.max(...logits));
      sum += logits[token]! - Math.log(logits.reduce((all, logit) => all + Math.exp(logit), 0));
      if (token === END) break;
      expected.push(token);
      logits = model.step(Int32Array.of(token));
    }
    expect(tokens).toEqual(expected);
    expect(ended).toBe(expected.length < 30);
    expect(logProbability).toBeCloseTo(sum, 9);
  });
});

describe('sampleTokens', () => {
  const draw = async (seed: number, options: object = {}) => {
    const tokens: number[] = [];
    for await (const token of sampleTokens(new TableModel(2), {
      ...sequence,
      maxTokens: 12,
      seed,
      ...options,
    })) {
      tokens.push(token);
    }
    return tokens;
  };

  test('draws the same tokens for the same seed, and others for another', async () => {
    expect(await draw(7)).toEqual(await draw(7));
    const different = new Set(
      await Promise.all([1, 2, 3, 4, 5].map(async (seed) => String(await draw(seed)))),
    );
    expect(different.size).toBeGreaterThan(2);
  });

  test('draws each token as often as its probability says', async () => {
    const expected = tokenProbabilities(new TableModel(2).step(Int32Array.of(START)), { temperature: 1.5 });
    const counts = new Array<number>(6).fill(0);
    const draws = 3000;
    for (let seed = 0; seed < draws; seed++) {
      const [first] = await draw(seed, { maxTokens: 1, temperature: 1.5, endToken: undefined });
      counts[first!]!++;
    }
    // Four standard deviations of a share among 3,000 draws are at most 0.037.
    for (const [token, p] of expected.entries())
      expect(Math.abs(counts[token]! / draws - p)).toBeLessThan(0.037);
  });

  test('with the most likely token only it is the greedy search', async () => {
    const { tokens } = await greedySearch(new TableModel(2), { ...sequence, maxTokens: 12 });
    expect(await draw(3, { topK: 1 })).toEqual(tokens);
  });
});

test('all refuse an empty prompt, tokens that are no ids, and a model with several sequences', async () => {
  const model = new TableModel(1);
  const options = { prompt: [] as number[], maxTokens: 3 };
  await expect(greedySearch(model, options)).rejects.toThrow(
    'greedySearch: prompt must hold at least one token. Give the token that begins a sequence.',
  );
  await expect(beamSearch(model, { ...options, prompt: [-1] })).rejects.toThrow('ids from 0 on, got -1');
  model.select([0, 0]);
  await expect(sampleTokens(model, { ...options, prompt: [1] }).next()).rejects.toThrow(
    'sampleTokens: the model holds 2 sequences, expected 1',
  );
});
