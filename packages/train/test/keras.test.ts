import { type Tensor, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense, Masking } from '@seqloom/nn';
import { type Recorded, readRecorded, relativeError } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import {
  auc,
  binaryAccuracy,
  binaryCrossentropy,
  type CrossentropyOptions,
  categoricalAccuracy,
  categoricalCrossentropy,
  evaluate,
  fit,
  type Loss,
  type LossName,
  type Metric,
  meanAbsoluteErrorMetric,
  meanSquaredErrorMetric,
  precision,
  recall,
  Sequential,
  sgd,
  sparseCategoricalAccuracy,
  sparseCategoricalCrossentropy,
} from '../src/index.ts';

startBackend(wasmBackend());

/** float32 sums over at most 60 values */
const CLOSE = 2e-6;
const array = ({ data, shape }: Recorded) => ({ data: Float32Array.from(data), shape });
const put = ({ data, shape }: Recorded, rows: readonly [number, number] = [0, shape[0]!]): Tensor => {
  const width = data.length / shape[0]!;
  return tensor(data.slice(rows[0] * width, rows[1] * width), [rows[1] - rows[0], ...shape.slice(1)]);
};

interface LossAnswer {
  readonly loss: string;
  readonly fromLogits: boolean;
  readonly targets: Recorded;
  readonly predictions: Recorded;
  readonly values: Recorded;
}

const LOSSES: Record<string, (options: CrossentropyOptions) => Loss> = {
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
};

test.each(
  readRecorded<LossAnswer[]>('keras_training', 'losses').map((answer) => [answer.loss, answer] as const),
)('%s equals Keras’, of logits, far-out logits and outputs that sum to more than 1', async (name, answer) => {
  const [t, p] = [put(answer.targets), put(answer.predictions)];
  const values = LOSSES[name]!({ fromLogits: answer.fromLogits })(t, p);
  expect(relativeError(await values.data(), answer.values.data)).toBeLessThanOrEqual(CLOSE);
  for (const made of [t, p, values]) made.dispose();
});

interface MetricAnswers {
  readonly weights: Recorded;
  readonly cases: readonly {
    readonly metric: string;
    readonly options: object;
    readonly targets: Recorded;
    readonly predictions: Recorded;
    readonly plain: number;
    readonly weighted: number;
  }[];
}

const METRICS: Record<string, (options: object) => Metric> = {
  auc,
  binaryAccuracy,
  categoricalAccuracy,
  sparseCategoricalAccuracy,
  precision,
  recall,
  meanSquaredError: meanSquaredErrorMetric,
  meanAbsoluteError: meanAbsoluteErrorMetric,
};

describe('metrics over two batches equal Keras’', () => {
  const { weights, cases } = readRecorded<MetricAnswers>('keras_training', 'metrics');
  test.each(cases.map((answer) => [answer.metric, answer.options, answer] as const))(
    '%s with %j',
    async (name, options, { targets, predictions, plain, weighted }) => {
      for (const [expected, w] of [
        [plain, undefined],
        [weighted, weights],
      ] as const) {
        const metric = METRICS[name]!(options);
        for (const rows of [[0, 25] as const, [25, 60] as const]) {
          const made = [put(targets, rows), put(predictions, rows), w && put(w, rows)] as const;
          metric.update(made[0], made[1], undefined, made[2]);
          for (const x of made) x?.dispose();
        }
        expect(relativeError([await metric.result()], [expected])).toBeLessThanOrEqual(CLOSE);
      }
    },
  );

  test('the area under the ranks of logits is what the thresholds come near', async () => {
    const { targets, predictions, plain } = cases.find(({ options }) => 'fromLogits' in options)!;
    const metric = auc({ fromLogits: true });
    const made = [put(targets), put(predictions)] as const;
    metric.update(...made);
    for (const x of made) x.dispose();
    // every pair, in float64
    let [pairs, inOrder] = [0, 0];
    targets.data.forEach((a, i) => {
      targets.data.forEach((b, j) => {
        if (a !== 1 || b !== 0) return;
        pairs++;
        inOrder += predictions.data[i]! > predictions.data[j]! ? 1 : 0;
      });
    });
    expect(await metric.result()).toBeCloseTo(inOrder / pairs, 12);
    expect(Math.abs(inOrder / pairs - plain)).toBeLessThan(0.01); // 200 thresholds tell few ties
  });
});

interface SequenceAnswers {
  readonly inputs: Recorded;
  readonly kernel: Recorded;
  readonly targets: Recorded;
  readonly cases: readonly {
    readonly loss: LossName;
    readonly activation: 'linear' | 'sigmoid';
    readonly weights: Recorded | null;
    readonly logs: Readonly<Record<string, number>>;
  }[];
}

describe('masked sequences are evaluated as Keras does', () => {
  const { inputs, kernel, targets, cases } = readRecorded<SequenceAnswers>('keras_training', 'sequences');
  test.each(cases.map((answer) => [answer.loss, answer.weights?.shape ?? 'none', answer] as const))(
    '%s, weights %j',
    async (loss, _, { activation, weights, logs }) => {
      const model = new Sequential([
        new Masking(),
        new Dense({ units: 1, activation, useBias: false }),
      ]).build([null, ...inputs.shape.slice(1)]);
      model.setWeights([{ name: 'dense/kernel', ...array(kernel) }]);
      const data = {
        inputs: array(inputs),
        targets: array(targets),
        ...(weights && { sampleWeights: array(weights) }),
      };
      const measured = await evaluate(model, data, { loss, metrics: ['mae'], weightedMetrics: ['mse'] });
      expect(Object.keys(measured)).toEqual(['loss', 'mae', 'mse']);
      expect(Object.keys(logs).sort()).toEqual(Object.keys(measured).sort());
      for (const [name, value] of Object.entries(measured)) {
        expect(relativeError([value], [logs[name]!])).toBeLessThanOrEqual(CLOSE);
      }
      model.dispose();
    },
  );
});

interface ClassWeightAnswers {
  readonly inputs: Recorded;
  readonly kernel: Recorded;
  readonly targets: Recorded;
  readonly classWeight: Readonly<Record<number, number>>;
  readonly logs: Readonly<Record<string, number>>;
}

test('class weights count in the loss and in weighted metrics as in Keras', async () => {
  const answer = readRecorded<ClassWeightAnswers>('keras_training', 'classWeights');
  const { inputs, kernel, targets, classWeight } = answer;
  const model = new Sequential([new Dense({ units: 3, activation: 'softmax', useBias: false })]).build([
    null,
    2,
  ]);
  model.setWeights([{ name: 'dense/kernel', ...array(kernel) }]);
  const { logs } = await fit(
    model,
    { inputs: array(inputs), targets: array(targets) },
    {
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['sparseCategoricalAccuracy'],
      weightedMetrics: ['sparseCategoricalAccuracy'],
      optimizer: sgd({ learningRate: 0 }),
      classWeight,
    },
  );
  const { loss, sparseCategoricalAccuracy: plain, weightedSparseCategoricalAccuracy: weighted } = logs[0]!;
  expect(relativeError([loss!], [answer.logs.loss!])).toBeLessThanOrEqual(CLOSE);
  expect(plain).toBe(answer.logs.sparse_categorical_accuracy);
  expect(weighted).toBeCloseTo(answer.logs.weighted_sparse_categorical_accuracy!, 6);
  model.dispose();
});
