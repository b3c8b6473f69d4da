export type { WindowOptions } from './convolution/check-operands.ts';
export { type Conv1DOperands, conv1d } from './convolution/conv1d.ts';
export { type Conv1DTransposeOperands, conv1dTranspose } from './convolution/conv1d-transpose.ts';
export { averagePool1d, maxPool1d, type Pool1DOptions } from './convolution/pool1d.ts';

export {
  abs,
  add,
  clip,
  div,
  elu,
  erf,
  exp,
  log,
  log1p,
  logSoftmax,
  maximum,
  minimum,
  mul,
  neg,
  pow,
  relu,
  rsqrt,
  sigmoid,
  softmax,
  softplus,
  sqrt,
  square,
  sub,
  tanh,
} from './engine/arithmetic.ts';
export {
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  notEqual,
  where,
} from './engine/compare.ts';
export { fill, ones, scalar, tensor, zeros } from './engine/create.ts';
export { type FusedActivation, isFusedActivation } from './engine/fused-activation.ts';
export { checkIndices, gather, IndexRangeError, oneHot } from './engine/gather.ts';
export {
  type RecordedOp,
  recordedOp,
  stopGradient,
  type ValueAndGrad,
  valueAndGrad,
} from './engine/gradient.ts';
export { type KernelAttributes, runKernel } from './engine/kernel.ts';
export { type DenseOptions, dense, type MatMulOptions, matMul } from './engine/linear.ts';
export { copy, dispose, identity, liveTensors, own, tidy } from './engine/memory.ts';
export { l2Norms } from './engine/norms.ts';
export { peek } from './engine/peek.ts';
export { argMax, max, mean, sum } from './engine/reduce.ts';
export {
  cast,
  concat,
  expandDims,
  pad,
  reshape,
  reverse,
  slice,
  squeeze,
  stack,
  tile,
  transpose,
  unstack,
} from './engine/shape.ts';
export type { DType, Tensor, TensorData } from './engine/tensor.ts';
export { update, type Variable } from './engine/update.ts';
export {
  type AdamRule,
  adamAlpha,
  type RMSpropRule,
  type SGDRule,
  slotCount,
  type UpdateRule,
} from './engine/update-rule.ts';

export { activeBackend } from './plugin/active.ts';
export type {
  BackendKernel,
  BackendPlugin,
  InitOptions,
  InitReport,
  KernelCall,
  PortableKernel,
  SumOfSquares,
  Support,
  TensorHandle,
  UpdateInPlace,
} from './plugin/contract.ts';
export { BackendInUseError } from './plugin/in-use.ts';
export type { KernelReport } from './plugin/kernels.ts';
export type { BackendReport } from './plugin/realm.ts';
export { registerBackend } from './plugin/registry.ts';
export { type SelectedBackend, type SelectOptions, selectBackend } from './plugin/select.ts';
export { BackendUnavailableError, type RejectedBackend } from './plugin/unavailable.ts';

export { type ActivationName, activationNames, applyActivation } from './portable/activations.ts';
export { portableKernels } from './portable/index.ts';
export type { SequenceCellName } from './portable/sequence.ts';
export { type GRUOperands, gruSequence } from './sequence/gru-sequence.ts';
export { type LSTMOperands, type LSTMResult, lstmSequence } from './sequence/lstm-sequence.ts';
export type { SequenceOperands, SequenceResult } from './sequence/operands.ts';
export { simpleRNNSequence } from './sequence/simple-rnn-sequence.ts';
export { type SequenceTraceResult, traceSequence } from './sequence/trace-sequence.ts';
