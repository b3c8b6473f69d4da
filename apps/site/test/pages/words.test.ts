import { readFileSync } from 'node:fs';
import { analogy, mostSimilar, WordVectors } from '@seqloom/vectors';
import { describe, expect, test } from 'vitest';
import {
  clampView,
  nearestWord,
  panBy,
  placeLabels,
  toMap,
  toScreen,
  viewOf,
  WHOLE,
  wordsInView,
  zoomAt,
} from '../../src/pages/words/map-view.ts';
import { analogyOf, nearestTo, suggestions } from '../../src/pages/words/word-answers.ts';
import { MAP, VECTORS, wordData } from '../../src/pages/words/word-data.ts';
import { VECTORS_FILE, wordsCode } from '../../src/pages/words/words-code.ts';
import { MOST_ZOOM } from '../../src/pages/words/words-settings.ts';
import { runCopiedCode } from './copied-code.ts';

const SIZE = { width: 400, height: 300 };

describe('the map', () => {
  test('places and points are each other’s inverse', () => {
    const view = { x: 0.3, y: 0.6, zoom: 5 };
    const place = toScreen(view, SIZE, 0.32, 0.55);
    const point = toMap(view, SIZE, place.x, place.y);
    expect(point.x).toBeCloseTo(0.32, 10);
    expect(point.y).toBeCloseTo(0.55, 10);
    expect(toScreen(view, SIZE, 0.3, 0.6)).toEqual({ x: 200, y: 150 });
  });

  test('what is under the pointer stays there when the map is enlarged', () => {
    const before = { x: 0.5, y: 0.5, zoom: 2 };
    const under = toMap(before, SIZE, 120, 90);
    const after = zoomAt(before, SIZE, 3, 120, 90);
    expect(after.zoom).toBe(6);
    const place = toScreen(after, SIZE, under.x, under.y);
    expect(place.x).toBeCloseTo(120, 8);
    expect(place.y).toBeCloseTo(90, 8);
  });

  test('it moves with the pointer, and its middle does not leave it', () => {
    const moved = panBy({ x: 0.5, y: 0.5, zoom: 2 }, SIZE, 56.4, 0);
    expect(moved.x).toBeCloseTo(0.4, 10); // a tenth of a side of 564 pixels
    expect(panBy(WHOLE, SIZE, 10_000, -10_000)).toMatchObject({ x: 0, y: 1 });
    expect(clampView({ x: 2, y: -1, zoom: 1000 })).toEqual({ x: 1, y: 0, zoom: MOST_ZOOM });
  });

  test('words in view are those within the drawing, the most frequent first', () => {
    const points = Float32Array.of(0.5, 0.5, 0.1, 0.1, 0.52, 0.5, 0.9, 0.9);
    expect(wordsInView(points, WHOLE, SIZE)).toEqual([0, 1, 2, 3]);
    expect(wordsInView(points, { x: 0.5, y: 0.5, zoom: 8 }, SIZE)).toEqual([0, 2]);
    expect(nearestWord(points, 0.505, 0.5, 0.1)).toBe(0);
    expect(nearestWord(points, 0.3, 0.3, 0.05)).toBeUndefined();
    const fitted = viewOf(points, [0, 2]);
    expect(fitted.x).toBeCloseTo(0.51, 6);
    expect(wordsInView(points, fitted, SIZE)).toEqual([0, 2]);
  });

  test('labels do not cover each other; the first stands in any case', () => {
    const points = Float32Array.of(0.5, 0.5, 0.505, 0.5, 0.5, 0.7);
    const labels = placeLabels(points, [0, 1, 2], 0, WHOLE, SIZE, () => 40);
    expect(labels.map(({ row }) => row)).toEqual([0, 2]);
    expect(placeLabels(points, [0, 1], 2, WHOLE, SIZE, () => 40)).toHaveLength(2);
  });
});

describe('answers', () => {
  const vectors = new WordVectors(
    ['king', 'queen', 'man', 'woman', 'kind'],
    2,
    Float32Array.of(1, 1, 1, -1, 0.1, 1, 0.1, -1, -1, 0.2),
  );

  test('nearest words and analogies are those of the package, in any letters', () => {
    expect(nearestTo(vectors, ' King ', 3)).toEqual({ words: mostSimilar(vectors, 'king', { count: 3 }) });
    expect(analogyOf(vectors, 'man', 'KING', 'woman', 2)).toEqual({
      words: analogy(vectors, 'man', 'king', 'woman', { count: 2 }),
    });
  });

  test('a word without a vector gives those that begin like it', () => {
    expect(nearestTo(vectors, 'kingdom', 3)).toEqual({ unknown: ['kingdom'], suggestions: ['king'] });
    expect(nearestTo(vectors, '<img src=x>', 3)).toEqual({ unknown: ['<img src=x>'], suggestions: [] });
    expect(nearestTo(vectors, '', 3)).toEqual({ unknown: [''], suggestions: [] });
    expect(analogyOf(vectors, 'man', 'kings', 'x', 2)).toMatchObject({ unknown: ['kings', 'x'] });
    expect(suggestions(vectors, 'KIN', 5)).toEqual(['king', 'kind']);
  });
});

describe('the files of the page', () => {
  const [vectorBytes, mapBytes] = [VECTORS, MAP].map(({ url }) => readFileSync(url)) as [Buffer, Buffer];

  test('have the stated sizes, and a place for every word', () => {
    expect([vectorBytes.length, mapBytes.length]).toEqual([VECTORS.bytes, MAP.bytes]);
    const { vectors, points } = wordData(vectorBytes, mapBytes);
    expect(points).toHaveLength(2 * vectors.size);
    expect(() => wordData(vectorBytes, mapBytes.subarray(4))).toThrow('The map has 9999 words');
  });

  test('the map keeps neighbours together: half of the ten nearest are among the nearest two in a hundred', () => {
    const { vectors, points } = wordData(vectorBytes, mapBytes);
    let kept = 0;
    const words = vectors.words.filter((_, row) => row % 100 === 0);
    for (const word of words) {
      const row = vectors.indexOf(word);
      const distance = (other: number) =>
        (points[2 * row]! - points[2 * other]!) ** 2 + (points[2 * row + 1]! - points[2 * other + 1]!) ** 2;
      const limit = vectors.words.map((_, other) => distance(other)).sort((a, b) => a - b)[200]!;
      kept += mostSimilar(vectors, word, { count: 10 }).filter(
        (near) => distance(vectors.indexOf(near.word)) <= limit,
      ).length;
    }
    expect(kept / (10 * words.length)).toBeGreaterThan(0.5); // by chance 0.02
  });

  test('the copied code prints the words and numbers of the page', async () => {
    const settings = { word: "o'clock", a: 'man', b: 'king', c: 'Woman' };
    const { vectors } = wordData(vectorBytes, mapBytes);
    const printed = await runCopiedCode(wordsCode({ ...settings, word: 'Ocean' }), {
      [VECTORS_FILE]: vectorBytes,
    });
    const nearest = mostSimilar(vectors, 'ocean', { count: 12 });
    const related = analogy(vectors, 'man', 'king', 'woman', { count: 6 });
    expect(printed).toEqual([...nearest, ...related].map(({ word, similarity }) => [word, similarity]));
    expect(related[0]!.word).toBe('queen');
  });

  test('hostile words stay texts in the copied code', async () => {
    const hostile = "'); process.exit(1); ('\n\u2028*/";
    await expect(
      runCopiedCode(wordsCode({ word: hostile, a: hostile, b: 'king', c: 'man' }), {
        [VECTORS_FILE]: vectorBytes,
      }),
    ).rejects.toThrow('there is no vector for');
  });
});
