import { type InputSpec, Layer, type LayerOptions } from '@seqloom/nn';

/**
 * One step of a recurrent network of one's own, to be run over time by `RNN`.
 *
 * A cell is a layer whose `call` takes `x [B, D]` and, in `context.initialState`, its states `[B, size]`, and returns
 * `[output, ...new states]`. Dropout drawn from `context.random(path)` is the same at every step.
 *
 * @example
 * ```ts
 * class Counter extends RecurrentCell {
 *   static readonly className: string = 'Counter';
 *   readonly stateSizes = [1];
 *   protected build(): void {}
 *   protected call(x: Tensor, { initialState }: CallContext): Tensor[] {
 *     const total = add(initialState![0]!, sum(x, 1, true));
 *     return [total, identity(total)];
 *   }
 * }
 * ```
 */
export abstract class RecurrentCell<Options extends LayerOptions = LayerOptions> extends Layer<Options> {
  protected override readonly inputSpec: InputSpec = { layout: '[B, D]', rank: 2, fixedAxes: [-1] };

  /** The sizes of a sample's states. */
  abstract readonly stateSizes: readonly number[];

  /** The size of the output; that of the first state unless a cell says otherwise. */
  get outputSize(): number {
    return this.stateSizes[0]!;
  }
}
