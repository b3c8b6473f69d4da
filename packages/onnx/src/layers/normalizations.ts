import type { BatchNormalization, LayerNormalization, Normalization, Softmax } from '@seqloom/nn';
import { sizeOf } from '@seqloom/options';
import { type GraphBuilder, parameterOf } from '../graph-builder.ts';
import type { Edge, LayerCall, LayerNodes } from '../layer-export.ts';
import { countsOf, wideMask } from '../masks.ts';

/** As in Keras, the least standard deviation of `Normalization`. */
const LEAST = 1e-7;
/** What a skipped step enters a softmax with, as in Keras. */
const SKIPPED = -1e9;

export function layerNormalization({ graph, layer, inputs: [x] }: LayerCall<LayerNormalization>): LayerNodes {
  const { axis, epsilon, scale, center } = layer.settings;
  const axes = axesOf(x!, axis);
  const difference = graph.op('Sub', [x!.name, graph.reduce('ReduceMean', x!.name, axes, true)]);
  const squares = graph.op('Mul', [difference, difference]);
  const variance = graph.op('Add', [graph.reduce('ReduceMean', squares, axes, true), graph.floats(epsilon)]);
  let y = graph.op('Div', [difference, graph.op('Sqrt', [variance])]);
  const along = (name: string) => alongAxes(graph, layer, name, x!, axes);
  if (scale) y = graph.op('Mul', [y, along('gamma')]);
  return { outputs: [center ? graph.op('Add', [y, along('beta')]) : y], mask: x!.mask };
}

export function batchNormalization({ graph, layer, inputs: [x] }: LayerCall<BatchNormalization>): LayerNodes {
  const { axis, epsilon, scale, center } = layer.settings;
  const axes = axesOf(x!, axis);
  const variance = graph.valuesOf(parameterOf(layer, 'movingVariance'));
  const gamma = scale ? graph.valuesOf(parameterOf(layer, 'gamma')) : undefined;
  const factors = graph.floats(
    Array.from(variance, (value, i) => (gamma?.[i] ?? 1) / Math.sqrt(value + epsilon)),
    shapeAlong(x!, axes),
  );
  const along = (name: string) => alongAxes(graph, layer, name, x!, axes);
  const centered = graph.op('Sub', [x!.name, along('movingMean')]);
  const y = graph.op('Mul', [centered, factors]);
  return { outputs: [center ? graph.op('Add', [y, along('beta')]) : y], mask: x!.mask };
}

export function normalization({ graph, layer, inputs: [x] }: LayerCall<Normalization>): LayerNodes {
  const { axis, mean, variance, invert } = layer.settings;
  const axes = axesOf(x!, axis ?? []);
  const shape = shapeAlong(x!, axes);
  const numbers = (name: string, given: number | readonly number[] | undefined): readonly number[] => {
    const values = given === undefined ? graph.valuesOf(parameterOf(layer, name)) : [given].flat();
    // Fewer numbers than places are those of the last axes.
    return Array.from({ length: sizeOf(shape) }, (_, i) => values[i % values.length]!);
  };
  const deviations = numbers('variance', variance).map((value) => Math.max(Math.sqrt(value), LEAST));
  const [center, spread] = [graph.floats(numbers('mean', mean), shape), graph.floats(deviations, shape)];
  const y = invert
    ? graph.op('Add', [graph.op('Mul', [x!.name, spread]), center])
    : graph.op('Div', [graph.op('Sub', [x!.name, center]), spread]);
  return { outputs: [y], mask: x!.mask };
}

export function softmax({ graph, layer, inputs: [x] }: LayerCall<Softmax>): LayerNodes {
  const { name, shape, mask } = x!;
  const axes = axesOf(x!, layer.settings.axis);
  if (!mask) return { outputs: [softmaxOver(graph, name, axes)] };
  const counts = wideMask(graph, mask, shape.length);
  const kept = graph.op('Where', [counts, name, graph.floats(SKIPPED)]);
  const shares = graph.op('Mul', [softmaxOver(graph, kept, axes), countsOf(graph, counts)]);
  return { outputs: [shares], mask };
}

/** The largest entry goes out of every exponent, so that none overflows. */
function softmaxOver(graph: GraphBuilder, x: string, axes: readonly number[]): string {
  if (axes.length === 1) return graph.op('Softmax', [x], { axis: axes[0]! });
  const e = graph.op('Exp', [graph.op('Sub', [x, graph.reduce('ReduceMax', x, axes, true)])]);
  return graph.op('Div', [e, graph.reduce('ReduceSum', e, axes, true)]);
}

/** Axes from 0 on, in order. */
function axesOf({ shape }: Edge, axis: number | readonly number[]): readonly number[] {
  return [axis]
    .flat()
    .map((at) => (at < 0 ? at + shape.length : at))
    .sort((a, b) => a - b);
}

/** The sizes of the input along the axes, 1 elsewhere. The layers are built for inputs that fix them. */
function shapeAlong({ shape }: Edge, axes: readonly number[]): readonly number[] {
  return shape.map((size, axis) => (axes.includes(axis) ? size! : 1));
}

function alongAxes(
  graph: GraphBuilder,
  layer: LayerNormalization | BatchNormalization,
  name: string,
  x: Edge,
  axes: readonly number[],
): string {
  const shape = shapeAlong(x, axes);
  return graph.weight(layer, name, `along ${axes} of ${shape.length}`, (_, values) => ({ shape, values }));
}
