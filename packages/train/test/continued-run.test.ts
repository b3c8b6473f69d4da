import { batches, map, take } from '@seqloom/arrays';
import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense } from '@seqloom/nn';
import { Bidirectional, LSTM } from '@seqloom/recurrent';
import { decodeSafetensors, encodeSafetensors } from '@seqloom/safetensors';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  adam,
  type Callback,
  csvLogger,
  earlyStopping,
  exponentialDecay,
  type FitOptions,
  fit,
  load,
  modelCheckpoint,
  type Optimizer,
  predict,
  reduceLROnPlateau,
  Sequential,
  save,
  sgd,
} from '../src/index.ts';
import { bitsOf } from './toy-data.ts';

startBackend(wasmBackend());
afterEach(() => void vi.restoreAllMocks());

const x = Float32Array.from({ length: 32 }, (_, i) => Math.sin(i));
const DATA = {
  inputs: { data: x, shape: [32, 1] },
  targets: { data: x.map((v) => 3 * v + 1), shape: [32, 1] },
};
const make = () => new Sequential([new Dense({ units: 1 })]);
const OPTIONS = { loss: 'mse', batchSize: 8, seed: 1 } as const;

/** What a run of `epochs` gives, and one that is saved after `cut` epochs, loaded and continued. */
async function compare(
  optimizerOf: () => Optimizer,
  more: () => Partial<FitOptions>,
  epochs: number,
  cut: number,
) {
  const [whole, half] = [make(), make()];
  const wholeRun = await fit(whole, DATA, { ...OPTIONS, ...more(), optimizer: optimizerOf(), epochs });
  const optimizer = optimizerOf();
  const first = await fit(half, DATA, { ...OPTIONS, ...more(), optimizer, epochs: cut });
  const resumed = load(await save(half, { optimizer }), { layers: [Dense] });
  const options = { ...OPTIONS, ...more(), optimizer: resumed.optimizer!, epochs, initialEpoch: cut };
  const second = await fit(resumed.model, DATA, options);
  return {
    whole: { logs: wholeRun.logs, bits: await bitsOf(whole) },
    parts: { logs: [...first.logs, ...second.logs], bits: await bitsOf(resumed.model) },
  };
}

describe('a run that is saved, loaded and continued equals one that never stopped', () => {
  test.each([
    ['reduceLROnPlateau', () => reduceLROnPlateau({ monitor: 'loss', patience: 3, minDelta: 10 }), 12, 5],
    [
      'reduceLROnPlateau in its cooldown',
      () => reduceLROnPlateau({ monitor: 'loss', patience: 2, cooldown: 4, minDelta: 10, factor: 0.5 }),
      12,
      4,
    ],
    ['earlyStopping', () => earlyStopping({ monitor: 'loss', patience: 4, minDelta: 10 }), 12, 3],
    [
      'earlyStopping that had ended it',
      () => earlyStopping({ monitor: 'loss', patience: 4, minDelta: 10 }),
      12,
      5,
    ],
    [
      'earlyStopping that keeps the best weights',
      () => earlyStopping({ monitor: 'loss', restoreBestWeights: true }),
      6,
      3,
    ],
  ] as const)('with %s', async (_, callback: () => Callback, epochs, cut) => {
    const more = () => ({ callbacks: [callback()] });
    const { whole, parts } = await compare(() => sgd({ learningRate: 0.05 }), more, epochs, cut);
    expect(parts).toEqual(whole);
  });

  test.each([1, 2, 3, 4, 5, 6])(
    'from a checkpoint of epoch %d, regardless of the order of the callbacks',
    async (cut) => {
      for (const checkpointFirst of [true, false]) {
        const files: Uint8Array[] = [];
        const callbacks = () => {
          const all = [
            modelCheckpoint({ write: (bytes) => void files.push(bytes) }),
            reduceLROnPlateau({ monitor: 'loss', patience: 2, minDelta: 10, factor: 0.5 }),
            earlyStopping({ monitor: 'loss', patience: 6, minDelta: 10 }),
          ];
          return checkpointFirst ? all : all.reverse();
        };
        const whole = make();
        const options = { ...OPTIONS, epochs: 9 };
        await fit(whole, DATA, {
          ...options,
          optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }),
          callbacks: callbacks(),
        });
        const { model, optimizer } = load(files[cut - 1]!, { layers: [Dense] });
        await fit(model, DATA, {
          ...options,
          optimizer: optimizer!,
          initialEpoch: cut,
          callbacks: callbacks(),
        });
        expect(await bitsOf(model)).toEqual(await bitsOf(whole));
        expect(load(files.at(-1)!, { layers: [Dense] }).logs).toHaveLength(7);
      }
    },
  );

  test('with the same callback in one process', async () => {
    const model = make();
    const callbacks = [earlyStopping({ monitor: 'loss', patience: 4, minDelta: 10 })];
    const optimizer = sgd();
    const first = await fit(model, DATA, { ...OPTIONS, optimizer, callbacks, epochs: 3 });
    const second = await fit(model, DATA, { ...OPTIONS, optimizer, callbacks, epochs: 12, initialEpoch: 3 });
    expect([...first.epochs, ...second.epochs]).toEqual([0, 1, 2, 3, 4]);
  });
});

test('the states of stateful layers are in the file of a model with its optimizer', async () => {
  const data = {
    inputs: { data: x.subarray(0, 24), shape: [8, 3, 1] },
    targets: { data: x.subarray(8, 16), shape: [8, 1] },
  };
  const stateful = () =>
    new Sequential([
      new LSTM({ units: 2, stateful: true, returnSequences: true }),
      new Bidirectional({ layer: new LSTM({ units: 1, stateful: true }) }),
      new Dense({ units: 1 }),
    ]);
  const options = { ...OPTIONS, batchSize: 4, shuffle: false };
  const [whole, half] = [stateful(), stateful()];
  await fit(whole, data, { ...options, optimizer: adam(), epochs: 5 });
  const optimizer = adam();
  await fit(half, data, { ...options, optimizer, epochs: 2 });
  const layers = [Bidirectional, Dense, LSTM];
  const bytes = await save(half, { optimizer });
  const loaded = load(bytes, { layers });
  // To predict, also other numbers of samples, a loaded model begins without states.
  await predict(loaded.model, { data: x.subarray(0, 3), shape: [1, 3, 1] });
  loaded.model.resetStates();
  const { optimizer: goesOn } = loaded;
  await fit(loaded.model, data, { ...options, optimizer: goesOn!, epochs: 5, initialEpoch: 2 });
  expect(await bitsOf(loaded.model)).toEqual(await bitsOf(whole));
  const before = liveTensors();
  const again = load(bytes, { layers });
  again.optimizer!.dispose();
  again.model.dispose();
  expect(liveTensors()).toBe(before);
});

describe('what cannot go on exactly is refused', () => {
  test('a generator, which may be anywhere', async () => {
    const [model, optimizer] = [make(), sgd({ momentum: 0.9 })];
    const list = [...batches(DATA, { batchSize: 8 })];
    await fit(model, list, { ...OPTIONS, optimizer, epochs: 2 });
    const once = (function* () {
      yield* list;
    })();
    const options = { ...OPTIONS, optimizer, epochs: 3, initialEpoch: 2 };
    await expect(fit(model, once, options)).rejects.toThrow(
      'fit: initialEpoch 2 needs data that can be iterated again, got a generator',
    );
    await fit(model, { [Symbol.iterator]: () => list.values() }, options);
  });

  test.each([
    ['earlyStopping', earlyStopping({ monitor: 'loss' })],
    ['reduceLROnPlateau', reduceLROnPlateau({ monitor: 'loss' })],
    ['modelCheckpoint', modelCheckpoint({ monitor: 'loss', saveBestOnly: true, write: () => {} })],
  ])('%s without the logs of the epochs before', async (name, callback) => {
    const model = make();
    await fit(model, DATA, { ...OPTIONS, epochs: 2 });
    const { model: loaded } = load(await save(model), { layers: [Dense] });
    const run = fit(loaded, DATA, { ...OPTIONS, epochs: 3, initialEpoch: 2, callbacks: [callback] });
    await expect(run).rejects.toThrow(
      `${name}: cannot continue with epoch 3: the logs of earlier epochs are not known.`,
    );
    // Without initialEpoch it is a new run.
    await fit(loaded, DATA, { ...OPTIONS, callbacks: [callback] });
  });

  test('earlyStopping whose best weights are gone', async () => {
    const model = make();
    const optimizer = sgd({ learningRate: 0 });
    await fit(model, DATA, { ...OPTIONS, optimizer, epochs: 2 });
    const callbacks = [
      earlyStopping({ monitor: 'loss', patience: 9, restoreBestWeights: true, minDelta: 1 }),
    ];
    const run = fit(model, DATA, { ...OPTIONS, optimizer, epochs: 3, initialEpoch: 2, callbacks });
    await expect(run).rejects.toThrow(
      'earlyStopping: restoreBestWeights cannot continue with epoch 3: the best weights so far are those of epoch 1, which',
    );
  });

  test('a stateful model of a file without its states', async () => {
    const data = {
      inputs: { data: new Float32Array(12), shape: [4, 3, 1] },
      targets: { data: new Float32Array(4), shape: [4, 1] },
    };
    const options = { ...OPTIONS, batchSize: 4, shuffle: false };
    const model = new Sequential([new LSTM({ units: 1, stateful: true })]);
    const optimizer = adam();
    await fit(model, data, { ...options, optimizer });
    await fit(model, data, { ...options, optimizer, epochs: 2, initialEpoch: 1 }); // they are at hand
    const loaded = load(await save(model), { layers: [LSTM] });
    await expect(fit(loaded.model, data, { ...options, epochs: 3, initialEpoch: 2 })).rejects.toThrow(
      'fit: cannot continue with epoch 3: LSTM "lstm" is stateful, and its states are not in the file',
    );
    await fit(loaded.model, data, options);
  });
});

describe('saveBestOnly never replaces a better file', () => {
  const writing = (written: number[], options: object = {}) =>
    modelCheckpoint({
      saveBestOnly: true,
      monitor: 'loss',
      write: (_, { logs }) => void written.push(logs.loss!),
      ...options,
    });
  const worse = () => sgd({ learningRate: 1.5 });

  test('of the same callback in another run', async () => {
    const [model, written] = [make(), [] as number[]];
    const callbacks = [writing(written)];
    await fit(model, DATA, { ...OPTIONS, epochs: 10, optimizer: adam({ learningRate: 0.05 }), callbacks });
    const best = written.at(-1);
    for (const initialEpoch of [10, undefined]) {
      const more = initialEpoch === undefined ? { epochs: 2 } : { epochs: 12, initialEpoch };
      await fit(model, DATA, { ...OPTIONS, ...more, optimizer: worse(), callbacks });
      expect(written.at(-1)).toBe(best);
    }
  });

  test('of another process, after load', async () => {
    const [model, written] = [make(), [] as number[]];
    const optimizer = adam({ learningRate: 0.05 });
    await fit(model, DATA, { ...OPTIONS, epochs: 10, optimizer, callbacks: [writing(written)] });
    const resumed = load(await save(model, { optimizer }), { layers: [Dense] });
    expect(Math.min(...resumed.logs.map(({ loss }) => loss!))).toBe(written.at(-1));
    resumed.optimizer!.learningRate = 5;
    const options = { ...OPTIONS, optimizer: resumed.optimizer!, epochs: 11, initialEpoch: 10 };
    const before = written.length;
    await fit(resumed.model, DATA, { ...options, callbacks: [writing(written)] });
    expect(written).toHaveLength(before);
  });

  test('that initialValueThreshold tells of', async () => {
    const written: number[] = [];
    const run = (initialValueThreshold: number) =>
      fit(make(), DATA, { ...OPTIONS, epochs: 2, callbacks: [writing(written, { initialValueThreshold })] });
    await run(1e-9);
    expect(written).toEqual([]);
    await run(1e9);
    expect(written).toHaveLength(2);
    expect(() => writing([], { initialValueThreshold: Number.NaN })).toThrow(
      'initialValueThreshold must be a finite number, got NaN',
    );
    expect(() => writing([], { initialValueThreshold: 1, saveBestOnly: false })).toThrow(
      'needs saveBestOnly: true',
    );
  });

  test('when the write of the better one failed', async () => {
    const written: number[] = [];
    let broken = true;
    const write = (_: Uint8Array, { logs }: { readonly logs: { readonly loss?: number } }) => {
      if (broken) throw new Error('disk full');
      written.push(logs.loss!);
    };
    const callbacks = [modelCheckpoint({ saveBestOnly: true, monitor: 'loss', write })];
    const options = { ...OPTIONS, optimizer: sgd({ learningRate: 0 }), callbacks };
    await expect(fit(make(), DATA, options)).rejects.toThrow('disk full');
    broken = false;
    await fit(make(), DATA, options);
    expect(written).toHaveLength(1);
  });
});

test('an optimizer that begins again in a run that goes on is named once', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const model = make();
  for (const initialEpoch of [0, 1, 2])
    await fit(model, DATA, { ...OPTIONS, initialEpoch, epochs: initialEpoch + 1 });
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0]![0]).toContain(
    'continues with a new rmsprop, which has no state of the earlier epochs. Give every call the same rmsprop()',
  );
  const go = (optimizer: Optimizer) =>
    fit(make(), DATA, { ...OPTIONS, optimizer, initialEpoch: 1, epochs: 2 });
  await go(sgd()); // without momentum it has nothing to forget
  expect(warn).toHaveBeenCalledTimes(1);
  await go(sgd({ momentum: 0.9 }));
  await go(adam());
  expect(warn).toHaveBeenCalledTimes(3);
});

test('batches that went through map and take are found by their epoch', async () => {
  const source = () =>
    take(
      map(batches(DATA, { batchSize: 2, shuffle: true, seed: 3 }), (batch) => batch),
      2,
    );
  const options = { loss: 'mse', seed: 2 } as const;
  const whole = make();
  await fit(whole, source(), { ...options, optimizer: sgd({ learningRate: 0.01 }), epochs: 4 });
  const parts = make();
  const optimizer = sgd({ learningRate: 0.01 });
  await fit(parts, source(), { ...options, optimizer, epochs: 2 });
  await fit(parts, source(), { ...options, optimizer, epochs: 4, initialEpoch: 2 });
  expect(await parts.getWeights()).toEqual(await whole.getWeights());
});

test('reduceLROnPlateau is refused beside a schedule or a function', async () => {
  const schedule = exponentialDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 });
  const callbacks = [reduceLROnPlateau({ monitor: 'loss' })];
  for (const learningRate of [schedule, () => 0.1]) {
    await expect(
      fit(make(), DATA, { ...OPTIONS, optimizer: sgd({ learningRate }), callbacks }),
    ).rejects.toThrow("reduceLROnPlateau: the optimizer's learningRate is a schedule or a function");
    const optimizer = sgd({ learningRate });
    optimizer.learningRate = 0.1; // fixed from now on
    await fit(make(), DATA, { ...OPTIONS, optimizer, callbacks });
  }
});

describe('csvLogger', () => {
  test('writes one header for all runs', async () => {
    const lines: string[] = [];
    const model = make();
    const callbacks = [csvLogger({ write: (line) => void lines.push(line) })];
    await fit(model, DATA, { ...OPTIONS, callbacks });
    await fit(model, DATA, { ...OPTIONS, callbacks, epochs: 2, initialEpoch: 1 });
    expect(lines.map((line) => line.split(',')[0])).toEqual(['epoch', '0', '1']);
    await expect(fit(model, DATA, { ...OPTIONS, callbacks, metrics: ['mae'] })).rejects.toThrow(
      'csvLogger: the header has the columns loss, got logs loss, mae. Make a new csvLogger for them.',
    );
  });

  test('writes none when it appends', async () => {
    const lines: string[] = [];
    await fit(make(), DATA, {
      ...OPTIONS,
      callbacks: [csvLogger({ write: (line) => void lines.push(line), append: true })],
    });
    expect(lines.map((line) => line.split(',')[0])).toEqual(['0']);
  });
});

test('load refuses a training that is no progress', async () => {
  const model = make();
  const optimizer = sgd();
  await fit(model, DATA, { ...OPTIONS, optimizer });
  const { tensors, metadata } = decodeSafetensors(await save(model, { optimizer }));
  for (const training of [
    '[]',
    '{"passes":-1,"steps":0,"logs":[]}',
    '{"passes":0,"steps":0,"logs":[[["loss","x"]]]}',
    '{',
  ]) {
    const changed = new Map(metadata).set('seqloom.training', training);
    expect(() => load(encodeSafetensors(tensors, changed), { layers: [Dense] })).toThrow(/^model file: /);
  }
  const without = new Map(metadata);
  without.delete('seqloom.training');
  expect(() => load(encodeSafetensors(tensors, without), { layers: [Dense] })).toThrow(
    '"seqloom.training" is missing',
  );
  without.delete('seqloom.checksum');
  expect(load(encodeSafetensors(tensors, without), { layers: [Dense] }).logs).toEqual([]);
});
