import { add, cast, gather, liveTensors, sqrt, square, sub, type Tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Embedding } from '@seqloom/embeddings';
import {
  Dense,
  Flatten,
  Layer,
  type LayerOptions,
  type LayerRules,
  type Parameter,
  type Shape,
} from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { LSTM } from '@seqloom/recurrent';
import { adam, type FitOptions, type ModelBatch, rmsprop, Sequential, sgd } from '@seqloom/train';
import { describe, expect, test } from 'vitest';
import type { Communicator } from '../src/index.ts';
import { endsOn, expectClose, onRanks, runOf } from './review-models.ts';

startBackend(wasmBackend());

const LENGTH = 6;

/** 17 rows train in batches of 8, the last one of a single row, which only one of several ranks has. */
function texts(words: number, samples = 17, length = LENGTH) {
  const random = createRandom(1, 'texts');
  const ids = Int32Array.from({ length: samples * length }, () => 1 + random.integer(words - 1));
  return {
    inputs: { data: ids, shape: [samples, length] },
    targets: {
      data: Uint8Array.from({ length: samples }, (_, i) => Number(ids[i * length]! > words / 2)),
      shape: [samples, 1],
    },
  };
}

const probability = () => new Dense({ units: 1, activation: 'sigmoid' });
const tableOf = (words: number, outputDim: number) => () =>
  new Sequential([new Embedding({ inputDim: words, outputDim }), new Flatten(), probability()]);
const masked = (words: number, outputDim: number) => () =>
  new Sequential([
    new Embedding({ inputDim: words, outputDim, maskZero: true }),
    new LSTM({ units: 4 }),
    probability(),
  ]);

/** Rows of the sum of two tables, whose gradients are one tensor. */
class TwoTables extends Layer<LayerOptions, Tensor> {
  static readonly className: string = 'TwoTables';
  static readonly rules: LayerRules<LayerOptions> = {};
  #tables!: readonly [Parameter, Parameter];

  protected override createParameters(): void {
    const table = (name: string) => this.addParameter(name, [200, 700], { initializer: 'glorotUniform' });
    this.#tables = [table('first'), table('second')];
  }

  override computeOutputShape([batch, time]: Shape): Shape {
    return [batch!, time!, 700];
  }

  protected call(ids: Tensor): Tensor {
    const [first, second] = this.#tables;
    return gather(add(first.value, second.value), cast(ids, 'int32'));
  }
}

/** Notes the longest array that a step sends. */
function noting(communicator: Communicator): Communicator & { longest: Float32Array | Float64Array } {
  return {
    ...communicator,
    longest: new Float32Array(0),
    allReduce(values) {
      if (values.length > this.longest.length) this.longest = values;
      return communicator.allReduce(values);
    },
  };
}

describe('large gradients are added up as those of one process', () => {
  const noMetrics = { metrics: [], validationSplit: undefined, epochs: 2 } as const;
  test.each<[string, number, number, () => Sequential, () => Partial<FitOptions>]>([
    ['few rows of a table', 5000, 48 * 32, tableOf(5000, 32), () => ({ optimizer: rmsprop() })],
    [
      'few rows, with an optimizer that moves all',
      5000,
      48 * 32,
      tableOf(5000, 32),
      () => ({ optimizer: adam() }),
    ],
    ['few rows of a masked table', 5000, 48 * 32, masked(5000, 32), () => ({ optimizer: sgd() })],
    [
      'few rows that the engine gives as rows',
      40_000,
      40_000 / 12, // which rows: 12 digits to the base of 4 in each number
      tableOf(40_000, 32),
      () => ({ optimizer: rmsprop() }),
    ],
    ['sparse Adam', 5000, 48 * 32, tableOf(5000, 32), () => ({ optimizer: adam({ sparse: true }) })],
    [
      'sparse Adam of a small table',
      30,
      48 * 4,
      tableOf(30, 4),
      () => ({ optimizer: adam({ sparse: true }) }),
    ],
    ['most rows of a table', 30, 30 * 4500, tableOf(30, 4500), () => ({ optimizer: rmsprop() })],
    ['clipping', 5000, 48 * 32, tableOf(5000, 32), () => ({ optimizer: rmsprop({ globalClipnorm: 0.01 }) })],
    [
      'accumulated gradients',
      5000,
      48 * 32,
      tableOf(5000, 32),
      () => ({ optimizer: adam({ gradientAccumulationSteps: 2 }) }),
    ],
    [
      'two tables with one gradient',
      200,
      200 * 700,
      () => new Sequential([new TwoTables({}), new Flatten(), probability()]),
      () => ({ optimizer: sgd() }),
    ],
  ])('%s', async (_, words, most, model, options) => {
    const before = liveTensors();
    const whole = await runOf({ ...noMetrics, ...options() }, model(), texts(words));
    const ends = await onRanks(3, async (communicator) => {
      const noted = noting(communicator);
      const end = await runOf({ ...noMetrics, ...options(), communicator: noted }, model(), texts(words));
      expect(noted.longest.length).toBeLessThanOrEqual(Math.ceil(most));
      return end;
    });
    expectClose(ends[0]!, whole);
    for (const { weights } of ends) {
      expect(weights.findIndex((weight, i) => !Object.is(weight, ends[0]!.weights[i]))).toBe(-1);
    }
    expect(liveTensors()).toBe(before);
  });

  test('where the backend keeps them', async () => {
    await onRanks(2, async (communicator) => {
      const noted = noting(communicator);
      await runOf({ ...noMetrics, communicator: noted }, tableOf(30, 4500)(), texts(30));
      expect(noted.longest.buffer).toBeInstanceOf(SharedArrayBuffer);
    });
  });

  test('rows on one rank and a tensor on another', async () => {
    // the engine gives rows for at most 2^14 ids: 2 texts have 12,000, 3 texts 18,000
    const [table, length, samples] = [2 ** 15, 6000, 5];
    const data = texts(1000, samples, length);
    const model = () =>
      new Sequential([new Embedding({ inputDim: table, outputDim: 32 }), new Flatten(), probability()]);
    const options = { ...noMetrics, optimizer: rmsprop() };
    const whole = await runOf(options, model(), data);
    const ends = await onRanks(2, (communicator) =>
      runOf({ ...noMetrics, optimizer: rmsprop(), communicator }, model(), data),
    );
    expectClose(ends[0]!, whole);
    expect(ends[1]!.weights.findIndex((weight, i) => !Object.is(weight, ends[0]!.weights[i]))).toBe(-1);
  });

  test('of a row that is not finite on one rank, which is named', async () => {
    // the square root has no slope at 0: the second text of two is predicted exactly
    const data: ModelBatch[] = [
      {
        inputs: { data: Int32Array.from([1, 2]), shape: [2, 1] },
        targets: { data: Float32Array.from([1, 0]), shape: [2, 1] },
      },
    ];
    const model = () =>
      new Sequential([
        new Embedding({ inputDim: 2 ** 15, outputDim: 32, embeddingsInitializer: 'zeros' }),
        new Flatten(),
        new Dense({ units: 1 }),
      ]);
    const loss = (targets: Tensor, predictions: Tensor) => sqrt(square(sub(predictions, targets)));
    const options = { ...noMetrics, epochs: 1, loss };
    const ends = await endsOn(2, (communicator) =>
      runOf({ ...options, optimizer: rmsprop(), communicator }, model(), data),
    );
    for (const end of ends)
      expect(end).toMatch(/the gradient of "embedding\/embeddings" holds NaN.*step of rank 1\./);
  });
});
