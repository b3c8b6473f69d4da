import type { Dense, Layer } from '@seqloom/nn';
import type { GraphBuilder } from '../graph-builder.ts';
import type { LayerCall, LayerNodes } from '../layer-export.ts';
import { activate } from './activations.ts';

export function dense({ graph, layer, inputs: [x] }: LayerCall<Dense>): LayerNodes {
  const { useBias, activation } = layer.settings;
  const product = graph.op('MatMul', [x!.name, graph.weight(layer, 'kernel')]);
  const z = addBias(graph, layer, product, useBias);
  return { outputs: [activate(graph, activation, z)], mask: x!.mask };
}

/** Adds a bias along the last axis. */
export function addBias(graph: GraphBuilder, layer: Layer, z: string, useBias: boolean): string {
  return useBias ? graph.op('Add', [z, graph.weight(layer, 'bias')]) : z;
}
