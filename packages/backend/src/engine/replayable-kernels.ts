import type { KernelName } from '../contract/kernel-table.ts';

/**
 * Which kernels of the table may be replayed: recorded once for certain shapes and then run again for other numbers, without
 * their bodies. For such a kernel a body does nothing but call compiled code, with arguments that follow from the shapes and the attributes; it
 * reads no numbers, except the ids of `GatherV2`, whose range is checked before every replay. Only kernels of predictions are.
 */
const REPLAYABLE: Readonly<Record<KernelName, boolean>> = {
  SimpleRNNSequence: true,
  SimpleRNNSequenceGrad: false,
  GRUSequence: true,
  GRUSequenceGrad: false,
  LSTMSequence: true,
  LSTMSequenceGrad: false,
  Conv1D: true,
  Conv1DInputGrad: false,
  Conv1DFilterGrad: false,
  MaxPool1D: true,
  MaxPool1DGrad: false,
  AvgPool1D: true,
  AvgPool1DGrad: false,
  Attention: true,
  AttentionGrad: false,
  ActivationGrad: false,
  UnsortedSegmentSum: false,
  // Its portable body makes a tensor of ones.
  Tile: false,
  GatherV2: true,
  BatchMatMul: true,
  _FusedMatMul: true,
  Sum: true,
  Mean: true,
  Max: true,
  Reverse: true,
  Concat: true,
  Slice: true,
  Identity: true,
  Tanh: true,
  Sigmoid: true,
};

/** Whether a kernel may be replayed; one that the table does not have may not. */
export function isReplayable(kernel: string): boolean {
  return Object.hasOwn(REPLAYABLE, kernel) && REPLAYABLE[kernel as KernelName];
}
