import type { Layer, Shape } from '@seqloom/nn';
import type { GraphBuilder } from './graph-builder.ts';

/** Which steps count: a bool value with the first axes of what it belongs to. */
export interface GraphMask {
  readonly name: string;
  readonly rank: number;
}

/** A value between two layers. */
export interface Edge {
  readonly name: string;
  /** int32 where it holds ids. */
  readonly type: 'float32' | 'int32';
  /** `null` for a size that may vary. */
  readonly shape: Shape;
  readonly mask?: GraphMask | undefined;
}

/** Exports one use of a layer: its nodes go into the graph, and the edges that leave it come back. */
export type ExportLayer = (
  graph: GraphBuilder,
  layer: Layer,
  inputs: readonly Edge[],
  others?: Pick<LayerCall<never>, 'initialState' | 'attentionMask'>,
) => readonly Edge[];

/** What a layer is exported with. */
export interface LayerCall<L extends Layer = Layer> {
  readonly graph: GraphBuilder;
  readonly layer: L;
  /** float32, but for a layer that takes ids. */
  readonly inputs: readonly Edge[];
  /** Where the model gives them: the states that a recurrent layer starts from. */
  readonly initialState?: readonly Edge[] | undefined;
  /** Where the model gives one: which pairs of steps count. */
  readonly attentionMask?: Edge | undefined;
  /** For layers within this one. */
  readonly exportLayer: ExportLayer;
}

/** What a layer leaves: its outputs, and the mask of the first one. */
export interface LayerNodes {
  readonly outputs: readonly string[];
  readonly mask?: GraphMask | undefined;
}

/**
 * Adds the nodes of a layer to the graph.
 *
 * @example
 * ```ts
 * const scale: LayerExport<Scale> = ({ graph, layer, inputs: [x] }) => ({
 *   outputs: [graph.op('Mul', [x!.name, graph.weight(layer, 'factor')])],
 *   mask: x!.mask,
 * });
 * ```
 */
export type LayerExport<L extends Layer = never> = (call: LayerCall<L>) => LayerNodes;
