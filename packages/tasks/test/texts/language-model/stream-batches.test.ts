import { expect, test } from 'vitest';
import { streamBatches } from '../../../src/texts/language-model/stream-batches.ts';

const options = { vocabulary: 50, batchSize: 2, context: 3, candidates: 4, seed: 1 };
const texts = [
  Int32Array.of(1, 2, 3),
  Int32Array.of(4, 5),
  Int32Array.of(6, 7, 8, 9, 10, 11),
  Int32Array.of(12),
];

/** The ids, candidates and targets of the batches of an epoch. */
function epochOf(source: ReturnType<typeof streamBatches>) {
  return Array.from(source, ({ inputs, targets }) => {
    const [ids, candidates] = inputs as readonly {
      readonly data: Int32Array;
      readonly shape: readonly number[];
    }[];
    return { ids: ids!, candidates: candidates!, targets: targets as { readonly data: Int32Array } };
  });
}

test('every target is the place, among the candidates, of the word that comes next in the stream', () => {
  const source = streamBatches(texts, options); // 16 ids with those between texts: two parts of 7, two steps each
  expect([source.length, source.samples]).toEqual([2, 12]);
  const epoch = epochOf(source);
  expect(epoch).toHaveLength(2);
  const rows = [0, 1].map((row) => epoch.flatMap(({ ids }) => [...ids.data.slice(3 * row, 3 * row + 3)]));
  const following = new Map<string, number>();
  for (const { ids, candidates, targets } of epoch) {
    expect(ids.shape).toEqual([2, 3]);
    expect(candidates.shape[0]).toBe(2);
    const words = [...candidates.data];
    expect(new Set(words).size).toBe(words.length);
    expect(words.length).toBeGreaterThanOrEqual(new Set(targets.data).size + options.candidates);
    for (const [i, place] of targets.data.entries()) following.set(`${ids.data[i]}@${i}`, words[place]!);
  }
  for (const row of rows) {
    for (const [i, id] of row.slice(0, -1).entries()) {
      const at = (i % 3) + 3 * rows.indexOf(row);
      expect(following.get(`${id}@${at}`)).toBe(row[i + 1]);
    }
  }
});

test('an epoch has its own order, the same seed the same ones', () => {
  const [one, same] = [streamBatches(texts, options), streamBatches(texts, options)];
  const first = epochOf(one);
  expect(epochOf(same)).toEqual(first);
  const second = epochOf(one);
  expect(epochOf(same)).toEqual(second);
  expect(second).not.toEqual(first);
});

test('a vocabulary that is smaller than the candidates', () => {
  for (const { candidates, targets } of epochOf(
    streamBatches(texts, { ...options, vocabulary: 13, candidates: 90 }),
  )) {
    expect(Math.max(...candidates.data)).toBeLessThan(13);
    expect(candidates.data.length).toBe(14);
    expect(Math.max(...targets.data)).toBeLessThan(14);
  }
});

test('too few words are refused', () => {
  expect(() => streamBatches(texts.slice(3), options)).toThrow(
    'language model: expected 4 words or more in the training texts and in the validation texts, got 2.',
  );
});

test('a stream that is too short for all parts has fewer', () => {
  const [first] = epochOf(streamBatches(texts.slice(0, 1), { ...options, batchSize: 9 })); // 4 ids
  expect(first!.ids.shape).toEqual([1, 3]);
});
