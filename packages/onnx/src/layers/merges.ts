import type { Concatenate, MergeLayer } from '@seqloom/nn';
import type { GraphBuilder } from '../graph-builder.ts';
import type { Edge, GraphMask, LayerCall, LayerExport, LayerNodes } from '../layer-export.ts';
import { eitherMask, everyStep, wideMask } from '../masks.ts';

/** A value of the rank of the result, and its mask as it broadcasts to it. */
interface Operand {
  readonly x: string;
  readonly mask: GraphMask | undefined;
}

type Merge = (graph: GraphBuilder, operands: readonly Operand[]) => string;

export const add: LayerExport<MergeLayer> = merging((graph, operands) => fold(graph, 'Add', operands));
export const subtract: LayerExport<MergeLayer> = merging((graph, operands) => fold(graph, 'Sub', operands));
export const average: LayerExport<MergeLayer> = merging((graph, operands) =>
  graph.op('Div', [fold(graph, 'Add', operands), graph.floats(operands.length)]),
);
export const maximum: LayerExport<MergeLayer> = merging((graph, operands) => pick(graph, 'Max', operands));
export const minimum: LayerExport<MergeLayer> = merging((graph, operands) => pick(graph, 'Min', operands));

/** What a mask skips counts as 1, and as 0 where all masks skip it. */
export const multiply: LayerExport<MergeLayer> = merging((graph, operands) => {
  const counted = operands.map(({ x, mask }) => ({
    x: mask ? graph.op('Where', [mask.name, x, graph.floats(1)]) : x,
    mask,
  }));
  const product = fold(graph, 'Mul', counted);
  const either = eitherMask(
    graph,
    operands.map(({ mask }) => mask),
  );
  return either ? graph.op('Where', [either.name, product, graph.floats(0)]) : product;
});

export function concatenate({ graph, layer, inputs }: LayerCall<Concatenate>): LayerNodes {
  const { axis } = layer.settings;
  const along = axis < 0 ? axis + inputs[0]!.shape.length : axis;
  const joined = graph.op(
    'Concat',
    inputs.map(({ name }) => name),
    { axis: along },
  );
  return { outputs: [joined], mask: joinedMask(graph, inputs, along) };
}

function joinedMask(graph: GraphBuilder, inputs: readonly Edge[], along: number): GraphMask | undefined {
  const masks = inputs.map(({ mask }) => mask);
  const rank = masks.find((mask) => mask)?.rank;
  if (rank === undefined) return undefined;
  if (along >= rank) return eitherMask(graph, masks);
  const all = inputs.map(({ name, mask }) => graph.cast(mask?.name ?? everyStep(graph, name, rank), 'int32'));
  return { name: graph.cast(graph.op('Concat', all, { axis: along }), 'bool'), rank };
}

function merging(merge: Merge): LayerExport<MergeLayer> {
  return ({ graph, inputs }) => {
    const rank = Math.max(...inputs.map(({ shape }) => shape.length));
    // Axes of size 1 come after the batch.
    const widened = (value: string, from: number) =>
      graph.widen(value, ...Array.from({ length: rank - from }, (_, i) => i + 1));
    const operands = inputs.map(({ name, shape, mask }) => ({
      x: widened(name, shape.length),
      mask: mask && { name: widened(wideMask(graph, mask, shape.length), shape.length), rank },
    }));
    const masks = inputs.map(({ mask }) => mask);
    return { outputs: [merge(graph, operands)], mask: eitherMask(graph, masks) };
  };
}

function fold(graph: GraphBuilder, op: string, operands: readonly Operand[]): string {
  return operands.map(({ x }) => x).reduce((total, x) => graph.op(op, [total, x]));
}

/** Of two values that masks skip or not, the one that counts. */
function pick(graph: GraphBuilder, op: 'Max' | 'Min', operands: readonly Operand[]): string {
  return operands.reduce((picked, next) => {
    const x = next.mask ? graph.op('Where', [next.mask.name, next.x, picked.x]) : next.x;
    const before = picked.mask ? graph.op('Where', [picked.mask.name, picked.x, x]) : picked.x;
    return { x: graph.op(op, [before, x]), mask: eitherMask(graph, [picked.mask, next.mask]) };
  }).x;
}
