import { DLinear, type Layer, ReversibleNormalization } from '@seqloom/nn';
import { SegmentGRU } from '@seqloom/recurrent';
import {
  type EttWindows,
  ettWindows,
  mae,
  persistence,
  rmse,
  seasonalNaive,
  type Table,
  truthOf,
  type Windows,
  windowBatches,
} from '@seqloom/timeseries';
import { adam, cosineDecay, earlyStopping, fit, type LossName, predict, Sequential } from '@seqloom/train';

/** How a model is trained on the benchmark. Settings were chosen on the validation part of ETTh1, horizon 96. */
export interface EttModel {
  /** Rows a window looks back. */
  readonly lookback: number;
  readonly loss: LossName;
  readonly batchSize: number;
  readonly epochs: number;
  /** Of the first step; it falls to 0 along a cosine. */
  readonly learningRate: number;
  layer(horizon: number): Layer;
}

/** The models of the command. */
export const ETT_MODELS = {
  'segment-gru': {
    lookback: 720,
    loss: 'mae',
    batchSize: 64,
    epochs: 8,
    learningRate: 0.002,
    layer: (horizon) =>
      new ReversibleNormalization({
        layer: new SegmentGRU({ units: 128, segmentLength: 48, horizon, dropout: 0.5 }),
        mode: 'last',
      }),
  },
  dlinear: {
    lookback: 336,
    loss: 'mse',
    batchSize: 64,
    epochs: 8,
    learningRate: 0.002,
    layer: (horizon) => new DLinear({ horizon }),
  },
} as const satisfies Readonly<Record<string, EttModel>>;

/** Mean errors over all standardised columns, rows of the horizon and windows. */
export interface EttErrors {
  readonly mse: number;
  readonly mae: number;
}

/** What a run on the benchmark measured. */
export interface EttResult {
  readonly windows: Readonly<Record<'train' | 'validation' | 'test', number>>;
  readonly parameters: number;
  /** Training with its validation. */
  readonly seconds: number;
  readonly validation: EttErrors;
  readonly test: EttErrors;
}

/** Options of {@link trainOnEtt}. */
export interface EttRun {
  readonly horizon: number;
  readonly seed: number;
  /** Told after every epoch: the loss on both parts. */
  readonly onEpoch?: ((epoch: number, loss: number, valLoss: number) => void) | undefined;
}

/** Trains a model on the training part, keeps the epoch with the smallest validation loss, and measures it on every test window. */
export async function trainOnEtt(table: Table, settings: EttModel, run: EttRun): Promise<EttResult> {
  const { horizon, seed, onEpoch } = run;
  const { lookback, loss, batchSize, epochs, learningRate, layer } = settings;
  const { train, validation, test } = ettWindows(table, { lookback, horizon });
  const batches = windowBatches(train, { batchSize, shuffle: true, seed });
  const decaySteps = epochs * Math.ceil(train.starts.length / batchSize);
  const optimizer = adam({ learningRate: cosineDecay({ initialLearningRate: learningRate, decaySteps }) });
  const model = new Sequential([layer(horizon)]);
  try {
    const begin = performance.now();
    await fit(model, batches, {
      loss,
      optimizer,
      epochs,
      seed,
      validation: windowBatches(validation, { batchSize: MEASURING_BATCH }),
      callbacks: [
        earlyStopping({ monitor: 'valLoss', patience: epochs, restoreBestWeights: true }),
        { onEpochEnd: (epoch, logs) => onEpoch?.(epoch + 1, logs.loss!, logs.valLoss!) },
      ],
    });
    return {
      windows: countsOf({ train, validation, test }),
      parameters: model.countParams(),
      seconds: (performance.now() - begin) / 1000,
      validation: await measured(model, validation),
      test: await measured(model, test),
    };
  } finally {
    model.dispose();
    optimizer.dispose();
  }
}

/** What the last value and the value a day ago reach on the same windows, on the test part. */
export function simpleRules(table: Table, horizon: number): Readonly<Record<string, EttErrors>> {
  const { test } = ettWindows(table, { lookback: horizon, horizon });
  const perDay = (24 * 3_600_000) / (table.times![1]! - table.times![0]!);
  return {
    persistence: errorsOf(persistence(test), test),
    'seasonal naive (a day)': errorsOf(seasonalNaive(test, perDay), test),
  };
}

/** Windows a step where nothing is learned. */
const MEASURING_BATCH = 256;

async function measured(model: Sequential, windows: Windows): Promise<EttErrors> {
  const { data } = await predict(model, windowBatches(windows, { batchSize: MEASURING_BATCH }));
  return errorsOf(data, windows);
}

function errorsOf(forecast: Float32Array, windows: Windows): EttErrors {
  const truth = truthOf(windows);
  return { mse: rmse(forecast, truth) ** 2, mae: mae(forecast, truth) };
}

function countsOf({ train, validation, test }: Omit<EttWindows, 'scaler'>): EttResult['windows'] {
  return {
    train: train.starts.length,
    validation: validation.starts.length,
    test: test.starts.length,
  };
}
