import type { Layer } from '@seqloom/nn';
import { Bidirectional, RecurrentLayer } from '@seqloom/recurrent';
import { Network } from '@seqloom/train';

/** Layers with weights, by the names that modules have in a state_dict: `encoder.lstm`. */
export function modulesOf(model: Network): readonly (readonly [name: string, layer: Layer])[] {
  return model.layers
    .filter(({ weights }) => weights.length > 0)
    .flatMap((layer) =>
      layer instanceof Network
        ? modulesOf(layer).map(([name, inner]) => [`${layer.name}.${name}`, inner] as const)
        : [[layer.name, layer] as const],
    );
}

/**
 * The same where recurrent modules of the file may have several layers (`num_layers`): such a module takes the layer of its name and the
 * recurrent layers behind it, as far as these are not modules of their own.
 *
 * @param tensors the names in the file: `encoder.weight_ih_l0`, `encoder.weight_ih_l1`, …
 * @throws RangeError where the model has fewer recurrent layers in a row than the module
 */
export function modulesWithLayers(
  model: Network,
  tensors: Iterable<string>,
): Readonly<Record<string, Layer | readonly Layer[]>> {
  const depths = depthsOf(tensors);
  const all = modulesOf(model);
  const modules = new Map<string, Layer | readonly Layer[]>();
  const taken = new Set<Layer>();
  for (const [i, [name, layer]] of all.entries()) {
    if (taken.has(layer)) continue;
    const depth = depths.get(name) ?? 1;
    const others = all.slice(i + 1).filter(([other]) => !depths.has(other));
    const layers = [layer, ...others.map(([, other]) => other).filter(isRecurrent)].slice(0, depth);
    if (layers.length < depth) {
      throw new RangeError(
        `seqloom convert: the module ${JSON.stringify(name)} has ${depth} layers, the model of --into ${layers.length}. Give it ${depth} recurrent layers in a row, the first called ${JSON.stringify(name)}.`,
      );
    }
    for (const each of layers) taken.add(each);
    modules.set(name, depth > 1 ? layers : layer);
  }
  return Object.fromEntries(modules);
}

function isRecurrent(layer: Layer): boolean {
  return layer instanceof RecurrentLayer || layer instanceof Bidirectional;
}

/** How many layers each recurrent module of a file has. */
function depthsOf(tensors: Iterable<string>): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const tensor of tensors) {
    const [, module, layer] = /^(.*)\.weight_ih_l(\d{1,4})$/.exec(tensor) ?? [];
    if (module !== undefined) depths.set(module, Math.max(depths.get(module) ?? 0, Number(layer) + 1));
  }
  return depths;
}
