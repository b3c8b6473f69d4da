import type { ActivationName, Layer } from '@seqloom/nn';
import type { GRUCell, LSTMCell, SimpleRNNCell, StackedRNNCells } from '@seqloom/recurrent';
import type { GraphBuilder } from '../graph-builder.ts';
import type { Edge, LayerCall, LayerExport, LayerNodes } from '../layer-export.ts';
import { OnnxExportError } from '../onnx-export-error.ts';
import { activate } from './activations.ts';

/** The options of all cells and of the layers with their weights; each has those it reads. */
export interface CellSettings {
  readonly units: number;
  readonly useBias: boolean;
  readonly activation: ActivationName;
  readonly recurrentActivation?: ActivationName;
  readonly resetAfter?: boolean;
}

/** One step: the states after it, the output first. `owner` has the weights. */
export type CellStep = (
  graph: GraphBuilder,
  owner: Layer,
  settings: CellSettings,
  x: string,
  states: readonly string[],
) => readonly string[];

/** h' = act(x·W + b + h·U) */
export const simpleRNNStep: CellStep = (graph, owner, settings, x, [h]) => {
  const z = graph.op('Add', [
    projected(graph, owner, settings, x),
    graph.op('MatMul', [h!, graph.weight(owner, 'recurrentKernel')]),
  ]);
  return [activate(graph, settings.activation, z)];
};

/** z r = σ(x·W + b + h·U + b'), n = act(x·W + b + r∘(h·U + b')) or act(x·W + b + (r∘h)·U), h' = z∘h + (1 − z)∘n */
export const gruStep: CellStep = (graph, owner, settings, x, [h]) => {
  const { units, resetAfter, useBias, activation, recurrentActivation = 'sigmoid' } = settings;
  const [xz, xr, xn] = columns(graph, projected(graph, owner, settings, x), units, 3);
  const gate = (a: string, b: string) => activate(graph, recurrentActivation, graph.op('Add', [a, b]));
  const recurrent = (kernel: string) => graph.op('MatMul', [h!, kernel]);
  const part = (of: 'gates' | 'candidate') =>
    graph.weight(owner, 'recurrentKernel', of, ([rows, width], values) =>
      someColumns(values, rows!, width!, of === 'gates' ? [0, 2 * units] : [2 * units, 3 * units]),
    );
  let products: readonly string[];
  if (resetAfter) {
    const product = recurrent(graph.weight(owner, 'recurrentKernel'));
    const sum = useBias ? graph.op('Add', [product, biasRow(graph, owner, 1)]) : product;
    products = columns(graph, sum, units, 3);
  } else {
    products = columns(graph, recurrent(part('gates')), units, 2);
  }
  const [z, r] = [gate(xz!, products[0]!), gate(xr!, products[1]!)];
  const candidate = resetAfter
    ? graph.op('Mul', [r, products[2]!])
    : graph.op('MatMul', [graph.op('Mul', [r, h!]), part('candidate')]);
  const n = activate(graph, activation, graph.op('Add', [xn!, candidate]));
  const rest = graph.op('Mul', [graph.op('Sub', [graph.floats(1), z]), n]);
  return [graph.op('Add', [graph.op('Mul', [z, h!]), rest])];
};

/** i f o = σ(x·W + b + h·U), g = act(x·W + b + h·U), c' = f∘c + i∘g, h' = o∘act(c') */
export const lstmStep: CellStep = (graph, owner, settings, x, [h, c]) => {
  const product = graph.op('MatMul', [h!, graph.weight(owner, 'recurrentKernel')]);
  const gates = graph.op('Add', [projected(graph, owner, settings, x), product]);
  return lstmStates(graph, settings, gates, c!);
};

/** The states h and c of an LSTM from the sums of its gates i f g o, which lie side by side on the last axis. */
export function lstmStates(
  graph: GraphBuilder,
  {
    units,
    activation,
    recurrentActivation = 'sigmoid',
  }: Pick<CellSettings, 'units' | 'activation' | 'recurrentActivation'>,
  sums: string,
  c: string,
): readonly [h: string, c: string] {
  const [zi, zf, zg, zo] = columns(graph, sums, units, 4);
  const [i, f, o] = [zi, zf, zo].map((z) => activate(graph, recurrentActivation, z!));
  const g = activate(graph, activation, zg!);
  const next = graph.op('Add', [graph.op('Mul', [f!, c]), graph.op('Mul', [i!, g])]);
  return [graph.op('Mul', [o!, activate(graph, activation, next)]), next];
}

export const simpleRNNCell: LayerExport<SimpleRNNCell> = ofCell<SimpleRNNCell>(simpleRNNStep);
export const gruCell: LayerExport<GRUCell> = ofCell<GRUCell>(gruStep);
export const lstmCell: LayerExport<LSTMCell> = ofCell<LSTMCell>(lstmStep);

export function stackedRNNCells({
  graph,
  layer,
  inputs,
  initialState,
  exportLayer,
}: LayerCall<StackedRNNCells>): LayerNodes {
  let output = inputs[0]!;
  let left = statesOf(layer, initialState);
  const states: string[] = [];
  for (const cell of layer.settings.cells) {
    const count = cell.computeOutputShapes(output.shape).length - 1;
    const [next, ...own] = exportLayer(graph, cell, [output], { initialState: left.slice(0, count) });
    left = left.slice(count);
    output = next!;
    states.push(...own.map(({ name }) => name));
  }
  return { outputs: [output.name, ...states] };
}

function ofCell<Cell extends SimpleRNNCell | GRUCell | LSTMCell>(step: CellStep): LayerExport<Cell> {
  return ({ graph, layer, inputs: [x], initialState }) => {
    const states = statesOf(layer, initialState).map(({ name }) => name);
    const next = step(graph, layer, layer.settings, x!.name, states);
    return { outputs: [next[0]!, ...next] };
  };
}

function statesOf(cell: Layer, states: readonly Edge[] | undefined): readonly Edge[] {
  if (states) return states;
  throw new OnnxExportError(
    `${cell.label} is a cell, which needs its states. Run it in an RNN, or give initialState.`,
  );
}

/** x·W + b of all gates. */
function projected(
  graph: GraphBuilder,
  owner: Layer,
  { useBias, resetAfter }: CellSettings,
  x: string,
): string {
  const product = graph.op('MatMul', [x, graph.weight(owner, 'kernel')]);
  if (!useBias) return product;
  return graph.op('Add', [product, resetAfter ? biasRow(graph, owner, 0) : graph.weight(owner, 'bias')]);
}

/** b or b' of the bias `[2, 3U]` of a GRU that resets after. */
function biasRow(graph: GraphBuilder, owner: Layer, row: number): string {
  return graph.weight(owner, 'bias', `row ${row}`, ([, width], values) => ({
    shape: [width!],
    values: values.subarray(row * width!, (row + 1) * width!),
  }));
}

/** The blocks of the last axis, one for each gate. */
function columns(graph: GraphBuilder, z: string, units: number, gates: number): readonly string[] {
  if (gates === 1) return [z];
  const sizes = graph.ints(new Array<number>(gates).fill(units));
  return graph.ops('Split', [z, sizes], gates, { axis: -1 });
}

function someColumns(
  values: Float32Array,
  rows: number,
  width: number,
  [from, to]: readonly [number, number],
): { readonly shape: readonly number[]; readonly values: readonly number[] } {
  const picked = Array.from({ length: rows }, (_, row) => [
    ...values.subarray(row * width + from, row * width + to),
  ]);
  return { shape: [rows, to - from], values: picked.flat() };
}
