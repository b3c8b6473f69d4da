import { Layer } from './layer.ts';

/** All layers that a layer holds or was given in its options, at any depth. */
export function layersWithin(layer: Layer, found: Set<Layer> = new Set()): ReadonlySet<Layer> {
  const parts: unknown[] = [...layer.layers, ...Object.values(layer.options).flat()];
  for (const part of parts) {
    if (!(part instanceof Layer) || found.has(part)) continue;
    found.add(part);
    layersWithin(part, found);
  }
  return found;
}
