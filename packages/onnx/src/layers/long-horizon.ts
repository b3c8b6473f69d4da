import type { DLinear, ReversibleNormalization } from '@seqloom/nn';
import type { SegmentGRU } from '@seqloom/recurrent';
import type { GraphBuilder } from '../graph-builder.ts';
import type { LayerCall, LayerNodes } from '../layer-export.ts';
import { toFeatures } from './convolutions.ts';
import { runDefaultGRU } from './sequence-operators.ts';

export function dlinear({ graph, layer, inputs: [x] }: LayerCall<DLinear>): LayerNodes {
  const { kernelSize, individual } = layer.settings;
  const series = toFeatures(graph, x!.name); // [B, C, T]
  const beyond = (kernelSize - 1) / 2;
  const padded = graph.op('Pad', [series, graph.ints([0, 0, beyond, 0, 0, beyond])], { mode: 'edge' });
  const trend = graph.op('AveragePool', [padded], { kernel_shape: [kernelSize] });
  const ahead = (part: 'seasonal' | 'trend', values: string) => {
    const [kernel, bias] = [graph.weight(layer, `${part}Kernel`), graph.weight(layer, `${part}Bias`)];
    if (!individual) return graph.op('Add', [graph.op('MatMul', [values, kernel]), bias]);
    // a matrix for each feature: the features become the batch of the product
    const product = graph.op('MatMul', [graph.transpose(values, [1, 0, 2]), kernel]);
    return graph.op('Add', [graph.transpose(product, [1, 0, 2]), bias]);
  };
  const sum = graph.op('Add', [ahead('seasonal', graph.op('Sub', [series, trend])), ahead('trend', trend)]);
  return { outputs: [toFeatures(graph, sum)] };
}

export function reversibleNormalization({
  graph,
  layer,
  inputs: [x],
  exportLayer,
}: LayerCall<ReversibleNormalization>): LayerNodes {
  const { mode, feature, epsilon, layer: inner } = layer.settings;
  const center = mode === 'last' ? lastStep(graph, x!.name) : graph.reduce('ReduceMean', x!.name, [1], true);
  const difference = graph.op('Sub', [x!.name, center]);
  const spread = mode === 'last' ? undefined : spreadOf(graph, difference, epsilon);
  const window = spread === undefined ? difference : graph.op('Div', [difference, spread]);
  const [output] = exportLayer(graph, inner, [{ ...x!, name: window, mask: undefined }]);
  const level = (statistic: string) => {
    if (feature === undefined) return statistic;
    const one = graph.op('Gather', [statistic, graph.ints([feature])], { axis: 2 });
    return graph.reshape(one, graph.sizes(one, 0, 1), ...layer.outputShape.slice(1).map(() => 1));
  };
  const scaled = spread === undefined ? output!.name : graph.op('Mul', [output!.name, level(spread)]);
  return { outputs: [graph.op('Add', [scaled, level(center)])] };
}

export function segmentGRU({ graph, layer, inputs: [x] }: LayerCall<SegmentGRU>): LayerNodes {
  const { units, segmentLength, horizon, channelEmbedding } = layer.settings;
  const features = layer.outputShape[2]!;
  const ahead = horizon / segmentLength;
  const linear = (value: string, part: 'segment' | 'output') =>
    graph.op('Add', [
      graph.op('MatMul', [value, graph.weight(layer, `${part}Kernel`)]),
      graph.weight(layer, `${part}Bias`),
    ]);
  const series = graph.reshape(toFeatures(graph, x!.name), -1, x!.shape[1]! / segmentLength, segmentLength);
  const run = (name: string, h0?: string) =>
    runDefaultGRU(units, { graph, layer, x: { name }, initialState: h0 === undefined ? undefined : [h0] })
      .last;
  const state = run(graph.op('Relu', [linear(series, 'segment')])); // [B·C, U]

  const repeated = graph.op('Expand', [graph.widen(state, 1), graph.ints([1, ahead, units])]);
  const width = channelEmbedding ? units / 2 : units;
  const repeat = (table: string, axis: number) =>
    graph.op('Expand', [graph.widen(table, axis), graph.ints([features, ahead, width])]);
  const positions = repeat(graph.weight(layer, 'positionEmbeddings'), 0);
  const place = channelEmbedding
    ? graph.op('Concat', [positions, repeat(graph.weight(layer, 'channelEmbeddings'), 1)], { axis: -1 })
    : positions;
  const batch = graph.sizes(x!.name, 0, 1);
  const size = graph.op('Concat', [batch, graph.ints([features, ahead, units])], { axis: 0 });
  const places = graph.reshape(graph.op('Expand', [graph.widen(place, 0), size]), -1, 1, units);
  const decoded = run(places, graph.reshape(repeated, -1, units));
  const y = graph.reshape(linear(decoded, 'output'), batch, features, horizon);
  return { outputs: [toFeatures(graph, y)] };
}

/** `[B, T, C]` → `[B, 1, C]` */
function lastStep(graph: GraphBuilder, x: string): string {
  return graph.op('Slice', [x, graph.ints([-1]), graph.ints([Number.MAX_SAFE_INTEGER]), graph.ints([1])]);
}

/** The standard deviation over time of values around their mean, `[B, 1, C]`. */
function spreadOf(graph: GraphBuilder, difference: string, epsilon: number): string {
  const squares = graph.op('Mul', [difference, difference]);
  const variance = graph.reduce('ReduceMean', squares, [1], true);
  return graph.op('Sqrt', [graph.op('Add', [variance, graph.floats(epsilon)])]);
}
