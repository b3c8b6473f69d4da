import type {
  AveragePooling1D,
  GlobalAveragePooling1D,
  GlobalMaxPooling1D,
  MaxPooling1D,
} from '@seqloom/convolutional';
import type { GraphBuilder } from '../graph-builder.ts';
import type { GraphMask, LayerCall, LayerNodes } from '../layer-export.ts';
import { countsOf, everyStep, wideMask, zeroMaskedSteps } from '../masks.ts';
import { toFeatures } from './convolutions.ts';

export function maxPooling1d({ graph, layer, inputs: [x] }: LayerCall<MaxPooling1D>): LayerNodes {
  const windows = windowsOf(layer);
  const { name, mask } = x!;
  if (!mask) return { outputs: [pool(graph, 'MaxPool', name, windows)] };
  const counted = graph.op('Where', [wideMask(graph, mask, 3), name, graph.floats(Number.NEGATIVE_INFINITY)]);
  const largest = pool(graph, 'MaxPool', counted, windows);
  const any = graph.cast(anyCounts(graph, mask, windows), 'bool');
  return {
    outputs: [graph.op('Where', [any, largest, graph.floats(0)])],
    mask: pooledMask(graph, mask, layer),
  };
}

export function averagePooling1d({ graph, layer, inputs: [x] }: LayerCall<AveragePooling1D>): LayerNodes {
  const windows = windowsOf(layer);
  const { name, mask } = x!;
  if (!mask && !leavesGaps(windows)) return { outputs: [pool(graph, 'AveragePool', name, windows)] };
  // Both means divide by the same number, so that their ratio divides by the steps that count.
  const steps = mask ?? { name: everyStep(graph, name), rank: 2 };
  const share = pool(graph, 'AveragePool', countsOf(graph, wideMask(graph, steps, 3)), windows);
  const none = graph.op('Sub', [graph.floats(1), anyCounts(graph, steps, windows)]);
  const mean = pool(graph, 'AveragePool', zeroMaskedSteps(graph, name, 3, steps), windows);
  return {
    outputs: [graph.op('Div', [mean, graph.op('Add', [share, none])])],
    mask: mask && pooledMask(graph, mask, layer),
  };
}

export function globalAveragePooling1d({
  graph,
  layer,
  inputs: [x],
}: LayerCall<GlobalAveragePooling1D>): LayerNodes {
  return { outputs: [meanOfSteps(graph, x!.name, x!.mask, layer.settings.keepDims)] };
}

/** Shapes: `x [B, T, D]` → `[B, D]`, with `keepDims` `[B, 1, D]`: the mean of the steps that count. */
export function meanOfSteps(
  graph: GraphBuilder,
  x: string,
  mask: GraphMask | undefined,
  keepDims: boolean,
): string {
  if (!mask) return graph.reduce('ReduceMean', x, [1], keepDims);
  const total = sumOfSteps(graph, x, mask, keepDims);
  const steps = graph.reduce('ReduceSum', countsOf(graph, wideMask(graph, mask, 3)), [1], keepDims);
  return graph.op('Div', [total, graph.op('Max', [steps, graph.floats(1)])]);
}

/** As {@link meanOfSteps}, their sum. */
export function sumOfSteps(
  graph: GraphBuilder,
  x: string,
  mask: GraphMask | undefined,
  keepDims: boolean,
): string {
  return graph.reduce('ReduceSum', mask ? zeroMaskedSteps(graph, x, 3, mask) : x, [1], keepDims);
}

export function globalMaxPooling1d({ graph, layer, inputs: [x] }: LayerCall<GlobalMaxPooling1D>): LayerNodes {
  const { keepDims } = layer.settings;
  const { name, mask } = x!;
  if (!mask) return { outputs: [graph.reduce('ReduceMax', name, [1], keepDims)] };
  const counts = wideMask(graph, mask, 3);
  const counted = graph.op('Where', [counts, name, graph.floats(Number.NEGATIVE_INFINITY)]);
  const any = graph.cast(graph.reduce('ReduceMax', countsOf(graph, counts), [1], keepDims), 'bool');
  const largest = graph.reduce('ReduceMax', counted, [1], keepDims);
  return { outputs: [graph.op('Where', [any, largest, graph.floats(0)])] };
}

type PoolingLayer = MaxPooling1D | AveragePooling1D;

/** Where the windows of a pooling lie. `sameLate` is `same` with the odd step of padding on the left. */
interface Windows {
  readonly size: number;
  readonly strides: number;
  readonly padding: 'valid' | 'same' | 'sameLate';
}

const AUTO_PADS = { valid: 'VALID', same: 'SAME_UPPER', sameLate: 'SAME_LOWER' };

function windowsOf({ settings }: PoolingLayer): Windows {
  const { poolSize: size, strides = size, padding } = settings;
  return { size, strides, padding };
}

/** Whether steps lie between windows. */
function leavesGaps({ size, strides, padding }: Windows): boolean {
  return padding === 'same' && size < strides;
}

/** Shapes: `x [B, T, D]` → `[B, T', D]`. A mean divides by the steps inside, where windows leave no gaps. */
function pool(graph: GraphBuilder, op: 'MaxPool' | 'AveragePool', x: string, windows: Windows): string {
  const { size, strides, padding } = windows;
  const common = { kernel_shape: [size], strides: [strides] };
  if (!leavesGaps(windows)) {
    const attributes = { ...common, auto_pad: AUTO_PADS[padding] };
    return toFeatures(graph, graph.op(op, [toFeatures(graph, x)], attributes));
  }
  // The rule that ONNX knows by name would ask for less than nothing at the ends of some lengths.
  const padded = padEnds(graph, x, windows, op === 'MaxPool' ? Number.NEGATIVE_INFINITY : 0);
  return toFeatures(graph, graph.op(op, [toFeatures(graph, padded)], { ...common, auto_pad: 'VALID' }));
}

/** With what `same` adds: `max(0, (⌈T / strides⌉ − 1) · strides + size − T)` steps, the odd one on the right. */
function padEnds(graph: GraphBuilder, x: string, { size, strides }: Windows, value: number): string {
  const time = graph.sizes(x, 1, 2);
  const last = graph.op('Div', [graph.op('Sub', [time, graph.ints([1])]), graph.ints([strides])]);
  const end = graph.op('Add', [graph.op('Mul', [last, graph.ints([strides])]), graph.ints([size])]);
  const total = graph.op('Max', [graph.op('Sub', [end, time]), graph.ints([0])]);
  const left = graph.op('Div', [total, graph.ints([2])]);
  const [none, right] = [graph.ints([0]), graph.op('Sub', [total, left])];
  const pads = graph.op('Concat', [none, left, none, none, right, none], { axis: 0 });
  return graph.op('Pad', [x, pads, graph.floats(value)]);
}

/** 1 where some step of a window counts, 0 elsewhere. Shapes: `[B, T]` → `[B, T', 1]`. */
function anyCounts(graph: GraphBuilder, mask: GraphMask, windows: Windows): string {
  return pool(graph, 'MaxPool', countsOf(graph, wideMask(graph, mask, 3)), windows);
}

/** With `valid` a window counts whose steps all count, with `same` one that holds a step of its own that counts. */
function pooledMask(graph: GraphBuilder, mask: GraphMask, layer: PoolingLayer): GraphMask {
  const windows = windowsOf(layer);
  let counts: string;
  if (windows.padding === 'valid') {
    const skipped = graph.op('Sub', [graph.floats(1), countsOf(graph, wideMask(graph, mask, 3))]);
    counts = graph.op('Sub', [graph.floats(1), pool(graph, 'MaxPool', skipped, windows)]);
  } else {
    counts = anyCounts(graph, mask, ownSteps(windows));
  }
  return { name: graph.cast(graph.op('Squeeze', [counts, graph.ints([2])]), 'bool'), rank: 2 };
}

/** The `strides` steps in the middle of each window. Where no middle divides the rest evenly, they begin one step later. */
function ownSteps(windows: Windows): Windows {
  const { size, strides } = windows;
  if (size <= strides) return windows;
  return { size: strides, strides, padding: (size - strides) % 2 === 0 ? 'same' : 'sameLate' };
}
