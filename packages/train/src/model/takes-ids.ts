import type { Layer } from '@seqloom/nn';
import { Network } from './network.ts';

const ID_LAYERS: readonly string[] = ['Embedding', 'EmbeddingBag'];

/** Whether an input of a model holds ids rather than numbers: whether an `Embedding` or `EmbeddingBag` is what takes it. */
export function takesIds(layer: Layer, input = 0): boolean {
  if (ID_LAYERS.includes(layer.className)) return true;
  if (layer.className === 'TimeDistributed') return takesIds(layer.layers[0]!);
  if (!(layer instanceof Network)) return false;
  const { graph } = layer;
  if (!graph) return takesIds(layer.layers[0]!);
  const { node } = graph.inputs[input]!;
  return graph.nodes.some(({ layer: taker, inputs }) =>
    inputs.some((value, i) => value.node === node && takesIds(taker, i)),
  );
}
