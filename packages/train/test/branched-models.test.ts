import { readFileSync } from 'node:fs';
import { liveTensors } from '@seqloom/backend';
import { expectClose, startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Embedding } from '@seqloom/embeddings';
import { Concatenate, Dense, Dot, Dropout, Flatten, Multiply, Subtract } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import { describe, expect, test } from 'vitest';
import {
  adam,
  type BranchedFitOptions,
  evaluate,
  fit,
  input,
  load,
  Model,
  type ModelBatch,
  predict,
  save,
  sgd,
} from '../src/index.ts';

startBackend(wasmBackend());

interface Values {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Answers {
  readonly inputs: Readonly<Record<string, Values>>;
  readonly targets: Readonly<Record<string, Values>>;
  readonly outputs: Readonly<Record<string, Values>>;
  readonly losses: Readonly<Record<string, number>>;
  readonly loss: number;
  readonly weights: readonly (Values & { readonly name: string; readonly gradient: readonly number[] })[];
}

const recorded = JSON.parse(
  readFileSync(new URL('../../../tooling/oracles/recorded/branched_models.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Answers>>;

const LAYERS = [Concatenate, Dense, Dot, Dropout, Embedding, Flatten, LSTM, Model, Multiply, Subtract];

type Loss = BranchedFitOptions['loss'];

/** Each model with its losses. The names of layers are those of the recorded weights. */
const CASES: Readonly<
  Record<string, { make(): Model; loss: Loss; lossWeights?: Readonly<Record<string, number>> }>
> = {
  twoInputs: {
    make() {
      const words = input([4], { name: 'words' });
      const numbers = input([5], { name: 'numbers' });
      const flat = new Flatten().apply(
        new Embedding({ inputDim: 7, outputDim: 3, name: 'embed' }).apply(words),
      );
      const read = new Dense({ units: 4, activation: 'tanh', name: 'read' }).apply(flat);
      const scale = new Dense({ units: 4, activation: 'tanh', name: 'scale' }).apply(numbers);
      const both = new Concatenate().apply([read, scale]);
      const answer = new Dense({ units: 3, activation: 'softmax', name: 'answer' }).apply(both);
      return new Model({ inputs: [words, numbers], outputs: answer });
    },
    loss: 'sparseCategoricalCrossentropy',
  },
  shared: {
    make() {
      const [left, right] = [input([4], { name: 'left' }), input([4], { name: 'right' })];
      const embed = new Embedding({ inputDim: 7, outputDim: 3, name: 'embed' });
      const lstm = new LSTM({ units: 4, name: 'lstm' });
      const [one, other] = [lstm.apply(embed.apply(left)), lstm.apply(embed.apply(right))];
      const both = new Concatenate().apply([
        new Subtract().apply([one, other]),
        new Multiply().apply([one, other]),
      ]);
      const same = new Dense({ units: 1, activation: 'sigmoid', name: 'same' }).apply(both);
      return new Model({ inputs: [left, right], outputs: same });
    },
    loss: 'binaryCrossentropy',
  },
  twoOutputs: {
    make() {
      const x = input([5], { name: 'x' });
      const trunk = new Dense({ units: 4, activation: 'tanh', name: 'trunk' }).apply(x);
      const price = new Dense({ units: 1, name: 'price' }).apply(trunk);
      const kind = new Dense({ units: 3, activation: 'softmax', name: 'kind' }).apply(trunk);
      return new Model({ inputs: x, outputs: [price, kind] });
    },
    loss: { price: 'mse', kind: 'sparseCategoricalCrossentropy' },
    lossWeights: { price: 2, kind: 0.5 },
  },
  nested: {
    make() {
      const vector = input([5]);
      const one = new Dense({ units: 4, activation: 'tanh', name: 'one' }).apply(vector);
      const two = new Dense({ units: 3, name: 'two' }).apply(one);
      const encoder = new Model({ inputs: vector, outputs: two, name: 'encoder' });
      const [left, right] = [input([5], { name: 'left' }), input([5], { name: 'right' })];
      const sides = [encoder.apply(left), encoder.apply(right)];
      const cosine = new Dot({ axes: 1, normalize: true }).apply(sides);
      return new Model({ inputs: [left, right], outputs: cosine });
    },
    loss: 'mse',
  },
};

const floats = ({ shape, data }: Values) => ({ shape, data: Float32Array.from(data) });

/** Integers are ids. */
const arrays = (values: Readonly<Record<string, Values>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, one]) => {
      const isIds = one.data.every(Number.isInteger);
      return [name, isIds ? { shape: one.shape, data: Int32Array.from(one.data) } : floats(one)];
    }),
  );

const weightsOf = (answers: Answers) =>
  answers.weights.map((weight) => ({ name: weight.name, ...floats(weight) }));

describe.each(Object.entries(CASES))('%s, as PyTorch', (name, { make, loss, lossWeights }) => {
  const answers = recorded[name]!;
  const data: ModelBatch = { inputs: arrays(answers.inputs), targets: arrays(answers.targets) };
  const losses = { loss, ...(lossWeights && { lossWeights }) };

  test('outputs within 1e-5, losses too', async () => {
    const before = liveTensors();
    const model = make().build();
    model.setWeights(weightsOf(answers));
    const outputs = [await predict(model, data.inputs)].flat();
    for (const [i, expected] of Object.values(answers.outputs).entries()) {
      expect(outputs[i]!.shape).toEqual(expected.shape);
      expectClose(outputs[i]!.data, expected.data, 1e-5);
    }
    const logs = await evaluate(model, data, losses);
    expectClose([logs.loss!], [answers.loss], 1e-5);
    for (const [output, value] of Object.entries(answers.losses)) {
      expectClose([logs[`${output}_loss`]!], [value], 1e-5);
    }
    model.dispose();
    expect(liveTensors()).toBe(before);
  });

  test('gradients within 1e-4', async () => {
    const before = liveTensors();
    const model = make().build();
    model.setWeights(weightsOf(answers));
    // A step of length 1 along the gradient.
    await fit(model, data, { ...losses, optimizer: sgd({ learningRate: 1 }) });
    for (const [i, { name, data }] of (await model.getWeights()).entries()) {
      const weight = answers.weights.find((each) => each.name === name)!;
      expect(weight, `${i}: ${name}`).toBeDefined();
      expectClose(
        weight.data.map((value, j) => value - data[j]!),
        weight.gradient,
        1e-4,
      );
    }
    model.dispose();
    expect(liveTensors()).toBe(before);
  });

  test('saved, loaded and trained on with the bits of an unbroken run', async () => {
    const before = liveTensors();
    const options = { ...losses, seed: 3, batchSize: 2 };
    const [whole, first] = [make(), make()];
    const [wholeOptimizer, firstOptimizer] = [adam(), adam()];
    await fit(whole, data, { ...options, optimizer: wholeOptimizer, epochs: 4 });
    await fit(first, data, { ...options, optimizer: firstOptimizer, epochs: 2 });
    const bytes = await save(first, { optimizer: firstOptimizer });
    const { model, optimizer } = load(bytes, { layers: LAYERS });
    expect(await save(model, { optimizer: optimizer! })).toEqual(bytes);
    await fit(model, data, { ...options, optimizer: optimizer!, epochs: 4, initialEpoch: 2 });
    expect(await model.getWeights()).toEqual(await whole.getWeights());
    expect(await predict(model, data.inputs)).toEqual(await predict(whole, data.inputs));
    for (const made of [whole, first, model, wholeOptimizer, firstOptimizer, optimizer!]) made.dispose();
    expect(liveTensors()).toBe(before);
  });
});
