import { add, liveTensors, scalar, type Tensor, tensor, tidy, valueAndGrad } from '@seqloom/backend';
import { describe, expect, test } from 'vitest';
import {
  binaryCrossentropy,
  type CrossentropyOptions,
  categoricalCrossentropy,
  type Loss,
  meanAbsoluteError,
  meanSquaredError,
  sparseCategoricalCrossentropy,
} from '../src/index.ts';
import { getLoss, meanLoss } from '../src/losses.ts';
import { type Recorded, readRecorded, relativeError } from './recorded.ts';
import { startWasm } from './start-wasm.ts';

startWasm();

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

const answers = readRecorded<LossAnswers>('losses');
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

test('names are looked up, functions are taken as they are, unknown names get the list', () => {
  const own: Loss = (_, predictions) => predictions;
  expect(getLoss(own)).toBe(own);
  for (const name of ['mse', 'mae', 'meanSquaredError', 'binaryCrossentropy'] as const) {
    expect(getLoss(name)).toBeTypeOf('function');
  }
  expect(() => getLoss('hinge' as never)).toThrow('loss: unknown, got "hinge". Known: binaryCrossentropy,');
  expect(() => getLoss('__proto__' as never)).toThrow('loss: unknown');
});

test.each([
  ['binaryCrossentropy', binaryCrossentropy],
  ['categoricalCrossentropy', categoricalCrossentropy],
  ['sparseCategoricalCrossentropy', sparseCategoricalCrossentropy],
])('%s refuses options that it does not have', (name, make) => {
  expect(() => make({ from_logits: true } as never)).toThrow(
    `${name}: has no setting "from_logits". Its settings: fromLogits.`,
  );
  expect(() => make({ fromLogits: 1 as never })).toThrow(`${name}: fromLogits must be true or false, got 1.`);
});
