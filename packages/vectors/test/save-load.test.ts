import {
  decodeSafetensors,
  encodeSafetensors,
  type SafeTensor,
  SafetensorsError,
} from '@seqloom/safetensors';
import { expect, test } from 'vitest';
import { loadWordVectors, saveWordVectors, VectorFormatError, WordVectors } from '../src/index.ts';

const words = ['the', '', 'größe', '__proto__', 'a\nb', '\ufeff', '🎲'];
const float = new WordVectors(
  words,
  2,
  Float32Array.from({ length: 14 }, (_, i) => i / 3),
);
const small = new WordVectors(
  words,
  2,
  Int8Array.from({ length: 14 }, (_, i) => i - 7),
  new Float32Array(7).fill(0.5),
);

test('what is saved loads again, as float32 and as int8', () => {
  for (const vectors of [float, small]) {
    const loaded = loadWordVectors(saveWordVectors(vectors));
    expect(loaded.words).toEqual(words);
    expect(loaded.data).toEqual(vectors.data);
    expect(loaded.scales).toEqual(vectors.scales);
    expect(loaded.vector('__proto__')).toEqual(vectors.vector('__proto__'));
  }
});

test('a word that UTF-8 cannot hold is refused', () => {
  expect(() => saveWordVectors(new WordVectors(['\ud800'], 1, new Float32Array(1)))).toThrow(
    'has a lone surrogate',
  );
});

test('files that hold something else are refused with the reason', () => {
  const { tensors } = decodeSafetensors(saveWordVectors(small));
  const format: [string, string][] = [['format', 'seqloom-word-vectors']];
  const changed = (name: string, tensor: SafeTensor | undefined) => {
    const copy = new Map(tensors);
    if (tensor) copy.set(name, tensor);
    else copy.delete(name);
    return encodeSafetensors(copy, format);
  };
  const ends = (...values: number[]): SafeTensor => ({
    dtype: 'U32',
    shape: [values.length],
    data: Uint32Array.from(values),
  });
  const flat: SafeTensor = { dtype: 'F32', shape: [14], data: new Float32Array(14) };
  const wide: SafeTensor = { dtype: 'F32', shape: [7, 3], data: new Float32Array(21) };
  const length = tensors.get('words')!.data.length;
  const cases: [Uint8Array, string][] = [
    [encodeSafetensors(tensors), 'not of the format "seqloom-word-vectors"'],
    [changed('vectors', undefined), 'no tensor vectors of dtype F32 or I8'],
    [changed('words', flat), 'no tensor words of dtype U8'],
    [changed('word_ends', undefined), 'no tensor word_ends of dtype U32'],
    [changed('scales', ends(1)), 'no tensor scales of dtype F32'],
    [changed('scales', undefined), 'scales must be 7 numbers, got none'],
    [changed('vectors', flat), 'must have two axes, got [14]'],
    [changed('vectors', wide), 'scales must be left out for float32 data'],
    [changed('word_ends', ends(3, 2)), 'word 1 ends at byte 2, expected 3'],
    [changed('word_ends', ends(999)), 'word 0 ends at byte 999'],
    [changed('word_ends', ends(3)), 'bytes follow the last word'],
    [changed('word_ends', ends(3, 3, 3, 3, 3, 3, length)), 'the word "" comes twice'],
  ];
  for (const [bytes, reason] of cases) {
    expect(() => loadWordVectors(bytes)).toThrow(reason);
    expect(() => loadWordVectors(bytes)).toThrow(VectorFormatError);
  }
  expect(() => loadWordVectors(new Uint8Array(3))).toThrow(SafetensorsError);
});
