export { Bidirectional, type BidirectionalOptions, type MergeMode } from './bidirectional.ts';
export { ConvLSTM1D, type ConvLSTM1DOptions } from './conv-lstm-1d.ts';
export { GRU, type GRUOptions } from './gru.ts';
export { GRUCell, type GRUCellOptions } from './gru-cell.ts';
export { type GateName, type GateRecord, type InspectOptions, inspectGates } from './inspect-gates.ts';
export { LSTM, type LSTMOptions } from './lstm.ts';
export { LSTMCell, type LSTMCellOptions } from './lstm-cell.ts';
export { RecurrentCell } from './recurrent-cell.ts';
export { RecurrentLayer, type RecurrentOptions, type RecurrentRun } from './recurrent-layer.ts';
export { RNN, type RNNOptions } from './rnn.ts';
export { SegmentGRU, type SegmentGRUOptions } from './segment-gru.ts';
export {
  SequenceLayer,
  type SequenceLayerOptions,
  type SequenceStates,
  type WeightedOperands,
} from './sequence-layer.ts';
export { SimpleRNN, type SimpleRNNOptions } from './simple-rnn.ts';
export { SimpleRNNCell, type SimpleRNNCellOptions } from './simple-rnn-cell.ts';
export { StackedRNNCells, type StackedRNNCellsOptions } from './stacked-rnn-cells.ts';
export { TimeDistributed, type TimeDistributedOptions } from './time-distributed.ts';
