import {
  cast,
  div,
  matMul,
  maximum,
  mul,
  reshape,
  scalar,
  sqrt,
  square,
  sum,
  type Tensor,
  transpose,
} from '@seqloom/backend';
import { boolean, formatValue, rule } from '@seqloom/options';
import type { InputSpec } from './input-spec.ts';
import type { LayerOptions, LayerRules } from './layer-contract.ts';
import { MultiInputLayer } from './multi-input-layer.ts';
import { formatShape, type Shape, ShapeError, sizeOf } from './shape.ts';

/** Options of `Dot`. */
export interface DotOptions extends LayerOptions {
  /** The axis of both inputs that is summed over, or one for each; negative ones count from the end. Not the batch. */
  readonly axes: number | readonly [number, number];
  /** Whether the inputs are divided by their lengths along the axes first, which gives their cosines; default false. */
  readonly normalize?: boolean;
}

/** As in Keras: a sum of squares below it is taken for it. */
const SMALLEST_SQUARE = 1e-12;

/**
 * The dot products of two inputs, sample by sample: `yᵢⱼ = Σₖ aᵢₖ bₖⱼ`.
 *
 * Shapes: `a [B, …A, K, …]` and `b [B, …, K, …]` float32 (integers are converted), K at `axes` → the other axes of a, then those of b:
 * `[B, S, D] · [B, T, D] → [B, S, T]` with `axes: 2`; `[B, 1]` where none is left. A mask has no effect and ends.
 *
 * @throws ShapeError naming the layer when the axes differ in size; RangeError or TypeError for other axes
 *
 * **Source**: `keras.layers.Dot`.
 *
 * @example
 * ```ts
 * const scores = new Dot({ axes: 2 }).apply([question, story]);
 * ```
 */
export class Dot extends MultiInputLayer<DotOptions> {
  static readonly className: string = 'Dot';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<DotOptions> = { axes: rule(checkAxes), normalize: boolean(false) };
  protected override readonly inputSpec: InputSpec = { layout: '[B, …, K, …]', minRank: 2 };
  protected override readonly inputCount = 2;

  /** As in Keras, a mask is not reported: scores of skipped steps are for a softmax to leave out. */
  override get supportsMasking(): boolean {
    return true;
  }

  protected override call(inputs: readonly Tensor[]): Tensor {
    const axes = this.#axesOf(inputs.map(({ shape }) => shape));
    const [a, b] = inputs.map((input, i) => {
      const x = input.dtype === 'float32' ? input : cast(input, 'float32');
      return this.settings.normalize ? ofLengthOne(x, axes[i]!) : x;
    }) as [Tensor, Tensor];
    const [rows, columns] = [asMatrices(a, axes[0], 'last'), asMatrices(b, axes[1], 'first')];
    const y = matMul(rows, columns);
    return reshape(y, this.computeOutputShape(inputs.map(({ shape }) => shape)) as readonly number[]);
  }

  override computeOutputShape(shapes: readonly Shape[]): Shape {
    const axes = this.#axesOf(shapes);
    const [a, b] = shapes.map((shape, i) => shape.filter((_, axis) => axis > 0 && axis !== axes[i]));
    const rest = [...a!, ...b!];
    const batch = shapes[0]![0] ?? shapes[1]![0] ?? null;
    return [batch, ...(rest.length === 0 ? [1] : rest)];
  }

  override countMultiplyAdds(shapes: readonly (readonly number[])[]): number {
    const [a, b] = shapes as [readonly number[], readonly number[]];
    return (sizeOf(a) * sizeOf(b)) / (a[0]! * a[this.#axesOf(shapes)[0]]!);
  }

  #axesOf(shapes: readonly Shape[]): readonly [number, number] {
    const { axes } = this.settings;
    const given = typeof axes === 'number' ? [axes, axes] : axes;
    const [a, b] = shapes.map((shape, i) => {
      const axis = given[i]! < 0 ? given[i]! + shape.length : given[i]!;
      if (axis > 0 && axis < shape.length) return axis;
      throw new ShapeError(
        `${this.label}: axis ${given[i]} is not an axis after the batch of an input of shape ${formatShape(shape)}.`,
      );
    }) as [number, number];
    const [one, other] = [shapes[0]![a], shapes[1]![b]];
    if (one === other || one === null || other === null) return [a, b];
    throw new ShapeError(
      `${this.label}: axis ${a} of ${formatShape(shapes[0]!)} and axis ${b} of ${formatShape(shapes[1]!)} must have one size.`,
    );
  }
}

/** `[B, …, K, …]` → `[B, N, K]` or `[B, K, N]`: what is summed over is the last or the first axis of the matrices. */
function asMatrices(x: Tensor, axis: number, place: 'last' | 'first'): Tensor {
  const others = x.shape.map((_, i) => i).filter((i) => i > 0 && i !== axis);
  const order = place === 'last' ? [0, ...others, axis] : [0, axis, ...others];
  const moved = order.every((from, to) => from === to) ? x : transpose(x, order);
  const count = sizeOf(others.map((i) => x.shape[i]!));
  const size = x.shape[axis]!;
  return reshape(moved, [x.shape[0]!, ...(place === 'last' ? [count, size] : [size, count])]);
}

function ofLengthOne(x: Tensor, axis: number): Tensor {
  const squares = maximum(sum(square(x), axis, true), scalar(SMALLEST_SQUARE));
  return mul(x, div(scalar(1), sqrt(squares)));
}

function checkAxes(owner: string, option: string, value: unknown): void {
  const axes = Array.isArray(value) && value.length === 2 ? value : [value];
  for (const axis of axes) {
    if (Number.isSafeInteger(axis) && axis !== 0) continue;
    throw new (typeof axis === 'number' ? RangeError : TypeError)(
      `${owner}: ${option} must be an axis other than 0, the batch, or a list of two, got ${formatValue(value)}.`,
    );
  }
}
