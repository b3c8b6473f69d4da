import type { AdditiveAttention, Attention, MultiHeadAttention } from '@seqloom/attention';
import type { GraphBuilder } from '../graph-builder.ts';
import type { Edge, GraphMask, LayerCall, LayerNodes } from '../layer-export.ts';
import { countsOf } from '../masks.ts';
import { addBias } from './dense.ts';

/** As in Keras, the score of a step that does not count. */
const SKIPPED = -1e9;

export function attention(call: LayerCall<Attention>): LayerNodes {
  const { graph, layer } = call;
  const { scoreMode, useScale } = layer.settings;
  const scaled = (x: string) => (useScale ? graph.op('Mul', [x, graph.weight(layer, 'scale')]) : x);
  return scoredAttention(call, (query, key) => {
    if (scoreMode === 'dot') return graph.op('MatMul', [scaled(query), graph.transpose(key, [0, 2, 1])]);
    const bent = graph.op('Tanh', [scaled(pairsOf(graph, query, key))]);
    const total = graph.reduce('ReduceSum', bent, [3], false);
    return graph.op('Mul', [total, graph.weight(layer, 'concatScoreWeight')]);
  });
}

export function additiveAttention(call: LayerCall<AdditiveAttention>): LayerNodes {
  const { graph, layer } = call;
  return scoredAttention(call, (query, key) => {
    const bent = graph.op('Tanh', [pairsOf(graph, query, key)]);
    const scaled = layer.settings.useScale ? graph.op('Mul', [bent, graph.weight(layer, 'scale')]) : bent;
    return graph.reduce('ReduceSum', scaled, [3], false);
  });
}

export function multiHeadAttention({
  graph,
  layer,
  inputs,
  attentionMask,
}: LayerCall<MultiHeadAttention>): LayerNodes {
  const [query, value, key = value] = inputs as [Edge, Edge, Edge?];
  const { numHeads, keyDim, valueDim = keyDim, useBias, useGate, useCausalMask } = layer.settings;
  const part = (name: string) => layer.layers.find((each) => each.name === name)!;
  const project = (name: string, { name: x }: Edge, size: number): string => {
    const flat = (shape: readonly number[], values: Float32Array) => ({
      shape: shape.length === 2 ? [numHeads * size] : [shape[0]!, numHeads * size],
      values,
    });
    const product = graph.op('MatMul', [x, graph.weight(part(name), 'kernel', 'matrix', flat)]);
    const sum = useBias
      ? graph.op('Add', [product, graph.weight(part(name), 'bias', 'vector', flat)])
      : product;
    return graph.reshape(sum, 0, 0, numHeads, size);
  };
  const queries = graph.transpose(project('query', query, keyDim), [0, 2, 1, 3]);
  const keys = graph.transpose(project('key', key!, keyDim), [0, 2, 3, 1]);
  const values = graph.transpose(project('value', value, valueDim), [0, 2, 1, 3]);
  const products = graph.op('MatMul', [queries, keys]);
  const scores = graph.op('Mul', [products, graph.floats(1 / Math.sqrt(keyDim))]);
  const counts = pairsThatCount(graph, [query, value, key!], useCausalMask, attentionMask);
  const headCounts = counts && graph.widen(counts, 1);
  let heads = graph.op('MatMul', [weightsOf(graph, scores, headCounts), values]);
  heads = graph.transpose(heads, [0, 2, 1, 3]);
  if (useGate) heads = graph.op('Mul', [heads, graph.op('Sigmoid', [project('gate', query, valueDim)])]);
  const output = part('attentionOutput');
  const rows = graph.reshape(heads, 0, 0, numHeads * valueDim);
  const kernel = graph.weight(output, 'kernel', 'matrix', ([, , size], numbers) => ({
    shape: [numHeads * valueDim, size!],
    values: numbers,
  }));
  const y = addBias(graph, output, graph.op('MatMul', [rows, kernel]), useBias);
  return { outputs: [y], mask: query.mask };
}

/** One head, whose scores `[B, T, S]` come from query and key as they are. */
function scoredAttention(
  { graph, layer, inputs }: LayerCall<Attention | AdditiveAttention>,
  scoresOf: (query: string, key: string) => string,
): LayerNodes {
  const [query, value, key = value] = inputs as [Edge, Edge, Edge?];
  const counts = pairsThatCount(graph, [query, value, key!], layer.settings.useCausalMask);
  const weights = weightsOf(graph, scoresOf(query.name, key!.name), counts);
  return { outputs: [graph.op('MatMul', [weights, value.name])], mask: query.mask };
}

/** The softmax over the steps that count, 0 for the others; zeros where none counts. */
function weightsOf(graph: GraphBuilder, scores: string, counts: string | undefined): string {
  if (counts === undefined) return graph.op('Softmax', [scores], { axis: -1 });
  const kept = graph.op('Where', [counts, scores, graph.floats(SKIPPED)]);
  return graph.op('Mul', [graph.op('Softmax', [kept], { axis: -1 }), countsOf(graph, counts)]);
}

/** Which steps of the value count for which step of the query: bool, broadcasts to `[B, T, S]`; undefined: all. */
function pairsThatCount(
  graph: GraphBuilder,
  [query, value, key]: readonly [Edge, Edge, Edge],
  causal: boolean,
  attentionMask?: Edge,
): string | undefined {
  const along = (mask: GraphMask | undefined, axis: number) => mask && graph.widen(mask.name, axis);
  const parts = [
    along(query.mask, 2),
    along(value.mask, 1),
    along(key.mask, 1),
    attentionMask && graph.cast(attentionMask.name, 'bool'),
    causal ? triangle(graph, query.name, key.name) : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.reduce((all, part) => graph.op('And', [all, part]));
}

/** `[1, T, S]`: true where s ≤ t. */
function triangle(graph: GraphBuilder, query: string, key: string): string {
  const places = (x: string) => graph.op('Range', [graph.ints(0), graph.size(x, 1), graph.ints(1)]);
  return graph.op('GreaterOrEqual', [graph.widen(places(query), 0, 2), graph.widen(places(key), 0, 1)]);
}

/** The sum of every query with every key: `[B, T, D]`, `[B, S, D]` → `[B, T, S, D]`. */
function pairsOf(graph: GraphBuilder, query: string, key: string): string {
  return graph.op('Add', [graph.widen(query, 2), graph.widen(key, 1)]);
}
