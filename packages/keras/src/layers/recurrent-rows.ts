import type { Layer, LayerClass } from '@seqloom/nn';
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
import { listOfOne } from '../config/field.ts';
import { listOf } from '../config/keras-object.ts';
import { classPath } from '../config/names.ts';
import { bidirectionalFields } from './bidirectional-fields.ts';
import {
  always,
  type LayerField,
  type LayerRow,
  layerRow,
  type Part,
  type RowSettings,
  where,
} from './layer-row.ts';
import { uniquePaths } from './unique-paths.ts';

const WEIGHTS = [...always('kernel', 'recurrentKernel'), where('useBias', 'bias')];
/** `time_major` swaps axes; a step that is masked repeats the last output here. */
const SEQUENCE = { time_major: [false], zero_output_for_mask: [false] };

/** A layer within a layer. */
const inner = (key: string): LayerField => ({
  key,
  read: (value, { layer }) => layer(value),
  write: (value, { layer }) => layer(value as Layer),
});

/** Keras runs these as a cell over the steps, and the cell has the weights. */
function sequenceRow(className: string, layerClass: LayerClass, settings: RowSettings = {}): LayerRow {
  return layerRow(className, layerClass, {
    ...settings,
    fixed: SEQUENCE,
    variables: WEIGHTS,
    holder: 'cell',
  });
}

/** Keras 1 and 2 knew the reset gate before the product alone. */
const RESET_BEFORE = { oldDefaults: { resetAfter: false } };

/** Layers of `@seqloom/recurrent`. */
export const RECURRENT_ROWS: readonly LayerRow[] = [
  layerRow('Bidirectional', Bidirectional, {
    fields: bidirectionalFields,
    parts: ({ forwardLayer, backwardLayer }: Bidirectional): readonly Part[] => [
      ['forward_layer', forwardLayer],
      ['backward_layer', backwardLayer],
    ],
  }),
  sequenceRow('ConvLSTM1D', ConvLSTM1D, {
    fields: {
      kernelSize: listOfOne('kernel_size'),
      strides: listOfOne('strides'),
      dilationRate: listOfOne('dilation_rate'),
    },
  }),
  sequenceRow('GRU', GRU, RESET_BEFORE),
  layerRow('GRUCell', GRUCell, { ...RESET_BEFORE, variables: WEIGHTS }),
  sequenceRow('LSTM', LSTM),
  layerRow('LSTMCell', LSTMCell, { variables: WEIGHTS }),
  layerRow('RNN', RNN, {
    fields: { cell: inner('cell') },
    fixed: SEQUENCE,
    parts: ({ settings: { cell } }: RNN): readonly Part[] => [['cell', cell]],
  }),
  sequenceRow('SimpleRNN', SimpleRNN),
  layerRow('SimpleRNNCell', SimpleRNNCell, { variables: WEIGHTS }),
  layerRow('StackedRNNCells', StackedRNNCells, {
    fields: {
      cells: {
        key: 'cells',
        read: (value, { layer, where }) => listOf(`${where}: cells`, value).map(layer),
        write: (value, { layer }) => (value as readonly Layer[]).map(layer),
      },
    },
    parts: ({ settings: { cells } }: StackedRNNCells): readonly Part[] =>
      uniquePaths(cells, (cell) => classPath(cell.className)).map(([cell, path]) => [`cells/${path}`, cell]),
  }),
  layerRow('TimeDistributed', TimeDistributed, {
    fields: { layer: inner('layer') },
    parts: ({ settings: { layer } }: TimeDistributed): readonly Part[] => [['layer', layer]],
  }),
];
