import { readFile } from 'node:fs/promises';
import { denseMatrix, loadWordVectors, type WordVectors } from '@seqloom/vectors';
import { beforeAll, describe, expect, test } from 'vitest';
import { ANIMALS, animalsSVG, closestPair, DIMENSIONS } from '../src/animal-table.ts';
import { cooccurrenceText, countNeighbours } from '../src/cooccurrence-table.ts';
import { PLANE, planeSVG, step, wordAfter } from '../src/embedding-plane.ts';
import { parallelogramSVG, stepsFromKing } from '../src/king-and-queen.ts';

describe('figure 6.3', () => {
  test('the same step makes a wild animal of either pet, and a feline of either canine', () => {
    const wild = step(PLANE, 'dog', 'wolf');
    expect(wordAfter(PLANE, 'cat', wild)).toBe('tiger');
    for (const [d, value] of step(PLANE, 'cat', 'tiger').entries()) expect(value).toBeCloseTo(wild[d]!, 6);
    const feline = step(PLANE, 'dog', 'cat');
    expect(wordAfter(PLANE, 'wolf', feline)).toBe('tiger');
    for (const [d, value] of step(PLANE, 'wolf', 'tiger').entries()) expect(value).toBeCloseTo(feline[d]!, 6);
  });

  test('back from the wild is the step turned round', () => {
    expect(wordAfter(PLANE, 'tiger', step(PLANE, 'wolf', 'dog'))).toBe('cat');
  });

  test('the picture has the four animals and names both steps', () => {
    const svg = planeSVG();
    for (const text of ['cat', 'dog', 'wolf', 'tiger', 'from pet to wild animal', 'from canine to feline'])
      expect(svg).toContain(`>${text}</text>`);
  });

  test('a word that is not there has no step', () => {
    expect(() => step(PLANE, 'cat', 'lynx')).toThrow("there is no vector for 'lynx'.");
  });
});

describe('the table of ten animals', () => {
  test('has ten rows of four numbers', () => {
    expect([ANIMALS.size, ANIMALS.dimensions]).toEqual([10, DIMENSIONS.length]);
    expect([...ANIMALS.vector('rat')!]).toEqual([0.21, -0.48, -0.56, -0.37].map(Math.fround));
  });

  test('mouse and rat are the closest pair', () => {
    // by hand: 0.0189 + 0.2208 + 0.196 + 0.0888 = 0.5245; |mouse|² = 0.3998, |rat|² = 0.725
    const { words, similarity } = closestPair(ANIMALS);
    expect(words).toEqual(['mouse', 'rat']);
    expect(similarity).toBeCloseTo(0.5245 / Math.sqrt(0.3998 * 0.725), 5);
  });

  test('the picture labels every animal', () => {
    const svg = animalsSVG();
    for (const word of ANIMALS.words) expect(svg).toContain(`>${word}</text>`);
  });
});

describe('king and queen', () => {
  let glove: WordVectors;
  beforeAll(async () => {
    const file = new URL('../../imdb/data/bundled-vectors.safetensors', import.meta.url);
    glove = loadWordVectors(await readFile(file));
  });

  test('king and the female vector make queen, king and the plural vector make kings', () => {
    expect(stepsFromKing(glove).map(({ name, word }) => [name, word])).toEqual([
      ['female', 'queen'],
      ['plural', 'kings'],
    ]);
  });

  test('the picture shows the four corners', () => {
    const svg = parallelogramSVG(glove);
    for (const word of ['man', 'woman', 'king', 'queen']) expect(svg).toContain(`>${word}</text>`);
  });
});

describe('the co-occurrence matrix', () => {
  test('is the table of the slides', () => {
    expect([...denseMatrix(countNeighbours())]).toEqual(
      [
        [0, 2, 1, 0, 0, 0, 0, 0],
        [2, 0, 0, 1, 0, 1, 0, 0],
        [1, 0, 0, 0, 0, 0, 1, 0],
        [0, 1, 0, 0, 1, 0, 0, 0],
        [0, 0, 0, 1, 0, 0, 0, 1],
        [0, 1, 0, 0, 0, 0, 0, 1],
        [0, 0, 1, 0, 0, 0, 0, 1],
        [0, 0, 0, 0, 1, 1, 1, 0],
      ].flat(),
    );
  });

  test('prints a word a line', () => {
    const lines = cooccurrenceText().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[3]).toMatch(/^like +2 +0 +0 +1 +0 +1 +0 +0$/);
  });
});
