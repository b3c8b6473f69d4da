import { liveTensors, mean, mul, neg, scalar, sum } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense } from '@seqloom/nn';
import { readRecorded } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import {
  accuracy,
  type Callback,
  csvLogger,
  type EpochLogs,
  earlyStopping,
  fit,
  load,
  Metric,
  modelCheckpoint,
  type Network,
  type ProgressReport,
  progress,
  reduceLROnPlateau,
  Sequential,
  sgd,
} from '../src/index.ts';
import { bitsOf } from './toy-data.ts';

/** What Keras' EarlyStopping does with scripted values. */
interface StoppingAnswer {
  readonly values: string;
  readonly patience: number;
  readonly minDelta: number;
  readonly baseline: number | null;
  readonly startFromEpoch: number;
  /** Epochs that were run. */
  readonly epochs: number;
  /** The epoch, from 1, whose weights the model ends with. */
  readonly weight: number;
}

startBackend(wasmBackend());

const column = (...values: number[]) => ({ data: Float32Array.from(values), shape: [values.length, 1] });

/** w starts at 0 and goes up by 1 in every epoch: loss −w, gradient −1, step size 1. */
const climber = () => new Sequential([new Dense({ units: 1, useBias: false, kernelInitializer: 'zeros' })]);
const climb = (model: Network, callbacks: readonly Callback[], extra: object = {}) =>
  fit(
    model,
    { inputs: column(1), targets: column(0) },
    {
      loss: (_, predictions) => neg(mean(predictions, -1)),
      optimizer: sgd({ learningRate: 1 }),
      epochs: 10,
      callbacks,
      ...extra,
    },
  );

/** Puts a number in each epoch's logs, before the callbacks that follow look at them. */
const logging = (name: string, values: readonly number[]): Callback => ({
  onEpochEnd(epoch, logs) {
    (logs as Record<string, number>)[name] = values[epoch]!;
  },
});

describe('earlyStopping', () => {
  test.each([
    // as Keras: the best epoch, then `patience` epochs without a better one
    [{ patience: 0 }, [3, 2, 2, 1, 1, 1], 3],
    [{ patience: 1 }, [3, 2, 2, 1, 1, 1], 3],
    [{ patience: 2 }, [3, 2, 2, 1, 1, 1, 1], 6],
    [{ patience: 1, minDelta: 0.6 }, [3, 2.5, 2, 1], 2],
    [{ patience: 1, mode: 'max' }, [1, 2, 1], 3],
    [{ patience: 1, startFromEpoch: 2 }, [1, 2, 3, 4, 5], 4],
  ] as const)('with %j over %j ends after %i epochs', async (options, values, expected) => {
    const model = climber();
    const { epochs } = await climb(
      model,
      [logging('score', values), earlyStopping({ monitor: 'score', mode: 'min', ...options })],
      {
        epochs: values.length,
      },
    );
    expect(epochs).toHaveLength(expected);
    model.dispose();
  });

  test('ends where Keras ends, with its weights: patience, minDelta, baseline, first epoch', async () => {
    const series = readRecorded<Record<string, number[]>>('keras_callbacks', 'series');
    const answers = readRecorded<StoppingAnswer[]>('keras_callbacks', 'earlyStopping');
    for (const { values, baseline, epochs, weight, ...options } of answers) {
      const model = climber();
      const stopping = earlyStopping({
        ...options,
        monitor: 'score',
        mode: 'min',
        restoreBestWeights: true,
        ...(baseline !== null && { baseline }),
      });
      const { length } = series[values]!;
      const history = await climb(model, [logging('score', series[values]!), stopping], { epochs: length });
      const found = { epochs: history.epochs.length, weight: (await bitsOf(model))[0] };
      expect({ ...options, values, baseline, ...found }).toEqual({
        ...options,
        values,
        baseline,
        epochs,
        weight,
      });
      model.dispose();
    }
  });

  /** A metric that is a number from a list in every epoch. */
  const scripted = (name: string, direction: 'max' | 'min' | undefined, values: readonly number[]) => {
    let epoch = 0;
    return new Metric({
      name,
      ...(direction && { direction }),
      measure: (_, predictions) => mul(sum(predictions, 0), scalar(0)),
      summarize: () => values[epoch++]!,
    });
  };
  const epochsOf = async (metric: Metric, options: object) => {
    const model = climber();
    const { epochs } = await climb(model, [earlyStopping(options)], { metrics: [metric] });
    model.dispose();
    return epochs.length;
  };
  const values = [0.5, 0.6, 0.7, 0.6, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9];

  test('goes by the direction that a metric declares, regardless of its name', async () => {
    expect(await epochsOf(scripted('error', 'max', values), { monitor: 'error' })).toBe(4);
    expect(await epochsOf(scripted('accuracy', 'min', values), { monitor: 'accuracy' })).toBe(2);
    expect(await epochsOf(accuracy({ name: 'hits' }), { monitor: 'hits' })).toBe(2); // it stays 0
  });

  test('takes the direction of a metric for its log on validation data', async () => {
    const model = climber();
    const { epochs } = await climb(model, [earlyStopping({ monitor: 'valHits', patience: 2 })], {
      metrics: [scripted('hits', 'max', [0, 5, 0, 6, 0, 4, 0, 4, 0, 4])], // every second one on validation data
      validation: { inputs: column(1), targets: column(0) },
    });
    expect(epochs).toHaveLength(4);
    model.dispose();
  });

  test('asks for mode where no direction is declared, before the first step', async () => {
    const model = climber().build([null, 1]);
    const asks = `earlyStopping: "accuracy" has no direction: larger or smaller may be better. Give mode: 'max' or mode: 'min'`;
    const run = { metrics: [scripted('accuracy', undefined, values)] };
    await expect(climb(model, [earlyStopping({ monitor: 'accuracy' })], run)).rejects.toThrow(asks);
    expect(await bitsOf(model)).toEqual([0]);
    expect(
      await epochsOf(scripted('accuracy', undefined, values), { monitor: 'accuracy', mode: 'max' }),
    ).toBe(4);
    // a log that no metric makes: put there by a callback
    await expect(
      climb(model, [logging('accuracy', values), earlyStopping({ monitor: 'accuracy' })]),
    ).rejects.toThrow(asks);
    model.dispose();
  });

  const restoring = () => [
    logging('score', [5, 1, 3, 3, 3, 3, 3, 3, 3, 3]),
    earlyStopping({ monitor: 'score', mode: 'min', patience: 3, restoreBestWeights: true }),
  ];

  test.each<[string, object, readonly Callback[], RegExp | undefined]>([
    ['it stops the run', {}, [], undefined],
    ['the epochs run out', { epochs: 3 }, [], undefined],
    ['a callback fails', {}, [failingAt(3)], /a callback failed/],
    ['the loss overflows', {}, [overflowAt(3)], /the loss is/],
  ])('restores the best weights when %s, and keeps no tensor', async (_, extra, more, error) => {
    const model = climber().build([null, 1]);
    const before = liveTensors();
    const run = climb(model, [...restoring(), ...more], extra);
    if (error) await expect(run).rejects.toThrow(error);
    else await run;
    expect(await bitsOf(model)).toEqual([2]); // after the second epoch
    expect(liveTensors()).toBe(before);
    model.dispose();
  });

  test('restores them after an abort', async () => {
    const model = climber().build([null, 1]);
    const controller = new AbortController();
    const abort: Callback = { onEpochEnd: (epoch) => (epoch === 3 ? controller.abort() : undefined) };
    const run = climb(model, [...restoring(), abort], { signal: controller.signal });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(await bitsOf(model)).toEqual([2]);
    model.dispose();
  });

  test('lists the logs when its own is not there', async () => {
    const model = climber();
    await expect(climb(model, [earlyStopping()])).rejects.toThrow(
      'earlyStopping: there is no log "valLoss" to monitor. Logs: loss.',
    );
    expect(() => earlyStopping({ mode: 'up' as never })).toThrow(
      'earlyStopping: mode must be one of auto, min, max, got "up".',
    );
    model.dispose();
  });
});

describe('reduceLROnPlateau', () => {
  const rates = async (options: object, values: readonly number[]) => {
    const model = climber();
    const seen: number[] = [];
    await climb(
      model,
      [
        logging('score', values),
        reduceLROnPlateau({ monitor: 'score', mode: 'min', factor: 0.5, ...options }),
        { onEpochEnd: (_epoch, _logs, { optimizer }) => void seen.push(optimizer.learningRate) },
      ],
      { epochs: values.length },
    );
    model.dispose();
    return seen;
  };

  test('halves the step size after so many epochs without improvement', async () => {
    expect(await rates({ patience: 2 }, [3, 3, 3, 3, 3])).toEqual([1, 1, 0.5, 0.5, 0.25]);
  });

  test('waits out the cooldown and stops at the least rate', async () => {
    expect(await rates({ patience: 1, cooldown: 2 }, [3, 3, 3, 3, 3])).toEqual([1, 0.5, 0.5, 0.25, 0.25]);
    expect(await rates({ patience: 1, minLearningRate: 0.4 }, [3, 3, 3])).toEqual([1, 0.5, 0.4]);
  });

  test('never raises a step size that is below the least one already', async () => {
    expect(await rates({ patience: 1, minLearningRate: 2 }, [3, 3, 3])).toEqual([1, 1, 1]);
  });

  test('takes changes below minDelta for none', async () => {
    expect(await rates({ patience: 1, minDelta: 0.5 }, [3, 2.6])).toEqual([1, 0.5]);
    expect(() => reduceLROnPlateau({ factor: 1 })).toThrow(
      'reduceLROnPlateau: factor must be a finite number above 0 and below 1, got 1.',
    );
  });
});

describe('modelCheckpoint', () => {
  const run = async (options: object) => {
    const model = climber();
    const files: [number, Uint8Array][] = [];
    const write = async (bytes: Uint8Array, { epoch }: { readonly epoch: number }) => {
      files.push([epoch, bytes]);
    };
    await climb(
      model,
      [
        logging('score', [3, 4, 2, 5]),
        modelCheckpoint({ write, monitor: 'score', mode: 'min', attachments: { words: 7 }, ...options }),
      ],
      { epochs: 4 },
    );
    model.dispose();
    return files;
  };

  test('writes a file after every epoch that loads to that epoch’s weights', async () => {
    const files = await run({});
    expect(files.map(([epoch]) => epoch)).toEqual([0, 1, 2, 3]);
    const { model, attachments, optimizer } = load(files[1]![1], { layers: [Dense] });
    expect(await bitsOf(model)).toEqual([2]);
    expect(attachments.get('words')).toBe(7);
    expect(optimizer!.iterations).toBe(2);
    model.dispose();
  });

  test('or after every better one, without the optimizer if told so', async () => {
    const files = await run({ saveBestOnly: true, saveOptimizer: false });
    expect(files.map(([epoch]) => epoch)).toEqual([0, 2]);
    const { model, optimizer } = load(files[1]![1], { layers: [Dense] });
    expect(optimizer).toBeUndefined();
    model.dispose();
  });
});

test('csvLogger writes a header and a line per epoch, to full precision', async () => {
  const model = climber();
  const lines: string[] = [];
  const callbacks = [logging('a,b', [1 / 3, 2]), csvLogger({ write: (line) => void lines.push(line) })];
  await climb(model, callbacks, { epochs: 2 });
  expect(lines.join('')).toBe('epoch,"a,b",loss\n0,0.3333333333333333,0\n1,2,-1\n');
  model.dispose();
});

test('progress reports batches and the end of each epoch', async () => {
  const model = climber();
  const reports: ProgressReport[] = [];
  const data = { inputs: column(1, 1, 1), targets: column(0, 0, 0) };
  await fit(model, data, {
    loss: 'mse',
    epochs: 2,
    batchSize: 1,
    callbacks: [progress({ report: (report) => reports.push(report), everyMs: 0 })],
  });
  expect(reports.map(({ epoch, batchesDone }) => [epoch, batchesDone])).toEqual([
    [0, 1],
    [0, 2],
    [0, 3],
    [0, 3],
    [1, 1],
    [1, 2],
    [1, 3],
    [1, 3],
  ]);
  expect(reports.every(({ batchesPerEpoch, epochs }) => batchesPerEpoch === 3 && epochs === 2)).toBe(true);
  expect(reports[0]!.remainingMs).toBeGreaterThan(0);
  expect(reports[2]!.remainingMs).toBe(0);
  expect(reports.map(({ logs }) => logs !== undefined)).toEqual([
    false,
    false,
    false,
    true,
    false,
    false,
    false,
    true,
  ]);
  model.dispose();
});

test('progress is quiet within an epoch when told to be, and copes with unknown lengths', async () => {
  const model = climber();
  const reports: ProgressReport[] = [];
  const batch = { inputs: column(1), targets: column(0) };
  await fit(model, [batch, batch], {
    loss: 'mse',
    epochs: 2,
    callbacks: [progress({ report: (report) => reports.push(report), everyMs: 1e9 })],
  });
  expect(reports.map(({ batchesPerEpoch }) => batchesPerEpoch)).toEqual([2, 2]);
  model.dispose();
});

test('hooks come in order, are awaited, and every callback gets its end', async () => {
  const model = climber();
  const calls: string[] = [];
  const later = (name: string) => async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    calls.push(name);
  };
  const recording: Callback = {
    onTrainBegin: later('begin'),
    onEpochBegin: later('epoch begins'),
    onBatchEnd: later('batch'),
    onEpochEnd: later('epoch'),
    onTrainEnd: later('end'),
  };
  const failing: Callback = {
    onTrainEnd() {
      throw new Error('at the end');
    },
  };
  await expect(climb(model, [failing, recording], { epochs: 1 })).rejects.toThrow('at the end');
  expect(calls).toEqual(['begin', 'epoch begins', 'batch', 'epoch', 'end']);
  model.dispose();
});

test('a callback can stop after a batch; the epoch’s logs are then those of the batches done', async () => {
  const model = climber();
  const logs: EpochLogs[] = [];
  const data = { inputs: column(1, 1, 1, 1), targets: column(0, 0, 0, 0) };
  const { epochs } = await fit(model, data, {
    loss: 'mse',
    epochs: 5,
    batchSize: 1,
    callbacks: [
      {
        onBatchEnd: ({ batch }, run) => (batch === 1 ? run.stop() : undefined),
        onEpochEnd: (_, epochLogs) => void logs.push(epochLogs),
      },
    ],
  });
  expect(epochs).toEqual([0]);
  expect(logs).toEqual([{ loss: 0 }]);
  model.dispose();
});

function failingAt(at: number): Callback {
  return {
    onEpochEnd(epoch) {
      if (epoch === at) throw new Error('a callback failed');
    },
  };
}

/** The next step's loss overflows. */
function overflowAt(at: number): Callback {
  return {
    onEpochEnd(epoch, _logs, { model }) {
      if (epoch === at) {
        model.setWeights([
          { name: 'dense/kernel', shape: [1, 1], data: Float32Array.of(Number.POSITIVE_INFINITY) },
        ]);
      }
    },
  };
}

test.each([
  [
    () => earlyStopping({ patience: '3' as never }),
    'earlyStopping: patience must be an integer from 0 on, got "3"',
  ],
  [
    () => earlyStopping({ startFromEpoch: 0.5 }),
    'earlyStopping: startFromEpoch must be an integer from 0 on',
  ],
  [() => earlyStopping({ baseline: Number.NaN }), 'earlyStopping: baseline must be a finite number, got NaN'],
  [() => earlyStopping({ minDelta: -1 }), 'earlyStopping: minDelta must be a finite number ≥ 0, got -1'],
  [
    () => earlyStopping({ restoreBestWeights: 1 as never }),
    'restoreBestWeights must be true or false, got 1',
  ],
  [() => earlyStopping({ monitor: 3 as never }), 'earlyStopping: monitor must be a string, got 3'],
  [() => reduceLROnPlateau({ patience: -1 }), 'reduceLROnPlateau: patience must be an integer from 0 on'],
  [() => reduceLROnPlateau({ cooldown: Number.NaN }), 'cooldown must be an integer from 0 on, got NaN'],
  [() => reduceLROnPlateau({ minDelta: -1 }), 'reduceLROnPlateau: minDelta must be a finite number ≥ 0'],
  [() => reduceLROnPlateau({ minLearningRate: '0' as never }), 'minLearningRate must be a finite number ≥ 0'],
  [
    () => reduceLROnPlateau({ factor: '0.5' as never }),
    'factor must be a finite number above 0 and below 1, got "0.5"',
  ],
  [
    () => modelCheckpoint({ write: 'best' as never }),
    'modelCheckpoint: write must be a function, got "best"',
  ],
  [() => modelCheckpoint({ write() {}, saveBestOnly: 1 as never }), 'saveBestOnly must be true or false'],
  [() => modelCheckpoint({ write() {}, saveOptimizer: 1 as never }), 'saveOptimizer must be true or false'],
  [() => csvLogger({ write: 1 as never }), 'csvLogger: write must be a function, got 1'],
  [() => progress({ report: 1 as never }), 'progress: report must be a function, got 1'],
  [() => progress({ report() {}, everyMs: -1 }), 'progress: everyMs must be a finite number ≥ 0, got -1'],
  [
    () => earlyStopping({ patiance: 3 } as never),
    'earlyStopping: has no setting "patiance". Its settings: monitor, mode, minDelta, patience, restoreBestWeights, startFromEpoch, baseline.',
  ],
  [() => reduceLROnPlateau({ min_lr: 0 } as never), 'reduceLROnPlateau: has no setting "min_lr"'],
  [
    () => modelCheckpoint({ write() {}, filepath: 'best' } as never),
    'modelCheckpoint: has no setting "filepath"',
  ],
  [
    () => csvLogger({ write() {}, separator: ';' } as never),
    'csvLogger: has no setting "separator". Its settings: write, append.',
  ],
  [() => progress({ report() {}, every: 1 } as never), 'progress: has no setting "every"'],
])('an option that does not exist or is out of its range is refused (%#)', (make, message) => {
  expect(make).toThrow(message);
});
