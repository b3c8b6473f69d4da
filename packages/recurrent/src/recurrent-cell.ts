import type { Tensor } from '@seqloom/backend';
import { type InputShape, type InputSpec, Layer, type LayerOptions, type Shape } from '@seqloom/nn';

/**
 * One step of a recurrent network of one's own, to be run over time by `RNN`.
 *
 * A cell is a layer whose `call` takes `x [B, D]` and, in `context.initialState`, its states `[B, …]`, and returns
 * `[output, ...new states]`. It lists the shapes of a sample's states as `stateShapes`, or their sizes as `stateSizes` where
 * they are vectors. Other inputs than `[B, D]` need an `inputSpec` of its own. Dropout drawn from `context.random(path)` is the same at every step.
 *
 * @example
 * ```ts
 * class Counter extends RecurrentCell {
 *   static readonly className: string = 'Counter';
 *   override readonly stateShapes = [[1]];
 *   protected call(x: Tensor, { initialState }: CallContext): Tensor[] {
 *     const total = add(initialState![0]!, sum(x, 1, true));
 *     return [total, identity(total)];
 *   }
 * }
 * ```
 */
export abstract class RecurrentCell<Options extends LayerOptions = LayerOptions> extends Layer<
  Options,
  readonly Tensor[]
> {
  protected override readonly inputSpec: InputSpec = { layout: '[B, D]', rank: 2, fixedAxes: [-1] };

  /** The shapes of a sample's states. A cell without has `stateSizes`. */
  declare readonly stateShapes?: readonly (readonly number[])[];

  /** The size of the output's last axis; that of the first state unless a cell says otherwise. */
  get outputSize(): number {
    return stateShapesOf(this)[0]!.at(-1)!;
  }

  /** What the input of a cell must look like; for cells that are made of others. */
  protected inputSpecOf(cell: RecurrentCell): InputSpec {
    return cell.inputSpec;
  }

  override get supportsInitialState(): boolean {
    return true;
  }

  override computeOutputShape([batch = null]: Shape): Shape {
    return [batch, ...outputShapeOf(this)];
  }

  override computeOutputShapes(inputShape: Shape): InputShape {
    const states = stateShapesOf(this).map((shape) => [inputShape[0] ?? null, ...shape]);
    return [this.computeOutputShape(inputShape), ...states];
  }
}

/**
 * The shapes of the states of a cell.
 *
 * @throws TypeError when it lists none
 */
export function stateShapesOf(cell: RecurrentCell): readonly (readonly number[])[] {
  const { stateSizes } = cell as { readonly stateSizes?: readonly number[] };
  const shapes = cell.stateShapes ?? stateSizes?.map((size) => [size]);
  if (shapes && shapes.length > 0) return shapes;
  throw new TypeError(`${cell.label}: has no states. Give it stateShapes, such as [[units]].`);
}

/** The shape of a sample's output at one step: that of the first state, whose last axis may have another size. */
export function outputShapeOf(cell: RecurrentCell): readonly number[] {
  return [...stateShapesOf(cell)[0]!.slice(0, -1), cell.outputSize];
}
