import type { AnyPortableKernel, PortableKernel } from '../contract/kernel.ts';
import type { SeqloomKernels } from '../contract/kernel-table.ts';
import { activationGrad } from './activation-grad.ts';
import { attention, attentionGrad } from './attention.ts';
import { conv1d, conv1dFilterGrad, conv1dInputGrad } from './conv1d.ts';
import { avgPool1d, avgPool1dGrad, maxPool1d, maxPool1dGrad } from './pool1d.ts';
import {
  gruSequence,
  gruSequenceGrad,
  lstmSequence,
  lstmSequenceGrad,
  simpleRNNSequence,
  simpleRNNSequenceGrad,
} from './sequence.ts';
import { tile } from './tile.ts';
import { unsortedSegmentSum } from './unsorted-segment-sum.ts';

/** A body for every kernel of ours: one that is missing does not compile. */
const BODIES: { readonly [K in keyof SeqloomKernels]: PortableKernel<K> } = {
  UnsortedSegmentSum: unsortedSegmentSum,
  Tile: tile,
  ActivationGrad: activationGrad,
  SimpleRNNSequence: simpleRNNSequence,
  SimpleRNNSequenceGrad: simpleRNNSequenceGrad,
  GRUSequence: gruSequence,
  GRUSequenceGrad: gruSequenceGrad,
  LSTMSequence: lstmSequence,
  LSTMSequenceGrad: lstmSequenceGrad,
  Conv1D: conv1d,
  Conv1DInputGrad: conv1dInputGrad,
  Conv1DFilterGrad: conv1dFilterGrad,
  MaxPool1D: maxPool1d,
  MaxPool1DGrad: maxPool1dGrad,
  AvgPool1D: avgPool1d,
  AvgPool1DGrad: avgPool1dGrad,
  Attention: attention,
  AttentionGrad: attentionGrad,
};

/** Every kernel of ours, as engine operations: what a backend without a body of its own runs. */
export const portableKernels: readonly AnyPortableKernel[] = Object.values(BODIES);
