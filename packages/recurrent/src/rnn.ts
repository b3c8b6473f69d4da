import { cast, reshape, slice, stack, type Tensor, tile, unstack, where, zeros } from '@seqloom/backend';
import { type CallContext, type OptionNames, type Shape, zeroMaskedSteps } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import { RecurrentCell } from './recurrent-cell.ts';
import {
  RECURRENT_OPTIONS,
  RecurrentLayer,
  type RecurrentOptions,
  type RecurrentRun,
} from './recurrent-layer.ts';

/** Options of `RNN`. */
export interface RNNOptions extends RecurrentOptions {
  /** What happens at each step. */
  readonly cell: RecurrentCell;
}

/**
 * Runs a cell of one's own over the steps of a sequence, one after the other. `SimpleRNN`, `GRU` and `LSTM` run whole
 * sequences at once and are many times as fast.
 *
 * Where a mask skips a step, the states are carried over and the output repeats the one before, zeros at first.
 *
 * Shapes: `x [B, T, D]` float32 → `[B, outputSize]`, or `[B, T, outputSize]` with `returnSequences`; with `returnState`
 * the cell's states follow.
 *
 * @throws TypeError when `cell` is not a `RecurrentCell`
 *
 * **Source**: `keras.layers.RNN`.
 *
 * @example
 * ```ts
 * const layer = new RNN({ cell: new StackedRNNCells({ cells: [new MyCell({}), new MyCell({})] }) });
 * ```
 */
export class RNN extends RecurrentLayer<RNNOptions> {
  static readonly className: string = 'RNN';
  static readonly optionNames: OptionNames<RNNOptions> = { ...RECURRENT_OPTIONS, cell: true };

  constructor(options: RNNOptions) {
    super(options);
    if (!(options.cell instanceof RecurrentCell)) {
      throw new TypeError(
        `RNN: cell must be a RecurrentCell, got ${formatValue(options.cell)}. Extend RecurrentCell to write one.`,
      );
    }
  }

  get stateSizes(): readonly number[] {
    return this.options.cell.stateSizes;
  }

  override get outputSize(): number {
    return this.options.cell.outputSize;
  }

  protected build([batch = null, , features = null]: Shape): void {
    this.addLayer(this.options.cell, [batch, features]);
  }

  protected scan(input: Tensor, initial: readonly Tensor[] | undefined, context: CallContext): RecurrentRun {
    const { cell, goBackwards = false, returnSequences = false } = this.options;
    const [batch, time] = input.shape as [number, number];
    // A skipped step is computed and set aside; NaN in it would come back through its gradient, 0 · NaN.
    const x = context.mask ? zeroMaskedSteps(input, context.mask) : input;
    const inputs = unstack(x, 1);
    const outputs: Tensor[] = [];
    let states = initial ?? this.stateSizes.map((size) => zeros([batch, size]));
    let last = zeros([batch, this.outputSize]);
    for (let s = 0; s < time; s++) {
      const t = goBackwards ? time - 1 - s : s;
      const result = cell.apply(inputs[t]!, { ...context, mask: undefined, initialState: states });
      const [output, ...next] = this.#checked(result as readonly Tensor[], batch);
      if (context.mask) {
        const live = (size: number) => column(context.mask!, t, size);
        states = next.map((state, i) => where(live(state.shape[1]!), state, states[i]!));
        last = where(live(this.outputSize), output!, last);
      } else {
        states = next;
        last = output!;
      }
      outputs[t] = last;
    }
    return { sequence: returnSequences ? stack(outputs, 1) : undefined, last, states };
  }

  /** A cell of one's own may return anything. */
  #checked(result: readonly Tensor[], batch: number): readonly Tensor[] {
    const expected = [this.outputSize, ...this.stateSizes].map((size) => `[${batch}, ${size}]`).join(', ');
    const got = Array.isArray(result)
      ? result.map(({ shape }) => `[${shape.join(', ')}]`).join(', ')
      : 'no list';
    if (got !== expected) {
      throw new TypeError(
        `${this.label}: its cell must return [output, ...states] of shapes ${expected}, got ${got}.`,
      );
    }
    return result;
  }
}

/** Column t of a mask, `[B, size]` bool. */
function column(mask: Tensor, t: number, size: number): Tensor {
  const [batch] = mask.shape as [number, number];
  const counts = reshape(slice(cast(mask, 'int32'), [0, t], [batch, 1]), [batch, 1]);
  return cast(tile(counts, [1, size]), 'bool');
}
