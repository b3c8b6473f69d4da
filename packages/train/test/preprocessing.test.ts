import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Embedding } from '@seqloom/embeddings';
import { Concatenate, Dense, Flatten, Normalization } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import { StringLookup, TextVectorizer } from '@seqloom/text';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  adam,
  evaluate,
  fit,
  input,
  load,
  Model,
  ModelFileError,
  type Network,
  predict,
  Sequential,
  save,
} from '../src/index.ts';
import { bitsOf } from './toy-data.ts';

startBackend(wasmBackend());

let before: number;
beforeEach(() => {
  before = liveTensors();
});
afterEach(() => {
  expect(liveTensors()).toBe(before);
});

const GOOD = ['a fine film', 'fine and warm', 'warm, a fine one!', 'one fine day'];
const BAD = ['a dull film', 'dull and cold', 'cold, a dull one!', 'one dull day'];
const TEXTS = [...GOOD, ...BAD];
const TARGETS = { data: Uint8Array.from(TEXTS, (_, i) => Number(i < GOOD.length)), shape: [TEXTS.length] };
const SETTINGS = { loss: 'binaryCrossentropy', epochs: 3, batchSize: 3, seed: 4, optimizer: 'adam' } as const;
const CLASSES = [
  Dense,
  Embedding,
  Flatten,
  GRU,
  Model,
  Normalization,
  StringLookup,
  TextVectorizer,
  Concatenate,
];

function vectorizerOf(outputSequenceLength?: number): TextVectorizer {
  const vectorizer = new TextVectorizer({ outputSequenceLength });
  vectorizer.adapt(TEXTS);
  return vectorizer;
}

const layers = () => [
  new Embedding({ inputDim: 12, outputDim: 3, maskZero: true }),
  new GRU({ units: 3 }),
  new Dense({ units: 1, activation: 'sigmoid' }),
];

/** Everything a training and a prediction give. */
async function results(model: Network, inputs: never, options: object): Promise<unknown> {
  const data = { inputs, targets: TARGETS };
  const { logs } = await fit(model, data, { ...SETTINGS, ...options });
  const measured = await evaluate(model, data, {
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
    batchSize: 5,
  });
  const predicted = await predict(model, inputs, { batchSize: 5 });
  return { logs, measured, predicted, weights: await bitsOf(model) };
}

test.each([{}, { validationSplit: 0.25 }, { shuffle: false }])(
  'a stack that begins with a TextVectorizer learns from texts what it learns from their indices: %o',
  async (options) => {
    const vectorizer = vectorizerOf(4);
    const [texts, ids] = [new Sequential([vectorizer, ...layers()]), new Sequential(layers())];
    const expected = await results(ids, vectorizer.vectorize(TEXTS) as never, options);
    expect(await results(texts, TEXTS as never, options)).toEqual(expected);
    const column = { data: TEXTS, shape: [TEXTS.length, 1] };
    expect(await predict(texts, column, { batchSize: 5 })).toEqual(
      (expected as { predicted: unknown }).predicted,
    );
    texts.dispose();
    ids.dispose();
  },
);

test('texts of a batch are as long as the longest of them, and the model is built for any length', async () => {
  const model = new Sequential([vectorizerOf(), ...layers()]);
  await fit(model, { inputs: TEXTS, targets: TARGETS }, SETTINGS);
  expect(model.inputShape).toEqual([null, null]);
  const all = await predict(model, [...TEXTS, 'a day of warm and cold films, and one fine one']);
  for (const [i, text] of TEXTS.entries())
    expect((await predict(model, [text])).data[0]).toBeCloseTo(all.data[i]!, 6);
  expect(model.summary()).toMatch(/│ text_vectorizer \(TextVectorizer\) │ \(None, None\) +│ +0 │/);
  model.dispose();
  const fixed = new Sequential([
    vectorizerOf(),
    new Embedding({ inputDim: 12, outputDim: 2 }),
    new Flatten(),
    new Dense({ units: 1 }),
  ]);
  await expect(predict(fixed, ['a film'])).rejects.toThrow('Dense "dense": axis -1');
  fixed.dispose();
});

test('batches hold texts, too', async () => {
  const batch = (from: number, to: number) => ({
    inputs: TEXTS.slice(from, to),
    targets: { data: TARGETS.data.slice(from, to), shape: [to - from] },
  });
  const vectorizer = vectorizerOf(4);
  const [texts, ids] = [new Sequential([vectorizer, ...layers()]), new Sequential(layers())];
  const batches = [batch(0, 3), batch(3, 8)];
  await fit(texts, batches, SETTINGS);
  await fit(
    ids,
    batches.map(({ inputs, targets }) => ({ inputs: vectorizer.vectorize(inputs), targets })),
    SETTINGS,
  );
  expect(await bitsOf(texts)).toEqual(await bitsOf(ids));
  expect(await predict(texts, batches)).toEqual(await predict(ids, vectorizer.vectorize(TEXTS)));
  texts.dispose();
  ids.dispose();
});

/** Of a text, a category and numbers. */
function mixed(): Model {
  const category = new StringLookup({ vocabulary: ['tv', 'cinema'], outputMode: 'oneHot' });
  const [review, kind, numbers] = [
    input([], { name: 'review', preprocessor: vectorizerOf(4) }),
    input([], { name: 'kind', preprocessor: category }),
    input([2], { name: 'numbers' }),
  ];
  const scaled = new Normalization({ name: 'scale' });
  scaled.adapt({ data: Float32Array.of(90, 1990, 120, 2010, 150, 2000), shape: [3, 2] });
  const [embedding, gru, dense] = layers();
  const read = gru!.apply(embedding!.apply(review));
  const all = new Concatenate().apply([read, kind, scaled.apply(numbers)]);
  return new Model({ inputs: [review, kind, numbers], outputs: dense!.apply(all) });
}

const MIXED = {
  review: TEXTS,
  kind: TEXTS.map((_, i) => ['tv', 'cinema', 'radio'][i % 3]!),
  numbers: {
    data: Float32Array.from({ length: 2 * TEXTS.length }, (_, i) => (i % 2 === 0 ? 100 + i : 1990 + i)),
    shape: [TEXTS.length, 2],
  },
};

test('inputs of a Model take strings beside numbers, by name and as a list', async () => {
  const model = mixed();
  const history = await fit(
    model,
    { inputs: MIXED, targets: TARGETS },
    { ...SETTINGS, epochs: 30, optimizer: adam({ learningRate: 0.05 }) },
  );
  expect(history.series.loss!.at(-1)).toBeLessThan(0.6 * history.series.loss![0]!);
  const expected = await predict(model, MIXED);
  expect(await predict(model, [MIXED.review, MIXED.kind, MIXED.numbers])).toEqual(expected);
  expect(await predict(model, MIXED, { batchSize: 3 })).toEqual(expected);
  expect(await predict(model, [{ inputs: MIXED }])).toEqual(expected);
  expect(model.summary()).toMatch(/review \(TextVectorizer\) +│ \(None, 4\)/);
  expect(model.summary()).toMatch(/kind \(StringLookup\) +│ \(None, 3\)/);
  const copy = model.clone().build();
  copy.setWeights(await model.getWeights());
  expect(await predict(copy, MIXED)).toEqual(expected);
  copy.dispose();
  model.dispose();
});

test('files hold vocabularies and statistics, and the model goes on with the same bits', async () => {
  for (const [model, inputs] of [
    [mixed(), MIXED],
    [new Sequential([vectorizerOf(4), ...layers()]), TEXTS],
  ] as const) {
    const data = { inputs, targets: TARGETS };
    await fit(model, data, SETTINGS);
    const bytes = await save(model);
    const loaded = load(bytes, { layers: CLASSES }).model;
    expect(await save(loaded)).toEqual(bytes);
    expect(await predict(loaded, inputs)).toEqual(await predict(model, inputs));
    for (const each of [model, loaded]) await fit(each, data, { ...SETTINGS, shuffle: false });
    expect(await bitsOf(loaded)).toEqual(await bitsOf(model));
    expect(() => load(bytes, { layers: CLASSES.filter((each) => each !== TextVectorizer) })).toThrow(
      'unknown layer class "TextVectorizer"',
    );
    model.dispose();
    loaded.dispose();
  }
});

test('a model that was trained on indices goes behind the vectorizer afterwards', async () => {
  const vectorizer = vectorizerOf(4);
  const inner = new Sequential(layers());
  await fit(inner, { inputs: vectorizer.vectorize(TEXTS), targets: TARGETS }, SETTINGS);
  const expected = await predict(inner, vectorizer.vectorize(TEXTS));
  const whole = new Sequential([vectorizer, inner]);
  expect(await predict(whole, TEXTS)).toEqual(expected);
  const loaded = load(await save(whole), { layers: [...CLASSES, Sequential] }).model;
  expect(await predict(loaded, TEXTS)).toEqual(expected);
  whole.dispose();
  loaded.dispose();
});

test('functions of a vectorizer are given again at loading', async () => {
  const standardize = (text: string) => text.toLowerCase();
  const vectorizer = new TextVectorizer({ standardize, outputSequenceLength: 2 });
  vectorizer.adapt(TEXTS);
  const model = new Sequential([vectorizer, new Embedding({ inputDim: 20, outputDim: 2 })]);
  const expected = await predict(model, ['A FILM']);
  const bytes = await save(model);
  expect(() => load(bytes, { layers: [TextVectorizer, Embedding] })).toThrow('standardize was a function');
  const reader = {
    name: 'TextVectorizer',
    fromJSON: (json: unknown) => TextVectorizer.fromJSON(json, { standardize }),
  };
  const loaded = load(bytes, { layers: [reader, Embedding] }).model;
  expect(await predict(loaded, ['A FILM'])).toEqual(expected);
  model.dispose();
  loaded.dispose();
});

test('a file with another vocabulary than it says is refused', async () => {
  const model = new Sequential([vectorizerOf(4), new Embedding({ inputDim: 12, outputDim: 2 })]).build([
    null,
    4,
  ]);
  const bytes = await save(model);
  model.dispose();
  const text = new TextDecoder('latin1').decode(bytes);
  const change = (from: string, to: string) => {
    expect(text).toContain(from);
    const changed = text
      .replace(from, to.padEnd(from.length))
      .replace('seqloom.checksum', 'seqloom.chceksum');
    return Uint8Array.from(changed, (character) => character.charCodeAt(0));
  };
  const word = '\\"fine\\"';
  for (const to of ['\\"dull\\"', '    1234', '  null  ', '[\\"fi\\"]', '\\"[UNK]', '{}      ']) {
    expect(() => load(change(word, to), { layers: CLASSES }), to).toThrow(ModelFileError);
  }
  expect(() => load(change('TextVectorizer', 'constructor'), { layers: CLASSES })).toThrow(ModelFileError);
  expect(() => load(change('\\"preprocessor\\":{', '\\"preprocessor\\":1,"'), { layers: CLASSES })).toThrow(
    ModelFileError,
  );
});

test('strings and numbers in each other’s place are refused, naming the input', async () => {
  const numbers = { data: Int32Array.of(1, 2, 3, 4), shape: [1, 4] };
  const stack = new Sequential([vectorizerOf(4), ...layers()]);
  await expect(predict(stack, numbers)).rejects.toThrow(
    'predict: Sequential "sequential": its input takes strings, which its TextVectorizer makes numbers of, got numbers of shape [1, 4].',
  );
  await expect(
    fit(stack, { inputs: numbers, targets: { data: Uint8Array.of(1), shape: [1] } }, SETTINGS),
  ).rejects.toThrow('takes strings');
  await expect(predict(stack, ['a', 1] as never)).rejects.toThrow('a text must be a string, got 1');
  await expect(predict(stack, [])).rejects.toThrow();
  const plain = new Sequential(layers());
  await expect(predict(plain, ['a text'])).rejects.toThrow(
    'takes numbers, got strings. Put a TextVectorizer or a StringLookup before the layers',
  );
  await expect(fit(plain, { inputs: TEXTS, targets: TARGETS }, SETTINGS)).rejects.toThrow(
    'takes numbers, got strings',
  );
  await expect(fit(stack, { inputs: TEXTS.slice(1), targets: TARGETS }, SETTINGS)).rejects.toThrow(
    'targets have shape [8], expected 7 samples as in inputs',
  );
  stack.dispose();
  const model = mixed();
  await expect(predict(model, { ...MIXED, kind: MIXED.numbers })).rejects.toThrow(
    'input "kind" takes strings',
  );
  await expect(predict(model, { ...MIXED, numbers: TEXTS })).rejects.toThrow('input "numbers" takes numbers');
  await expect(predict(model, { ...MIXED, kind: TEXTS.slice(1) })).rejects.toThrow('inputs.kind');
});

test('a preprocessor is the first of all, of the outermost model', () => {
  const vectorizer = vectorizerOf(4);
  expect(() => new Sequential([...layers(), vectorizer] as never)).toThrow(
    'TextVectorizer takes strings and must be the first of all, got it after 3 layers',
  );
  const inner = new Sequential([vectorizer, ...layers()]);
  expect(() => new Sequential([inner])).toThrow('begins with a TextVectorizer, which takes strings');
  const ids = input([4]);
  expect(() => new Model({ inputs: ids, outputs: inner.apply(ids) })).toThrow('begins with a TextVectorizer');
  expect(() => input([], { preprocessor: {} as never })).toThrow('preprocessor must make numbers of strings');
  expect(() => new Sequential({ layers: layers(), preprocessor: 1 as never })).toThrow(
    'preprocessor must make',
  );
});
