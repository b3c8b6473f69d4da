import type { Tensor } from '@seqloom/backend';
import { type CallContext, type LogitsRequest, onEdge, type SymbolicTensor } from '@seqloom/nn';
import type { Graph } from './graph.ts';

/** Tensors with a mask for each that has one. */
export interface GraphResult {
  readonly outputs: readonly Tensor[];
  readonly masks: readonly (Tensor | undefined)[];
}

/** A tensor on the edges that leave a node. */
interface EdgeValue {
  readonly tensor: Tensor;
  readonly mask: Tensor | undefined;
}

type Node = SymbolicTensor['node'];

/** Runs the layers between inputs and outputs, each with the masks of its inputs. Runs inside `tidy`. */
export function runGraph(
  { inputs, nodes, outputs }: Graph,
  tensors: readonly Tensor[],
  context: CallContext,
): GraphResult {
  const { training, defer, observe } = context;
  const given = context.masks ?? [context.mask];
  const values = new Map<Node, readonly EdgeValue[]>(
    inputs.map(({ node }, i) => [node, [{ tensor: tensors[i]!, mask: given[i] }]]),
  );
  const valueAt = ({ node, index }: SymbolicTensor): EdgeValue => values.get(node)![index]!;
  const requests = requestsOf(outputs, context);
  const uses = new Map<object, number>();
  for (const node of nodes) {
    const { layer, takesList } = node;
    const use = uses.get(layer) ?? 0;
    uses.set(layer, use + 1);
    const from = node.inputs.map(valueAt);
    const masks = from.map(({ mask }) => mask);
    const initialState = node.initialState.map((state) => valueAt(state).tensor);
    const attentionMask = node.attentionMask && valueAt(node.attentionMask).tensor;
    const asked = requests.get(node);
    const x = from.map(({ tensor }) => tensor);
    const result = onEdge(node.inputs, layer, () =>
      layer.applyMasked(takesList ? x : x[0]!, {
        training,
        defer,
        observe,
        // Each use of a layer drops other values.
        random: use === 0 ? context.random : (path) => context.random(`${path}/use_${use}`),
        ...(takesList ? { masks } : { mask: masks[0] }),
        ...(initialState.length > 0 && { initialState }),
        ...(attentionMask && { attentionMask }),
        ...(asked && { logits: asked[0], outputLogits: asked }),
      }),
    );
    const made = [result.output].flat() as readonly Tensor[];
    const left = [result.mask].flat() as readonly (Tensor | undefined)[];
    values.set(
      node,
      made.map((tensor, i) => ({ tensor, mask: left[i] })),
    );
  }
  const ends = outputs.map(valueAt);
  return { outputs: ends.map(({ tensor }) => tensor), masks: ends.map(({ mask }) => mask) };
}

/** Which outputs of which nodes are asked for their logits. */
function requestsOf(
  outputs: readonly SymbolicTensor[],
  { logits, outputLogits = [logits] }: CallContext,
): ReadonlyMap<Node, (LogitsRequest | undefined)[]> {
  const requests = new Map<Node, (LogitsRequest | undefined)[]>();
  outputs.forEach(({ node, index }, i) => {
    const request = outputLogits[i];
    if (!request) return;
    const asked = requests.get(node) ?? [];
    asked[index] ??= request;
    requests.set(node, asked);
  });
  return requests;
}
