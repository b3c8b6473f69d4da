import { dispose, slice, type Tensor, tensor, tidy } from '@seqloom/backend';
import type { CallContext, InputShape, Layer, LayerInput, LayerOutput, Shape } from '@seqloom/nn';
import { grid } from '../grid.ts';
import type { LayerVariant } from './record.ts';

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

/**
 * A layer of the variant, built, every weight with values of its own (many start as zeros). Those that training does not change are
 * statistics, of which a variance is not negative.
 */
export function built(variant: LayerVariant, layer: Layer = variant.make()): Layer {
  layer.build(shapesOf(variant, [null, ...variant.input]), { path: 'layer' });
  for (const [i, weight] of layer.weights.entries()) {
    const values = grid(weight.size, 10 + i).map((value) => 0.8 * value);
    weight.assign(weight.trainable ? values : values.map((value) => 1 + value / 2));
  }
  return layer;
}

/** The shape that the layer is built for: one for each input. */
export function shapesOf({ split }: LayerVariant, shape: Shape): InputShape {
  return split ? split.map((width) => [...shape.slice(0, -1), width]) : shape;
}

/** The inputs that the layer takes, cut out of one tensor. */
export function inputsOf({ split }: LayerVariant, x: Tensor): LayerInput {
  if (!split) return x;
  let start = 0;
  return split.map((width) => {
    const begin = [...x.shape.slice(0, -1).map(() => 0), start];
    start += width;
    return slice(x, begin, [...x.shape.slice(0, -1), width]);
  });
}

/** A mask for all inputs. */
export function masksOf({ split }: LayerVariant, mask: Tensor): Partial<CallContext> {
  return split ? { masks: split.map(() => mask) } : { mask };
}

/** Numbers or ids for a batch, and how they become a tensor. */
export function inputValues({ input, ids }: LayerVariant, batch: number, seed = 1): Float32Array {
  const values = grid(batch * sizeOf(input), seed);
  return ids === undefined ? values : values.map((value) => Math.floor(((value + 1) / 2) * ids));
}

export function inputTensor({ input, ids }: LayerVariant, values: Float32Array): Tensor {
  const shape = [values.length / sizeOf(input), ...input];
  return ids === undefined ? tensor(values, shape) : tensor(Int32Array.from(values), shape, 'int32');
}

/** What the layer returns, always as a list. A stateful layer starts again. */
export function outputsOf(
  layer: Layer,
  variant: LayerVariant,
  x: Tensor,
  context: Partial<CallContext> = {},
): readonly Tensor[] {
  layer.resetStates();
  const { states, split } = variant;
  const initialState = states?.map((size, i) =>
    tensor(grid(x.shape[0]! * size, 50 + i), [x.shape[0]!, size]),
  );
  const given = { ...context, ...(initialState && { initialState }) };
  let output: LayerOutput;
  try {
    output = split
      ? tidy(() => layer.apply(inputsOf(variant, x) as Tensor, given)) // it takes a list
      : layer.apply(x, given);
  } finally {
    if (initialState) dispose(...initialState);
  }
  return Array.isArray(output) ? (output as readonly Tensor[]) : [output as Tensor];
}

/** A tensor on the host. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** Reads tensors and releases them. */
export function takeAll(tensors: readonly Tensor[]): Promise<HostTensor[]> {
  return Promise.all(
    tensors.map(async (each) => {
      const data = Array.from(await each.data());
      const { shape } = each;
      each.dispose();
      return { shape, data };
    }),
  );
}

/** Runs the layer on values, and releases everything. */
export async function evaluateLayer(
  layer: Layer,
  variant: LayerVariant,
  values: Float32Array,
  context: Partial<CallContext> = {},
): Promise<HostTensor[]> {
  const x = inputTensor(variant, values);
  const outputs = outputsOf(layer, variant, x, context);
  const taken = await takeAll(outputs);
  x.dispose();
  layer.resetStates();
  return taken;
}
