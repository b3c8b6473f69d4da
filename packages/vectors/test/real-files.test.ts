import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  evaluateAnalogies,
  evaluateWordPairs,
  mostSimilar,
  readWordVectors,
  type WordVectors,
} from '../src/index.ts';
import { recorded } from './recorded.ts';

const folder = process.env.SEQLOOM_DATA ?? '';
const at = (name: string) => join(folder, name);
const missing = (name: string) => folder === '' || !existsSync(at(name));

describe.skipIf(missing('wordvector_format_samples.tar.gz'))(
  'the files of gensim’s tests (needs SEQLOOM_DATA with wordvector_format_samples.tar.gz)',
  () => {
    const files =
      folder === ''
        ? new Map<string, Uint8Array>()
        : untar(gunzipSync(readFileSync(at('wordvector_format_samples.tar.gz'))));

    test.each([
      ['euclidean_vectors.bin', 2747, 10],
      ['poincare_vectors.bin', 1182, 10],
      ['high_precision.kv.bin', 2, 2],
      ['high_precision.kv.txt', 2, 2],
      ['word2vec_pre_kv_c', 1750, 10],
      ['lee_fasttext.vec', 1762, 10],
      ['pang_lee_polarity_fasttext.vec', 1694, 100],
      ['crime-and-punishment.vec', 291, 5],
      ['toy-model.vec', 22, 5],
      ['test_glove.txt', 76, 50],
    ])('%s reads', async (name, size, dimensions) => {
      const vectors = await readWordVectors(files.get(name)!);
      expect([vectors.size, vectors.dimensions]).toEqual([size, dimensions]);
    });

    test.each([
      ['crime-and-punishment.bin', 'binary model of fastText'],
      ['toy-model.bin', 'binary model of fastText'],
      ['lee_fasttext_new.bin', 'binary model of fastText'],
      ['lee_fasttext.bin', 'Old binary models of fastText look like this'],
      ['cp852_fasttext.bin', 'Old binary models of fastText look like this'],
      ['non_ascii_fasttext.bin', 'Old binary models of fastText look like this'],
      ['toy-data.txt', 'row 1: number 1 must be a finite float32, got "anarchism"'],
      ['crime-and-punishment.txt', 'row 1: number 1 must be a finite float32'],
    ])('%s is refused with the reason', async (name, reason) => {
      await expect(readWordVectors(files.get(name)!)).rejects.toThrow(reason);
    });

    test('binary and text of the same vectors agree', async () => {
      const binary = await readWordVectors(files.get('high_precision.kv.bin')!);
      const text = await readWordVectors(files.get('high_precision.kv.txt')!);
      expect(binary.words).toEqual(text.words);
      // 5e-4: the numbers of the binary file have the 11 bits of half precision.
      for (const [i, x] of binary.data.entries()) expect(Math.abs(x / text.data[i]! - 1)).toBeLessThan(5e-4);
    });
  },
);

const GLOVE = 'glove.6B.100d.top150k.txt.gz';
describe.skipIf(missing(GLOVE))(`150,000 GloVe vectors (needs SEQLOOM_DATA with ${GLOVE})`, () => {
  let glove: WordVectors;
  const text = (name: string) => gunzipSync(readFileSync(at(name))).toString('utf8');

  test('begin as the book says', async () => {
    glove = await readWordVectors(createReadStream(at(GLOVE)));
    expect([glove.size, glove.dimensions]).toEqual([150_000, 100]);
    const [first, second] = glove.vector('cat')!;
    expect([first, second]).toEqual([Math.fround(0.23088), Math.fround(0.28283)]);
  });

  test('have the neighbours that gensim finds', () => {
    for (const [word, expected] of Object.entries(recorded.glove.mostSimilar)) {
      expect(mostSimilar(glove, word).map((near) => near.word)).toEqual(expected.map(([near]) => near));
    }
    const queen = mostSimilar(glove, { positive: ['king', 'woman'], negative: ['man'] });
    for (const [i, { word, similarity }] of queen.entries()) {
      expect([word, similarity]).toEqual([
        recorded.glove.queen[i]![0],
        expect.closeTo(recorded.glove.queen[i]![1], 4),
      ]);
    }
  });

  test('score on WordSim-353 and on analogies as in gensim, to four digits', () => {
    const pairs = evaluateWordPairs(glove, text('wordsim353.tsv.gz'));
    expect(pairs.spearman).toBeCloseTo(recorded.glove.wordPairs.spearman, 5);
    expect(pairs.pearson).toBeCloseTo(recorded.glove.wordPairs.pearson, 5);
    const analogies = evaluateAnalogies(glove, text('questions-words.txt.gz'), { among: 5000 });
    expect(analogies.accuracy).toBeCloseTo(recorded.glove.analogiesAmong5000.accuracy, 5);
  });
});

function untar(tar: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const field = (start: number, length: number) =>
    Buffer.from(tar.subarray(start, start + length))
      .toString()
      .replace(/\0.*$/s, '');
  for (let header = 0; header + 512 <= tar.length; ) {
    const size = Number.parseInt(field(header + 124, 12), 8) || 0;
    files.set(field(header, 100).replace(/^.*\//, ''), tar.subarray(header + 512, header + 512 + size));
    header += 512 + 512 * Math.ceil(size / 512);
  }
  return files;
}
