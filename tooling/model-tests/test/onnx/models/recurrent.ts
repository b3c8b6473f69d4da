import { Conv1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Dropout, Flatten, LayerNormalization, Masking, Normalization, Reshape } from '@seqloom/nn';
import {
  Bidirectional,
  ConvLSTM1D,
  GRU,
  GRUCell,
  LSTM,
  LSTMCell,
  RNN,
  SimpleRNN,
  SimpleRNNCell,
  StackedRNNCells,
  TimeDistributed,
} from '@seqloom/recurrent';
import { Sequential } from '@seqloom/train';
import type { ModelPlan } from '../model-cases.ts';

const IDS = { input: { shape: [null], ids: 20 } };
const padded = (padding: 'pre' | 'post' | 'any') => ({ input: { shape: [null], ids: 20, padding } });
const SERIES = { input: { shape: [null, 5] } };
const GAPS = { input: { shape: [null, 5], padding: 'any' as const } };

const words = (options: { maskZero?: boolean } = {}) =>
  new Embedding({ inputDim: 20, outputDim: 6, ...options });
const masked = () => words({ maskZero: true });
const answer = () => new Dense({ units: 1, activation: 'sigmoid' });

/** Stacks of recurrent layers: texts, series, masks of every kind. */
export const RECURRENT_MODELS: Readonly<Record<string, ModelPlan>> = {
  'words, flattened': {
    inputs: { input: { shape: [7], ids: 20 } },
    make: () => new Sequential([words(), new Flatten(), answer()]),
    lengths: [7],
  },
  'reviews, SimpleRNN': {
    inputs: IDS,
    make: () => new Sequential([words(), new SimpleRNN({ units: 4 }), answer()]),
  },
  'reviews, four SimpleRNN': {
    inputs: IDS,
    make: () =>
      new Sequential([
        words(),
        ...[1, 2, 3].map(() => new SimpleRNN({ units: 4, returnSequences: true })),
        new SimpleRNN({ units: 4 }),
        answer(),
      ]),
  },
  'reviews, LSTM': { inputs: IDS, make: () => new Sequential([words(), new LSTM({ units: 4 }), answer()]) },
  'reviews padded before, LSTM': {
    inputs: padded('pre'),
    make: () => new Sequential([masked(), new LSTM({ units: 4 }), answer()]),
  },
  'reviews padded after, LSTM': {
    inputs: padded('post'),
    make: () => new Sequential([masked(), new LSTM({ units: 4 }), answer()]),
  },
  'words with gaps, GRU that keeps the steps': {
    inputs: padded('any'),
    make: () =>
      new Sequential([masked(), new GRU({ units: 4, returnSequences: true }), new Dense({ units: 2 })]),
  },
  'weather, GRU with dropout': {
    inputs: SERIES,
    make: () =>
      new Sequential([new GRU({ units: 6, dropout: 0.1, recurrentDropout: 0.5 }), new Dense({ units: 1 })]),
  },
  'weather, two GRU': {
    inputs: SERIES,
    make: () =>
      new Sequential([
        new GRU({ units: 4, dropout: 0.1, returnSequences: true }),
        new GRU({ units: 6, activation: 'relu', resetAfter: false }),
        new Dense({ units: 1 }),
      ]),
  },
  'weather, both directions': {
    inputs: SERIES,
    make: () =>
      new Sequential([new Bidirectional({ layer: new GRU({ units: 4 }) }), new Dense({ units: 1 })]),
  },
  'reviews padded before, stacked in both directions': {
    inputs: padded('pre'),
    make: () =>
      new Sequential([
        masked(),
        new Bidirectional({ layer: new LSTM({ units: 3, returnSequences: true }) }),
        new Bidirectional({ layer: new GRU({ units: 3, returnSequences: true }), mergeMode: 'ave' }),
        new Bidirectional({ layer: new SimpleRNN({ units: 3 }), mergeMode: 'mul' }),
        answer(),
      ]),
  },
  'series with gaps, backwards': {
    inputs: GAPS,
    make: () =>
      new Sequential([
        new Masking(),
        new LSTM({ units: 3, returnSequences: true, goBackwards: true }),
        new GRU({ units: 3, goBackwards: true }),
      ]),
  },
  'series with gaps, two kinds of layers for two directions': {
    inputs: GAPS,
    make: () =>
      new Sequential([
        new Masking(),
        new Bidirectional({
          layer: new LSTM({ units: 3, returnSequences: true }),
          backwardLayer: new GRU({ units: 2, returnSequences: true, goBackwards: true }),
        }),
        new Dense({ units: 2, activation: 'softmax' }),
      ]),
  },
  'activations that the operators know': {
    inputs: SERIES,
    make: () =>
      new Sequential([
        new LSTM({
          units: 3,
          activation: 'leakyRelu',
          recurrentActivation: 'hardSigmoid',
          returnSequences: true,
        }),
        new GRU({
          units: 3,
          activation: 'softsign',
          recurrentActivation: 'hardSigmoid',
          returnSequences: true,
        }),
        new SimpleRNN({ units: 3, activation: 'elu', returnSequences: true }),
        new LSTM({ units: 3, activation: 'linear', recurrentActivation: 'softplus', returnSequences: true }),
        new SimpleRNN({ units: 3, activation: 'linear' }),
      ]),
  },
  'activations that they do not know, with gaps': {
    inputs: GAPS,
    make: () =>
      new Sequential([
        new Masking(),
        new LSTM({ units: 3, activation: 'gelu', returnSequences: true }),
        new GRU({ units: 3, activation: 'silu', recurrentActivation: 'softmax', returnSequences: true }),
        new GRU({ units: 3, activation: 'selu', resetAfter: false, useBias: false, returnSequences: true }),
        new SimpleRNN({ units: 3, activation: 'mish', goBackwards: true }),
      ]),
  },
  'cells of three kinds, stacked, with gaps': {
    inputs: GAPS,
    make: () =>
      new Sequential([
        new Masking(),
        new RNN({
          cell: new StackedRNNCells({
            cells: [new LSTMCell({ units: 3 }), new GRUCell({ units: 4 }), new SimpleRNNCell({ units: 2 })],
          }),
          returnSequences: true,
        }),
        new RNN({ cell: new GRUCell({ units: 3, resetAfter: false }), goBackwards: true }),
      ]),
  },
  'sensors, ConvLSTM1D with gaps in both directions': {
    inputs: { input: { shape: [null, 12], padding: 'any' } },
    make: () =>
      new Sequential([
        new Masking(),
        new Reshape({ targetShape: [-1, 6, 2] }),
        new Bidirectional({
          layer: new ConvLSTM1D({
            filters: 2,
            kernelSize: 3,
            padding: 'same',
            dilationRate: 2,
            returnSequences: true,
          }),
        }),
        new ConvLSTM1D({ filters: 2, kernelSize: 2, recurrentActivation: 'hardSigmoid' }),
        new Flatten(),
        new Dense({ units: 1 }),
      ]),
  },
  'documents of sentences of words': {
    inputs: { input: { shape: [null, 4], ids: 20, padding: 'post' } },
    make: () =>
      new Sequential([
        masked(),
        new TimeDistributed({ layer: new Bidirectional({ layer: new LSTM({ units: 3 }) }) }),
        new GRU({ units: 3 }),
        answer(),
      ]),
  },
  'windows of a series, each through a convolution': {
    inputs: { input: { shape: [null, 6, 3] } },
    make: () =>
      new Sequential([
        new TimeDistributed({
          layer: new Sequential([
            new Conv1D({ filters: 2, kernelSize: 3, activation: 'relu' }),
            new Flatten(),
          ]),
        }),
        new LSTM({ units: 3 }),
      ]),
  },
  'weather, scaled in the model': {
    inputs: SERIES,
    make: () =>
      new Sequential([
        new Normalization(),
        new LSTM({ units: 4, returnSequences: true }),
        new LayerNormalization(),
        new Dropout({ rate: 0.5 }),
        new Dense({ units: 2 }),
      ]),
  },
  'the next word': {
    inputs: IDS,
    make: () =>
      new Sequential([
        words(),
        new LSTM({ units: 6, returnSequences: true }),
        new Dense({ units: 20, activation: 'logSoftmax' }),
      ]),
  },
};
