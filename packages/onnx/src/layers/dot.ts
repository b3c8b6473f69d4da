import type { Dot } from '@seqloom/nn';
import type { GraphBuilder } from '../graph-builder.ts';
import type { LayerCall, LayerNodes } from '../layer-export.ts';

/** As in Keras: a sum of squares below it is taken for it. */
const SMALLEST_SQUARE = 1e-12;

export function dot({ graph, layer, inputs }: LayerCall<Dot>): LayerNodes {
  const { axes, normalize } = layer.settings;
  const [a, b] = inputs.map(({ name, shape }, i) => {
    const given = typeof axes === 'number' ? axes : axes[i]!;
    const axis = given < 0 ? given + shape.length : given;
    const others = shape.map((_, at) => at).filter((at) => at > 0 && at !== axis);
    return { x: normalize ? ofLengthOne(graph, name, axis) : name, axis, others };
  });
  const rows = graph.transpose(a!.x, [0, ...a!.others, a!.axis]);
  const columns = graph.transpose(b!.x, [0, b!.axis, ...b!.others]);
  const [batchOf, summed] = [(x: string) => graph.sizes(x, 0, 1), graph.sizes(a!.x, a!.axis, a!.axis + 1)];
  const product = graph.op('MatMul', [
    graph.reshape(rows, batchOf(rows), -1, summed),
    graph.reshape(columns, batchOf(columns), summed, -1),
  ]);
  const rest = [
    ...a!.others.map((axis) => graph.sizes(a!.x, axis, axis + 1)),
    ...b!.others.map((axis) => graph.sizes(b!.x, axis, axis + 1)),
  ];
  return { outputs: [graph.reshape(product, batchOf(product), ...(rest.length === 0 ? [1] : rest))] };
}

function ofLengthOne(graph: GraphBuilder, x: string, axis: number): string {
  const squares = graph.reduce('ReduceSum', graph.op('Mul', [x, x]), [axis], true);
  const length = graph.op('Sqrt', [graph.op('Max', [squares, graph.floats(SMALLEST_SQUARE)])]);
  return graph.op('Div', [x, length]);
}
