import { checkShape, type InputShape, isShapeList, type Shape, sizeOf } from '@seqloom/nn';
import { type OptionRules, optional, resolveOptions, rule } from '@seqloom/options';
import type { Network } from './network.ts';

/** Options of `modelCosts` and of `summary`. */
export interface CostOptions {
  /**
   * In place of the shape that the model was built for, to give open sizes a number: `[null, 200]`; for several inputs a list. The
   * batch counts as one sample.
   */
  readonly inputShape?: InputShape | undefined;
}

/** What a layer costs for one sample, all of its uses together. Plain data. */
export interface LayerCosts {
  readonly name: string;
  readonly className: string;
  /** Of the first output, for the inputs that the layer was built for. */
  readonly outputShape: Shape;
  readonly parameters: number;
  /** Of matrix products and convolutions, forward; NaN where they depend on an open size or the layer does not know them. */
  readonly multiplyAdds: number;
  /** Values in its outputs; NaN where they depend on an open size. */
  readonly activations: number;
}

/** What a model costs for one sample. A value is float32 and takes four bytes. */
export interface ModelCosts extends Pick<LayerCosts, 'parameters' | 'multiplyAdds' | 'activations'> {
  readonly trainableParameters: number;
  /** In the order of `model.layers`. */
  readonly layers: readonly LayerCosts[];
}

const RULES: OptionRules<CostOptions> = {
  inputShape: optional(
    rule<InputShape>((owner, option, value) => {
      const shapes = Array.isArray(value) && Array.isArray(value[0]) ? value : [value];
      for (const shape of shapes) checkShape(owner, option, shape);
    }),
  ),
};

/**
 * Counts what a built model costs: parameters, the values that its layers give for one sample, and the multiply-adds of a forward pass,
 * by layer. A training step takes about three times as many, and keeps the outputs of all layers for its backward pass.
 *
 * @throws ShapeError when the shape does not fit the model, RangeError or TypeError for other options; Error before the build
 *
 * **Source**: the counts of `torch.utils.flop_counter`, halved, and of torchinfo.
 *
 * @example
 * ```ts
 * const { multiplyAdds, activations } = modelCosts(model, { inputShape: [null, 200] });
 * console.log(`${multiplyAdds} multiply-adds, ${4 * activations} bytes a sample`);
 * ```
 */
export function modelCosts(model: Network, options: CostOptions = {}): ModelCosts {
  const owner = `${model.label}: costs`;
  const { inputShape } = resolveOptions<CostOptions>(owner, options, RULES);
  const built = model.inputShapes.length === 1 ? model.inputShape : model.inputShapes;
  const shape = ofOneSample(inputShape ?? built);
  model.planShape(shape);
  const counted = new Map(model.layers.map((layer) => [layer, { multiplyAdds: 0, activations: 0 }]));
  model.followShapes(shape, (layer, given) => {
    const counts = counted.get(layer)!;
    counts.multiplyAdds += isOpen(given) ? Number.NaN : layer.countMultiplyAdds(given);
    for (const output of list(layer.computeOutputShapes(given))) counts.activations += valuesIn(output);
  });
  const layers = [...counted].map(([layer, counts]) => {
    const { name, className, outputShape } = layer;
    return { name, className, outputShape, parameters: layer.countParams(), ...counts };
  });
  const total = (count: 'multiplyAdds' | 'activations') => layers.reduce((sum, one) => sum + one[count], 0);
  return {
    parameters: model.countParams(),
    trainableParameters: model.trainableWeights.reduce((sum, { size }) => sum + size, 0),
    multiplyAdds: total('multiplyAdds'),
    activations: total('activations'),
    layers,
  };
}

/** The number of values of a shape; NaN with an open size. */
function valuesIn(shape: Shape): number {
  return isOpen(shape) ? Number.NaN : sizeOf(shape as readonly number[]);
}

function isOpen(shape: InputShape): boolean {
  return list(shape).some((one) => one.includes(null));
}

function ofOneSample(shape: InputShape): InputShape {
  return isShapeList(shape) ? shape.map(([, ...rest]) => [1, ...rest]) : [1, ...(shape as Shape).slice(1)];
}

function list(shape: InputShape): readonly Shape[] {
  return isShapeList(shape) ? shape : [shape as Shape];
}
