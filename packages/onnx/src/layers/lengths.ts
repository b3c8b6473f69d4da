import type { Cropping1D, UpSampling1D, ZeroPadding1D } from '@seqloom/convolutional';
import type { GraphBuilder } from '../graph-builder.ts';
import type { GraphMask, LayerCall, LayerNodes } from '../layer-export.ts';
import { repeatSteps } from '../masks.ts';

export function upSampling1d({ graph, layer, inputs: [x] }: LayerCall<UpSampling1D>): LayerNodes {
  const { size } = layer.settings;
  return {
    outputs: [repeatSteps(graph, x!.name, size)],
    mask: changed(x!.mask, (mask) => repeatSteps(graph, mask, size)),
  };
}

export function zeroPadding1d({ graph, layer, inputs: [x] }: LayerCall<ZeroPadding1D>): LayerNodes {
  const [left, right] = ends(layer.settings.padding);
  const pads = (axes: number) => {
    const others = new Array<number>(axes - 2).fill(0);
    return graph.ints([0, left, ...others, 0, right, ...others]);
  };
  return {
    outputs: [graph.op('Pad', [x!.name, pads(3)])],
    mask: changed(x!.mask, (mask) =>
      graph.cast(graph.op('Pad', [graph.cast(mask, 'int32'), pads(2)]), 'bool'),
    ),
  };
}

export function cropping1d({ graph, layer, inputs: [x] }: LayerCall<Cropping1D>): LayerNodes {
  const [left, right] = ends(layer.settings.cropping);
  const crop = (value: string) => cut(graph, value, left, right);
  return { outputs: [crop(x!.name)], mask: changed(x!.mask, crop) };
}

/** Cuts steps off both ends of axis 1. */
function cut(graph: GraphBuilder, value: string, left: number, right: number): string {
  const end = right === 0 ? Number.MAX_SAFE_INTEGER : -right;
  return graph.op('Slice', [value, graph.ints([left]), graph.ints([end]), graph.ints([1])]);
}

function changed(mask: GraphMask | undefined, change: (name: string) => string): GraphMask | undefined {
  return mask && { ...mask, name: change(mask.name) };
}

function ends(value: number | readonly [number, number]): readonly [left: number, right: number] {
  return typeof value === 'number' ? [value, value] : value;
}
