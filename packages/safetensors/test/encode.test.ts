import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensorsHeader,
  type SafeTensor,
} from '../src/index.ts';

const one = (values: number[]): SafeTensor => ({
  dtype: 'F32',
  shape: [values.length],
  data: new Float32Array(values),
});

const tensor: fc.Arbitrary<SafeTensor> = fc.oneof(
  fc.float64Array({ maxLength: 9 }).map((data) => ({ dtype: 'F64' as const, shape: [data.length], data })),
  fc.float32Array({ maxLength: 9 }).map((data) => ({ dtype: 'F32' as const, shape: [1, data.length], data })),
  fc
    .uint16Array({ maxLength: 9 })
    .chain((data) =>
      fc
        .constantFrom('F16', 'BF16', 'U16')
        .map((dtype) => ({ dtype, shape: [data.length], data }) as SafeTensor),
    ),
  fc
    .uint8Array({ maxLength: 9 })
    .chain((data) =>
      fc
        .constantFrom('U8', 'BOOL', 'F8_E4M3', 'F8_E5M2', 'F8_E8M0')
        .map((dtype) => ({ dtype, shape: [data.length, 1], data }) as SafeTensor),
    ),
  fc.bigInt64Array({ maxLength: 5 }).map((data) => ({ dtype: 'I64' as const, shape: [data.length], data })),
  fc.bigUint64Array({ maxLength: 5 }).map((data) => ({ dtype: 'U64' as const, shape: [data.length], data })),
  fc.int32Array({ maxLength: 9 }).map((data) => ({ dtype: 'I32' as const, shape: [data.length], data })),
  fc.uint32Array({ maxLength: 9 }).map((data) => ({ dtype: 'U32' as const, shape: [data.length], data })),
  fc.int16Array({ maxLength: 9 }).map((data) => ({ dtype: 'I16' as const, shape: [data.length], data })),
  fc.int8Array({ maxLength: 9 }).map((data) => ({ dtype: 'I8' as const, shape: [data.length], data })),
);
const name = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', '', 'dense/kernel'),
  fc.string({ unit: 'grapheme' }),
);
const files = fc.record({
  tensors: fc.uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key, maxLength: 6 }),
  metadata: fc.uniqueArray(fc.tuple(name, fc.string({ unit: 'grapheme' })), {
    selector: ([key]) => key,
    maxLength: 4,
  }),
});

test('what is written is read back, for all dtypes and names', () => {
  fc.assert(
    fc.property(files, ({ tensors, metadata }) => {
      const decoded = decodeSafetensors(encodeSafetensors(tensors, metadata));
      expect(decoded.tensors.size).toBe(tensors.length);
      for (const [key, value] of tensors) expect(decoded.tensors.get(key)).toEqual(value);
      expect(decoded.metadata).toEqual(new Map(metadata));
    }),
    { numRuns: 300 },
  );
});

test('equal content gives equal bytes, and every tensor is aligned to its elements', () => {
  fc.assert(
    fc.property(files, ({ tensors, metadata }) => {
      const bytes = encodeSafetensors(new Map(tensors), new Map(metadata));
      expect(encodeSafetensors([...tensors].reverse(), [...metadata].reverse())).toEqual(bytes);
      for (const [key, { start }] of readSafetensorsHeader(bytes).tensors) {
        const { data } = tensors.find(([other]) => other === key)![1];
        expect(start % data.BYTES_PER_ELEMENT).toBe(0);
      }
    }),
    { numRuns: 100 },
  );
});

test('writes the bytes that the format prescribes', () => {
  const bytes = encodeSafetensors(
    [['a', { dtype: 'I16', shape: [1, 2], data: new Int16Array([1, -1]) }]],
    [['k', 'v']],
  );
  const header = '{"__metadata__":{"k":"v"},"a":{"dtype":"I16","shape":[1,2],"data_offsets":[0,4]}}';
  const padded = header.padEnd(88); // 81 characters, rounded up to a multiple of eight
  expect([...bytes.subarray(0, 8)]).toEqual([88, 0, 0, 0, 0, 0, 0, 0]);
  expect(new TextDecoder().decode(bytes.subarray(8, 96))).toBe(padded);
  expect([...bytes.subarray(96)]).toEqual([1, 0, 0xff, 0xff]);
});

test('writes a view of a larger buffer without its surroundings', () => {
  const data = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
  const bytes = encodeSafetensors([['w', { dtype: 'F32', shape: [2], data }]]);
  expect(decodeSafetensors(bytes).tensors.get('w')!.data).toEqual(new Float32Array([1, 2]));
});

const hasNumpy = spawnSync('/usr/bin/python3', ['-c', 'import numpy']).status === 0;
test.skipIf(!hasNumpy)('numpy reads what is written (needs /usr/bin/python3 with numpy)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
  try {
    const path = join(folder, 'file.safetensors');
    const written: [string, SafeTensor][] = [
      ['double', { dtype: 'F64', shape: [2], data: new Float64Array([Math.PI, -0]) }],
      ['größe', { dtype: 'F32', shape: [2, 2], data: new Float32Array([1, 2.5, -3, 1e-20]) }],
      ['half', { dtype: 'F16', shape: [2], data: new Uint16Array([0x3c00, 0xc000]) }],
      ['long', { dtype: 'I64', shape: [1], data: new BigInt64Array([-(2n ** 40n)]) }],
      ['mask', { dtype: 'BOOL', shape: [3], data: new Uint8Array([1, 0, 1]) }],
      ['bytes', { dtype: 'I8', shape: [0, 4], data: new Int8Array() }],
    ];
    writeFileSync(path, encodeSafetensors(written, [['config', '{"units":32}']]));
    const reader = fileURLToPath(new URL('../../../tooling/oracles/safetensors_read.py', import.meta.url));
    const read = JSON.parse(execFileSync('/usr/bin/python3', [reader, path], { encoding: 'utf8' }));
    expect(read.metadata).toEqual({ config: '{"units":32}' });
    expect(read.tensors).toEqual([
      { name: 'double', dtype: 'F64', shape: [2], values: [Math.PI, -0] },
      { name: 'long', dtype: 'I64', shape: [1], values: [-(2 ** 40)] },
      { name: 'größe', dtype: 'F32', shape: [2, 2], values: [1, 2.5, -3, Math.fround(1e-20)] },
      { name: 'half', dtype: 'F16', shape: [2], values: [1, -2] },
      { name: 'bytes', dtype: 'I8', shape: [0, 4], values: [] },
      { name: 'mask', dtype: 'BOOL', shape: [3], values: [true, false, true] },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('refuses what no reader could make sense of', () => {
  const shaped = (shape: number[]): SafeTensor => ({ dtype: 'F32', shape, data: new Float32Array(4) });
  const wrongArray = { dtype: 'F32', shape: [1], data: new Float64Array(1) } as unknown as SafeTensor;
  const wrongDtype = { dtype: 'constructor', shape: [1], data: new Float64Array(1) } as unknown as SafeTensor;
  const cases: [() => unknown, string][] = [
    [() => encodeSafetensors([['a', shaped([5])]]), 'tensor "a" has shape [5], but 4 elements'],
    [() => encodeSafetensors([['a', shaped([2 ** 40, 2 ** 40])]]), 'but 4 elements'],
    [() => encodeSafetensors([['a', shaped([-2, -2])]]), 'sizes that are integers from 0 on, got [-2,-2]'],
    [() => encodeSafetensors([['a', shaped([1.5])]]), 'got [1.5]'],
    [() => encodeSafetensors([['a', wrongArray]]), 'tensor "a" of F32 must have its data in a Float32Array'],
    [() => encodeSafetensors([['a', wrongDtype]]), 'unknown dtype "constructor"'],
    [
      () =>
        encodeSafetensors([
          ['a', one([])],
          ['a', one([])],
        ]),
      'tensor "a" is given twice',
    ],
    [() => encodeSafetensors([['__metadata__', one([])]]), 'a tensor cannot be named "__metadata__"'],
    [() => encodeSafetensors([['\ud800', one([])]]), 'lone surrogate'],
    [() => encodeSafetensors([], [['k', '\udc00']]), 'metadata "k" has a lone surrogate'],
    [
      () => encodeSafetensors(Array.from({ length: 65_537 }, (_, i) => [`t${i}`, one([0])] as const)),
      'at most 65536 tensors, got 65537',
    ],
    [
      () =>
        encodeSafetensors(
          [],
          Array.from({ length: 65_537 }, (_, i) => [`k${i}`, ''] as const),
        ),
      'at most 65536 members of metadata, got 65537',
    ],
    [() => encodeSafetensors([['a', shaped(new Array(65).fill(1))]]), 'must have at most 64 axes, got 65'],
    [
      () =>
        encodeSafetensors(
          [],
          [
            ['k', 'a'],
            ['k', 'b'],
          ],
        ),
      'metadata "k" is given twice',
    ],
    [
      () => encodeSafetensors([], [['k', 1 as unknown as string]]),
      'metadata "k" must be a string, got number',
    ],
    [() => encodeSafetensors([], [['k', 'x'.repeat(100_000_000)]]), 'a header has at most 100000000 bytes'],
  ];
  for (const [write, message] of cases) {
    expect(write).toThrow(
      expect.objectContaining({ name: 'SafetensorsError', message: expect.stringContaining(message) }),
    );
  }
});
