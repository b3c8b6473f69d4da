import {
  type BackendPlugin,
  liveTensors,
  registerBackend,
  selectBackend,
  sqrt,
  square,
  sub,
} from '@seqloom/backend';
import { cpuBackend, expectClose, numbers } from '@seqloom/backend-testkit';
import { Dense, Dropout, Masking } from '@seqloom/nn';
import { LSTM, SimpleRNN } from '@seqloom/recurrent';
import { describe, expect, test } from 'vitest';
import {
  adagrad,
  adam,
  adamW,
  type Callback,
  evaluate,
  type FitOptions,
  fit,
  type Loss,
  nadam,
  type Optimizer,
  Sequential,
  sgd,
  type TrainingData,
} from '../src/index.ts';
import { bitsOf } from './toy-data.ts';

/** The plain backend, and the same with reads that wait, as those of a GPU. */
const READS = cpuBackend();
const WAITS: BackendPlugin = { ...READS, synchronousReads: false };

/** Runs `work` on a backend of its own, which has no tensors afterwards. */
async function on<T>(plugin: BackendPlugin, work: () => Promise<T>): Promise<T> {
  registerBackend(plugin);
  const backend = await selectBackend({ prefer: ['cpu'] });
  try {
    const result = await work();
    expect(liveTensors()).toBe(0);
    return result;
  } finally {
    await backend.dispose();
  }
}

/** Lets steps wait for their losses. */
const late: Callback = { lateBatches: true, onBatchEnd: () => {} };
const rows = (values: readonly number[], ...shape: number[]) => ({
  data: Float32Array.from(values),
  shape: [values.length, ...shape],
});

describe.each<[string, () => Optimizer, number]>([
  // 0: the same kernels in the same order. 1e-6: the norm is computed in float32 here, in float64 there.
  ['sgd', () => sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }), 0],
  ['adam', () => adam({ learningRate: 0.01 }), 0],
  ['adamW with clipvalue', () => adamW({ learningRate: 0.01, clipvalue: 0.01 }), 0],
  ['nadam', () => nadam({ learningRate: 0.01 }), 0],
  ['adagrad', () => adagrad({ learningRate: 0.1 }), 0],
  ['adam with three batches a step', () => adam({ learningRate: 0.01, gradientAccumulationSteps: 3 }), 0],
  ['adamW with averages', () => adamW({ useEma: true, emaMomentum: 0.7, emaOverwriteFrequency: 4 }), 0],
  [
    'sgd with averages and three batches a step',
    () => sgd({ learningRate: 0.1, useEma: true, gradientAccumulationSteps: 3 }),
    0,
  ],
  ['sgd with clipnorm', () => sgd({ learningRate: 0.5, clipnorm: 0.05 }), 1e-6],
  ['sgd with globalClipnorm', () => sgd({ learningRate: 0.5, globalClipnorm: 0.05 }), 1e-6],
])('a run with %s on a backend whose reads wait', (_, make, tolerance) => {
  test.each([
    ['late losses', [late]],
    ['every loss awaited', [{ onBatchEnd() {} }]],
  ] as const)('gives the logs and weights of one whose reads do not, with %s', async (_, callbacks) => {
    const run = async () => {
      const model = new Sequential([
        new Masking(),
        new LSTM({ units: 3 }),
        new Dropout({ rate: 0.2 }),
        new Dense({ units: 1, activation: 'sigmoid', kernelRegularizer: { l2: 0.01 } }),
      ]);
      const values = numbers(20 * 4 * 2, 3).map((value, i) => (i % 8 >= 6 ? 0 : value)); // the last step is masked
      const optimizer = make();
      const { logs } = await fit(
        model,
        {
          inputs: { data: values, shape: [20, 4, 2] },
          targets: rows(
            Array.from({ length: 20 }, (_, i) => i % 2),
            1,
          ),
        },
        {
          loss: 'binaryCrossentropy',
          metrics: ['accuracy'],
          epochs: 3,
          batchSize: 3,
          optimizer,
          validationSplit: 0.2,
          callbacks: [...callbacks],
        },
      );
      const result = { logs, weights: await bitsOf(model), iterations: optimizer.iterations };
      optimizer.dispose();
      model.dispose();
      return result;
    };
    const expected = await on(READS, run);
    const got = await on(WAITS, run);
    expect(got.iterations).toBe(expected.iterations);
    if (tolerance === 0) {
      expect(got).toEqual(expected);
      return;
    }
    expectClose(got.weights, expected.weights, tolerance);
    expectClose(
      got.logs.map(({ loss }) => loss!),
      expected.logs.map(({ loss }) => loss!),
      tolerance,
    );
  });
});

/** |e| as the root of a square: at e = 0 its value is 0 and its gradient 0 / 0. */
const rootOfSquare: Loss = (targets, predictions) => sqrt(square(sub(targets, predictions)));
const line = () =>
  new Sequential([
    new Dense({ units: 1, useBias: false, kernelInitializer: { type: 'constant', value: 2 } }),
  ]);

/** Trains y = w x on one row a step. */
function runLine(
  xs: readonly number[],
  targets: readonly number[],
  optimizer: Optimizer,
  more: Partial<FitOptions> = {},
) {
  const model = line();
  const data = { inputs: rows(xs, 1), targets: rows(targets, 1) };
  const options = {
    loss: rootOfSquare,
    batchSize: 1,
    shuffle: false,
    optimizer,
    callbacks: [late],
    ...more,
  } as const;
  return { model, data, run: () => fit(model, data, options) };
}

describe('a step that is not finite, of which the backend is told later', () => {
  const GOOD = [1, 2];
  test.each([
    [
      'a gradient',
      [...GOOD, 0, 1, 1, 1, 1, 1],
      {},
      () => adam({ learningRate: 0.1 }),
      'the gradient of "dense/kernel" holds a number that is not finite',
    ],
    [
      'a clipped gradient',
      [...GOOD, 0, 1, 1, 1, 1, 1],
      {},
      () => adam({ learningRate: 0.1, globalClipnorm: 1 }),
      'the gradient of "dense/kernel" holds',
    ],
    [
      'a loss',
      [...GOOD, 3e38, 1, 1, 1, 1],
      { loss: 'meanSquaredError' },
      () => adam({ learningRate: 0.1 }),
      'the loss is Infinity',
    ],
    [
      'a slot',
      [...GOOD, 1e25, 1, 1, 1, 1],
      { loss: 'meanAbsoluteError' },
      () => adam({ learningRate: 0.1 }),
      'the step of "dense/kernel" is too large for float32, at learning rate 0.1,',
    ],
  ] as const)(
    '%s: the error names the step, and weights, slots and iterations are those before it',
    async (_, xs, more, make, message) => {
      const zeros = xs.map(() => 0);
      const good = await on(WAITS, async () => {
        const optimizer = make();
        const { model, run } = runLine(GOOD, [0, 0], optimizer, more);
        await run();
        const slots = await Promise.all(optimizer.slots().map(({ variable }) => variable.value.data()));
        const weights = await bitsOf(model);
        optimizer.dispose();
        model.dispose();
        return { weights, slots };
      });
      await on(WAITS, async () => {
        const optimizer = make();
        const seen: number[] = [];
        const watch: Callback = { lateBatches: true, onBatchEnd: ({ batch }) => void seen.push(batch) };
        const { model, run } = runLine(xs, zeros, optimizer, { ...more, callbacks: [watch] });
        const failing = run();
        await expect(failing).rejects.toThrow(`fit: ${message}`);
        await expect(failing).rejects.toThrow('in epoch 1, step 3; the weights are those before this step');
        await expect(failing).rejects.toMatchObject({ epoch: 0, step: 2 });
        expect(seen).toEqual([0, 1]);
        expect(optimizer.iterations).toBe(2);
        const slots = await Promise.all(optimizer.slots().map(({ variable }) => variable.value.data()));
        expect(slots).toEqual(good.slots);
        expect(await bitsOf(model)).toEqual(good.weights);
        // The run can go on.
        await fit(model, { inputs: rows([1], 1), targets: rows([0], 1) }, { loss: 'mse', optimizer });
        expect(optimizer.iterations).toBe(3);
        optimizer.dispose();
        model.dispose();
      });
    },
  );

  test('states of stateful layers stay with the weights', async () => {
    const inputs = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i + 1));
    const targets = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
    const stateful = () =>
      new Sequential([new SimpleRNN({ units: 2, stateful: true }), new Dense({ units: 1 })]);
    const options = { loss: 'mse', batchSize: 1, shuffle: false, seed: 1, callbacks: [late] } as const;
    const after = async (data: TrainingData) => {
      const model = stateful();
      await fit(model, data, options).catch((error: unknown) => expect(error).toMatchObject({ step: 3 }));
      const probe = { inputs: { data: Float32Array.of(0.5, -0.5), shape: [1, 2, 1] }, targets: rows([0], 1) };
      const { loss } = await evaluate(model, probe, { loss: 'mse' }); // begins with the states of the model
      model.dispose();
      return loss;
    };
    await on(WAITS, async () => {
      const part = {
        inputs: { data: inputs.slice(0, 6), shape: [3, 2, 1] },
        targets: rows(targets.slice(0, 3), 1),
      };
      const broken = inputs.with(6, Number.NaN);
      const whole = { inputs: { data: broken, shape: [6, 2, 1] }, targets: rows(targets, 1) };
      expect(await after(whole)).toBe(await after(part));
    });
  });
});

test('losses come late only where every callback allows it', async () => {
  const computedAtHook = async (callbacks: readonly Callback[]) => {
    let computed = 0;
    const counting: Loss = (targets, predictions) => {
      computed++;
      return square(sub(targets, predictions));
    };
    const at: number[] = [];
    const watch: Callback = { lateBatches: true, onBatchEnd: () => void at.push(computed) };
    const optimizer = sgd();
    const { model, run } = runLine([1, 1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0, 0], optimizer, {
      loss: counting,
      callbacks: [watch, ...callbacks],
    });
    await run();
    model.dispose();
    optimizer.dispose();
    return at;
  };
  await on(WAITS, async () => {
    expect(await computedAtHook([])).toEqual([5, 6, 7, 7, 7, 7, 7]);
    expect(await computedAtHook([{ onEpochEnd() {} }])).toEqual([5, 6, 7, 7, 7, 7, 7]);
    expect(await computedAtHook([{ onBatchEnd() {} }])).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
  await on(READS, async () => expect(await computedAtHook([])).toEqual([1, 2, 3, 4, 5, 6, 7]));
});

test('lateBatches must be a boolean', async () => {
  const callbacks = [{ lateBatches: 3 as never }];
  const data = { inputs: rows([1], 1), targets: rows([0], 1) };
  await expect(fit(line(), data, { loss: 'mse', callbacks })).rejects.toThrow(
    'fit: callback: lateBatches must be',
  );
});

test('a run that a hook ends with an error leaves nothing, and counts the steps that were done', async () => {
  await on(WAITS, async () => {
    const optimizer = sgd();
    const stopping: Callback = {
      lateBatches: true,
      onBatchEnd({ batch }) {
        if (batch === 1) throw new Error('on purpose');
      },
    };
    const { model, run } = runLine([1, 1, 1, 0, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0, 0, 0], optimizer, {
      callbacks: [stopping],
      metrics: ['mae'],
    });
    await expect(run()).rejects.toThrow('on purpose');
    expect(optimizer.iterations).toBe(3); // the fourth was issued, and is not finite
    model.dispose();
    optimizer.dispose();
  });
});
