import { type Tensor, zeros } from '@seqloom/backend';
import {
  type CallContext,
  formatShape,
  type InputSpec,
  type LayerRules,
  rule,
  type Shape,
  zeroMaskedSteps,
} from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import { outputShapeOf, RecurrentCell, stateShapesOf } from './recurrent-cell.ts';
import {
  RecurrentLayer,
  type RecurrentOptions,
  type RecurrentOutput,
  type RecurrentRun,
  type ReturningState,
} from './recurrent-layer.ts';
import { scanSteps } from './scan-steps.ts';

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
 * the cell's states follow. Inputs `[B, T, …]` and states of other ranks are the cell's to choose.
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
export class RNN<State extends boolean = false> extends RecurrentLayer<RNNOptions, RecurrentOutput<State>> {
  static readonly className: string = 'RNN';
  static override readonly rules: LayerRules<RNNOptions> = { ...RecurrentLayer.rules, cell: rule(checkCell) };
  protected override readonly inputSpec: InputSpec = {
    layout: '[B, T, …]',
    minRank: 3,
    fixedAxes: [-1],
    hint: 'Add a feature axis, or use an Embedding first.',
  };

  constructor(options: RNNOptions & ReturningState<State>) {
    super(options);
  }

  get stateShapes(): readonly (readonly number[])[] {
    return stateShapesOf(this.settings.cell);
  }

  override get outputSize(): number {
    return this.settings.cell.outputSize;
  }

  protected override createParameters([batch = null, , ...features]: Shape): void {
    this.addLayer(this.settings.cell, [batch, ...features]);
  }

  protected scan(x: Tensor, initial: readonly Tensor[] | undefined, context: CallContext): RecurrentRun {
    const { cell, goBackwards, returnSequences } = this.settings;
    const batch = x.shape[0]!;
    const outputShape = outputShapeOf(cell);
    const expected = [outputShape, ...this.stateShapes]
      .map((shape) => formatShape([batch, ...shape]))
      .join(', ');
    return scanSteps(
      context.mask ? zeroMaskedSteps(x, context.mask) : x,
      (step, initialState) => {
        const result = cell.apply(step, { ...context, mask: undefined, initialState });
        const [output, ...states] = this.#checked(result as readonly Tensor[], expected);
        return { output: output!, states };
      },
      {
        initialState: initial ?? this.stateShapes.map((shape) => zeros([batch, ...shape])),
        outputShape,
        mask: context.mask,
        goBackwards,
        returnSequences,
      },
    );
  }

  override computeOutputShape([batch = null, time = null]: Shape): Shape {
    const shape = outputShapeOf(this.settings.cell);
    return this.settings.returnSequences ? [batch, time, ...shape] : [batch, ...shape];
  }

  override countMultiplyAdds([batch, time, ...features]: readonly number[]): number {
    return time! * this.settings.cell.countMultiplyAdds([batch!, ...features]);
  }

  /** A cell of one's own may return anything. */
  #checked(result: readonly Tensor[], expected: string): readonly Tensor[] {
    const got = Array.isArray(result) ? result.map(({ shape }) => formatShape(shape)).join(', ') : 'no list';
    if (got !== expected) {
      throw new TypeError(
        `${this.label}: its cell must return [output, ...states] of shapes ${expected}, got ${got}.`,
      );
    }
    return result;
  }
}

function checkCell(owner: string, option: string, value: unknown): void {
  if (value instanceof RecurrentCell) return;
  throw new TypeError(
    `${owner}: ${option} must be a RecurrentCell, got ${formatValue(value)}. Extend RecurrentCell to write one.`,
  );
}
