import type { CallNode, InputNode, Layer, Shape } from '@seqloom/nn';
import { type Graph, sourcesOf } from './graph.ts';
import type { Network } from './network.ts';
import { kerasShape } from './summary.ts';

/** A box in the picture of a model: an input, or one use of a layer. */
export interface ModelGraphNode {
  readonly id: string;
  /** The name of the input or the layer. */
  readonly title: string;
  /** The class, the shape that comes out, and the number of parameters where there are some. */
  readonly details: readonly string[];
  /** The ids of the boxes whose outputs it takes. */
  readonly inputs: readonly string[];
  readonly role?: 'input' | 'output';
}

/**
 * Describes a built model as boxes with edges, for `graphSVG` of `@seqloom/charts`. A layer that is used twice has two boxes, the
 * second without its parameters.
 *
 * @throws Error before the build
 *
 * **Source**: what `keras.utils.plot_model` draws with `show_shapes` and `show_layer_names`.
 *
 * @example
 * ```ts
 * writeFileSync('model.svg', graphSVG({ title: 'My model', nodes: modelGraph(model) }));
 * ```
 */
export function modelGraph(model: Network): ModelGraphNode[] {
  const { graph } = model;
  return graph ? branchedGraph(model, graph) : stackedGraph(model);
}

function stackedGraph(model: Network): ModelGraphNode[] {
  const first: ModelGraphNode = {
    id: 'input',
    title: 'input',
    details: [...preprocessorOf(model, 0), kerasShape(model.inputShape)],
    inputs: [],
    role: 'input',
  };
  const last = model.layers.at(-1);
  const boxes = model.layers.map(
    (layer, i): ModelGraphNode => ({
      id: `layer ${i}`,
      title: layer.name,
      details: [classOf(layer), kerasShape(layer.outputShape), ...parametersOf(layer)],
      inputs: [i === 0 ? 'input' : `layer ${i - 1}`],
      ...(layer === last && { role: 'output' }),
    }),
  );
  return [first, ...boxes];
}

/** The class of what makes numbers of the strings of an input, where it takes strings. */
function preprocessorOf({ preprocessors }: Network, i: number): string[] {
  return preprocessors[i] ? [preprocessors[i].className] : [];
}

function branchedGraph(model: Network, { inputs, inputNames, nodes, outputs }: Graph): ModelGraphNode[] {
  const ids = new Map<InputNode | CallNode, string>();
  for (const [i, { node }] of inputs.entries()) ids.set(node, `input ${i}`);
  for (const [i, node] of nodes.entries()) ids.set(node, `layer ${i}`);
  const ends = new Set(outputs.map(({ node }) => node));
  const shapes = shapesOfUses(model);
  const used = new Set<Layer>();
  return [
    ...inputs.map(
      ({ node }, i): ModelGraphNode => ({
        id: ids.get(node)!,
        title: inputNames[i]!,
        details: [...preprocessorOf(model, i), kerasShape(model.inputShapes[i]!)],
        inputs: [],
        role: 'input',
      }),
    ),
    ...nodes.map((node, i): ModelGraphNode => {
      const { layer } = node;
      const details = [classOf(layer), shapes[i]!, ...(used.has(layer) ? [] : parametersOf(layer))];
      used.add(layer);
      return {
        id: ids.get(node)!,
        title: layer.name,
        details,
        inputs: sourcesOf(node).map((from) => ids.get(from.node)!),
        ...(ends.has(node) && { role: 'output' }),
      };
    }),
  ];
}

/** What comes out of each use of a layer, in the order of the nodes. */
function shapesOfUses(model: Network): string[] {
  const found: string[] = [];
  model.followShapes(model.inputShapes, (layer, shape) => {
    const shapes = [layer.computeOutputShapes(shape)].flat(1);
    found.push(
      Array.isArray(shapes[0]) ? (shapes as Shape[]).map(kerasShape).join(' ') : kerasShape(shapes as Shape),
    );
  });
  return found;
}

/** `Bidirectional of LSTM`. */
function classOf({ className, options }: Layer): string {
  const { layer, cell = layer } = options as {
    readonly layer?: Partial<Layer>;
    readonly cell?: Partial<Layer>;
  };
  return cell?.className === undefined ? className : `${className} of ${cell.className}`;
}

function parametersOf(layer: Layer): string[] {
  const count = layer.countParams();
  if (count === 0) return [];
  return [`${count.toLocaleString('en-US')} ${layer.trainable ? 'parameters' : 'parameters, frozen'}`];
}
