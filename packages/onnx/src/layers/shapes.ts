import type { Flatten, Layer, Permute, RepeatVector, Reshape } from '@seqloom/nn';
import type { LayerCall, LayerNodes } from '../layer-export.ts';

/** A layer that changes nothing outside of training: dropout. */
export function identity({ inputs: [x] }: LayerCall<Layer>): LayerNodes {
  return { outputs: [x!.name], mask: x!.mask };
}

export function flatten({ graph, inputs: [x] }: LayerCall<Flatten>): LayerNodes {
  return { outputs: [graph.reshape(x!.name, 0, -1)] };
}

export function reshape({ graph, layer, inputs: [x] }: LayerCall<Reshape>): LayerNodes {
  const { targetShape } = layer.settings;
  return {
    outputs: [graph.reshape(x!.name, 0, ...targetShape)],
    mask: layer.supportsMasking ? x!.mask : undefined,
  };
}

export function permute({ graph, layer, inputs: [x] }: LayerCall<Permute>): LayerNodes {
  return {
    outputs: [graph.transpose(x!.name, [0, ...layer.settings.dims])],
    mask: layer.supportsMasking ? x!.mask : undefined,
  };
}

export function repeatVector({ graph, layer, inputs: [x] }: LayerCall<RepeatVector>): LayerNodes {
  const repeats = graph.ints([1, layer.settings.n, 1]);
  return { outputs: [graph.op('Tile', [graph.widen(x!.name, 1), repeats])] };
}
