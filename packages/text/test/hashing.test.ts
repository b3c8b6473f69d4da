import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { findCollisions, hashingTrick, hashWord, oneHot, oneHotHashed } from '../src/index.ts';
import { md5 } from '../src/md5.ts';
import { murmur3 } from '../src/murmur3.ts';
import { compareUtf8, utf8Bytes } from '../src/utf8.ts';
import { readOracle, tokenizerOptions } from './oracle.ts';
import { fc, test as property } from './property.ts';

const SAMPLES = ['The cat sat on the mat.', 'The dog ate my homework.'];
const oracle = readOracle();

describe('hash functions', () => {
  test("md5 gives Python's digests", () => {
    for (const [word, digest] of oracle.md5)
      expect(Buffer.from(md5(utf8Bytes(word))).toString('hex')).toBe(digest);
  });

  property.prop([fc.uint8Array({ maxLength: 300 })])('md5 equals OpenSSL', (bytes) => {
    expect(Buffer.from(md5(bytes)).toString('hex')).toBe(createHash('md5').update(bytes).digest('hex'));
  });

  test("murmur3 gives the Python oracle's and the published values", () => {
    for (const [word, value] of oracle.murmur3) expect(murmur3(utf8Bytes(word))).toBe(value);
    expect(murmur3(new Uint8Array(0), 1)).toBe(0x514e28b7);
    expect(murmur3(utf8Bytes('The quick brown fox jumps over the lazy dog'), 0x9747b28c)).toBe(0x2fa826cd);
  });

  property.prop([fc.string({ unit: 'binary' })])('UTF-8 bytes equal the platform’s', (text) => {
    expect(utf8Bytes(text)).toEqual(new TextEncoder().encode(text));
  });

  test('lone surrogates have bytes of their own', () => {
    expect(Array.from(utf8Bytes('\ud800'))).toEqual([0xed, 0xa0, 0x80]);
    expect(Array.from(utf8Bytes('\udfff'))).toEqual([0xed, 0xbf, 0xbf]);
  });

  property.prop([fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })])(
    'comparing as UTF-8 is comparing bytes',
    (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    },
  );
});

describe('hashingTrick', () => {
  test("gives Keras' md5 indices on random texts", () => {
    let texts = 0;
    for (const { hashed, ...rest } of oracle.cases) {
      if (hashed === undefined) continue;
      const { filters, lower, split } = tokenizerOptions(rest);
      const options = {
        ...(filters !== undefined && { filters }),
        ...(lower !== undefined && { lower }),
        ...(split !== undefined && { split }),
      };
      expect(hashingTrick(rest.texts[0]!, hashed.n, { hash: 'md5', ...options })).toEqual(hashed.indices);
      texts++;
    }
    expect(texts).toBeGreaterThan(100);
  });

  test('leaves 0 free and is stable', () => {
    const indices = hashingTrick('The cat sat on the mat, the mat!', 20);
    expect(indices).toHaveLength(8);
    expect(indices.every((index) => index >= 1 && index < 20)).toBe(true);
    expect(indices[0]).toBe(indices[4]);
    expect(oneHot('The cat sat on the mat, the mat!', 20)).toEqual(indices);
    expect(indices[1]).toBe((murmur3(utf8Bytes('cat')) % 19) + 1);
  });

  test('takes a hash function of your own, negative values too', () => {
    expect(hashingTrick('ab cde', 4, { hash: (word) => -word.length })).toEqual([2, 1]);
    expect(() => hashingTrick('a', 4, { hash: () => 0.5 })).toThrow(
      'must return an integer, got 0.5 for "a"',
    );
    expect(() => hashingTrick('a', 4, { hash: 'sha1' as 'md5' })).toThrow('got "sha1"');
  });

  test('n must leave room', () => {
    expect(() => hashingTrick('a', 1)).toThrow(
      'hashingTrick: n must be an integer from 2 to 4294967296, got 1',
    );
    expect(() => hashWord('a', 0)).toThrow('got 0');
  });
});

describe('listing 6.4', () => {
  test('gives a (2, 10, 1000) tensor with one cell per word', () => {
    const hashed = oneHotHashed(SAMPLES);
    expect(hashed.shape).toEqual([2, 10, 1000]);
    expect(hashed.data.reduce((sum, x) => sum + x, 0)).toBe(11);
    expect(hashed.data[hashWord('The', 1000)]).toBe(1);
    expect(hashed.data[(10 + 4) * 1000 + hashWord('homework.', 1000)]).toBe(1);
    expect(hashed.collisions.size).toBe(0);
  });

  test('reports which words share an index: always some with fewer indices than words', () => {
    const { shape, collisions } = oneHotHashed(SAMPLES, { dimensionality: 5, hash: 'md5', maxLength: 6 });
    expect(shape).toEqual([2, 6, 5]);
    expect(collisions.size).toBeGreaterThan(0);
    for (const [index, words] of collisions) {
      expect(words.length).toBeGreaterThan(1);
      for (const word of words) expect(hashWord(word, 5, 'md5')).toBe(index);
    }
    expect(() => oneHotHashed(SAMPLES, { maxLength: 0 })).toThrow('maxLength');
  });

  test('has the d = 20 case', () => {
    expect(oneHotHashed(SAMPLES, { dimensionality: 20 }).shape).toEqual([2, 10, 20]);
  });
});

test('collisions are between different words only', () => {
  const lengths = findCollisions(['ab', 'ab', 'cd', 'x'], (word) => word.length);
  expect(lengths).toEqual(new Map([[2, ['ab', 'cd']]]));
});
