import type { Bidirectional, RecurrentLayer } from '@seqloom/recurrent';
import type { GraphBuilder } from '../graph-builder.ts';
import type { Edge, ExportLayer, LayerCall, LayerNodes } from '../layer-export.ts';
import { reverseSteps, zeroMaskedSteps } from '../masks.ts';
import { OnnxExportError } from '../onnx-export-error.ts';
import { runCells, runConvLSTM1D } from './recurrent-loops.ts';
import type { SequenceRun } from './scan-steps.ts';
import { runGRU, runLSTM, runSimpleRNN } from './sequence-operators.ts';

/** A run of a recurrent layer over all steps of a sequence. */
export interface RecurrentRun<L extends RecurrentLayer = RecurrentLayer> {
  readonly graph: GraphBuilder;
  readonly layer: L;
  readonly x: Edge;
  /** Zeros where there are none. */
  readonly initialState: readonly string[] | undefined;
  readonly exportLayer: ExportLayer;
}

/** One row for each recurrent layer: how it runs. */
const RUNS: Readonly<Record<string, (run: RecurrentRun<never>) => SequenceRun>> = {
  SimpleRNN: runSimpleRNN,
  GRU: runGRU,
  LSTM: runLSTM,
  RNN: runCells,
  ConvLSTM1D: runConvLSTM1D,
};

export function recurrent(call: LayerCall<RecurrentLayer>): LayerNodes {
  const { graph, layer, inputs, initialState } = call;
  const [x] = inputs as readonly [Edge];
  const { returnSequences, returnState, goBackwards } = layer.settings;
  const { sequence, last, states } = run(call, layer, initialState);
  const inOrder = (value: string) => (goBackwards ? reverseSteps(graph, value) : value);
  const output = returnSequences ? inOrder(sequence) : last;
  return {
    outputs: returnState ? [output, ...states] : [output],
    mask: returnSequences && x.mask ? { ...x.mask, name: inOrder(x.mask.name) } : undefined,
  };
}

export function bidirectional(call: LayerCall<Bidirectional>): LayerNodes {
  const { graph, layer, inputs, initialState } = call;
  const [x] = inputs as readonly [Edge];
  const { forwardLayer, backwardLayer } = layer;
  const { returnSequences, returnState } = forwardLayer.settings;
  const count = forwardLayer.stateShapes.length;
  const one = run(call, forwardLayer, initialState?.slice(0, count));
  const other = run(call, backwardLayer, initialState?.slice(count));
  // Both sequences stand in the order of the input.
  const output = ({ sequence, last }: SequenceRun) => {
    if (!returnSequences) return last;
    const rank = layer.outputShape.length;
    return x.mask ? zeroMaskedSteps(graph, sequence, rank, x.mask) : sequence;
  };
  const merged = merge(graph, layer, output(one), output(other));
  return {
    outputs: returnState ? [...merged, ...one.states, ...other.states] : merged,
    mask: returnSequences ? x.mask : undefined,
  };
}

/** @throws OnnxExportError for a layer that keeps states from batch to batch, which a graph cannot, and one of an unknown class */
function run(
  { graph, inputs, exportLayer }: LayerCall<RecurrentLayer | Bidirectional>,
  layer: RecurrentLayer,
  initialState: readonly Edge[] | undefined,
): SequenceRun {
  const runLayer = RUNS[layer.className];
  if (!runLayer) {
    throw new OnnxExportError(
      `${layer.label} is of a recurrent class without a row. Known: ${Object.keys(RUNS).join(', ')}.`,
    );
  }
  if (layer.settings.stateful) {
    throw new OnnxExportError(
      `${layer.label} is stateful, and a graph keeps no states from batch to batch. Make the model without stateful, ` +
        'with returnState and initialState as outputs and inputs if the states are needed.',
    );
  }
  const states = initialState?.map(({ name }) => name);
  return graph.at(layer, () =>
    runLayer({ graph, layer: layer as never, x: inputs[0]!, initialState: states, exportLayer }),
  ); // the row is that of its class
}

function merge(
  graph: GraphBuilder,
  { settings }: Bidirectional,
  one: string,
  other: string,
): readonly string[] {
  switch (settings.mergeMode) {
    case 'concat':
      return [graph.op('Concat', [one, other], { axis: -1 })];
    case 'sum':
      return [graph.op('Add', [one, other])];
    case 'mul':
      return [graph.op('Mul', [one, other])];
    case 'ave':
      return [graph.op('Mul', [graph.op('Add', [one, other]), graph.floats(0.5)])];
    case 'none':
      return [one, other];
  }
}
