import type { Preprocessor } from '@seqloom/arrays';
import type { Layer } from './layer.ts';
import type { LayerOutput } from './layer-contract.ts';
import type { Shape } from './shape.ts';

/** An input of a model. */
export interface InputNode {
  readonly kind: 'input';
  /** As it was given; a model names the others. */
  readonly name: string | undefined;
  /** Where it takes strings: their shape without the batch, and what makes numbers of them. */
  readonly strings?: { readonly shape: Shape; readonly preprocessor: Preprocessor } | undefined;
}

/** One use of a layer in a model. */
export interface CallNode {
  readonly kind: 'call';
  readonly layer: Layer;
  readonly inputs: readonly SymbolicTensor[];
  /** Whether the layer takes its inputs as a list. */
  readonly takesList: boolean;
  readonly initialState: readonly SymbolicTensor[];
  readonly attentionMask?: SymbolicTensor | undefined;
}

/**
 * Stands for a tensor of a model that is being described: an input, or what a layer makes of others. It has a shape and no
 * values. `input` of `@seqloom/train` makes the first ones; `layer.apply(symbolic)` makes the next.
 */
export class SymbolicTensor {
  /** With the batch as axis 0, which is open. */
  readonly shape: Shape;
  readonly node: InputNode | CallNode;
  /** Its place among the outputs of the node. */
  readonly index: number;

  constructor(shape: Shape, node: InputNode | CallNode, index = 0) {
    this.shape = shape;
    this.node = node;
    this.index = index;
  }

  /** How messages name where it comes from: `input "question"`, `Dense "dense_1"`. */
  get label(): string {
    const { node } = this;
    if (node.kind === 'call') return node.layer.label;
    return node.name === undefined ? 'an input' : `input ${JSON.stringify(node.name)}`;
  }
}

/** What a layer takes when a model is described. */
export type SymbolicInput = SymbolicTensor | readonly SymbolicTensor[];

/** What `apply` of a layer gives for symbolic values: one for each tensor that it gives for tensors. */
export type SymbolicOutput<Output extends LayerOutput> = Output extends readonly unknown[]
  ? readonly SymbolicTensor[]
  : SymbolicTensor;

/** What can be said of one use of a layer when a model is described; masks follow the edges by themselves. */
export interface SymbolicContext {
  /** The states a recurrent layer starts from, such as the last ones of an encoder. */
  readonly initialState?: readonly SymbolicTensor[];
  /** `[T, S]`: which steps of the value each step of the query sees, 0 for those that it does not. */
  readonly attentionMask?: SymbolicTensor | undefined;
}

/** Whether a value is symbolic, or a list of which one part is. */
export function isSymbolic(value: unknown): value is SymbolicInput {
  if (value instanceof SymbolicTensor) return true;
  return Array.isArray(value) && value.some((part) => part instanceof SymbolicTensor);
}
