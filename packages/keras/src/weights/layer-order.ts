import type { CallNode, InputNode, Layer } from '@seqloom/nn';
import type { Network } from '@seqloom/train';

type Node = InputNode | CallNode;

/**
 * The layers of a model in Keras' order, by which its files count those of one class: of a graph from the input on by the
 * longest way to an output, and where that is equal in the order in which the outputs lead to them.
 *
 * **Source**: `map_graph` of `keras/src/ops/function.py`.
 */
export function layerOrder(model: Network): readonly Layer[] {
  const { graph } = model;
  if (!graph) return model.layers;
  const { finished, places } = visit(graph.outputs.map(({ node }) => node));
  const nodeDepths = new Map<Node, number>();
  const depths = new Map<Node | Layer, number>();
  for (const node of finished.reverse()) {
    const owner = ownerOf(node);
    const depth = Math.max(nodeDepths.get(node) ?? 0, depths.get(owner) ?? 0);
    depths.set(owner, depth);
    nodeDepths.set(node, depth);
    for (const from of sourcesOf(node)) nodeDepths.set(from, Math.max(depth + 1, nodeDepths.get(from) ?? 0));
  }
  const owners = [...depths.keys()];
  owners.sort((a, b) => depths.get(b)! - depths.get(a)! || places.get(a)! - places.get(b)!);
  return owners.filter((owner): owner is Layer => !('kind' in owner));
}

/** Visits the nodes from the outputs on: each after those that it takes its inputs from, and when each layer was first met. */
function visit(outputs: readonly Node[]): { finished: Node[]; places: ReadonlyMap<Node | Layer, number> } {
  const finished: Node[] = [];
  const places = new Map<Node | Layer, number>();
  const done = new Set<Node>();
  // A stack of its own: a model may be deeper than the stack of calls.
  const open = [...outputs].reverse().map((node) => ({ node, entered: false }));
  for (let next = open.at(-1); next; next = open.at(-1)) {
    const { node } = next;
    if (done.has(node)) {
      open.pop();
    } else if (next.entered) {
      open.pop();
      done.add(node);
      finished.push(node);
    } else {
      next.entered = true;
      const owner = ownerOf(node);
      if (!places.has(owner)) places.set(owner, places.size);
      for (const from of sourcesOf(node).reverse()) open.push({ node: from, entered: false });
    }
  }
  return { finished, places };
}

function ownerOf(node: Node): Node | Layer {
  return node.kind === 'call' ? node.layer : node;
}

function sourcesOf(node: Node): Node[] {
  if (node.kind === 'input') return [];
  const { inputs, initialState, attentionMask } = node;
  return [...inputs, ...(attentionMask ? [attentionMask] : []), ...initialState].map((value) => value.node);
}
