import type { Conv1D, Conv1DTranspose, DepthwiseConv1D, SeparableConv1D } from '@seqloom/convolutional';
import type { Layer, Padding } from '@seqloom/nn';
import type { Attributes } from '../attributes.ts';
import type { GraphBuilder, WeightLayout } from '../graph-builder.ts';
import type { Edge, GraphMask, LayerCall, LayerNodes } from '../layer-export.ts';
import { repeatSteps, zeroMaskedSteps } from '../masks.ts';
import { activate } from './activations.ts';
import { addBias } from './dense.ts';

/** Where the taps of a convolution lie. */
interface Windows {
  readonly kernelSize: number;
  readonly strides: number;
  readonly padding: Padding;
  readonly dilationRate: number;
}

export function conv1d({ graph, layer, inputs: [x] }: LayerCall<Conv1D>): LayerNodes {
  const { settings } = layer;
  const z = convolve(graph, counted(graph, layer, x!), {
    filter: graph.weight(layer, 'kernel', 'FDK', backwards),
    bias: settings.useBias ? graph.weight(layer, 'bias') : undefined,
    groups: settings.groups,
    windows: windowAttributes(settings),
  });
  return convolved(graph, layer, x!, activate(graph, settings.activation, z));
}

export function depthwiseConv1d({ graph, layer, inputs: [x] }: LayerCall<DepthwiseConv1D>): LayerNodes {
  const { settings } = layer;
  const z = convolve(graph, counted(graph, layer, x!), {
    filter: graph.weight(layer, 'kernel', 'depthwise', depthwise),
    bias: settings.useBias ? graph.weight(layer, 'bias') : undefined,
    groups: x!.shape[2]!, // fixed by the layer
    windows: windowAttributes(settings),
  });
  return convolved(graph, layer, x!, activate(graph, settings.activation, z));
}

export function separableConv1d({ graph, layer, inputs: [x] }: LayerCall<SeparableConv1D>): LayerNodes {
  const { settings } = layer;
  const features = convolve(graph, counted(graph, layer, x!), {
    filter: graph.weight(layer, 'depthwiseKernel', 'depthwise', depthwise),
    groups: x!.shape[2]!, // fixed by the layer
    windows: windowAttributes(settings),
  });
  const pointwise = graph.weight(layer, 'pointwiseKernel', 'matrix', ([, ...shape], values) => ({
    shape,
    values,
  }));
  const z = addBias(graph, layer, graph.op('MatMul', [features, pointwise]), settings.useBias);
  return convolved(graph, layer, x!, activate(graph, settings.activation, z));
}

export function conv1dTranspose({ graph, layer, inputs: [x] }: LayerCall<Conv1DTranspose>): LayerNodes {
  const { settings } = layer;
  const { strides, dilationRate } = settings;
  const filter = graph.weight(layer, 'kernel', 'DFK', backwards);
  const bias = settings.useBias ? graph.weight(layer, 'bias') : undefined;
  const y = graph.op('ConvTranspose', [toFeatures(graph, counted(graph, layer, x!)), filter, bias], {
    strides: [strides],
    dilations: [dilationRate],
    ...transposedEnds(settings),
  });
  const z = toFeatures(graph, y);
  const mask = layer.supportsMasking ? x!.mask : undefined;
  return {
    outputs: [activate(graph, settings.activation, z)],
    mask: mask && { ...mask, name: repeatSteps(graph, mask.name, strides) },
  };
}

/** A convolution over time. */
export interface ConvolutionParts {
  readonly filter: string;
  readonly bias?: string | undefined;
  readonly groups?: number;
  readonly windows: Attributes;
}

/** Shapes: `x [B, T, D]` → `[B, T', F]`. */
export function convolve(
  graph: GraphBuilder,
  x: string,
  { filter, bias, groups = 1, windows }: ConvolutionParts,
): string {
  const inputs = [toFeatures(graph, x), filter, ...(bias === undefined ? [] : [bias])];
  return toFeatures(graph, graph.op('Conv', inputs, { group: groups, ...windows }));
}

/**
 * The places of windows as attributes. With strides above 1, what `same` adds depends on the length, which the graph leaves open;
 * ONNX knows the rule by name.
 */
function windowAttributes({ kernelSize, strides, padding, dilationRate }: Windows): Attributes {
  const reach = (kernelSize - 1) * dilationRate;
  const left = Math.floor(reach / 2);
  const common = { strides: [strides], dilations: [dilationRate] };
  if (padding === 'same' && strides > 1) return { ...common, auto_pad: 'SAME_UPPER' };
  const pads = { valid: [0, 0], same: [left, reach - left], causal: [reach, 0] }[padding];
  return { ...common, pads };
}

/** `[B, T, D]` ↔ `[B, D, T]` */
export function toFeatures(graph: GraphBuilder, x: string): string {
  return graph.transpose(x, [0, 2, 1]);
}

/** Axes in the opposite order: `[K, D, F]` → `[F, D, K]`. */
export function backwards([a, b, c]: readonly number[], values: Float32Array): WeightLayout {
  const turned = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const [k, d, f] = [Math.floor(i / (b! * c!)), Math.floor(i / c!) % b!, i % c!];
    turned[(f * b! + d) * a! + k] = values[i]!;
  }
  return { shape: [c!, b!, a!], values: turned };
}

/** `[K, D, M]` → `[D · M, 1, K]`: M filters for each feature. */
function depthwise([k, d, m]: readonly number[], values: Float32Array): WeightLayout {
  return backwards([k!, 1, d! * m!], values);
}

/** Zeros at steps that do not count, where the layer goes by masks. */
function counted(graph: GraphBuilder, layer: Layer, { name, mask }: Edge): string {
  return mask && layer.supportsMasking ? zeroMaskedSteps(graph, name, 3, mask) : name;
}

function convolved(
  graph: GraphBuilder,
  layer: Conv1D | DepthwiseConv1D | SeparableConv1D,
  { mask }: Edge,
  y: string,
): LayerNodes {
  return {
    outputs: [y],
    mask: mask && layer.supportsMasking ? stridedMask(graph, mask, layer.settings.strides) : undefined,
  };
}

/** The mask of one step of every `strides`, from the first on. */
function stridedMask(graph: GraphBuilder, mask: GraphMask, strides: number): GraphMask {
  if (strides === 1) return mask;
  const [start, end, axis, step] = [0, Number.MAX_SAFE_INTEGER, 1, strides].map((value) =>
    graph.ints([value]),
  );
  return { ...mask, name: graph.op('Slice', [mask.name, start, end, axis, step]) };
}

/** What goes off both ends of the full result, or is added at its end. No length enters: it cancels. */
function transposedEnds({
  kernelSize,
  strides,
  dilationRate,
  padding,
  outputPadding,
}: Conv1DTranspose['settings']): Attributes {
  const extent = (kernelSize - 1) * dilationRate + 1;
  if (padding === 'valid')
    return { pads: [0, 0], output_padding: [outputPadding ?? Math.max(0, strides - extent)] };
  // The steps of the result after those of the last window's first tap.
  const kept = outputPadding === undefined ? strides : (extent % 2) + outputPadding;
  const total = Math.max(0, extent - kept);
  const left = Math.floor(total / 2);
  return { pads: [left, total - left], output_padding: [Math.max(0, kept - extent)] };
}
