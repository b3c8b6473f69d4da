import * as convolutional from '@seqloom/convolutional';
import * as embeddings from '@seqloom/embeddings';
import * as nn from '@seqloom/nn';
import * as recurrent from '@seqloom/recurrent';
import * as train from '@seqloom/train';
import { describe, expect, test } from 'vitest';
import { LAYER_RECORDS } from './layers/records/index.ts';
import { TanhCell } from './layers/records/recurrent.ts';
import { exportedLayers } from './part-exports.ts';

const RECORDED = new Set(LAYER_RECORDS.map(({ layerClass }) => layerClass));

describe.each([
  ['nn', nn, 7],
  ['embeddings', embeddings, 1],
  ['recurrent', recurrent, 7],
  ['convolutional', convolutional, 12],
  ['train', train, 0],
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
