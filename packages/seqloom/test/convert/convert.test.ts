import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipMembers } from '@seqloom/archives/streams';
import { ready } from '@seqloom/backend';
import { GlobalMaxPooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Dropout } from '@seqloom/nn';
import { exportOnnx } from '@seqloom/onnx';
import { saveStateDict } from '@seqloom/pytorch';
import { LSTM } from '@seqloom/recurrent';
import { decodeSafetensors } from '@seqloom/safetensors';
import { runSeqloom } from '@seqloom/tasks/node';
import { fakeTerminal } from '@seqloom/tasks/testing';
import { TextVectorizer } from '@seqloom/text';
import { HuggingFaceTokenizer } from '@seqloom/text/huggingface';
import { fit, predict, Sequential } from '@seqloom/train';
import { loadFromFile, saveToFile } from '@seqloom/train/node';
import { readRecorded } from '@seqloom/vitest/recorded';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { convert } from '../../src/convert/convert.ts';
import { onnxDifference } from '../../src/convert/largest-difference.ts';
import { loadOnnxRuntime } from '../../src/convert/onnx-runtime.ts';
import { optionalPackage } from '../../src/convert/optional-package.ts';
import { asNumbers, randomInputs } from '../../src/convert/random-inputs.ts';
import { modulesWithLayers } from '../../src/convert/state-dict-modules.ts';
import '../../src/defaults.node.ts';

const CLASSES = { layers: [Embedding, LSTM, Dense] };
const inputs = { data: Int32Array.of(1, 2, 3, 0, 4, 4, 2, 1), shape: [2, 4] };

let folder: string;
const at = (name: string): string => join(folder, name);

async function trained(seed: number) {
  const model = new Sequential([
    new Embedding({ inputDim: 5, outputDim: 3, maskZero: true, name: 'embedding' }),
    new LSTM({ units: 4, name: 'lstm' }),
    new Dense({ units: 1, activation: 'sigmoid', name: 'head' }),
  ]);
  const targets = { data: Float32Array.of(0, 1), shape: [2, 1] };
  await fit(model, { inputs, targets }, { epochs: 1, optimizer: 'adam', loss: 'binaryCrossentropy', seed });
  return model;
}

const archive = new URL('../../../../tooling/oracles/recorded/keras_models.zip', import.meta.url);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-convert-'));
  const model = await trained(1);
  await saveToFile(model, at('model.safetensors'), { attachments: { words: ['a', 'b'] } });
  const [embedding, lstm, head] = model.layers as unknown as [Embedding, LSTM, Dense];
  await writeFile(at('state.safetensors'), await saveStateDict({ embedding, lstm, head }));
  model.dispose();
  const other = await trained(2);
  await saveToFile(other, at('other.safetensors'));
  other.dispose();
  const members = zipMembers(new Uint8Array(await readFile(archive)));
  for (const ending of ['.keras', '.h5']) {
    const member = members.find(({ name }) => name.endsWith(ending) && !name.endsWith('.weights.h5'))!;
    await writeFile(at(`python${ending}`), member.open());
  }
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...argv: string[]) {
  const terminal = fakeTerminal();
  const words = argv.map((word) => word.replace('@', `${folder}/`));
  const code = await runSeqloom(words, terminal, { version: '1.2.3', convert });
  return { code, out: terminal.written.out, err: terminal.written.err };
}

const resultOf = (out: string) => JSON.parse(out) as Record<string, unknown>;

async function predictionsOf(path: string): Promise<readonly number[]> {
  const { model } = await loadFromFile(path, CLASSES);
  const { data } = await predict(model, inputs);
  model.dispose();
  return [...data];
}

test('converts a model to Keras and back, and says what was left out', async () => {
  const there = await run('convert', '@model.safetensors', '@made.keras');
  expect(there.err).toBe('');
  expect(there.out).toContain('embedding (Embedding)\n  lstm (LSTM)\n  head (Dense)');
  expect(there.out).toContain('not converted:\n  the attachment "words"');
  expect(there.out).toContain('largest difference for a random input: 0\n');
  const back = await run('convert', '@made.keras', '@back.safetensors', '--json');
  expect(resultOf(back.out)).toMatchObject({ event: 'result', notConverted: [], difference: 0 });
  expect(await predictionsOf(at('back.safetensors'))).toEqual(await predictionsOf(at('model.safetensors')));
});

test.each(['.keras', '.h5'])(
  'converts a %s file that Keras wrote, for training and for onnxruntime',
  async (ending) => {
    const own = await run('convert', `@python${ending}`, '@python.safetensors', '--json');
    expect(resultOf(own.out).difference).toBe(0);
    const graph = await run('convert', `@python${ending}`, '@python.onnx');
    expect(graph.out).toContain(
      'not compared, because ONNX files run in onnxruntime-node or onnxruntime-web',
    );
    expect((await readFile(at('python.onnx'))).length).toBeGreaterThan(100);
  },
);

test('converts a model that TensorFlow.js saved, no matter what its JSON text begins with', async () => {
  const models = readRecorded<Readonly<Record<string, { json: string; weights: string }>>>(
    'tfjs_models',
    'models',
  );
  const { json, weights } = Object.values(models)[0]!;
  const { weightsManifest } = JSON.parse(json) as { weightsManifest: { paths: string[] }[] };
  await writeFile(at(weightsManifest[0]!.paths[0]!), Buffer.from(weights, 'base64'));
  for (const text of [json, json.replace('{', '{"abc": {}, ')]) {
    await writeFile(at('model.json'), text);
    const { out, err } = await run('convert', '@model.json', '@tfjs.safetensors', '--json');
    expect(err).toBe('');
    expect(resultOf(out).difference).toBe(0);
  }
});

test('puts the weights of a Keras file into a model of ours', async () => {
  await run('convert', '@model.safetensors', '@weights.keras');
  const { err } = await run(
    'convert',
    '@weights.keras',
    '@taken.safetensors',
    '--into',
    '@other.safetensors',
  );
  expect(err).toBe('');
  expect(await predictionsOf(at('taken.safetensors'))).toEqual(await predictionsOf(at('model.safetensors')));
});

test('puts the weights of a state_dict into a model of ours', async () => {
  const { code } = await run(
    'convert',
    '@state.safetensors',
    '@into.safetensors',
    '--into',
    '@other.safetensors',
  );
  expect(code).toBe(0);
  expect(await predictionsOf(at('into.safetensors'))).toEqual(await predictionsOf(at('model.safetensors')));
  expect(await predictionsOf(at('into.safetensors'))).not.toEqual(
    await predictionsOf(at('other.safetensors')),
  );
});

test('writes a state_dict, and reads it back', async () => {
  const { out, err } = await run('convert', '@model.safetensors', '@written.torch.safetensors');
  expect(err).toBe('');
  expect(out).toContain('the model: a state_dict holds weights alone');
  expect(out).toContain('largest difference for a random input: 0\n');
  const written = decodeSafetensors(new Uint8Array(await readFile(at('written.torch.safetensors'))));
  const state = decodeSafetensors(new Uint8Array(await readFile(at('state.safetensors'))));
  expect(written.tensors).toEqual(state.tensors);
});

test('gives a module of several layers the recurrent layers behind that of its name', async () => {
  const stack = (seed: number) => {
    const layers = [
      new LSTM({ units: 3, returnSequences: true, name: 'encoder' }),
      new Dropout({ rate: 0.5 }),
      new LSTM({ units: 3, returnSequences: true }),
      new LSTM({ units: 2, name: 'decoder' }),
      new Dense({ units: 1, name: 'head' }),
    ] as const;
    return { layers, model: new Sequential([...layers]).build([null, 4, 2], { seed }) };
  };
  await ready();
  const { layers, model } = stack(1);
  const [first, , second, decoder, head] = layers;
  await writeFile(at('deep.safetensors'), await saveStateDict({ encoder: [first, second], decoder, head }));
  const { model: other } = stack(2);
  await saveToFile(other, at('shallow.safetensors'));
  const wanted = (await model.getWeights()).map(({ data }) => data);
  const { err } = await run(
    'convert',
    '@deep.safetensors',
    '@deeper.safetensors',
    '--into',
    '@shallow.safetensors',
  );
  expect(err).toBe('');
  const taken = await loadFromFile(at('deeper.safetensors'), { layers: [LSTM, Dropout, Dense] });
  expect((await taken.model.getWeights()).map(({ data }) => data)).toEqual(wanted);
  const names = ['encoder.weight_ih_l3', 'decoder.weight_ih_l0', 'head.weight'];
  expect(() => modulesWithLayers(model, names)).toThrow(
    'the module "encoder" has 4 layers, the model of --into 2. Give it 4 recurrent layers in a row',
  );
  for (const each of [model, other, taken.model]) each.dispose();
});

test('compares models that take texts, with words that they know', async () => {
  await ready();
  const vectorizer = new TextVectorizer();
  vectorizer.setVocabulary(['good', 'bad', 'film']);
  const model = new Sequential([
    vectorizer,
    new Embedding({ inputDim: vectorizer.vocabularySize, outputDim: 3 }),
    new LSTM({ units: 2 }),
  ]);
  model.build([null, 3], { seed: 1 });
  const [texts] = randomInputs(model);
  expect(asNumbers(model, [texts!])[0]!.data).not.toContain(1); // the id of an unknown word
  await saveToFile(model, at('texts.safetensors'));
  model.dispose();
  const { out } = await run('convert', '@texts.safetensors', '@texts.keras');
  expect(out).toContain('largest difference for a random input: 0\n');
});

test('says of a file that is written which layers go by masks that Keras ends', async () => {
  await ready();
  const embedding = new Embedding({ inputDim: 5, outputDim: 3, maskZero: true });
  const model = new Sequential([embedding, new GlobalMaxPooling1D({ name: 'top' })]).build([null, 4]);
  await saveToFile(model, at('pooled.safetensors'));
  model.dispose();
  const { out } = await run('convert', '@pooled.safetensors', '@pooled.keras');
  expect(out).toContain('not converted:\n  layer "top" (GlobalMaxPooling1D): leaves out the steps');
});

test('reads models that begin with a tokenizer of Hugging Face', async () => {
  await ready();
  const { kinds } = readRecorded<{ kinds: Record<string, { json: string }> }>('tokenizers_json');
  const tokenizer = new HuggingFaceTokenizer(kinds.word_piece!.json, { indexFrom: 1 });
  const layers = [
    new Embedding({ inputDim: tokenizer.vocabularySize, outputDim: 2 }),
    new LSTM({ units: 2 }),
  ];
  const model = new Sequential([tokenizer, ...layers]).build([null, 3], { seed: 1 });
  await saveToFile(model, at('subwords.safetensors'));
  model.dispose();
  const { out, err } = await run('convert', '@subwords.safetensors', '@copied.safetensors');
  expect(err).toBe('');
  expect(out).toContain('largest difference for a random input: 0\n');
  const keras = await run('convert', '@subwords.safetensors', '@subwords.keras');
  expect(keras.err).toContain('Keras has no preprocessor HuggingFaceTokenizer');
});

describe('an ONNX file', () => {
  const recorded = async () => {
    const model = await trained(3);
    return { model, bytes: await exportOnnx(model) };
  };

  test('is compared with what onnxruntime makes of it', async () => {
    const place = join(folder, 'node_modules', 'onnxruntime-web');
    await mkdir(place, { recursive: true });
    // Its outputs are 2 everywhere, so that the difference is that of the predictions from 2.
    await writeFile(
      join(place, 'index.js'),
      `exports.env = { wasm: {} };
exports.Tensor = class { constructor(type, data, shape) { Object.assign(this, { type, data, shape }); } };
exports.InferenceSession = { create: async () => ({
  inputNames: ['input'], outputNames: ['output'], release: async () => {},
  run: async ({ input: { type, data, shape: [rows] } }) => {
    if (type !== 'int32' || !(data instanceof Int32Array)) throw new Error('ids are int32');
    return { output: { data: new Float32Array(rows).fill(2) } };
  },
}) };`,
    );
    const { model, bytes } = await recorded();
    const [given] = randomInputs(model);
    const { data } = await predict(model, given as typeof inputs);
    const farthest = Math.max(...data.map((value) => 2 - value));
    expect(await onnxDifference(model, bytes, loadOnnxRuntime(folder)!)).toBeCloseTo(farthest, 6);
    model.dispose();
  });

  // A folder with node_modules/onnxruntime-web or onnxruntime-node: 150 MB, which the tests do not install.
  test.skipIf(!process.env.SEQLOOM_ONNXRUNTIME)('runs in onnxruntime, where it is installed', async () => {
    const { model, bytes } = await recorded();
    const runtime = loadOnnxRuntime(process.env.SEQLOOM_ONNXRUNTIME)!;
    expect(await onnxDifference(model, bytes, runtime)).toBeLessThan(1e-5);
    model.dispose();
  });
});

/** The first bytes of a zip archive whose first member has this name. */
function firstHeader(name: string): Uint8Array {
  const header = new Uint8Array(30);
  header.set([0x50, 0x4b, 3, 4]);
  header[26] = name.length;
  return Buffer.concat([header, Buffer.from(name)]);
}

test.each([
  [['@state.safetensors', '@out.keras'], 'Name a model of the same layers with --into'],
  [['@model.safetensors', '@out.txt'], 'OUT must end in .keras, .onnx, .torch.safetensors, .safetensors'],
  [['@model.safetensors', '@model.safetensors'], 'Give another file'],
  [['@model.safetensors', '@out.keras', '--into', '@other.safetensors'], 'has a model of its own'],
  [['@notes.txt', '@out.keras'], 'is none of the files that are read'],
  [['@notes.txt', '@out.keras'], 'ONNX files are written only'],
  [['@missing.keras', '@out.keras'], 'missing.keras cannot be read (ENOENT: no such file'],
  [['@python.weights.h5', '@out.keras'], 'Name a model of the same layers with --into'],
  [
    ['@model.pt', '@out.keras'],
    'is a pickle of torch.save, which is not read because it can run code. In Python, write safetensors',
  ],
  [['@model.safetensors'], 'takes two files'],
])('refuses %j', async (words, reason) => {
  await writeFile(at('notes.txt'), 'not a model');
  await writeFile(at('python.weights.h5'), await readFile(at('python.h5')));
  await writeFile(at('model.pt'), firstHeader('model/data.pkl'));
  const { code, err } = await run('convert', ...words);
  expect(code).toBe(1);
  expect(err).toContain(reason);
});

test('names the package that is not installed, and passes other errors on', async () => {
  const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
  await expect(optionalPackage('@seqloom/onnx', () => Promise.reject(missing))).rejects.toThrow(
    'needs @seqloom/onnx, which is not installed. Run npm install @seqloom/onnx.',
  );
  const other = new Error('damaged');
  await expect(optionalPackage('@seqloom/onnx', () => Promise.reject(other))).rejects.toBe(other);
});
