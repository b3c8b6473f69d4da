import type { TimeDistributed } from '@seqloom/recurrent';
import type { GraphBuilder } from '../graph-builder.ts';
import type { Edge, GraphMask, LayerCall, LayerNodes } from '../layer-export.ts';
import { countsOf } from '../masks.ts';

export function timeDistributed({
  graph,
  layer,
  inputs,
  exportLayer,
}: LayerCall<TimeDistributed>): LayerNodes {
  const [x] = inputs as readonly [Edge];
  const { mask } = x;
  const inner: GraphMask | undefined =
    mask && mask.rank > 2 ? { name: joinSteps(graph, mask.name), rank: mask.rank - 1 } : undefined;
  const steps: Edge = {
    ...x,
    name: joinSteps(graph, x.name),
    shape: [null, ...x.shape.slice(2)],
    mask: inner,
  };
  const [output] = exportLayer(graph, layer.settings.layer, [steps]);
  const apart = (value: string) => graph.reshape(value, graph.sizes(x.name, 0, 2), graph.sizes(value, 1));
  return {
    outputs: [apart(output!.name)],
    mask: inner ? maskLeft(graph, mask!, output!.mask, apart) : mask,
  };
}

/** What the layer leaves of its own mask; where it leaves none, steps count that have a part that counts. */
function maskLeft(
  graph: GraphBuilder,
  mask: GraphMask,
  left: GraphMask | undefined,
  apart: (value: string) => string,
): GraphMask {
  if (left) return { name: apart(left.name), rank: left.rank + 1 };
  const parts = Array.from({ length: mask.rank - 2 }, (_, i) => i + 2);
  return {
    name: graph.cast(graph.reduce('ReduceMax', countsOf(graph, mask.name), parts, false), 'bool'),
    rank: 2,
  };
}

/** `[B, T, …]` → `[B·T, …]` */
function joinSteps(graph: GraphBuilder, value: string): string {
  return graph.reshape(value, -1, graph.sizes(value, 2));
}
