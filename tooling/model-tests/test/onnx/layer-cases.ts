import { GlobalAveragePooling1D } from '@seqloom/convolutional';
import { type Layer, Masking, Reshape, type SymbolicTensor } from '@seqloom/nn';
import type { LayerExport } from '@seqloom/onnx';
import { input, Model } from '@seqloom/train';
import type { LayerVariant } from '../layers/record.ts';
import { LAYER_RECORDS } from '../layers/records/index.ts';
import type { TanhCell } from '../layers/records/recurrent.ts';
import { type InputPlan, type OnnxCase, withWeights } from './onnx-case.ts';

/** The row of the cell that the records have. */
const tanhCell: LayerExport<TanhCell> = ({ graph, layer, inputs: [x], initialState }) => {
  const [h] = initialState!;
  const own = graph.op('MatMul', [x!.name, graph.weight(layer, 'kernel')]);
  const recurrent = graph.op('MatMul', [h!.name, graph.weight(layer, 'recurrentKernel')]);
  const next = graph.op('Tanh', [graph.op('Add', [own, recurrent])]);
  return { outputs: [next, next] };
};

/** Every variant of every layer in a model, and again with a mask where it goes by one. */
export const LAYER_CASES: readonly OnnxCase[] = LAYER_RECORDS.flatMap(({ layerClass, variants }) =>
  variants
    .filter(({ title }) => !title.startsWith('stateful')) // refused
    .flatMap((variant) => {
      const name = `${layerClass.className}, ${variant.title}`;
      const isMasked = (variant.mask === 'passes' || variant.mask === 'used') && variant.ids === undefined;
      return [layerCase(name, variant, false), ...(isMasked ? [layerCase(name, variant, true)] : [])];
    }),
);

function layerCase(name: string, variant: LayerVariant, masked: boolean): OnnxCase {
  const { input: sizes, split, ids, states = [], mask, leastSteps = 1 } = variant;
  const widths = split ?? [sizes.at(-1)!];
  const [time] = sizes as readonly [number];
  const isOpen = (mask !== undefined || variant.leastSteps !== undefined) && leastSteps < time;
  const axes = (width: number) => [isOpen ? null : time, ...sizes.slice(1, -1), width];
  const shapeOf = (width: number) => (sizes.length === 1 ? [width] : axes(width));
  // The steps of a mask are vectors.
  const given = (width: number) =>
    masked
      ? [isOpen ? null : time, [...sizes.slice(1, -1), width].reduce((a, b) => a * b, 1)]
      : shapeOf(width);
  const plans: InputPlan[] = [
    ...widths.map((width, i) => ({
      name: `x${i}`,
      shape: given(width),
      ids,
      ...((masked || ids !== undefined) && { padding: 'any' as const }),
    })),
    ...states.map((size, i) => ({ name: `state${i}`, shape: [size] })),
  ];
  return {
    name: masked ? `${name}, masked` : name,
    inputs: plans,
    lengths: isOpen ? [time, leastSteps, time + 1, time + 2] : [time],
    rows: { TanhCell: tanhCell },
    make() {
      const inputs = plans.map((plan) => input(plan.shape, { name: plan.name }));
      const xs = inputs.slice(0, widths.length).map((x, i) => {
        if (!masked) return x;
        const counted = new Masking().apply(x);
        const shape = shapeOf(widths[i]!).map((size) => size ?? -1);
        return shape.length === 2 ? counted : new Reshape({ targetShape: shape }).apply(counted);
      });
      const layer = variant.make();
      const initialState = inputs.slice(widths.length);
      const taken = (split ? xs : xs[0]!) as SymbolicTensor; // a layer of several inputs takes a list
      const result: unknown = (layer as Layer).apply(taken, initialState.length > 0 ? { initialState } : {});
      const outputs = [result].flat() as SymbolicTensor[];
      // Shows the mask that comes out.
      if (masked && variant.mask === 'passes' && outputs[0]!.shape.length === 3) {
        outputs.push(new GlobalAveragePooling1D().apply(outputs[0]!));
      }
      return withWeights(new Model({ inputs, outputs }).build({ seed: 1 }));
    },
  };
}
