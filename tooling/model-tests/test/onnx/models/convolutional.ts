import {
  AveragePooling1D,
  Conv1D,
  Conv1DTranspose,
  Cropping1D,
  DepthwiseConv1D,
  GlobalAveragePooling1D,
  GlobalMaxPooling1D,
  MaxPooling1D,
  SeparableConv1D,
  SpatialDropout1D,
  UpSampling1D,
  ZeroPadding1D,
} from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Activation, Add, BatchNormalization, Concatenate, Dense, Masking } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import { input, Model, Sequential } from '@seqloom/train';
import type { ModelPlan } from '../model-cases.ts';

const SERIES = { input: { shape: [null, 4] } };
const GAPS = { input: { shape: [null, 4], padding: 'any' as const } };

/** Convolutions and pooling over open lengths, with and without masks. */
export const CONVOLUTIONAL_MODELS: Readonly<Record<string, ModelPlan>> = {
  'reviews, convolutions': {
    inputs: { input: { shape: [null], ids: 20 } },
    make: () =>
      new Sequential([
        new Embedding({ inputDim: 20, outputDim: 4 }),
        new Conv1D({ filters: 3, kernelSize: 3, activation: 'relu' }),
        new MaxPooling1D({ poolSize: 3 }),
        new Conv1D({ filters: 3, kernelSize: 2, activation: 'relu' }),
        new GlobalMaxPooling1D(),
        new Dense({ units: 1 }),
      ]),
    lengths: [9, 8, 15, 12],
  },
  'weather, convolutions before a GRU': {
    inputs: SERIES,
    make: () =>
      new Sequential([
        new Conv1D({ filters: 3, kernelSize: 3, activation: 'relu' }),
        new AveragePooling1D({ poolSize: 2 }),
        new SpatialDropout1D({ rate: 0.2 }),
        new GRU({ units: 3 }),
        new Dense({ units: 1 }),
      ]),
    lengths: [6, 4, 9, 7],
  },
  'a separable network with a way around it': {
    inputs: { x: { shape: [null, 4] } },
    make() {
      const x = input([null, 4], { name: 'x' });
      const separable = new SeparableConv1D({
        filters: 4,
        kernelSize: 3,
        padding: 'same',
        depthMultiplier: 2,
      });
      const normal = new BatchNormalization().apply(separable.apply(x));
      const depthwise = new DepthwiseConv1D({ kernelSize: 3, padding: 'causal', activation: 'gelu' });
      return new Model({ inputs: x, outputs: new Add().apply([x, depthwise.apply(normal)]) });
    },
  },
  'dilated causal convolutions': {
    inputs: SERIES,
    make: () =>
      new Sequential(
        [1, 2, 4].map(
          (dilationRate) =>
            new Conv1D({
              filters: 4,
              kernelSize: 2,
              padding: 'causal',
              dilationRate,
              activation: 'hardSilu',
            }),
        ),
      ),
  },
  'strides of the paddings': {
    inputs: SERIES,
    make: () =>
      new Sequential([
        new Conv1D({ filters: 3, kernelSize: 4, padding: 'same', strides: 3 }),
        new Conv1D({ filters: 3, kernelSize: 2, padding: 'causal', strides: 2 }),
        new Conv1D({ filters: 3, kernelSize: 1, padding: 'same', strides: 2 }),
      ]),
    lengths: [20, 1, 9, 4, 13],
  },
  'an autoencoder': {
    inputs: SERIES,
    make: () =>
      new Sequential([
        new Conv1D({ filters: 3, kernelSize: 3, padding: 'same', strides: 2, activation: 'relu' }),
        new Conv1DTranspose({ filters: 3, kernelSize: 3, padding: 'same', strides: 2, activation: 'relu' }),
        new Conv1DTranspose({ filters: 4, kernelSize: 2, strides: 3 }),
      ]),
  },
  'transposed convolutions of every kind': {
    inputs: { x: { shape: [null, 2] } },
    make() {
      const x = input([null, 2], { name: 'x' });
      const outputs = [
        new Conv1DTranspose({ filters: 2, kernelSize: 4, strides: 2, outputPadding: 1 }),
        new Conv1DTranspose({ filters: 2, kernelSize: 2, strides: 4, padding: 'same' }),
        new Conv1DTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same', outputPadding: 0 }),
        new Conv1DTranspose({ filters: 2, kernelSize: 3, dilationRate: 2, useBias: false }),
      ].map((layer) => layer.apply(x));
      return new Model({ inputs: x, outputs });
    },
  },
  'convolutions with gaps': {
    inputs: GAPS,
    make: () =>
      new Sequential([
        new Masking(),
        new Conv1D({ filters: 3, kernelSize: 3, padding: 'same', strides: 2 }),
        new Conv1DTranspose({ filters: 3, kernelSize: 3, padding: 'same', strides: 2 }),
        new Conv1D({ filters: 3, kernelSize: 2, padding: 'causal' }),
        new GRU({ units: 3 }),
      ]),
  },
  'pooling with gaps, and what is left of the mask': {
    inputs: { x: { shape: [null, 2], padding: 'any' } },
    make() {
      const source = input([null, 2], { name: 'x' });
      const x = new Masking().apply(source);
      const layers = [
        new MaxPooling1D({ poolSize: 3, strides: 2, padding: 'same' }),
        new MaxPooling1D({ poolSize: 4, strides: 2, padding: 'same' }),
        new AveragePooling1D({ poolSize: 2, strides: 3, padding: 'same' }),
        new AveragePooling1D({ poolSize: 5, strides: 2, padding: 'same' }),
        new MaxPooling1D({ poolSize: 2, strides: 1 }),
        new AveragePooling1D({ poolSize: 3, strides: 2 }),
      ];
      const pooled = layers.map((layer) => layer.apply(x));
      const means = pooled.map((each) => new GlobalAveragePooling1D().apply(each));
      return new Model({ inputs: source, outputs: [...pooled, ...means] });
    },
    lengths: [7, 3, 8, 5, 4],
  },
  'pooling that leaves steps out': {
    inputs: { x: { shape: [null, 2] } },
    make() {
      const x = input([null, 2], { name: 'x' });
      const layers = [
        new MaxPooling1D({ poolSize: 3, strides: 5, padding: 'same' }),
        new AveragePooling1D({ poolSize: 3, strides: 5, padding: 'same' }),
        new AveragePooling1D({ poolSize: 2, strides: 3 }),
      ];
      return new Model({ inputs: x, outputs: layers.map((layer) => layer.apply(x)) });
    },
    lengths: [7, 3, 8, 5, 4, 11],
  },
  'lengths that change, with gaps': {
    inputs: GAPS,
    make: () =>
      new Sequential([
        new Masking(),
        new ZeroPadding1D({ padding: [2, 1] }),
        new UpSampling1D({ size: 3 }),
        new Cropping1D({ cropping: [1, 4] }),
        new Cropping1D({ cropping: [2, 0] }),
        new GRU({ units: 3, returnSequences: true }),
      ]),
  },
  'four branches': {
    inputs: { x: { shape: [null, 4] } },
    make() {
      const x = input([null, 4], { name: 'x' });
      const conv = (kernelSize: number, strides: number) =>
        new Conv1D({ filters: 2, kernelSize, strides, padding: 'same', activation: 'relu' });
      const branches = [
        conv(1, 2).apply(x),
        conv(3, 2).apply(conv(1, 1).apply(x)),
        conv(3, 1).apply(new AveragePooling1D({ poolSize: 3, strides: 2, padding: 'same' }).apply(x)),
        conv(3, 2).apply(conv(3, 1).apply(conv(1, 1).apply(x))),
      ];
      const joined = new Concatenate().apply(branches);
      return new Model({ inputs: x, outputs: new Activation({ activation: 'tanh' }).apply(joined) });
    },
  },
};
