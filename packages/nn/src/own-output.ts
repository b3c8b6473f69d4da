import { identity, type Tensor } from '@seqloom/backend';
import { formatValue } from '@seqloom/options';
import type { LayerOutput } from './layer-contract.ts';

/**
 * Replaces the tensors that belong to others, or come twice, by handles of their own, so that the caller can dispose of
 * every output.
 *
 * @param owner the layer, whose label messages name
 * @param output what `call` returned
 * @throws TypeError unless it holds tensors
 */
export function ownOutput<Output extends LayerOutput>(
  owner: { readonly label: string },
  output: Output,
  belongsToOthers: (tensor: Tensor) => boolean | undefined,
): Output {
  const own = (tensor: Tensor): Tensor => {
    if (!Array.isArray(tensor?.shape)) {
      throw new TypeError(`${owner.label}: call must return tensors, got ${formatValue(tensor)}.`);
    }
    return belongsToOthers(tensor) ? identity(tensor) : tensor;
  };
  if (!Array.isArray(output)) return own(output as Tensor) as Output;
  const tensors = output as readonly Tensor[];
  return tensors.map((tensor, i) =>
    tensors.indexOf(tensor) < i ? identity(tensor) : own(tensor),
  ) as unknown as Output; // a list for a list, a tensor for a tensor
}
