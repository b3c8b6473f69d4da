import { batches, map } from '@seqloom/arrays';
import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Embedding } from '@seqloom/embeddings';
import { BatchNormalization, Dense, Dropout } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { GRU, LSTM } from '@seqloom/recurrent';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type Arrays,
  adam,
  auc,
  backup,
  type Callback,
  earlyStopping,
  exponentialDecay,
  type FitOptions,
  fit,
  input,
  Model,
  type ModelBatch,
  modelCheckpoint,
  type Network,
  reduceLROnPlateau,
  rmsprop,
  Sequential,
  sgd,
  type TrainingData,
} from '../src/index.ts';
import { MemoryStore } from './memory-store.ts';
import { bitsOf, LENGTH, toyData, toyModel } from './toy-data.ts';

startBackend(wasmBackend());

/** What a process has: everything but the store is made again when it is started again. */
interface Program {
  model(): Network;
  data(): TrainingData;
  options(): Omit<FitOptions, 'callbacks'>;
  callbacks?(): Callback[];
}

class Crash extends Error {}

/** Ends a run with an error in a hook. */
function crashing(hook: 'onBatchEnd' | 'onEpochEnd' | 'onEpochBegin' | 'onTrainEnd', at: number): Callback {
  let calls = 0;
  return {
    [hook]: () => {
      if (calls++ === at) throw new Crash();
    },
  };
}

async function start(program: Program, more: readonly Callback[]) {
  const model = program.model();
  const options = program.options();
  const callbacks = [...(program.callbacks?.() ?? []), ...more];
  try {
    const { epochs, logs } = await fit(model, program.data(), { ...options, callbacks });
    return { epochs, logs, bits: await bitsOf(model) };
  } finally {
    model.dispose();
    if (typeof options.optimizer === 'object') options.optimizer.dispose();
  }
}

/** Lets a run crash, and crash again, and go on: the outcome, and where it went on last. */
async function startAgain(program: Program, crashes: readonly Callback[], everyMs = 0) {
  const store = new MemoryStore();
  let resumed: unknown;
  const keeping = () =>
    backup({ store, everyMs, onResume: ({ epoch, batch }) => (resumed = [epoch, batch]) });
  for (const crash of crashes) {
    await expect(start(program, [keeping(), crash])).rejects.toThrow(Crash);
  }
  const outcome = await start(program, [keeping()]);
  expect(store.entries.size).toBe(0);
  return { outcome, resumed };
}

const sequences = toyData(24);
const BASE = {
  loss: 'binaryCrossentropy',
  batchSize: 4,
  epochs: 3,
  seed: 3,
  metrics: ['accuracy', auc()],
} as const;
const toy: Program = {
  model: () => toyModel(),
  data: () => sequences,
  options: () => ({ ...BASE, optimizer: rmsprop({ learningRate: 0.01 }), validationSplit: 0.25 }),
};

/** Batches that depend on all batches drawn before. */
function* drawn(random: ReturnType<typeof createRandom>, count: number): Generator<ModelBatch> {
  for (let i = 0; i < count; i++) {
    const ids = Int32Array.from({ length: 4 * LENGTH }, () => random.integer(20));
    const answers = Uint8Array.from({ length: 4 }, (_, row) => Number(ids[row * LENGTH]! >= 10));
    yield { inputs: { data: ids, shape: [4, LENGTH] }, targets: { data: answers, shape: [4] } };
  }
}
const iterable = () => {
  const random = createRandom(1, 'drawn');
  return { [Symbol.iterator]: () => drawn(random, 5) };
};
const asynchronous = () => {
  const random = createRandom(1, 'drawn');
  return {
    async *[Symbol.asyncIterator]() {
      yield* drawn(random, 5);
    },
  };
};
const shuffled = () => batches(sequences as Arrays<never>, { batchSize: 4, shuffle: true, seed: 2 }) as never;

const noop = (): void => {};

describe('a run that was broken off goes on to the same weights and history', () => {
  test.each<[string, Partial<Program>]>([
    ['of arrays', {}],
    ['of a list of batches', { data: () => [...drawn(createRandom(1, 'list'), 5)] }],
    ['of batches()', { data: shuffled }],
    ['of mapped batches()', { data: () => map(shuffled() as Iterable<ModelBatch>, (batch) => batch) }],
    ['of an iterable that changes from pass to pass', { data: iterable }],
    ['of an asynchronous one', { data: asynchronous }],
    ['of an endless generator', { data: () => drawn(createRandom(1, 'endless'), 1e9) }],
  ])('%s, after any step', async (name, changed) => {
    const isArrays = name === 'of arrays';
    const steps = name.includes('generator') ? { stepsPerEpoch: 5 } : {};
    const program: Program = {
      ...toy,
      ...changed,
      options: () => ({
        ...BASE,
        optimizer: rmsprop({ learningRate: 0.01 }),
        ...steps,
        ...(isArrays ? { validationSplit: 0.2 } : { validation: shuffled() }),
      }),
    };
    const perEpoch = name.includes('batches()') ? 6 : 5;
    const whole = await start(program, []);
    for (const at of [1, 5, 11]) {
      const { outcome, resumed } = await startAgain(program, [crashing('onBatchEnd', at)]);
      expect(outcome).toEqual(whole);
      expect(resumed).toEqual([Math.floor(at / perEpoch), at % perEpoch]);
    }
    if (!isArrays) return;
    const twice = await startAgain(program, [crashing('onBatchEnd', 3), crashing('onBatchEnd', 6)]);
    expect(twice.outcome).toEqual(whole);
  });

  test.each([3, 4, 7])('with %d steps per epoch, which end within a pass', async (stepsPerEpoch) => {
    for (const data of [toy.data, shuffled, iterable]) {
      const options = () => ({ ...BASE, optimizer: adam(), stepsPerEpoch });
      const program: Program = { ...toy, data, options };
      const whole = await start(program, []);
      for (const at of [2, 8]) {
        const { outcome } = await startAgain(program, [crashing('onBatchEnd', at)]);
        expect(outcome).toEqual(whole);
      }
    }
  });

  test('with all kinds of state in the model', async () => {
    const random = createRandom(4, 'steps');
    const data = {
      inputs: { data: random.fillNormal(new Float32Array(24 * 5 * 2)), shape: [24, 5, 2] },
      targets: { data: random.fillNormal(new Float32Array(24)), shape: [24, 1] },
    };
    const program: Program = {
      data: () => data,
      model: () => {
        const x = input([5, 2]);
        const all = new LSTM({
          units: 3,
          dropout: 0.2,
          recurrentDropout: 0.2,
          returnSequences: true,
          stateful: true,
        }).apply(x);
        const inner = new Sequential([
          new BatchNormalization(),
          new GRU({ units: 3, stateful: true }),
          new Dropout({ rate: 0.3 }),
        ]);
        return new Model({ inputs: x, outputs: new Dense({ units: 1 }).apply(inner.apply(all)) });
      },
      options: () => ({
        loss: 'mse',
        batchSize: 4,
        epochs: 3,
        seed: 1,
        shuffle: false,
        validation: data,
        optimizer: adam({
          learningRate: exponentialDecay({ initialLearningRate: 0.05, decaySteps: 5, decayRate: 0.8 }),
          clipnorm: 1,
        }),
      }),
    };
    const before = liveTensors();
    const whole = await start(program, []);
    for (const at of [2, 10]) {
      expect((await startAgain(program, [crashing('onBatchEnd', at)])).outcome).toEqual(whole);
    }
    expect(liveTensors()).toBe(before);
  });

  test.each<[string, () => Callback]>([
    ['earlyStopping', () => earlyStopping({ patience: 1, minDelta: 0.05, restoreBestWeights: true })],
    ['reduceLROnPlateau', () => reduceLROnPlateau({ patience: 0, minDelta: 1, cooldown: 1 })],
    ['modelCheckpoint', () => modelCheckpoint({ saveBestOnly: true, write: () => {} })],
  ])('with the state of %s, before or behind the backup', async (_, make) => {
    const options = () => ({
      ...toy.options(),
      optimizer: sgd({ learningRate: 0.5, momentum: 0.5 }),
      epochs: 6,
    });
    const whole = await start({ ...toy, options, callbacks: () => [make()] }, []);
    for (const [hook, at] of [
      ['onBatchEnd', 7],
      ['onEpochEnd', 2],
      ['onEpochBegin', 2],
    ] as const) {
      const behind = await startAgain({ ...toy, options, callbacks: () => [make()] }, [crashing(hook, at)]);
      expect(behind.outcome).toEqual(whole);
    }
  });

  /** A clock that moves by the steps and the writes of a run alone, so that the load of the machine decides nothing. */
  const stoppedClock = () => {
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
    onTestFinished(() => clock.mockRestore());
    return (ms: number) => {
      now += ms;
    };
  };

  test('from the end of an epoch, where steps are not backed up', async () => {
    stoppedClock();
    const whole = await start(toy, []);
    const { outcome, resumed } = await startAgain(toy, [crashing('onBatchEnd', 12)], 1e9);
    expect(outcome).toEqual(whole);
    expect(resumed).toEqual([2, 0]);
  });

  test('from an earlier epoch, where backups take more than a tenth of the time', async () => {
    const pass = stoppedClock();
    class SlowStore extends MemoryStore {
      override async write(name: string, bytes: Uint8Array): Promise<void> {
        pass(100);
        await super.write(name, bytes);
      }
    }
    const resumesAt = async (msPerEpoch: number) => {
      const store = new SlowStore();
      let resumed: unknown;
      const keeping = () =>
        backup({ store, everyMs: 1e9, onResume: ({ epoch, batch }) => (resumed = [epoch, batch]) });
      const epochs: Callback = { onEpochBegin: () => pass(msPerEpoch) };
      await expect(start(toy, [keeping(), epochs, crashing('onBatchEnd', 12)])).rejects.toThrow(Crash);
      await start(toy, [keeping()]);
      return resumed;
    };
    expect(await resumesAt(1000)).toEqual([2, 0]);
    expect(await resumesAt(999)).toEqual([1, 0]); // the first backup, whose time is not known before
  });

  test('with a step size that is a function, and with an optimizer by name', async () => {
    for (const optimizer of [
      () => adam({ learningRate: (step) => 0.1 / (1 + step) }),
      () => 'adam' as const,
    ]) {
      const program: Program = { ...toy, options: () => ({ ...BASE, optimizer: optimizer() }) };
      const whole = await start(program, []);
      expect((await startAgain(program, [crashing('onBatchEnd', 8)])).outcome).toEqual(whole);
    }
  });

  test('of a source that never answers, which an abort ends', async () => {
    const list = [...drawn(createRandom(1, 'list'), 5)];
    const program = (hangs: () => void): Program => ({
      ...toy,
      data: () => ({
        async *[Symbol.asyncIterator]() {
          yield* list.slice(0, 3);
          hangs();
          if (hangs !== noop) await new Promise(() => {});
          yield* list.slice(3);
        },
      }),
      options: () => ({ ...BASE, optimizer: adam() }),
    });
    const store = new MemoryStore();
    const controller = new AbortController();
    const abort = () => void setTimeout(() => controller.abort(new Crash()), 20);
    const options = () => ({ ...program(abort).options(), signal: controller.signal });
    await expect(start({ ...program(abort), options }, [backup({ store })])).rejects.toThrow(Crash);
    let steps = 0;
    const counting: Callback = { onBatchEnd: () => void steps++ };
    const outcome = await start(program(noop), [backup({ store }), counting]);
    expect(outcome).toEqual(await start(program(noop), []));
    expect(steps).toBe(12); // three of fifteen were done
  });

  test('with several outputs, and metrics that keep all samples', async () => {
    const twoOutputs = () => {
      const x = input([LENGTH]);
      const read = new Embedding({ inputDim: 20, outputDim: 3 }).apply(x);
      const last = new GRU({ units: 3, dropout: 0.3 }).apply(read);
      return new Model({
        inputs: x,
        outputs: [
          new Dense({ units: 1, name: 'answer' }).apply(last),
          new Dense({ units: 1, name: 'other' }).apply(last),
        ],
      });
    };
    const { inputs, targets } = sequences;
    const others = { ...targets, data: Float32Array.from(targets.data, (answer) => 1 - answer) };
    const options = () => ({
      loss: 'mse' as const,
      metrics: { answer: [auc({ fromLogits: true })] },
      lossWeights: { answer: 1, other: 0.5 },
      batchSize: 4,
      epochs: 3,
      optimizer: adam(),
    });
    const data = { inputs, targets: { answer: targets, other: others } };
    const run = async (callbacks: readonly Callback[]) => {
      const model = twoOutputs();
      const { logs } = await fit(model, data, { ...options(), callbacks });
      return { logs, bits: await bitsOf(model) };
    };
    const whole = await run([]);
    const store = new MemoryStore();
    const crash = crashing('onBatchEnd', 8);
    await expect(run([backup({ store, everyMs: 0 }), crash])).rejects.toThrow(Crash);
    expect(await run([backup({ store })])).toEqual(whole);
  });

  test.each([{ gradientAccumulationSteps: 4 }, { useEma: true, emaMomentum: 0.8, emaOverwriteFrequency: 3 }])(
    'with an optimizer with %j, also after its last epoch',
    async (options) => {
      const optimizer = () => adam({ learningRate: 0.05, ...options });
      const program: Program = { ...toy, options: () => ({ ...BASE, optimizer: optimizer() }) };
      const whole = await start(program, []);
      for (const [hook, at] of [
        ['onBatchEnd', 3],
        ['onBatchEnd', 10],
        ['onTrainEnd', 0],
      ] as const) {
        expect((await startAgain(program, [crashing(hook, at)])).outcome).toEqual(whole);
      }
    },
  );

  test('from the validation it was in', async () => {
    let broken = true;
    const program: Program = {
      ...toy,
      options: () => ({
        ...BASE,
        optimizer: adam(),
        validation: {
          *[Symbol.iterator]() {
            yield* drawn(createRandom(1, 'first'), 2);
            if (broken) throw new Crash();
            yield* drawn(createRandom(1, 'second'), 2);
          },
        },
      }),
    };
    const store = new MemoryStore();
    await expect(start(program, [backup({ store, everyMs: 0 })])).rejects.toThrow(Crash);
    broken = false;
    let steps = 0;
    const counting: Callback = { onBatchEnd: () => void steps++ };
    const outcome = await start(program, [backup({ store }), counting]);
    expect(outcome).toEqual(await start(program, []));
    expect(steps).toBe(12); // of the second and third epoch
  });
});
