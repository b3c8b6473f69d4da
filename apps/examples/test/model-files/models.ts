import * as convolutional from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import type { LayerClass } from '@seqloom/nn';
import * as nn from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import * as recurrent from '@seqloom/recurrent';
import { Sequential } from '@seqloom/train';

const { Conv1D, Conv1DTranspose, DepthwiseConv1D, SeparableConv1D } = convolutional;
const { Bidirectional, GRU, LSTM, SimpleRNN, TimeDistributed } = recurrent;

/** A model whose file, predictions and training must survive every change of the code. */
export interface RecordedModel {
  readonly model: () => Sequential;
  /** Shape of the input without the batch; `ids`: whole numbers below 20, 0 among them. */
  readonly input: readonly number[];
  readonly ids?: true;
}

const probability = () => new nn.Dense({ units: 1, activation: 'sigmoid' });
const words = (maskZero = false) => new Embedding({ inputDim: 20, outputDim: 6, maskZero });

/** Every layer in at least one model, with options that are not the defaults. */
export const MODELS: Readonly<Record<string, RecordedModel>> = {
  dense: {
    input: [7],
    model: () =>
      new Sequential([
        new nn.Dense({ units: 9, activation: 'relu', kernelRegularizer: nn.l2(0.01) }),
        new nn.Dropout({ rate: 0.25 }),
        new nn.Activation({ activation: 'gelu' }),
        probability(),
      ]),
  },
  'masked-lstm': {
    input: [8],
    ids: true,
    model: () =>
      new Sequential([
        words(true),
        new LSTM({ units: 5, dropout: 0.1, recurrentDropout: 0.2 }),
        probability(),
      ]),
  },
  'gru-before': {
    input: [8],
    ids: true,
    model: () =>
      new Sequential([
        words(),
        new GRU({ units: 5, resetAfter: false, returnSequences: true }),
        new GRU({ units: 4, goBackwards: true }),
        probability(),
      ]),
  },
  'both-ways': {
    input: [8],
    ids: true,
    model: () =>
      new Sequential([
        words(true),
        new Bidirectional({ layer: new SimpleRNN({ units: 4, returnSequences: true }), mergeMode: 'sum' }),
        new TimeDistributed({ layer: new nn.Dense({ units: 3, activation: 'tanh' }) }),
        new nn.Flatten(),
        probability(),
      ]),
  },
  convolutions: {
    input: [24, 4],
    model: () =>
      new Sequential([
        new Conv1D({ filters: 8, kernelSize: 5, padding: 'causal', activation: 'relu', groups: 2 }),
        new convolutional.MaxPooling1D({ poolSize: 2 }),
        new SeparableConv1D({ filters: 6, kernelSize: 3, padding: 'same' }),
        new convolutional.SpatialDropout1D({ rate: 0.1 }),
        new DepthwiseConv1D({ kernelSize: 3, depthMultiplier: 2 }),
        new convolutional.AveragePooling1D({ poolSize: 3, strides: 2, padding: 'same' }),
        new Conv1DTranspose({ filters: 5, kernelSize: 3, strides: 2 }),
        new convolutional.GlobalMaxPooling1D(),
        probability(),
      ]),
  },
  reshaping: {
    input: [10, 2],
    model: () =>
      new Sequential([
        new nn.Masking({ maskValue: 0 }),
        new convolutional.ZeroPadding1D({ padding: 2 }),
        new convolutional.Cropping1D({ cropping: [1, 3] }),
        new convolutional.UpSampling1D({ size: 2 }),
        new nn.Reshape({ targetShape: [10, 4] }),
        new convolutional.GlobalAveragePooling1D(),
        new nn.RepeatVector({ n: 3 }),
        new GRU({ units: 4, activation: 'relu' }),
        probability(),
      ]),
  },
};

/** Every class that the files name. */
export const LAYERS: readonly LayerClass[] = [nn, convolutional, recurrent, { Embedding }].flatMap(
  (exports) =>
    Object.values(exports).filter(
      (value): value is typeof value & LayerClass =>
        typeof value === 'function' && value.prototype instanceof nn.Layer && 'className' in value,
    ),
);

/** Inputs and targets of a model, the same on every machine. */
export function dataOf({ input, ids }: RecordedModel, samples = 16) {
  const random = createRandom(5, 'model files');
  const size = samples * input.reduce((product, length) => product * length, 1);
  const data = ids
    ? Int32Array.from({ length: size }, () => random.integer(20))
    : random.fillNormal(new Float32Array(size));
  const targets = { data: Float32Array.from({ length: samples }, (_, i) => i % 2), shape: [samples, 1] };
  return { inputs: { data, shape: [samples, ...input] }, targets };
}
