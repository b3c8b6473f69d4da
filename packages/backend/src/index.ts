export {
  type AttentionOperands,
  type AttentionScores,
  attention,
  attentionWeights,
} from './attention/attention.ts';
export type { ActivationName, FusedActivation } from './contract/activation.ts';
export type {
  AnyBackendKernel,
  AnyPortableKernel,
  BackendKernel,
  KernelAttributes,
  KernelAttributesOf,
  KernelCall,
  KernelInputs,
  KernelResult,
  PortableKernel,
} from './contract/kernel.ts';
export type {
  AttentionAttributes,
  AttentionInputs,
  ConvolutionAttributes,
  GateAttributes,
  GRUAttributes,
  GRUInputs,
  KernelName,
  KernelTable,
  LSTMInputs,
  NoAttributes,
  PoolAttributes,
  Reduction,
  SeqloomKernels,
  SequenceAttributes,
  SequenceGradientAttributes,
  SequenceGradientInputs,
  SequenceGradients,
  SequenceInputs,
  SequenceOutputs,
  TfjsKernels,
  TransposeAttributes,
} from './contract/kernel-table.ts';
export type {
  BackendPlugin,
  InitOptions,
  InitReport,
  NumbersInPlace,
  RecordableWork,
  RecordReplay,
  Replay,
  SumOfSquares,
  Support,
  UpdateInPlace,
  UpdateRowsInPlace,
} from './contract/plugin.ts';
export type { BackendReport, KernelReport, RejectedBackend } from './contract/running.ts';
export type { DType, Tensor, TensorData, TensorHandle } from './contract/tensor.ts';
export type {
  AdagradRule,
  AdamRule,
  InPlaceRule,
  NadamRule,
  RMSpropRule,
  SGDRule,
  UpdateRule,
} from './contract/update-rule.ts';

export type { WindowOptions } from './convolution/check-operands.ts';
export { type Conv1DOperands, conv1d } from './convolution/conv1d.ts';
export { type Conv1DTransposeOperands, conv1dTranspose } from './convolution/conv1d-transpose.ts';
export { averagePool1d, maxPool1d, type Pool1DOptions } from './convolution/pool1d.ts';
export { activeBackend, readsAreCheap } from './engine/active.ts';
export { allFinite } from './engine/all-finite.ts';
export { add, div, maximum, minimum, mul, pow, sub } from './engine/arithmetic.ts';
export { BackendFailedError } from './engine/backend-failure.ts';
export { cast } from './engine/cast.ts';
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
export {
  abs,
  clip,
  elu,
  erf,
  exp,
  log,
  log1p,
  neg,
  relu,
  rsqrt,
  sigmoid,
  softplus,
  sqrt,
  square,
  tanh,
} from './engine/functions.ts';
export { isFusedActivation } from './engine/fused-activation.ts';
export { checkIndices, gather, IndexRangeError, oneHot } from './engine/gather.ts';
export {
  type RecordedOp,
  recordedOp,
  stopGradient,
  type ValueAndGrad,
  valueAndGrad,
} from './engine/gradient.ts';
export { concat, stack, unstack } from './engine/join.ts';
export { type AttributeArguments, type KernelOutputs, runKernel } from './engine/kernel.ts';
export { type DenseOptions, dense, type MatMulOptions, matMul } from './engine/linear.ts';
export { copy, dispose, identity, liveTensors, own, tidy } from './engine/memory.ts';
export { l2Norms } from './engine/norms.ts';
export { peek } from './engine/peek.ts';
export { type Plan, type RecordedPlan, recordPlan } from './engine/plan.ts';
export { argMax, max, mean, sum } from './engine/reduce.ts';
export { isReplayable } from './engine/replayable-kernels.ts';
export {
  denseGradient,
  isRowGradient,
  RowGradient,
  type RowGradOptions,
  type ValueAndRowGrad,
  valueAndRowGrad,
} from './engine/row-gradient.ts';
export { expandDims, reshape, squeeze, transpose } from './engine/shape.ts';
export { pad, reverse, slice, tile } from './engine/slice-and-pad.ts';
export { logSoftmax, softmax } from './engine/softmax.ts';
export { update, type Variable } from './engine/update.ts';
export { canUpdateRows, decayRows, updateRows } from './engine/update-rows.ts';
export { adamAlpha, nadamMomentum, slotCount } from './engine/update-rule.ts';
export { withNumbers, writableNumbers } from './engine/with-numbers.ts';
export { activationNames, applyActivation } from './portable/activations.ts';
export { portableKernels } from './portable/index.ts';
export type { SequenceCellName } from './portable/sequence.ts';
export { BackendInUseError } from './selection/in-use.ts';
export { awaitsBackend, provideBackends, ready } from './selection/ready.ts';
export { registerBackend } from './selection/registry.ts';
export { type SelectedBackend, type SelectOptions, selectBackend } from './selection/select.ts';
export { BackendUnavailableError } from './selection/unavailable.ts';
export { type GRUOperands, gruSequence } from './sequence/gru-sequence.ts';
export { type LSTMOperands, type LSTMResult, lstmSequence } from './sequence/lstm-sequence.ts';
export type { SequenceOperands, SequenceResult } from './sequence/operands.ts';
export { simpleRNNSequence } from './sequence/simple-rnn-sequence.ts';
export { type SequenceTraceResult, traceSequence } from './sequence/trace-sequence.ts';
export { VERSION } from './version.ts';
