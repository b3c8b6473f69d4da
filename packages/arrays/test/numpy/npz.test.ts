import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { storedZip } from '@seqloom/archives';
import { readRecorded } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import { ndArray } from '../../src/index.ts';
import { NumpyFileError, readNpz, writeNpy, writeNpz } from '../../src/numpy/index.ts';

const archives = readRecorded<Readonly<Record<string, string>>>('numpy_files', 'archives');
/** An archive of ours that NumPy has read, and what it found. */
const loaded = readRecorded<{
  readonly sha256: string;
  readonly arrays: Readonly<Record<string, { dtype: string; values: readonly unknown[] }>>;
}>('numpy_files', 'loaded');

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));

const ours = writeNpz([
  ['x', ndArray(Float32Array.of(0.5, -1, 2, 3), [2, 2])],
  ['__proto__', { data: Int32Array.of(7), shape: [], dtype: 'int64' }],
  ['ü', { data: Uint8Array.of(1, 0), shape: [2], dtype: 'bool' }],
]);
/** With this variable the archive is written, for tooling/oracles/numpy_files.py to load. */
if (process.env.SEQLOOM_NPZ_FILE) writeFileSync(process.env.SEQLOOM_NPZ_FILE, ours);

describe('readNpz', () => {
  test.each(Object.entries(archives))('reads what numpy.%s wrote', async (_, base64) => {
    const arrays = await readNpz(bytesOf(base64));
    expect([...arrays.keys()]).toEqual(['x', 'y', 'zeros']);
    expect(arrays.get('x')).toEqual({
      dtype: 'float32',
      shape: [2, 3],
      data: Float32Array.of(0, 1, 2, 3, 4, 5),
    });
    expect(arrays.get('y')).toEqual({ dtype: 'int64', shape: [2], data: Float64Array.of(1, 0) });
    expect(arrays.get('zeros')).toEqual({ dtype: 'float32', shape: [9, 9], data: new Float32Array(81) });
  });

  test('refuses an archive that is cut at any length', async () => {
    const bytes = bytesOf(archives.savez_compressed!);
    for (let length = 0; length < bytes.length; length++) {
      await expect(readNpz(bytes.subarray(0, length))).rejects.toThrow(NumpyFileError);
    }
  });

  test('gives arrays or its own error for flipped bytes', async () => {
    for (const base64 of Object.values(archives)) {
      const bytes = bytesOf(base64);
      for (let at = 0; at < bytes.length; at += 3) {
        const flipped = bytes.slice();
        flipped[at]! ^= 1 << (at % 8);
        await readNpz(flipped).catch((error) => expect(error).toBeInstanceOf(NumpyFileError));
      }
    }
  });

  test('names the array that is refused, a member that is no array, and one that comes twice', async () => {
    const array = writeNpy({ data: Float32Array.of(1), shape: [1] });
    const read = (...files: [string, Uint8Array][]) =>
      readNpz(storedZip(files.map(([name, bytes]) => ({ name, bytes }))));
    await expect(read(['x.npy', array.subarray(1)])).rejects.toThrow('array "x": it does not begin');
    await expect(read(['x.txt', array])).rejects.toThrow('"x.txt" is not an array');
    await expect(read(['x.npy', array], ['x.npy', array])).rejects.toThrow('it has the array "x" twice');
  });
});

describe('writeNpz', () => {
  test('writes the bytes that NumPy has read', async () => {
    expect(createHash('sha256').update(ours).digest('hex')).toBe(loaded.sha256);
    const arrays = await readNpz(ours);
    const found = [...arrays].map(([name, { dtype, data }]) => [name, { dtype, values: [...data] }]);
    expect(found).toEqual(
      Object.entries(loaded.arrays).map(([name, { dtype, values }]) => [
        name,
        { dtype, values: values.map(Number) },
      ]),
    );
  });

  test('refuses a name that comes twice', () => {
    const array = ndArray(Float32Array.of(1));
    expect(() =>
      writeNpz([
        ['x', array],
        ['x', array],
      ]),
    ).toThrow('names must differ, got "x" twice');
  });
});
