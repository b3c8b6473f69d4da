import { type Layer, MultiInputLayer, type Shape, type SymbolicTensor } from '@seqloom/nn';
import { Network, takesIds } from '@seqloom/train';
import type { GraphBuilder } from './graph-builder.ts';
import type { Edge, ExportLayer, LayerCall, LayerExport } from './layer-export.ts';
import { ROWS } from './layers/rows.ts';
import { OnnxExportError } from './onnx-export-error.ts';

type Others = Pick<LayerCall<never>, 'initialState' | 'attentionMask'>;

/**
 * How layers are exported: models are walked through, other classes have a row.
 *
 * @param rows of classes beside our own; a row of the same name takes the place of ours
 */
export function layerExporter(rows: Readonly<Record<string, LayerExport>>): ExportLayer {
  const exportLayer: ExportLayer = (graph, layer, inputs, others = {}) =>
    graph.at(layer, () => {
      if (layer instanceof Network) return exportNetwork(graph, layer, inputs, others, exportLayer);
      const { className } = layer;
      const row = [rows, ROWS].find((table) => Object.hasOwn(table, className))?.[className];
      if (!row) {
        throw new OnnxExportError(
          `${layer.label} is of a class without a row. Give one as layers: { ${className}: … }. Known: ${Object.keys(ROWS).join(', ')}.`,
        );
      }
      const given = passesIds(layer) ? inputs : inputs.map((input) => asFloat(graph, input));
      // A row takes layers of the class that it is listed under.
      const nodes = row({ graph, layer: layer as never, inputs: given, ...others, exportLayer });
      return nodes.outputs.map((name, i) => ({
        name,
        type: 'float32',
        shape: outputShapes(layer, inputs)[i]!,
        mask: i === 0 ? nodes.mask : undefined,
      }));
    });
  return exportLayer;
}

/** Whether ids reach the layer as they are. */
function passesIds(layer: Layer): boolean {
  return layer.className === 'TimeDistributed' || takesIds(layer);
}

function exportNetwork(
  builder: GraphBuilder,
  network: Network,
  inputs: readonly Edge[],
  { initialState }: Others,
  exportLayer: ExportLayer,
): readonly Edge[] {
  const { graph } = network;
  if (!graph) {
    let [edges, states] = [inputs, initialState];
    for (const layer of network.layers) {
      edges = exportLayer(builder, layer, edges, states && { initialState: states });
      states = undefined; // they go to the first layer
    }
    return edges;
  }
  const made = new Map<SymbolicTensor['node'], readonly Edge[]>(
    graph.inputs.map(({ node }, i) => [node, [inputs[i]!]]),
  );
  const edgeOf = ({ node, index }: SymbolicTensor) => made.get(node)![index]!;
  for (const node of graph.nodes) {
    const states = node.initialState.length > 0 ? node.initialState.map(edgeOf) : undefined;
    const attentionMask = node.attentionMask && edgeOf(node.attentionMask);
    const others = { initialState: states, attentionMask };
    made.set(node, exportLayer(builder, node.layer, node.inputs.map(edgeOf), others));
  }
  return graph.outputs.map(edgeOf);
}

function outputShapes(layer: Layer, inputs: readonly Edge[]): readonly Shape[] {
  const shapes = inputs.map(({ shape }) => shape);
  const takesList = layer instanceof MultiInputLayer || shapes.length > 1;
  const made = layer.computeOutputShapes(takesList ? shapes : shapes[0]!);
  return (Array.isArray(made[0]) ? made : [made]) as readonly Shape[];
}

function asFloat(graph: GraphBuilder, edge: Edge): Edge {
  return edge.type === 'float32'
    ? edge
    : { ...edge, name: graph.cast(edge.name, 'float32'), type: 'float32' };
}
