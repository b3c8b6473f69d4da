import { storedZip } from '@seqloom/archives';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { createRandom } from '@seqloom/random';
import { zip } from '@seqloom/vitest/zip-archive';
import { describe, expect, test } from 'vitest';
import { readDatatype } from '../src/hdf5/datatype.ts';
import { FileBytes } from '../src/hdf5/file-bytes.ts';
import { Hdf5File } from '../src/hdf5/hdf5-file.ts';
import { writeHdf5 } from '../src/hdf5/write-hdf5.ts';
import { loadKeras } from '../src/index.ts';
import { v3Weights } from '../src/weights/v3-weights.ts';
import { archive, archiveOf, config, legacy, members, outcome, refusal, weights } from './hostile-file.ts';
import { cyclicGroups, longAttributeName, sharedHeaders, sharedTreeNodes } from './hostile-hdf5.ts';

startBackend(wasmBackend());

/** Nightly runs more; every mutation follows from its number. */
const MUTATIONS = Number(process.env.SEQLOOM_KERAS_MUTATIONS ?? 2000);
describe('a file that is cut off', () => {
  test.each([
    ['an archive', () => archive],
    ['an HDF5 file', () => legacy],
  ])('%s is refused at every length', async (_, whole) => {
    const bytes = whole();
    for (let length = 0; length < bytes.length; length++) {
      // What is behind the data may be missing.
      if ((await outcome(bytes.subarray(0, length))) === 'model')
        expect(length).toBeGreaterThan(bytes.length * 0.9);
    }
  });

  test('weights that are cut off in a whole archive are refused', async () => {
    for (let length = 0; length < weights.length; length += 16) {
      await outcome(archiveOf({ weights: weights.subarray(0, length) }));
    }
  });
});

describe('a file with changed bytes', () => {
  const kinds: readonly (readonly [string, (change: (bytes: Uint8Array) => Uint8Array) => Uint8Array])[] = [
    ['the archive', (change) => change(archive)],
    ['the config', (change) => archiveOf({ config: change(new TextEncoder().encode(config)) })],
    ['the weights', (change) => archiveOf({ weights: change(weights) })],
    ['an HDF5 file', (change) => change(legacy)],
  ];
  test.each(kinds)(
    '%s gives a model or our own error',
    async (kind, make) => {
      const counts = { model: 0, refused: 0 };
      for (let i = 0; i < MUTATIONS / kinds.length; i++) {
        const random = createRandom(i, kind);
        const bytes = make((original) => {
          const changed = original.slice();
          for (let flips = 1 + Math.floor(random.uniform() * 4); flips > 0; flips--) {
            const at = Math.floor(random.uniform() * changed.length);
            changed[at] =
              random.uniform() < 0.5 ? Math.floor(random.uniform() * 256) : changed[at]! ^ (1 << (flips & 7));
          }
          return changed;
        });
        counts[await outcome(bytes)]++;
      }
      expect(counts.refused).toBeGreaterThan(0);
    },
    1_800_000,
  ); // the nightly run takes minutes
});

describe('an archive', () => {
  const content = (text: string) => new TextEncoder().encode(text);
  test.each<readonly [string, Uint8Array, string]>([
    ['of another kind', content('hello'), 'expected a zip archive (PK) or an HDF5 file'],
    [
      'without a config',
      storedZip([{ name: 'a.txt', bytes: content('') }]),
      'the archive has no config.json; it holds "a.txt".',
    ],
    ['without a file', storedZip([]), 'the archive has no config.json; it holds nothing.'],
    [
      'with a bomb',
      new Uint8Array(zip('config.json', '0'.repeat(40_000_000))),
      'would unpack to more than 200 times its size',
    ],
    [
      'with a false size',
      new Uint8Array(zip('config.json', '{}'.repeat(500), { size: 10 })),
      'is larger than the 10 bytes',
    ],
    ['with a false checksum', new Uint8Array(zip('config.json', '{}', { crc: 1 })), 'its CRC-32 is not'],
    [
      'with a file twice',
      storedZip([
        { name: 'config.json', bytes: content('{}') },
        { name: 'config.json', bytes: content('[]') },
      ]),
      'the archive has a member twice.',
    ],
    [
      'with names that lead elsewhere alone',
      storedZip([{ name: '../../config.json', bytes: content('{}') }]),
      'the archive has no config.json',
    ],
    [
      'with 65,535 members',
      storedZip(Array.from({ length: 65_535 }, (_, i) => ({ name: `${i}`, bytes: new Uint8Array() }))),
      'the archive has 65535 members, expected at most 2000.',
    ],
    [
      'with a vocabulary of millions of empty lines',
      storedZip([{ name: 'assets/a/vocabulary.txt', bytes: new Uint8Array(1 << 22).fill(0x0a) }]),
      'a vocabulary has more than 2097152 tokens.',
    ],
    [
      'with the name of a prototype',
      storedZip([{ name: '__proto__', bytes: content('{}') }]),
      'it holds "__proto__"',
    ],
  ])('%s is refused', async (_, bytes, message) => {
    expect(await refusal(bytes)).toContain(message);
  });

  test('names that lead elsewhere are passed over', async () => {
    const files = [...members].map(([name, bytes]) => ({ name, bytes }));
    const more = ['../../etc/passwd', '/etc/passwd', '__proto__', 'C:\\x'].map((name) => ({
      name,
      bytes: content('x'),
    }));
    expect(await outcome(storedZip([...more, ...files]))).toBe('model');
    expect(({} as { x?: string }).x).toBeUndefined();
  });
});

describe('HDF5 data', () => {
  test.each([
    ['groups that hold themselves', cyclicGroups],
    ['a tree whose nodes share their children', sharedTreeNodes],
  ])('%s end in an error, soon', async (_, make) => {
    expect(await outcome(make())).toBe('refused');
    expect(await outcome(archiveOf({ weights: make() }))).toBe('refused');
  });

  test('the name of an attribute stays within it', async () => {
    expect(await refusal(longAttributeName())).toContain(
      'the name of an attribute is longer than the attribute',
    );
  });

  test('headers of objects do not multiply by being shared', () => {
    const { root } = new Hdf5File(sharedHeaders());
    expect(root.get('group0')!.texts('name')).toEqual(['x'.repeat(16_000)]);
    expect(() => root.get('group1')).toThrow('its headers are used more than once');
  });

  test('texts of an attribute are handed out once', () => {
    const { root } = new Hdf5File(sharedHeaders());
    const group = root.get('group0')!;
    group.texts('name');
    expect(() => group.texts('name')).toThrow('its content is used more than once');
  });

  test('enumerations within enumerations are refused at the first', () => {
    const bytes = new FileBytes(new Uint8Array(1 << 20).fill(0x18));
    expect(() => readDatatype(bytes, 0)).toThrow('an enumeration of other than integers');
  });

  test('groups within groups have an end', async () => {
    const path = `layers/${`${'x'.repeat(200)}/`.repeat(30)}0`;
    const file = await writeHdf5([{ path, shape: [1], data: Float32Array.of(1) }], new Map());
    expect(() => v3Weights(new Hdf5File(file), []).checkNothingLeft()).toThrow(
      'groups too deep within groups',
    );
  });

  test('weights that are not numbers are refused', async () => {
    const bytes = weights.slice();
    const { model } = await loadKeras(archive);
    const { data } = (await model.getWeights())[0]!;
    model.dispose();
    const at = Buffer.from(bytes.buffer).indexOf(Buffer.from(data.buffer, data.byteOffset, 8));
    new DataView(bytes.buffer).setFloat32(at + 4, Number.NaN, true);
    expect(await refusal(archiveOf({ weights: bytes }))).toMatch(
      /dense\w*\/kernel: must hold finite numbers, got NaN at place 1/,
    );
  });

  test('an array that is larger than the file is refused before it is made', async () => {
    const bytes = Buffer.from(weights);
    // The sizes of the kernel [4, 5] in its dataspace.
    const sizes = Buffer.alloc(16);
    sizes.writeBigUInt64LE(4n, 0);
    sizes.writeBigUInt64LE(5n, 8);
    const at = bytes.indexOf(sizes);
    expect(at).toBeGreaterThan(0);
    bytes.writeBigUInt64LE(2n ** 40n, at);
    const before = process.memoryUsage().arrayBuffers;
    const grown = config.replace(/"batch_shape":\s*\[null,\s*4\]/, '"batch_shape":[null,1099511627776]');
    expect(await outcome(archiveOf({ weights: new Uint8Array(bytes), config: grown }))).toBe('refused');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * archive.length + (1 << 20));
  });
});
