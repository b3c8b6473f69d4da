import type { Preprocessor } from '@seqloom/arrays';
import { isSymbolic, Layer, type Shape, type SymbolicTensor } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import type { Graph } from './graph.ts';
import { input } from './input.ts';

/** An edge: the number of the input or node it comes from, inputs first, and the place among its outputs. */
type Edge = readonly [from: number, index: number];

/** A graph as plain data; the layers write themselves. */
export interface GraphJSON {
  readonly inputs: readonly InputJSON[];
  readonly layers: readonly Layer[];
  readonly nodes: readonly NodeJSON[];
  /** A list where `apply` returns one. */
  readonly outputs: Edge | readonly Edge[];
}

interface InputJSON {
  readonly name: string;
  /** Without the batch; of the strings where there is a preprocessor. */
  readonly shape: Shape;
  readonly preprocessor?: Preprocessor;
}

interface NodeJSON {
  /** The number of the layer. */
  readonly layer: number;
  /** A list where the layer takes one. */
  readonly inputs: Edge | readonly Edge[];
  readonly initialState?: readonly Edge[];
  readonly attentionMask?: Edge;
}

/** What makes a `Model` again. */
interface GraphEnds {
  readonly name?: string;
  readonly trainable?: boolean;
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: SymbolicTensor | readonly SymbolicTensor[];
}

/** Upper bound on the uses of layers in a file. */
const MOST_NODES = 10_000;

/** @param listed whether the outputs are a list */
export function graphJSON({ inputs, inputNames, nodes, layers, outputs }: Graph, listed: boolean): GraphJSON {
  const places = new Map([...inputs.map(({ node }) => node), ...nodes].map((node, i) => [node, i]));
  const edge = ({ node, index }: SymbolicTensor): Edge => [places.get(node)!, index];
  return {
    inputs: inputs.map(({ shape, node }, i) => ({
      name: inputNames[i]!,
      shape: shape.slice(1),
      ...(node.kind === 'input' && node.strings), // the shape of the strings, and the preprocessor
    })),
    layers,
    nodes: nodes.map(({ layer, inputs: from, takesList, initialState, attentionMask }) => ({
      layer: layers.indexOf(layer),
      inputs: takesList ? from.map(edge) : edge(from[0]!),
      ...(initialState.length > 0 && { initialState: initialState.map(edge) }),
      ...(attentionMask && { attentionMask: edge(attentionMask) }),
    })),
    outputs: listed ? outputs.map(edge) : edge(outputs[0]!),
  };
}

/** The same graph over copies of the layers. */
export function copyGraph(graph: Graph, listed: boolean): GraphEnds {
  const json = graphJSON(graph, listed);
  return connect({ ...json, layers: graph.layers.map((layer) => layer.clone()) });
}

/**
 * Applies the layers of plain data as it says.
 *
 * @param options `GraphJSON` whose layers are layers already, with `name` and `trainable`
 * @throws TypeError or RangeError for data of another form, an edge from a later node (a cycle), a layer that does not exist
 */
export function reviveGraph(options: Readonly<Record<string, unknown>>): GraphEnds {
  const { inputs, layers, nodes, outputs, ...others } = options;
  check('inputs', Array.isArray(inputs) && inputs.every(isRecord), inputs);
  check('layers', Array.isArray(layers) && layers.every((layer) => layer instanceof Layer), layers);
  check('nodes', Array.isArray(nodes) && nodes.length <= MOST_NODES && nodes.every(isRecord), nodes);
  check('outputs', Array.isArray(outputs), outputs);
  return { ...others, ...connect({ inputs, layers, nodes, outputs } as unknown as GraphJSON) };
}

function connect({ inputs, layers, nodes, outputs }: GraphJSON): GraphEnds {
  const starts = inputs.map(({ name, shape, preprocessor }) => input(shape, { name, preprocessor }));
  const made: (readonly SymbolicTensor[])[] = starts.map((start) => [start]);
  let to = 'an output';
  const follow = (edge: unknown): SymbolicTensor => {
    const [from, index] = Array.isArray(edge) ? (edge as unknown[]) : [];
    const value = made[from as number]?.[index as number];
    if (value) return value;
    throw new RangeError(
      `Model: edge ${formatValue(edge)} → ${to} must come from an input or an earlier node, of which there are ${made.length}; ` +
        'a later one makes a cycle.',
    );
  };
  const followAll = (edges: unknown) =>
    Array.isArray(edges) && (edges.length === 0 || Array.isArray(edges[0]))
      ? edges.map(follow)
      : follow(edges);
  for (const { layer: number, inputs: edges, initialState, attentionMask } of nodes) {
    const layer = layers[number];
    if (!layer) {
      throw new RangeError(`Model: there is no layer ${formatValue(number)} among ${layers.length}.`);
    }
    to = layer.label;
    const context = {
      ...(initialState && { initialState: [followAll(initialState)].flat() }),
      ...(attentionMask && { attentionMask: follow(attentionMask) }),
    };
    const result = layer.apply(followAll(edges) as SymbolicTensor, context);
    made.push(
      isSymbolic(result) && !Array.isArray(result)
        ? [result as SymbolicTensor]
        : (result as readonly SymbolicTensor[]),
    );
  }
  to = 'an output';
  return { inputs: starts, outputs: followAll(outputs) };
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function check(option: string, fits: boolean, value: unknown): void {
  if (!fits) throw new TypeError(`Model: ${option} must describe a graph, got ${formatValue(value)}.`);
}
