import { cannotStep, type Layer, type SymbolicTensor } from '@seqloom/nn';
import { Network } from '../model/network.ts';
import { Sequential } from '../model/sequential.ts';

/** A use of a layer that is not itself a model. */
export interface StepNode {
  readonly layer: Layer;
  readonly inputs: readonly StepSource[];
  /** Whether the layer takes its inputs as a list. */
  readonly takesList: boolean;
  readonly initialState: readonly StepSource[];
}

/** Where a value comes from: an output of a node, or an input of the model by its number. */
export interface StepSource {
  readonly from: StepNode | number;
  readonly index: number;
}

/** The layers of a model in the order in which they run. */
export interface StepNodes {
  readonly nodes: readonly StepNode[];
  readonly outputs: readonly StepSource[];
}

/** Lists the uses of layers in a model, those of models within among them. */
export function stepNodes(model: Network): StepNodes {
  const nodes: StepNode[] = [];
  const count = Math.max(1, model.inputNames.length);
  const inputs = Array.from({ length: count }, (_, i): StepSource => ({ from: i, index: 0 }));
  const outputs = unfold(model, inputs, [], nodes);
  return { nodes, outputs };
}

/** Appends the layers of a network; returns where its outputs come from. */
function unfold(
  network: Network,
  inputs: readonly StepSource[],
  initialState: readonly StepSource[],
  nodes: StepNode[],
): readonly StepSource[] {
  const { graph } = network;
  if (!graph) {
    if (!(network instanceof Sequential)) {
      throw cannotStep(network.label, 'how its layers are connected is not known');
    }
    let [from, states] = [inputs, initialState];
    for (const layer of network.layers) {
      from = use(layer, { inputs: from, takesList: false, initialState: states }, nodes, 1);
      states = [];
    }
    return from;
  }
  const made = new Map<SymbolicTensor['node'], readonly StepSource[]>(
    graph.inputs.map(({ node }, i) => [node, [inputs[i]!]]),
  );
  const sourceOf = ({ node, index }: SymbolicTensor): StepSource => made.get(node)![index]!;
  // A layer with several outputs: as many as others use.
  const used = [
    ...graph.nodes.flatMap(({ inputs, initialState }) => [...inputs, ...initialState]),
    ...graph.outputs,
  ];
  for (const node of graph.nodes) {
    const places = used.filter((value) => value.node === node).map(({ index }) => index);
    const call = {
      inputs: node.inputs.map(sourceOf),
      takesList: node.takesList,
      initialState: node.initialState.map(sourceOf),
    };
    made.set(node, use(node.layer, call, nodes, Math.max(...places) + 1));
  }
  return graph.outputs.map(sourceOf);
}

function use(
  layer: Layer,
  call: Omit<StepNode, 'layer'>,
  nodes: StepNode[],
  outputs: number,
): readonly StepSource[] {
  if (layer instanceof Network) return unfold(layer, call.inputs, call.initialState, nodes);
  const node = { layer, ...call };
  nodes.push(node);
  return Array.from({ length: outputs }, (_, index) => ({ from: node, index }));
}
