import type { LayerExport } from '../layer-export.ts';
import { activation } from './activations.ts';
import { additiveAttention, attention, multiHeadAttention } from './attention.ts';
import { gruCell, lstmCell, simpleRNNCell, stackedRNNCells } from './cells.ts';
import { conv1d, conv1dTranspose, depthwiseConv1d, separableConv1d } from './convolutions.ts';
import { dense } from './dense.ts';
import { dot } from './dot.ts';
import { embedding, embeddingBag, masking, positionEmbedding, sinePositionEncoding } from './embeddings.ts';
import { cropping1d, upSampling1d, zeroPadding1d } from './lengths.ts';
import { dlinear, reversibleNormalization, segmentGRU } from './long-horizon.ts';
import { add, average, concatenate, maximum, minimum, multiply, subtract } from './merges.ts';
import { batchNormalization, layerNormalization, normalization, softmax } from './normalizations.ts';
import { averagePooling1d, globalAveragePooling1d, globalMaxPooling1d, maxPooling1d } from './pooling.ts';
import { bidirectional, recurrent } from './recurrent.ts';
import { flatten, identity, permute, repeatVector, reshape } from './shapes.ts';
import { timeDistributed } from './time-distributed.ts';

/** One row for each class of layers: the function that adds its nodes. Models are walked through in `export-layers.ts`. */
export const ROWS: Readonly<Record<string, LayerExport>> = {
  Activation: activation,
  Add: add,
  AdditiveAttention: additiveAttention,
  Attention: attention,
  Average: average,
  AveragePooling1D: averagePooling1d,
  BatchNormalization: batchNormalization,
  Bidirectional: bidirectional,
  Concatenate: concatenate,
  Conv1D: conv1d,
  Conv1DTranspose: conv1dTranspose,
  ConvLSTM1D: recurrent,
  Cropping1D: cropping1d,
  Dense: dense,
  DepthwiseConv1D: depthwiseConv1d,
  DLinear: dlinear,
  Dot: dot,
  Dropout: identity,
  Embedding: embedding,
  EmbeddingBag: embeddingBag,
  Flatten: flatten,
  GlobalAveragePooling1D: globalAveragePooling1d,
  GlobalMaxPooling1D: globalMaxPooling1d,
  GRU: recurrent,
  GRUCell: gruCell,
  LayerNormalization: layerNormalization,
  LSTM: recurrent,
  LSTMCell: lstmCell,
  Masking: masking,
  Maximum: maximum,
  MaxPooling1D: maxPooling1d,
  Minimum: minimum,
  MultiHeadAttention: multiHeadAttention,
  Multiply: multiply,
  Normalization: normalization,
  Permute: permute,
  PositionEmbedding: positionEmbedding,
  RepeatVector: repeatVector,
  Reshape: reshape,
  ReversibleNormalization: reversibleNormalization,
  RNN: recurrent,
  SegmentGRU: segmentGRU,
  SeparableConv1D: separableConv1d,
  SimpleRNN: recurrent,
  SimpleRNNCell: simpleRNNCell,
  SinePositionEncoding: sinePositionEncoding,
  Softmax: softmax,
  SpatialDropout1D: identity,
  StackedRNNCells: stackedRNNCells,
  Subtract: subtract,
  TimeDistributed: timeDistributed,
  UpSampling1D: upSampling1d,
  ZeroPadding1D: zeroPadding1d,
};
