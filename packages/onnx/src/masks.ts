import type { GraphBuilder } from './graph-builder.ts';
import type { GraphMask } from './layer-export.ts';

/** A mask with axes of size 1 behind its own, so that it broadcasts to a value of this rank. */
export function wideMask(graph: GraphBuilder, { name, rank }: GraphMask, to: number): string {
  const axes = Array.from({ length: to - rank }, (_, i) => rank + i);
  return graph.widen(name, ...axes);
}

/** A mask of the first axes of a value in which every step counts. */
export function everyStep(graph: GraphBuilder, x: string, rank = 2): string {
  return graph.cast(graph.op('Expand', [graph.floats(1), graph.sizes(x, 0, rank)]), 'bool');
}

/** Sets the steps that a mask skips to 0, also where they hold NaN. */
export function zeroMaskedSteps(graph: GraphBuilder, x: string, rank: number, mask: GraphMask): string {
  return graph.op('Where', [wideMask(graph, mask, rank), x, graph.floats(0)]);
}

/** 1 where a step counts and 0 elsewhere. */
export function countsOf(graph: GraphBuilder, mask: string): string {
  return graph.cast(mask, 'float32');
}

/** Counts what counts in one of the masks; undefined unless all are there. */
export function eitherMask(
  graph: GraphBuilder,
  masks: readonly (GraphMask | undefined)[],
): GraphMask | undefined {
  return masks.reduce((a, b) => {
    if (!a || !b || a.name === b.name) return a && b;
    return { name: graph.op('Or', [a.name, b.name]), rank: Math.max(a.rank, b.rank) };
  });
}

/** Repeats every step along axis 1. Shapes: `[B, T, …]` → `[B, T · times, …]`. */
export function repeatSteps(graph: GraphBuilder, x: string, times: number): string {
  if (times === 1) return x;
  const count = graph.op('Mul', [graph.size(x, 1), graph.ints(times)]);
  const places = graph.op('Range', [graph.ints(0), count, graph.ints(1)]);
  return graph.op('Gather', [x, graph.op('Div', [places, graph.ints(times)])], { axis: 1 });
}

/** Steps in the opposite order, along axis 1. */
export function reverseSteps(graph: GraphBuilder, x: string): string {
  const [last, beforeFirst, axis, backwards] = [-1, Number.MIN_SAFE_INTEGER, 1, -1].map((value) =>
    graph.ints([value]),
  );
  return graph.op('Slice', [x, last, beforeFirst, axis, backwards]);
}
