import { add, liveTensors, scalar, type Tensor, tensor, tidy, valueAndGrad } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense } from '@seqloom/nn';
import { type Recorded, readRecorded, relativeError } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import {
  binaryCrossentropy,
  type CrossentropyOptions,
  categoricalCrossentropy,
  evaluate,
  fit,
  type Loss,
  meanAbsoluteError,
  meanSquaredError,
  Sequential,
  sparseCategoricalCrossentropy,
} from '../src/index.ts';
import { getLoss } from '../src/losses/losses.ts';
import { meanLoss } from '../src/losses/mean-loss.ts';
import { collectWarnings } from './collect-warnings.ts';

startBackend(wasmBackend());

interface LossAnswers {
  readonly weights: Recorded;
  readonly cases: readonly {
    readonly loss: string;
    readonly fromLogits: boolean;
    readonly predictions: Recorded;
    readonly targets: Recorded;
    readonly plain: { readonly value: number; readonly gradient: Recorded };
    readonly weighted: { readonly value: number; readonly gradient: Recorded };
  }[];
}

const answers = readRecorded<LossAnswers>('train', 'losses');
const tensorData = (shape: readonly number[], ...values: number[]) => ({
  data: Float32Array.from(values),
  shape,
});
const put = ({ data, shape }: Recorded) => tensor(data, shape);
const LOSSES: Record<string, (options: CrossentropyOptions) => Loss> = {
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
  meanSquaredError,
  meanAbsoluteError,
};

describe.each(
  answers.cases.map((answer) => [answer.loss, answer.fromLogits ? 'logits' : 'predictions', answer] as const),
)('%s of %s', (name, _, { fromLogits, predictions, targets, ...expected }) => {
  test.each(['plain', 'weighted'] as const)('equals PyTorch, %s', async (kind) => {
    const loss = LOSSES[name]!({ fromLogits });
    const p = put(predictions);
    const weights = kind === 'weighted' ? put(answers.weights) : undefined;
    const { value, grads } = valueAndGrad(() => meanLoss(loss(put(targets), p), weights), [p]);
    const { value: want, gradient } = expected[kind];
    expect(relativeError(await value.data(), [want])).toBeLessThanOrEqual(1e-5);
    expect(relativeError(await grads[0]!.data(), gradient.data)).toBeLessThanOrEqual(1e-4);
  });
});

test('class numbers and one-hot rows give one loss, no matter what the outputs sum to', async () => {
  const p = () => tensor([0.9, 0.9, 0.9, 0.5, 0.5, 1], [2, 3]);
  const want = [Math.log(3), Math.log(4)];
  const sparse = await valuesOf(() => sparseCategoricalCrossentropy()(tensor([0, 1], [2]), p()));
  const oneHot = await valuesOf(() => categoricalCrossentropy()(tensor([1, 0, 0, 0, 1, 0], [2, 3]), p()));
  expect(relativeError(sparse, want)).toBeLessThan(1e-6);
  expect(sparse).toEqual(oneHot);
});

test.each([
  ['binaryCrossentropy', binaryCrossentropy, [0, 1, 1]],
  ['categoricalCrossentropy', categoricalCrossentropy, [0, 0, 1]],
  ['sparseCategoricalCrossentropy', sparseCategoricalCrossentropy, [2]],
  ['meanSquaredError', meanSquaredError, [0, 1, 2]],
  ['meanAbsoluteError', meanAbsoluteError, [0, 1, 2]],
] as const)('%s called alone leaves no tensor but its result', (_, make, targets) => {
  const t = tensor(targets, [1, targets.length]);
  const p = tensor([0.25, 0.25, 0.5], [1, 3]);
  const before = liveTensors();
  for (const options of [{}, { fromLogits: true }]) make(options)(t, p).dispose();
  expect(liveTensors()).toBe(before);
  t.dispose();
  p.dispose();
});

const valuesOf = async (make: () => Tensor) => {
  const before = liveTensors();
  const result = tidy(make);
  const values = Array.from(await result.data());
  result.dispose();
  expect(liveTensors()).toBe(before);
  return values;
};

test('probabilities of exactly 0 and 1 have a finite loss, as in Keras', async () => {
  const loss = binaryCrossentropy();
  const [worst, best] = await valuesOf(() => loss(tensor([1, 1], [2]), tensor([0, 1], [2, 1])));
  expect(worst).toBeCloseTo(-Math.log(1e-7), 3);
  expect(best).toBeLessThan(2e-7);
});

test('logits far out have exact losses', async () => {
  const loss = binaryCrossentropy({ fromLogits: true });
  expect(await valuesOf(() => loss(tensor([1, 0, 1], [3]), tensor([-90, 90, 90], [3, 1])))).toEqual([
    90, 90, 0,
  ]);
});

test('targets [B] meet predictions [B, 1] one by one and never each with all', async () => {
  expect(await valuesOf(() => meanSquaredError()(tensor([1, 2], [2]), tensor([1, 4], [2, 1])))).toEqual([
    0, 4,
  ]);
});

test('weights count per sample, over time steps too, and the mean is over samples, not weights', async () => {
  const loss = () => meanLoss(tensor([1, 3, 5, 7], [2, 2]), tensor([1, 0], [2]));
  expect(await valuesOf(loss)).toEqual([1]); // ((1 + 3) / 2 · 1 + (5 + 7) / 2 · 0) / 2
});

test('shapes that do not fit are named', () => {
  const shaped = (...shape: number[]) => tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);
  tidy(() => {
    expect(() => meanSquaredError()(shaped(3), shaped(2, 1))).toThrow(
      'meanSquaredError: targets of shape [3] do not fit predictions of shape [2, 1].',
    );
    expect(() => categoricalCrossentropy()(shaped(2), shaped(2, 3))).toThrow(
      'do not fit predictions of shape [2, 3]',
    );
    expect(() => sparseCategoricalCrossentropy()(shaped(2, 3), shaped(2, 3))).toThrow(
      'sparseCategoricalCrossentropy: labels of shape [2, 3] do not fit predictions of shape [2, 3], expected [2].',
    );
    expect(() => meanLoss(add(scalar(1), scalar(1)), undefined)).toThrow('expected one per sample');
  });
});

test('a label outside the classes is an error, not a loss of zero', () => {
  const loss = sparseCategoricalCrossentropy();
  expect(() => tidy(() => loss(tensor([3], [1]), tensor([0.2, 0.3, 0.5], [1, 3])))).toThrow(
    'sparseCategoricalCrossentropy: label 3 is outside 0 … 2. The last layer has 3 units.',
  );
});

describe('targets are checked as they are given', () => {
  const p = [0.2, 0.3, 0.5];
  const refused = (loss: Loss, targets: readonly number[], shape: readonly number[], output = p) =>
    expect(() => tidy(() => loss(tensor(targets, shape), tensor(output, [1, 3]))));

  test.each([
    [Number.NaN, 'label NaN is not a whole number from 0 … 2.'],
    [2.99, 'label 2.99'],
    [
      -0.5,
      'label -0.5 is not a whole number from 0 … 2. The last layer has 3 units. It is at [0] of its batch.',
    ],
    [-1, 'label -1 is outside 0 … 2.'],
    [Number.POSITIVE_INFINITY, 'label Infinity is not a whole number from 0 … 2.'],
    [2_500_000_000, 'label 2500000000 is outside 0 … 2.'],
  ])('as class numbers: %d', (label, message) => {
    for (const options of [{}, { fromLogits: true }]) {
      const said =
        Number.isInteger(label) || Number.isNaN(label)
          ? message
          : message.replace('2.99', String(Math.fround(2.99)));
      refused(sparseCategoricalCrossentropy(options), [label], [1]).toThrow(
        `sparseCategoricalCrossentropy: ${said}`,
      );
    }
  });

  test.each([2, -1, 1.001, Number.NaN])('as probabilities: %d', (target) => {
    const message = (owner: string) =>
      `${owner}: a target must be a probability from 0 to 1, got ${Math.fround(target)} at [0, 1] of its batch.`;
    const row = [0, target, 0];
    refused(binaryCrossentropy(), row, [1, 3]).toThrow(message('binaryCrossentropy'));
    refused(categoricalCrossentropy(), row, [1, 3]).toThrow(message('categoricalCrossentropy'));
  });

  test.each([
    [[0, 0, 0], 0],
    [[1, 1, 0], 2],
    [[0.5, 0, 0.25], 0.75],
  ])('as distributions: %j', (row, total) => {
    refused(categoricalCrossentropy(), row, [1, 3]).toThrow(
      `categoricalCrossentropy: the targets of a sample must sum to 1, one-hot or probabilities of the classes, got ${total} at [0] of its batch.`,
    );
  });

  test('soft labels are targets as good as any', async () => {
    const soft = [0.05, 0.05, 0.9];
    const loss = await valuesOf(() => categoricalCrossentropy()(tensor(soft, [1, 3]), tensor(p, [1, 3])));
    const want = -soft.reduce((total, share, i) => total + share * Math.log(p[i]!), 0);
    expect(relativeError(loss, [want])).toBeLessThan(1e-6);
  });

  test.each([Number.NaN, Number.NEGATIVE_INFINITY])('as numbers: %d', (target) => {
    const message = `targets must be finite numbers, got ${target} at [0, 2] of its batch.`;
    refused(meanSquaredError(), [1, 2, target], [1, 3]).toThrow(`meanSquaredError: ${message}`);
    refused(meanAbsoluteError(), [1, 2, target], [1, 3]).toThrow(`meanAbsoluteError: ${message}`);
  });
});

test.each([
  ['binaryCrossentropy', binaryCrossentropy, [0, 1, 1], 'sigmoid'],
  ['categoricalCrossentropy', categoricalCrossentropy, [0, 0, 1], 'softmax'],
  ['sparseCategoricalCrossentropy', sparseCategoricalCrossentropy, [2], 'softmax'],
] as const)(
  'training and evaluation with %s refuse outputs that are no probabilities',
  async (name, make, targets, activation) => {
    const model = new Sequential([new Dense({ units: 3, kernelInitializer: 'identity', useBias: false })]);
    const given = { data: Float32Array.from(targets), shape: [1, targets.length] };
    const withOutput = (output: number) => ({
      inputs: { data: Float32Array.of(0.5, output, 0.5), shape: [1, 3] },
      targets: given,
    });
    for (const output of [-0.25, 1.5]) {
      const message =
        `${name}: outputs must be probabilities from 0 to 1, got ${output} at [0, 1] of its batch. End the model in a ${activation}, ` +
        `or give the loss as ${name}({ fromLogits: true }) when they are logits.`;
      await expect(evaluate(model, withOutput(output), { loss: name })).rejects.toThrow(message);
      await expect(fit(model, withOutput(output), { loss: name })).rejects.toThrow(message);
      await evaluate(model, withOutput(output), { loss: make({ fromLogits: true }) });
    }
    await evaluate(model, withOutput(1 + 1e-7), { loss: name }); // rounded by a kernel
    model.dispose();
  },
);

test('logits asked of a model that makes probabilities are reported, once', async () => {
  const warnings = collectWarnings();
  const data = { inputs: tensorData([2, 1], 1, 2), targets: tensorData([2, 1], 0, 1) };
  const loss = binaryCrossentropy({ fromLogits: true });
  for (const activation of ['sigmoid', 'linear'] as const) {
    const model = new Sequential([new Dense({ units: 1, activation })]);
    await fit(model, data, { loss, epochs: 2 });
    model.dispose();
  }
  expect(warnings).toEqual([
    'binaryCrossentropy: got fromLogits: true and a model that ends in a sigmoid, whose outputs are probabilities. Remove one ' +
      'of the two.',
  ]);
});

test('the targets of all samples are checked before the first step', async () => {
  const model = new Sequential([new Dense({ units: 3, activation: 'softmax' })]);
  const data = (last: number) => ({
    inputs: tensorData([3, 1], 1, 2, 3),
    targets: tensorData([3], 0, 1, last),
  });
  const loss = 'sparseCategoricalCrossentropy';
  const options = { loss, batchSize: 1, shuffle: false } as const;
  const refusal = `${loss}: label 3 is outside 0 … 2. The last layer has 3 units. It is at [2] of the targets.`;
  let steps = 0;
  const callbacks = [{ onBatchEnd: () => void steps++ }];
  await expect(fit(model, data(3), { ...options, callbacks })).rejects.toThrow(refusal);
  await expect(fit(model, data(2), { ...options, callbacks, validation: data(3) })).rejects.toThrow(refusal);
  expect(steps).toBe(0);
  await expect(evaluate(model, data(3), { loss, batchSize: 1 })).rejects.toThrow(refusal);
  // a shape that does not fit is the first thing to say
  await expect(fit(model, data(2), { loss: 'categoricalCrossentropy' })).rejects.toThrow(
    'categoricalCrossentropy: targets of shape [3] do not fit predictions of shape [3, 3]',
  );
  model.dispose();
});

test('names are looked up, functions are taken as they are, unknown names get the list', () => {
  const own: Loss = (_, predictions) => predictions;
  expect(getLoss(own)).toBe(own);
  for (const name of ['mse', 'mae', 'meanSquaredError', 'binaryCrossentropy'] as const) {
    expect(getLoss(name)).toBeTypeOf('function');
  }
  expect(() => getLoss('hinge' as never)).toThrow('loss must be one of binaryCrossentropy,');
  expect(() => getLoss('__proto__' as never)).toThrow('got "__proto__"');
});

test.each([
  ['binaryCrossentropy', binaryCrossentropy],
  ['categoricalCrossentropy', categoricalCrossentropy],
  ['sparseCategoricalCrossentropy', sparseCategoricalCrossentropy],
])('%s refuses options that it does not have', (name, make) => {
  expect(() => make({ from_logits: true } as never)).toThrow(
    `${name}: has no setting "from_logits". Its settings: fromLogits`,
  );
  expect(() => make({ fromLogits: 1 as never })).toThrow(`${name}: fromLogits must be true or false, got 1.`);
});
