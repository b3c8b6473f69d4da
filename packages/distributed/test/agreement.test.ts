import { sqrt, square, sub, type Tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import {
  type Communicator,
  type FitOptions,
  fit,
  type ModelBatch,
  RankError,
  Sequential,
} from '@seqloom/train';
import { describe, expect, test } from 'vitest';
import { inProcess, RankLostError } from '../src/index.ts';
import { endsOn, reviewModel, reviews, runOf } from './review-models.ts';

startBackend(wasmBackend());

/** What a rank is given; the other ones are given the usual. */
type Given = readonly [
  options?: Partial<FitOptions>,
  model?: () => Sequential,
  data?: Parameters<typeof runOf>[2],
];

const runWith = (communicator: Communicator, [options = {}, model = reviewModel, data]: Given) =>
  runOf({ ...options, communicator }, model(), data);
const otherOn = (rank: number, given: Given) => (communicator: Communicator) =>
  runWith(communicator, communicator.rank === rank ? given : []);

describe('ranks that do not train the same are refused before the first step', () => {
  test.each<[string, Given, RegExp]>([
    ['another seed', [{ seed: 4 }], /seed is 4, on rank 0 it is 3/],
    ['another model', [{}, () => reviewModel(5)], /model\.layers\[2\]\S*\.units is 5, on rank 0 it is 6/],
    ['other data', [{}, reviewModel, reviews(44, 2)], /data\.inputs\.crc32 is \d+, on rank 0 it is \d+/],
    ['other epochs', [{ epochs: 4 }], /epochs is 4, on rank 0 it is 3/],
    ['another batch size', [{ batchSize: 9 }], /batchSize is 9, on rank 0 it is 8/],
    ['another optimizer', [{ optimizer: 'sgd' }], /optimizer\.name is "sgd", on rank 0 it is "adam"/],
    [
      'other metrics',
      [{ metrics: ['accuracy'] }],
      /metrics\[0\]\.names\[1\] is absent, on rank 0 it is "auc"/,
    ],
  ])('%s', async (_, given, difference) => {
    let steps = 0;
    const ends = await endsOn(3, (communicator) => {
      const counting = { onBatchEnd: () => void steps++ };
      const [options, ...more] = communicator.rank === 2 ? given : [];
      return runWith(communicator, [{ ...options, callbacks: [counting] }, ...more]);
    });
    for (const end of ends) {
      expect(end).toMatch(/^fit: rank 2 does not train as rank 0: /);
      expect(end).toMatch(difference);
    }
    expect(steps).toBe(0);
  });

  test('other weights, as of a file that only one rank has read', async () => {
    const changed = () => {
      const model = reviewModel().build([null, 7], { seed: 3 });
      model.weights[0]!.assign(new Float32Array(150));
      return model;
    };
    const ends = await endsOn(2, otherOn(1, [{}, changed]));
    // the built model is a difference as well: the other one is built with its first batch
    expect(ends).toEqual(new Array(2).fill(ends[0]));
    expect(ends[0]).toMatch(/^fit: (the weights of rank 1|rank 1 does not train)/);
  });

  test.each([2, 3])('other batches of an iterable, on the last of %i ranks', async (size) => {
    const source = (seed: number): Iterable<ModelBatch> => ({
      *[Symbol.iterator]() {
        yield reviews(8, seed);
      },
    });
    const ends = await Promise.all(
      inProcess(size).map((communicator) =>
        runWith(communicator, [
          { validationSplit: undefined },
          reviewModel,
          source(communicator.rank === size - 1 ? 1 : 0),
        ]).catch((error: unknown) => error),
      ),
    );
    for (const end of ends) {
      expect(end).toBeInstanceOf(RankError);
      expect(end).toMatchObject({ rank: size - 1, differences: ['batch'] });
    }
  });
});

/** Rank 0 of so many that all do the same. */
function crowd(size: number): Communicator {
  return {
    rank: 0,
    size,
    async allReduce(values) {
      if (values instanceof Float64Array && values.length === size)
        values.fill(values[0]!); // a number of each rank
      else {
        const own = values.slice();
        for (let rank = 1; rank < size; rank++) for (const [i, value] of own.entries()) values[i]! += value;
      }
    },
    broadcast: async () => {},
    barrier: async () => {},
    abort: () => {},
  };
}

test('the batches of a thousand ranks are compared exactly', async () => {
  const size = 1001;
  const column = { data: Float32Array.from({ length: size }, (_, i) => Math.sin(i)), shape: [size, 1] };
  const source: Iterable<ModelBatch> = {
    *[Symbol.iterator]() {
      for (let i = 0; i < 3; i++)
        yield { inputs: { ...column, data: column.data.map((x) => x + i) }, targets: column };
    },
  };
  const model = new Sequential([new Dense({ units: 1 })]);
  await fit(model, source, { communicator: crowd(size), loss: 'mse', epochs: 1 });
  model.dispose();
});

test('weights that part during the run end it on all ranks', async () => {
  const ends = await endsOn(2, (communicator) => {
    const drift = {
      onBatchEnd: (
        _: unknown,
        { model }: { model: { weights: readonly { assign(values: Float32Array): void }[] } },
      ) => model.weights[0]!.assign(new Float32Array(150).fill(communicator.rank)),
    };
    return runWith(communicator, [
      { epochs: 21, validationSplit: undefined, metrics: [], callbacks: [drift] },
    ]);
  });
  for (const end of ends) expect(end).toMatch(/^fit: the weights of rank 1 are not those of rank 0/);
});

describe('what several ranks cannot do is refused', () => {
  const stateful = () => new Sequential([new LSTM({ units: 2, stateful: true }), new Dense({ units: 1 })]);
  const series = {
    inputs: { data: new Float32Array(32), shape: [8, 2, 2] },
    targets: { data: new Float32Array(8), shape: [8, 1] },
  };
  const plain = { validationSplit: undefined, loss: 'mse', metrics: [] } as const;
  test.each<[string, Given, string]>([
    [
      'fewer samples than ranks',
      [{ validationSplit: undefined }, reviewModel, reviews(2)],
      'fit: 2 samples are fewer than the 3 ranks. Start fewer ranks.',
    ],
    [
      'a batch of fewer rows',
      [{ batchSize: 2 }],
      'fit: batchSize must be at least the number of ranks, 3, got 2.',
    ],
    ['a stateful layer', [plain, stateful, series], 'is stateful: its rows go on from batch to batch'],
    ['a reduce of the user', [{ reduce: (_, totals) => totals }], 'fit: got reduce and communicator'],
  ])('%s', async (_, given, message) => {
    const ends = await endsOn(3, (communicator) => runWith(communicator, given));
    for (const end of ends) expect(end).toContain(message);
  });

  test('an object that is no communicator', async () => {
    await expect(runOf({ communicator: { rank: 0, size: 2 } as never })).rejects.toThrow(
      'fit: communicator must have rank, size, allReduce, broadcast, barrier and abort',
    );
  });
});

describe('a rank that fails ends all of them', () => {
  test('NaN in the data of one rank is named on all ranks, with the place', async () => {
    const bad = (): ModelBatch[] => {
      const inputs = new Float32Array(16).fill(1);
      inputs[13] = Number.NaN; // in the rows of the second rank
      return [
        { inputs: { data: inputs, shape: [8, 2] }, targets: { data: new Float32Array(8), shape: [8, 1] } },
      ];
    };
    const dense = () => new Sequential([new Dense({ units: 1 })]);
    const options = { validationSplit: undefined, loss: 'mse', metrics: [] } as const;
    const ends = await endsOn(2, (communicator) => runWith(communicator, [options, dense, bad()]));
    for (const end of ends) {
      expect(end).toMatch(/the loss is NaN in epoch 1, step 1.*input, NaN at .* of rank 1\./);
    }
  });

  test('a gradient that is not finite on one rank, beside a loss that is', async () => {
    const data = (): ModelBatch[] => {
      const inputs = new Float32Array(16).fill(1, 0, 8); // the second rank predicts its targets
      return [
        { inputs: { data: inputs, shape: [8, 2] }, targets: { data: new Float32Array(8), shape: [8, 1] } },
      ];
    };
    const dense = () => new Sequential([new Dense({ units: 1, useBias: false })]);
    const loss = (targets: Tensor, predictions: Tensor) => sqrt(square(sub(predictions, targets)));
    const options = { validationSplit: undefined, loss, metrics: [] } as const;
    const ends = await endsOn(2, (communicator) => runWith(communicator, [options, dense, data()]));
    for (const end of ends) {
      expect(end).toMatch(/the gradient of "dense\/kernel" holds NaN in epoch 1, step 1.*step of rank 1\./);
    }
  });

  test('an error in a callback of one rank, by the name of the rank', async () => {
    const failing = { onBatchEnd: () => Promise.reject(new Error('disk full')) };
    const ends = await endsOn(3, otherOn(1, [{ callbacks: [failing] }]));
    expect(ends).toEqual(['rank 1 ended the job: disk full', 'disk full', 'rank 1 ended the job: disk full']);
  });

  test('a signal of one rank, between the same two steps', async () => {
    const controllers = [new AbortController(), new AbortController()];
    const steps = [0, 0];
    const ends = await endsOn(2, ({ rank, ...communicator }) => {
      const counting = {
        onBatchEnd: () => {
          if (++steps[rank]! === 3 && rank === 1) controllers[1]!.abort(new Error('stopped by the user'));
        },
      };
      return runWith({ rank, ...communicator }, [
        { signal: controllers[rank]!.signal, callbacks: [counting] },
      ]);
    });
    expect(ends).toEqual(['fit: another rank ended the run.', 'stopped by the user']);
    expect(steps).toEqual([4, 4]); // the step in which the others are told is done
  });
});

test('errors of all ranks are RankErrors, errors of others RankLostErrors', async () => {
  const [differs] = await Promise.allSettled(
    inProcess(2).map((communicator) => runOf({ communicator, seed: communicator.rank })),
  );
  expect((differs as PromiseRejectedResult).reason).toBeInstanceOf(RankError);
  expect((differs as PromiseRejectedResult).reason).toMatchObject({
    rank: 1,
    differences: ['seed is 1, on rank 0 it is 0'],
  });
  const [first, second] = inProcess(2);
  const waiting = first!.barrier();
  await second!.abort('enough');
  await expect(waiting).rejects.toBeInstanceOf(RankLostError);
  await expect(first!.barrier()).rejects.toThrow('rank 1 ended the job: enough');
});

test('a broadcast from a rank that is not there is refused on all ranks', async () => {
  const ends = await endsOn(2, (communicator) => communicator.broadcast(new Uint8Array(1), 2));
  for (const end of ends) expect(end).toMatch(/^inProcess: broadcast: root must be .*, got 2\.$/);
});
