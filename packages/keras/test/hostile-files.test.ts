import { storedZip } from '@seqloom/archives';
import { zipMembers } from '@seqloom/archives/streams';
import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { createRandom } from '@seqloom/random';
import { zip } from '@seqloom/vitest/zip-archive';
import { describe, expect, test } from 'vitest';
import { KerasFileError, loadKeras } from '../src/index.ts';
import { cyclicGroups, sharedTreeNodes } from './hostile-hdf5.ts';
import { recordedFile } from './recorded-models.ts';

startBackend(wasmBackend());

/** Nightly runs more; every mutation follows from its number. */
const MUTATIONS = Number(process.env.SEQLOOM_KERAS_MUTATIONS ?? 2000);
/** Of CPU time, for one file. */
const LIMIT_MS = 1000;

const archive = await recordedFile('dense.keras');
const legacy = await recordedFile('gru.h5');
const members = new Map<string, Uint8Array>();
for (const member of zipMembers(archive)) {
  const chunks: Uint8Array[] = [];
  for await (const chunk of member.open()) chunks.push(chunk);
  members.set(member.name, new Uint8Array(Buffer.concat(chunks)));
}
const config = new TextDecoder().decode(members.get('config.json'));
const weights = members.get('model.weights.h5')!;

/** An archive whose checksums are right, whatever is in it. */
function archiveOf(parts: {
  readonly config?: string | Uint8Array;
  readonly weights?: Uint8Array;
}): Uint8Array {
  const json = parts.config ?? config;
  return storedZip([
    { name: 'metadata.json', bytes: members.get('metadata.json')! },
    { name: 'config.json', bytes: typeof json === 'string' ? new TextEncoder().encode(json) : json },
    { name: 'model.weights.h5', bytes: parts.weights ?? weights },
  ]);
}

/** Loads a file: what comes is a model or an error of ours, soon, and nothing stays allocated. */
async function outcome(bytes: Uint8Array): Promise<'model' | 'refused'> {
  const before = liveTensors();
  const from = process.cpuUsage();
  try {
    const { model, optimizer } = await loadKeras(bytes);
    // A model has no more numbers than its file has bytes for them.
    expect(model.countParams() * 4).toBeLessThanOrEqual(bytes.length);
    optimizer?.dispose();
    model.dispose();
    return 'model';
  } catch (error) {
    if (!(error instanceof KerasFileError)) throw error;
    expect(error.message).toMatch(/^Keras file: ./);
    return 'refused';
  } finally {
    const { user, system } = process.cpuUsage(from);
    expect((user + system) / 1000).toBeLessThan(LIMIT_MS);
    expect(liveTensors()).toBe(before);
  }
}

const refusal = async (bytes: Uint8Array) => {
  const failure = loadKeras(bytes);
  await expect(failure).rejects.toBeInstanceOf(KerasFileError);
  return failure.catch((error: Error) => error.message.replace('Keras file: ', ''));
};

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

describe('a config', () => {
  const changed = (change: (layers: Record<string, unknown>[]) => void) => {
    const root = JSON.parse(config);
    change(root.config.layers);
    return archiveOf({ config: JSON.stringify(root) });
  };
  const set = (at: number, key: string, value: unknown) =>
    changed((layers) => {
      (layers[at]!.config as Record<string, unknown>)[key] = value;
    });
  test.each<readonly [string, () => Uint8Array, RegExp]>([
    [
      'Lambda',
      () => changed((layers) => Object.assign(layers[1]!, { class_name: 'Lambda' })),
      /^layer "\w+" \(Lambda\): holds Python code, which is not run\. Supply the layer as customLayers/,
    ],
    [
      'a module path',
      () => changed((layers) => Object.assign(layers[1]!, { module: 'os.path' })),
      /^layer "\w+" \(Dense\): the class "Dense" of "os\.path" is not known here\. Supply it as customLayers/,
    ],
    [
      'an unknown class',
      () => changed((layers) => Object.assign(layers[1]!, { class_name: 'Conv3D' })),
      /^layer "\w+" \(Conv3D\): the class "Conv3D" is not known here/,
    ],
    [
      'the class of every object',
      () => changed((layers) => Object.assign(layers[1]!, { class_name: 'constructor' })),
      /the class "constructor" is not known here/,
    ],
    [
      'units of −1',
      () => set(1, 'units', -1),
      /^layer "\w+" \(Dense\): Dense: units must be a positive integer, got -1\.$/,
    ],
    ['units of 1e12', () => set(1, 'units', 1e12), /^layer "\w+" \(Dense\): Dense: units must be/],
    ['units of a text', () => set(1, 'units', 'many'), /units must be a positive integer, got "many"/],
    [
      'other units than the weights',
      () => set(1, 'units', 7),
      /dense\w*\/kernel: must have shape \[4, 7\], got \[4, 5\]\.$/,
    ],
    [
      'an activation of code',
      () => set(1, 'activation', { class_name: '__lambda__', config: { value: 'x' } }),
      /activation must be the name of an activation/,
    ],
    [
      'other places of the channels',
      () => set(1, 'data_format', 'channels_first'),
      /^layer "\w+" \(Dense\): data_format must be "channels_last" or null, got "channels_first"\.$/,
    ],
    [
      'a quantization',
      () => set(1, 'quantization_config', { mode: 'int8' }),
      /quantization_config must be null/,
    ],
    [
      'a layer less',
      () => changed((layers) => layers.pop()),
      /has weights that no layer of the config uses: "layers\/dense_1\/vars/,
    ],
    [
      'a layer more',
      () =>
        changed((layers) =>
          layers.push(JSON.parse(JSON.stringify(layers[2]).replaceAll('dense_1', 'dense_9'))),
        ),
      /expected 2 variables in layers\/dense_2\/vars, got 0/,
    ],
    [
      'a name twice',
      () => changed((layers) => layers.push(layers[2]!)),
      /^layer "\w+" \(Sequential\): .*name/,
    ],
    [
      'a shape of an input with 65 sizes',
      () => set(0, 'batch_shape', Array(65).fill(4)),
      /the shape of an input must hold the batch and up to 63 sizes/,
    ],
    ['no layers', () => changed((layers) => layers.splice(0)), /has no layers\.$/],
    [
      '10,000 layers',
      () => changed((layers) => layers.push(...Array(10_000).fill(layers[1]))),
      /at most 1000 layers/,
    ],
    [
      'JSON that ends',
      () => archiveOf({ config: config.slice(0, -1) }),
      /^the JSON of its config\.json is damaged\.$/,
    ],
    ['a list', () => archiveOf({ config: '[]' }), /expected an object, got \[\]/],
    [
      'a model within a model, 40 deep',
      () => archiveOf({ config: nest(40) }),
      /more than 16 layers within each other/,
    ],
  ])('%s is refused', async (_, make, message) => {
    const bytes = make();
    expect(await outcome(bytes)).toBe('refused');
    expect(await refusal(bytes)).toMatch(message);
  });

  const nest = (depth: number): string => {
    const inner = depth === 0 ? '{"class_name":"Flatten","config":{"name":"f"}}' : nest(depth - 1);
    return `{"module":"keras","class_name":"Sequential","config":{"name":"s${depth}","layers":[${inner}]}}`;
  };
});

describe('HDF5 data', () => {
  test.each([
    ['groups that hold themselves', cyclicGroups],
    ['a tree whose nodes share their children', sharedTreeNodes],
  ])('%s end in an error, soon', async (_, make) => {
    expect(await outcome(make())).toBe('refused');
    expect(await outcome(archiveOf({ weights: make() }))).toBe('refused');
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
