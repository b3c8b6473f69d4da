import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Dropout, Flatten } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { decodeSafetensors, encodeSafetensors, type SafeTensor } from '@seqloom/safetensors';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import {
  adam,
  cosineDecay,
  fit,
  learningRateAt,
  load,
  loadWeights,
  ModelFileError,
  modelCheckpoint,
  predict,
  Sequential,
  save,
  saveWeights,
  sgd,
} from '../src/index.ts';
import {
  loadFromFile,
  loadWeightsFromFile,
  saveToFile,
  saveWeightsToFile,
  writeFileAtomically,
} from '../src/node/index.ts';
import { bitsOf, LENGTH, toyData, toyModel } from './toy-data.ts';

startBackend(wasmBackend());

const LAYERS = [Embedding, Flatten, Dropout, Dense];
const SETTINGS = { loss: 'binaryCrossentropy', batchSize: 16, seed: 1 } as const;

class WordList {
  static readonly className: string = 'WordList';
  readonly words: readonly string[];
  constructor(words: readonly string[]) {
    this.words = words;
  }
  toJSON() {
    return { className: 'WordList', words: this.words };
  }
  static fromJSON(json: unknown): WordList {
    return new WordList((json as { words: string[] }).words);
  }
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-train-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A small trained model's file, with everything in it. */
async function trainedFile(): Promise<{ bytes: Uint8Array; predictions: Float32Array }> {
  const model = toyModel();
  const optimizer = adam();
  await fit(model, toyData(64), { ...SETTINGS, optimizer });
  const attachments = { words: new WordList(['a', '__proto__']), maxlen: 6, ['__proto__']: 'own' };
  const bytes = await save(model, { attachments, optimizer });
  const { data } = await predict(model, toyData(20).inputs);
  model.dispose();
  return { bytes, predictions: data };
}

test('a loaded model predicts the same bits, from nothing but the file', async () => {
  const before = liveTensors();
  const { bytes, predictions } = await trainedFile();
  const { model, attachments } = load(bytes, { layers: LAYERS, attachments: [WordList] });
  expect((await predict(model, toyData(20).inputs)).data).toEqual(predictions);
  expect(attachments.get('words')).toEqual(new WordList(['a', '__proto__']));
  expect(attachments.get('maxlen')).toBe(6);
  expect(model.getLayer('dense').weights[0]!.regularizer).toEqual({ l2: 1e-4 });
  model.dispose();
  expect(liveTensors()).toBe(before);
});

test('equal models give equal bytes, and a loaded one gives them again', async () => {
  const { bytes } = await trainedFile();
  const { model, attachments, optimizer } = load(bytes, { layers: LAYERS, attachments: [WordList] });
  const again = await save(model, { attachments: Object.fromEntries(attachments), optimizer: optimizer! });
  expect(again).toEqual(bytes);
  model.dispose();
});

test('training goes on from a file as if nothing had happened', async () => {
  const data = toyData(64);
  const whole = toyModel();
  await fit(whole, data, { ...SETTINGS, epochs: 3, optimizer: adam() });
  const first = toyModel();
  const optimizer = adam();
  await fit(first, data, { ...SETTINGS, epochs: 1, optimizer });
  const bytes = await save(first, { optimizer });
  first.dispose();
  const resumed = load(bytes, { layers: LAYERS });
  await fit(resumed.model, data, { ...SETTINGS, epochs: 3, initialEpoch: 1, optimizer: resumed.optimizer! });
  expect(await bitsOf(resumed.model)).toEqual(await bitsOf(whole));
  whole.dispose();
  resumed.model.dispose();
});

test('a schedule goes on from a file where it was; a function cannot be saved', async () => {
  const data = toyData(64);
  const learningRate = cosineDecay({ initialLearningRate: 0.1, decaySteps: 10 });
  const model = toyModel();
  const optimizer = adam({ learningRate });
  await fit(model, data, { ...SETTINGS, optimizer }); // four steps
  const bytes = await save(model, { optimizer });
  const loaded = load(bytes, { layers: LAYERS });
  expect(loaded.optimizer!.learningRate).toBe(optimizer.learningRate);
  expect(optimizer.learningRate).toBe(learningRateAt(learningRate, 4));
  expect(await save(loaded.model, { optimizer: loaded.optimizer! })).toEqual(bytes);
  const free = adam({ learningRate: (step) => 1 / (step + 1) });
  await expect(save(model, { optimizer: free })).rejects.toThrow(
    'optimizer: learningRate is a function, which a file cannot hold. Use a schedule, such as cosineDecay',
  );
  free.learningRate = 0.25; // the function has no say any more
  const fixed = load(await save(model, { optimizer: free }), { layers: LAYERS });
  expect(fixed.optimizer!.learningRate).toBe(0.25);
  for (const made of [model, loaded.model, fixed.model]) made.dispose();
});

test('frozen layers stay frozen, names stay, variable lengths stay variable', async () => {
  const model = new Sequential(
    [new Embedding({ inputDim: 3, outputDim: 2, name: 'words' }), new Dense({ units: 1 })],
    {
      name: 'tagger',
    },
  ).build([null, null]);
  model.getLayer('words').trainable = false;
  const loaded = load(await save(model), { layers: LAYERS }).model;
  expect(loaded.name).toBe('tagger');
  expect(loaded.inputShape).toEqual([null, null]);
  expect(loaded.trainableWeights.map(({ path }) => path)).toEqual(['dense/kernel', 'dense/bias']);
  model.dispose();
  loaded.dispose();
});

test.skipIf(!existsSync('/usr/bin/python3') || !hasNumpy())(
  'opens in Python (skipped without /usr/bin/python3 and numpy)',
  async () => {
    const model = new Sequential([new Dense({ units: 1, kernelInitializer: 'ones' })]).build([null, 2]);
    const path = join(folder, 'python.safetensors');
    await saveToFile(model, path, { attachments: { maxlen: 6 } });
    model.dispose();
    const reader = join(import.meta.dirname, '../../../tooling/oracles/safetensors_read.py');
    const read = JSON.parse(execFileSync('/usr/bin/python3', [reader, path], { encoding: 'utf8' }));
    expect(read.tensors).toEqual([
      { name: 'dense/bias', dtype: 'F32', shape: [1], values: [0] },
      { name: 'dense/kernel', dtype: 'F32', shape: [2, 1], values: [1, 1] },
    ]);
    expect(JSON.parse(read.metadata['seqloom.attachments'])).toEqual([['maxlen', 6]]);
    expect(JSON.parse(read.metadata['seqloom.model']).model.layers[0].className).toBe('Dense');
  },
);

describe('weights alone', () => {
  test('go into another model of the same shapes', async () => {
    const [one, two] = [
      toyModel().build([null, LENGTH], { seed: 1 }),
      toyModel().build([null, LENGTH], { seed: 2 }),
    ];
    const bytes = await saveWeights(one);
    expect([...decodeSafetensors(bytes).tensors.keys()]).toEqual([
      'dense/bias',
      'dense/kernel',
      'embedding/embeddings',
    ]);
    const before = liveTensors();
    loadWeights(two, bytes);
    expect(liveTensors()).toBe(before);
    expect(await bitsOf(two)).toEqual(await bitsOf(one));
    one.dispose();
    two.dispose();
  });

  test('are also read from a whole model’s file', async () => {
    const { bytes, predictions } = await trainedFile();
    const model = toyModel().build([null, LENGTH]);
    loadWeights(model, bytes);
    expect((await predict(model, toyData(20).inputs)).data).toEqual(predictions);
    model.dispose();
  });

  test('of other shapes or names are refused and change nothing', async () => {
    const model = toyModel().build([null, LENGTH], { seed: 1 });
    const bits = await bitsOf(model);
    const other = new Sequential([new Dense({ units: 1 })]).build([null, 2]);
    const bytes = await saveWeights(other);
    expect(() => loadWeights(model, bytes)).toThrow(
      'model file: Sequential "sequential": weight "dense/kernel" has shape [24, 1], got 2 values of shape [2, 1].',
    );
    expect(() => loadWeights(other, encodeSafetensors([]))).toThrow(
      'no values for the weights dense/kernel, dense/bias',
    );
    expect(await bitsOf(model)).toEqual(bits);
    model.dispose();
    other.dispose();
  });
});

describe('hostile files', () => {
  const kernel: SafeTensor = { dtype: 'F32', shape: [2, 1], data: new Float32Array(2) };
  const bias: SafeTensor = { dtype: 'F32', shape: [1], data: new Float32Array(1) };
  const dense = (options: object = {}) => ({
    className: 'Dense',
    options: { units: 1, name: 'dense', ...options },
  });
  const fileOf = (
    model: unknown,
    tensors: readonly (readonly [string, SafeTensor])[] = [
      ['dense/kernel', kernel],
      ['dense/bias', bias],
    ],
    more: readonly (readonly [string, string])[] = [],
  ) => encodeSafetensors(tensors, [['seqloom.model', JSON.stringify({ format: 1, model })], ...more]);
  const sequential = (...layers: unknown[]) => ({
    className: 'Sequential',
    name: 's',
    inputShape: [2],
    layers,
  });

  const refused = (bytes: Uint8Array, message: string | RegExp) => {
    const before = liveTensors();
    expect(() => load(bytes, { layers: LAYERS, attachments: [WordList] })).toThrow(ModelFileError);
    expect(() => load(bytes, { layers: LAYERS, attachments: [WordList] })).toThrow(message);
    expect(liveTensors()).toBe(before);
  };

  test('the honest one they are made of loads', () => {
    load(fileOf(sequential(dense())), { layers: LAYERS }).model.dispose();
  });

  test.each([
    [
      'an unknown class',
      sequential({ className: 'Lambda', options: { code: 'process.exit()' } }),
      'unknown layer class "Lambda". Known: Embedding, Flatten, Dropout, Dense.',
    ],
    [
      'a class that every object has',
      sequential({ className: 'constructor', options: {} }),
      'unknown layer class "constructor"',
    ],
    [
      'a module path',
      sequential({ module: 'node:fs', class_name: 'Dense', config: {} }),
      'expected { className, options }',
    ],
    ['negative units', sequential(dense({ units: -1 })), 'Dense: units must be a positive integer, got -1'],
    ['a trillion units', sequential(dense({ units: 1e12 })), 'Dense: units must be'],
    ['no number of units', sequential(dense({ units: null })), 'Dense: units must not be null'],
    [
      'units beyond its weights',
      sequential(dense({ units: 2 ** 28 })),
      'weight "dense/kernel" has shape [2, 1], but its layer needs [2, 268435456]',
    ],
    [
      'a shape beyond any tensor',
      { ...sequential({ className: 'Embedding', options: { inputDim: 2 ** 30, outputDim: 2 ** 30 } }) },
      'larger than a tensor can be',
    ],
    ['a huge input', { ...sequential(dense()), inputShape: [1e15] }, 'larger than a tensor can be'],
    [
      'an input of no size',
      { ...sequential(dense()), inputShape: [0] },
      'inputShape must hold positive integers or null',
    ],
    [
      'an input that is no list',
      { ...sequential(dense()), inputShape: 'x' },
      'inputShape must hold positive integers or null',
    ],
    [
      '10,000 layers',
      sequential(...new Array(10_000).fill(dense())),
      'layers must be a list of at most 1000',
    ],
    [
      '10,000 layers within one',
      sequential(dense({ units: new Array(10_000).fill(dense()) })),
      'layers: a model has at most 1000 layers, those within others included.',
    ],
    [
      'lists within lists',
      sequential(dense({ units: JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) })),
      'layers: options are nested more than 64 deep.',
    ],
    [
      'a hundred thousand axes',
      { ...sequential(dense()), inputShape: new Array(100_000).fill(1) },
      /^model file: inputShape must have less than 64 sizes, got .{1,100}$/,
    ],
    [
      'a name of a megabyte',
      { ...sequential(dense()), name: 'n'.repeat(1e6) },
      /^model file: Sequential: name must be a string of at most 200 characters, got .{1,100}$/,
    ],
    ['two layers of one name', sequential(dense(), dense()), 'the name "dense" is taken'],
    ['no layers', sequential(), 'has no layers'],
    ['another kind of model', { ...sequential(dense()), className: 'Functional' }, 'expected a Sequential'],
    ['no model', null, 'expected a Sequential'],
    [
      'a path as a name',
      sequential(dense({ name: '../../etc/passwd' })),
      'name must be a text of 1 to 200 characters without "/"',
    ],
    [
      'a prototype in the options',
      JSON.parse(
        '{"className":"Sequential","name":"s","inputShape":[2],"layers":[{"className":"Dense","options":{"__proto__":{"units":1}}}]}',
      ),
      'Dense: has no setting "__proto__"',
    ],
  ])('%s is refused', (_, model, message) => {
    refused(fileOf(model), message);
    expect(({} as Record<string, unknown>).units).toBeUndefined();
  });

  test('weights that are missing, left over or of another type are refused', () => {
    refused(
      fileOf(sequential(dense()), [['dense/kernel', kernel]]),
      'has no weight "dense/bias", of shape [1].',
    );
    refused(
      fileOf(sequential(dense()), [
        ['dense/kernel', kernel],
        ['dense/bias', bias],
        ['x', bias],
      ]),
      'has weights that no layer uses: ["x"].',
    );
    const integers: SafeTensor = { dtype: 'I32', shape: [1], data: new Int32Array(1) };
    refused(
      fileOf(sequential(dense()), [
        ['dense/kernel', kernel],
        ['dense/bias', integers],
      ]),
      'weight "dense/bias" has dtype I32, expected F32.',
    );
  });

  test('deep nesting ends in an error, not in an exhausted stack', () => {
    let layer: object = dense();
    for (let i = 0; i < 100; i++) layer = dense({ layer });
    refused(fileOf(sequential(layer)), 'more than 16 layers within each other');
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    refused(encodeSafetensors([], [['seqloom.model', deep]]), /model file/);
  });

  test('metadata that lies is refused', () => {
    refused(encodeSafetensors([]), 'holds no model. Was it written by save?');
    refused(encodeSafetensors([], [['seqloom.model', '{']]), 'the JSON of its model is damaged.');
    refused(encodeSafetensors([], [['seqloom.model', '{"format":2}']]), 'has format 2, expected 1.');
    const withAttachments = (json: string) =>
      fileOf(sequential(dense()), undefined, [['seqloom.attachments', json]]);
    refused(withAttachments('{}'), 'its attachments must be a list');
    refused(withAttachments('[["a",1],["a",2]]'), 'an attachment must be a new name and its data');
    refused(
      withAttachments('[["t",{"className":"Tokenizer"}]]'),
      'attachment "t" is of the unknown class "Tokenizer". Known: WordList.',
    );
    refused(withAttachments('[["t",{"className":"toString"}]]'), 'unknown class "toString"');
    const withOptimizer = (json: string) =>
      fileOf(sequential(dense()), undefined, [['seqloom.optimizer', json]]);
    refused(withOptimizer('null'), 'optimizer: expected an object of options, got null.');
    refused(
      withOptimizer('{"name":"evil","settings":{},"iterations":0}'),
      'optimizer: name must be one of sgd, rmsprop, adam, adamW, nadam, adagrad, got "evil"',
    );
    refused(
      withOptimizer('{"name":"adam","settings":{},"iterations":-1}'),
      'optimizer: iterations must be an integer from 0 on, got -1.',
    );
    refused(
      withOptimizer('{"name":"adam","settings":3,"iterations":1}'),
      'optimizer: settings must be an object, got 3.',
    );
    refused(
      withOptimizer('{"name":"adam","settings":{"beta1":9},"iterations":1}'),
      'adam: beta1 must be in [0, 1)',
    );
    refused(
      withOptimizer('{"name":"adam","settings":{},"iterations":1,"learningRate":"x"}'),
      'optimizer: learningRate must be a finite number ≥ 0, got "x".',
    );
    refused(
      withOptimizer('{"name":"adam","settings":{"amsgrad":true},"iterations":1}'),
      'adam: has no setting "amsgrad". Its settings: learningRate,',
    );
    refused(
      withOptimizer('{"name":"adam","settings":{},"iterations":1,"code":"x"}'),
      'optimizer: has no setting "code"',
    );
    refused(
      withOptimizer('{"name":"adam","settings":{"learningRate":{"type":"cosineDecay"}},"iterations":1}'),
      'cosineDecay: initialLearningRate must be a finite number ≥ 0, got undefined',
    );
    refused(
      withOptimizer(
        '{"name":"adam","settings":{"learningRate":{"type":"exponentialDecay","rate":1}},"iterations":1}',
      ),
      'exponentialDecay: has no setting "rate"',
    );
  });

  test('an optimizer that lacks a state of a weight is refused', async () => {
    const model = new Sequential([new Dense({ units: 1 })]);
    const optimizer = adam();
    const data = {
      inputs: { data: Float32Array.of(1, 2), shape: [2, 1] },
      targets: { data: Float32Array.of(1, 2), shape: [2] },
    };
    await fit(model, data, { loss: 'mse', optimizer });
    const { tensors, metadata } = decodeSafetensors(await save(model, { optimizer }));
    const name = [...tensors.keys()].find((key) => key.endsWith('/kernel/velocity'))!;
    const without = [...tensors].filter(([key]) => key !== name);
    optimizer.dispose();
    model.dispose();
    refused(encodeSafetensors(without, metadata), '"dense/kernel" has 1 of the states momentum, velocity');
    const reshaped = [...without, [name, { dtype: 'F32', shape: [2], data: new Float32Array(2) }]] as never;
    refused(encodeSafetensors(reshaped, metadata), 'dense/kernel/velocity');
  });

  test('files cut off at any length, and files with flipped bytes, load or are refused', async () => {
    const bytes = fileOf(sequential(dense()), undefined, [['seqloom.attachments', '[["maxlen",6]]']]);
    const before = liveTensors();
    const tryToLoad = (damaged: Uint8Array) => {
      try {
        load(damaged, { layers: LAYERS }).model.dispose();
      } catch (error) {
        expect(error).toBeInstanceOf(ModelFileError);
      }
    };
    for (let length = 0; length < bytes.length; length++) tryToLoad(bytes.slice(0, length));
    const random = createRandom(1, 'flips');
    for (let i = 0; i < 1000; i++) {
      const damaged = bytes.slice();
      for (let flips = 0; flips < 3; flips++)
        damaged[random.integer(damaged.length)]! ^= 1 << random.integer(8);
      tryToLoad(damaged);
    }
    expect(liveTensors()).toBe(before);
  });
});

describe('files on disk', () => {
  test('hold a model or its weights, and replace each other whole', async () => {
    const path = join(folder, 'model.safetensors');
    await writeFile(path, 'something older');
    const model = toyModel().build([null, LENGTH], { seed: 5 });
    await saveToFile(model, path);
    const loaded = (await loadFromFile(path, { layers: LAYERS })).model;
    expect(await bitsOf(loaded)).toEqual(await bitsOf(model));
    const weights = join(folder, 'weights.safetensors');
    await saveWeightsToFile(model, weights);
    const other = toyModel().build([null, LENGTH], { seed: 6 });
    await loadWeightsFromFile(other, weights);
    expect(await bitsOf(other)).toEqual(await bitsOf(model));
    for (const made of [model, loaded, other]) made.dispose();
  });

  test('that cannot be written leave the old one and no temporary one', async () => {
    const inner = await mkdtemp(join(folder, 'atomic-'));
    const target = join(inner, 'taken');
    await writeFileAtomically(join(inner, 'kept'), Uint8Array.of(1, 2));
    // A folder in the file's place: the rename fails after the bytes were written.
    const { mkdir } = await import('node:fs/promises');
    await mkdir(join(target, 'inside'), { recursive: true });
    await expect(writeFileAtomically(target, Uint8Array.of(3))).rejects.toThrow(
      `${target}: cannot be written (`,
    );
    expect((await readdir(inner)).sort()).toEqual(['kept', 'taken']);
    expect(await readFile(join(inner, 'kept'))).toEqual(Buffer.from([1, 2]));
  });

  test('are named when they are damaged', async () => {
    const path = join(folder, 'damaged.safetensors');
    await writeFile(path, 'no model');
    await expect(loadFromFile(path, { layers: LAYERS })).rejects.toThrow(`model file: ${path}: `);
    const model = toyModel().build([null, LENGTH]);
    await expect(loadWeightsFromFile(model, path)).rejects.toThrow(`model file: ${path}: `);
    model.dispose();
  });
});

test('what cannot be saved is refused', async () => {
  await expect(save(toyModel())).rejects.toThrow('is not built');
  const model = toyModel().build([null, LENGTH]);
  await expect(save(model, { attachments: { f: () => 1 } })).rejects.toThrow(
    'save: attachment "f" is not JSON data, got function.',
  );
  await expect(save(model, { attachments: [1] as never })).rejects.toThrow(
    'save: attachments must be an object of data by name, got [1].',
  );
  await expect(save(model, { optimizer: 'adam' as never })).rejects.toThrow(
    'save: optimizer must be an Optimizer, such as adam(), got "adam".',
  );
  const bytes = await save(model);
  expect(() => load(bytes, { layers: 3 as never })).toThrow('load: layers must be a list of classes, got 3.');
  expect(() => load(bytes, {} as never)).toThrow('load: layers must be a list of classes, got undefined.');
  model.dispose();
});

function hasNumpy(): boolean {
  try {
    execFileSync('/usr/bin/python3', ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('weights that are not finite', () => {
  const broken = async (value: number) => {
    const model = new Sequential([new Dense({ units: 1 })]).build([null, 2]);
    const [kernel, bias] = await model.getWeights();
    kernel!.data[1] = value;
    model.setWeights([kernel!, bias!]);
    return model;
  };

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('of %d are saved on request only', async (value) => {
    const model = await broken(value);
    const message = `"dense/kernel" holds ${value}. Save an earlier state, or pass allowNonFinite: true.`;
    await expect(save(model)).rejects.toThrow(`save: ${message}`);
    await expect(saveWeights(model)).rejects.toThrow(`saveWeights: ${message}`);
    const { model: loaded } = load(await save(model, { allowNonFinite: true }), { layers: [Dense] });
    expect((await loaded.getWeights())[0]!.data[1]).toBe(value);
    expect((await saveWeights(model, { allowNonFinite: true })).length).toBeGreaterThan(0);
    model.dispose();
    loaded.dispose();
  });

  test('are no checkpoint', async () => {
    const model = await broken(Number.NaN);
    let written = 0;
    const callback = modelCheckpoint({ write: () => void written++ });
    const run = { model, optimizer: sgd() } as never; // what the callback reads of a run
    await expect(callback.onEpochEnd!(0, { loss: 1 }, run)).rejects.toThrow('save: "dense/kernel" holds NaN');
    expect(written).toBe(0);
    await modelCheckpoint({ write: () => void written++, allowNonFinite: true }).onEpochEnd!(
      0,
      { loss: 1 },
      run,
    );
    expect(written).toBe(1);
    model.dispose();
  });
});

describe('checksums', () => {
  /** A file whose every byte matters, with the values that it loads to. */
  const written = async () => {
    const model = new Sequential([new Dense({ units: 2 })]).build([null, 3], { seed: 1 });
    const optimizer = sgd({ momentum: 0.9 });
    const data = {
      inputs: { data: new Float32Array(6), shape: [2, 3] },
      targets: { data: new Float32Array(4), shape: [2, 2] },
    };
    await fit(model, data, { loss: 'mse', optimizer });
    const bytes = await save(model, { optimizer, attachments: { words: ['a', 'film'] } });
    model.dispose();
    optimizer.dispose();
    return bytes;
  };
  const contents = async (bytes: Uint8Array) => {
    const { model, optimizer, attachments, logs } = load(bytes, { layers: [Dense] });
    const slots = await Promise.all(optimizer?.slots().map(({ variable }) => variable.value.data()) ?? []);
    const content = {
      weights: await bitsOf(model),
      slots,
      config: JSON.stringify([model, optimizer]),
      attachments,
      logs,
    };
    model.dispose();
    return content;
  };

  test('find a changed bit anywhere in the file', async () => {
    const bytes = await written();
    const whole = await contents(bytes);
    for (let i = 0; i < bytes.length; i++) {
      const changed = bytes.slice();
      changed[i]! ^= 1 << (i % 8);
      let content: unknown;
      try {
        content = await contents(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(ModelFileError);
        continue;
      }
      expect(content).toEqual(whole); // a blank that pads the header, or the checksum's own key
    }
  });

  test('name the weight that is damaged, for load and loadWeights', async () => {
    const bytes = await written();
    bytes[bytes.length - 1]! ^= 1; // the last tensor is the optimizer's
    expect(() => load(bytes, { layers: [Dense] })).toThrow(
      /^model file: its weights are damaged: "seqloom.optimizer\/dense\/kernel\/momentum" has the checksum [0-9a-f]{8}, expected "/,
    );
    const model = new Sequential([new Dense({ units: 2 })]).build([null, 3]);
    const before = await bitsOf(model);
    const weights = await saveWeights(model);
    weights[weights.length - 1]! ^= 64;
    expect(() => loadWeights(model, weights)).toThrow(
      'model file: its weights are damaged: "dense/kernel" has the checksum',
    );
    expect(await bitsOf(model)).toEqual(before);
    model.dispose();
  });

  test('are not needed', async () => {
    const bytes = await written();
    const { tensors, metadata } = decodeSafetensors(bytes);
    const without = encodeSafetensors(
      tensors,
      [...metadata].filter(([key]) => key !== 'seqloom.checksum'),
    );
    expect(await contents(without)).toEqual(await contents(bytes));
  });
});

test('an attachment asked for by its class has its type', async () => {
  const model = new Sequential([new Dense({ units: 1 })]).build([null, 1]);
  const bytes = await save(model, { attachments: { list: new WordList(['a']), size: 3 } });
  const { attachments } = load(bytes, { layers: [Dense], attachments: [WordList] });
  const list = attachments.get('list', WordList);
  expectTypeOf(list).toEqualTypeOf<WordList>();
  expect(list.words).toEqual(['a']);
  expectTypeOf(attachments.get('list')).toEqualTypeOf<unknown>();
  expect(() => attachments.get('size', WordList)).toThrow(
    'model file: attachment "size" is plain data, expected WordList. Its attachments: list, size.',
  );
  expect(() => attachments.get('lists', WordList)).toThrow(
    'attachment "lists" is missing, expected WordList',
  );
  // By a stand-in, for a fromJSON with something more.
  const standIn = { name: 'WordList', fromJSON: (json: unknown) => WordList.fromJSON(json) };
  const loaded = load(bytes, { layers: [Dense], attachments: [standIn] });
  expect(loaded.attachments.get('list', WordList).words).toEqual(['a']);
  expect(loaded.attachments.get('list', standIn).words).toEqual(['a']);
  model.dispose();
});
