import type { Layer } from '@seqloom/nn';
import { Network } from './network.ts';

/** Whether an input of a model holds ids rather than numbers: whether an `Embedding` is what takes it. */
export function takesIds(layer: Layer, input = 0): boolean {
  if (layer.className === 'Embedding') return true;
  if (layer.className === 'TimeDistributed') return takesIds(layer.layers[0]!);
  if (!(layer instanceof Network)) return false;
  const { graph } = layer;
  if (!graph) return takesIds(layer.layers[0]!);
  const { node } = graph.inputs[input]!;
  return graph.nodes.some(({ layer: taker, inputs }) =>
    inputs.some((value, i) => value.node === node && takesIds(taker, i)),
  );
}
