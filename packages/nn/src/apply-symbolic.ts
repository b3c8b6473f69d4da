import { checkKeys, formatValue } from '@seqloom/options';
import { noAttentionMask, noInitialState } from './check-states.ts';
import type { Layer } from './layer.ts';
import type { InputShape } from './layer-contract.ts';
import { isShapeList, type Shape, ShapeError } from './shape.ts';
import {
  type CallNode,
  type SymbolicContext,
  type SymbolicInput,
  SymbolicTensor,
} from './symbolic-tensor.ts';

/** The shapes that layers were applied to first. A layer that is used again has to fit both. */
const firstShapes = new WeakMap<Layer, InputShape>();

/**
 * One use of a layer in a model that is being described. Makes no tensors and no parameters.
 *
 * @throws ShapeError naming the layer and the edge when a shape does not fit, also one of an earlier use of the layer;
 * TypeError for a value that is not symbolic
 */
export function applySymbolic(
  layer: Layer,
  x: SymbolicInput,
  context: SymbolicContext,
): SymbolicTensor | readonly SymbolicTensor[] {
  checkKeys(`${layer.label}: with a symbolic input, apply`, context, ['initialState', 'attentionMask']);
  const { initialState = [], attentionMask } = context;
  if (initialState.length > 0 && !layer.supportsInitialState) throw noInitialState(layer.label);
  if (attentionMask && !layer.supportsAttentionMask) throw noAttentionMask(layer.label);
  const inputs = x instanceof SymbolicTensor ? [x] : x;
  const given = [...inputs, ...initialState, ...(attentionMask ? [attentionMask] : [])];
  for (const value of given) {
    if (value instanceof SymbolicTensor) continue;
    throw new TypeError(
      `${layer.label}: expected symbolic values only, got ${formatValue(value)} among them. Start from input(shape).`,
    );
  }
  const shape: InputShape = x instanceof SymbolicTensor ? x.shape : inputs.map((input) => input.shape);
  const outputs = onEdge(inputs, layer, () => {
    layer.planShape(shape, layer.built ? undefined : firstShapes.get(layer));
    if (attentionMask) layer.checkAttentionMask(shape, attentionMask.shape);
    return layer.computeOutputShapes(shape);
  });
  if (!firstShapes.has(layer)) firstShapes.set(layer, shape);
  const node: CallNode = {
    kind: 'call',
    layer,
    inputs,
    takesList: !(x instanceof SymbolicTensor),
    initialState,
    ...(attentionMask && { attentionMask }),
  };
  if (!isShapeList(outputs)) return new SymbolicTensor(outputs, node);
  return outputs.map((one: Shape, i) => new SymbolicTensor(one, node, i));
}

/** Runs what belongs to an edge of a model; errors about shapes name it. */
export function onEdge<T>(from: readonly SymbolicTensor[], to: Layer, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ShapeError) || error.message.includes(' Edge: ')) throw error;
    const sources = from.map(({ label }) => label).join(', ');
    throw new ShapeError(`${error.message} Edge: ${sources} → ${to.label}.`, { cause: error });
  }
}
