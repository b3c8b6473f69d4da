import * as attention from '@seqloom/attention';
import * as convolutional from '@seqloom/convolutional';
import * as embeddings from '@seqloom/embeddings';
import * as nn from '@seqloom/nn';
import * as recurrent from '@seqloom/recurrent';
import * as train from '@seqloom/train';
import { describe, expect, test } from 'vitest';
import { LAYER_RECORDS } from './layers/records/index.ts';
import { TanhCell } from './layers/records/recurrent.ts';
import { exportedFunctions, exportedLayers } from './part-exports.ts';
import { LOSS_RECORDS } from './training/loss-records.ts';
import { METRIC_RECORDS } from './training/metric-records.ts';
import { OPTIMIZER_RECORDS } from './training/optimizer-records.ts';

const RECORDED = new Set(LAYER_RECORDS.map(({ layerClass }) => layerClass));

/** The functions of `train` that make no loss, metric or optimizer. */
const OTHERS = {
  training: ['fit', 'evaluate', 'predict', 'trainOnBatch', 'testOnBatch'],
  models: ['input', 'modelCosts', 'modelGraph', 'takesIds'],
  files: ['save', 'load', 'saveWeights', 'loadWeights'],
  backups: ['backup', 'hasBackup', 'removeBackup'],
  callbacks: [
    'backup',
    'hasBackup',
    'removeBackup',
    'csvLogger',
    'earlyStopping',
    'learningRateScheduler',
    'modelCheckpoint',
    'progress',
    'reduceLROnPlateau',
  ],
  schedules: [
    'cosineDecay',
    'cosineDecayRestarts',
    'exponentialDecay',
    'inverseTimeDecay',
    'learningRateAt',
    'linearWarmup',
    'piecewiseConstantDecay',
    'polynomialDecay',
  ],
};

describe.each([
  ['nn', nn, 19],
  ['embeddings', embeddings, 1],
  ['recurrent', recurrent, 11],
  ['convolutional', convolutional, 12],
  ['attention', attention, 5],
  ['train', train, 2],
])('%s', (name, exports, least) => {
  test('has no layer without a record', () => {
    const layers = exportedLayers(exports);
    expect(layers.length).toBeGreaterThanOrEqual(least); // the search finds them
    const forgotten = layers.filter((layer) => !RECORDED.has(layer)).map(({ className }) => className);
    expect(forgotten, `layers of ${name} without a record in test/layers/records`).toEqual([]);
  });
});

test('a layer without a record is found, a base class is not taken for one', () => {
  const exports = {
    Dense: nn.Dense,
    TanhCell,
    Layer: nn.Layer,
    RecurrentCell: recurrent.RecurrentCell,
    fit: train.fit,
  };
  const forgotten = exportedLayers(exports).filter((layer) => !RECORDED.has(layer));
  expect(forgotten).toEqual([TanhCell]);
});

test('every record has a variant, and no layer has two records', () => {
  expect(RECORDED.size).toBe(LAYER_RECORDS.length);
  for (const { layerClass, variants } of LAYER_RECORDS) {
    expect(variants.length, layerClass.className).toBeGreaterThan(0);
    expect(variants[0]!.make()).toBeInstanceOf(layerClass);
  }
});

describe('train', () => {
  const records = [...LOSS_RECORDS, ...METRIC_RECORDS, ...OPTIMIZER_RECORDS];
  const recorded = new Set([...records.map(({ name }) => name), ...Object.values(OTHERS).flat()]);

  test('has no loss, metric or optimizer without a record', () => {
    const forgotten = exportedFunctions(train).filter((name) => !recorded.has(name));
    expect(
      forgotten,
      'functions of train without a record in test/training; one of another kind is listed here under OTHERS',
    ).toEqual([]);
  });

  test('exports everything that has a record or is listed', () => {
    const exported = exportedFunctions(train);
    expect([...recorded].filter((name) => !exported.includes(name))).toEqual([]);
  });

  test('a function without a record is found', () => {
    const exports = { ...train, hinge: () => train.meanSquaredError() };
    expect(exportedFunctions(exports).filter((name) => !recorded.has(name))).toEqual(['hinge']);
  });
});
