import {
  cast,
  copy,
  dispose,
  own,
  reshape,
  reverse,
  stopGradient,
  type Tensor,
  tidy,
} from '@seqloom/backend';
import {
  boolean,
  type CallContext,
  cannotStep,
  checkMask,
  formatShape,
  type InputShape,
  type InputSpec,
  Layer,
  type LayerOptions,
  type LayerOutput,
  type LayerRules,
  type LayerStates,
  type Settings,
  type Shape,
  ShapeError,
  type Stepping,
} from '@seqloom/nn';

/** Options of every layer that runs over time. */
export interface RecurrentOptions extends LayerOptions {
  /** Whether the output is that of every step rather than of the last one; default false. */
  readonly returnSequences?: boolean;
  /** Whether the last states follow the output; default false. */
  readonly returnState?: boolean;
  /** Whether the input is read from its last step to its first; default false. */
  readonly goBackwards?: boolean;
  /** Whether a batch starts from the states that the batch before left; default false. */
  readonly stateful?: boolean;
}

/** What a run over all steps yields, before options choose from it. */
export interface RecurrentRun {
  /** `[B, T, …]`: the outputs in the order of the input, regardless of the direction; undefined unless they are returned. */
  readonly sequence: Tensor | undefined;
  /** `[B, …]`: the output of the step that was read last. */
  readonly last: Tensor;
  /** `[B, …]` each. */
  readonly states: readonly Tensor[];
}

/** What `apply` of a recurrent layer returns: with `returnState` the output and the states, otherwise the output alone. */
export type RecurrentOutput<State extends boolean> = State extends true ? readonly Tensor[] : Tensor;

/** The option that decides what `apply` returns. */
export interface ReturningState<State extends boolean> {
  readonly returnState?: State;
}

/**
 * What recurrent layers share: the order of what they return, masks, initial states, and states kept from batch to
 * batch. A concrete layer says which shapes its states have and runs over the steps.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 */
export abstract class RecurrentLayer<
  Options extends RecurrentOptions = RecurrentOptions,
  Output extends LayerOutput = LayerOutput,
> extends Layer<Options, Output> {
  static readonly rules: LayerRules<RecurrentOptions> = {
    returnSequences: boolean(false),
    returnState: boolean(false),
    goBackwards: boolean(false),
    stateful: boolean(false),
  };
  declare readonly settings: Settings<Options> & Settings<RecurrentOptions>;
  protected override readonly inputSpec: InputSpec = {
    layout: '[B, T, D]',
    rank: 3,
    fixedAxes: [-1],
    hint: 'Add a feature axis, or use an Embedding first.',
  };
  /** Kept from the batch before; none at first. */
  #kept: readonly Tensor[] = [];

  /** The shapes of a sample's states. The first is that of the output of a step unless a layer says otherwise. */
  abstract get stateShapes(): readonly (readonly number[])[];

  /** U: the size of the output's last axis. */
  get outputSize(): number {
    return this.stateShapes[0]!.at(-1)!; // every recurrent layer has a state
  }

  /** Runs over all steps. `states` is undefined where they are zeros. */
  protected abstract scan(
    x: Tensor,
    states: readonly Tensor[] | undefined,
    context: CallContext,
  ): RecurrentRun;

  /**
   * Runs over all steps and keeps the last states if the layer is stateful. For wrappers, which want the outputs in the
   * order of the input; everyone else calls `apply`.
   *
   * @throws ShapeError when the mask or the initial states do not fit the input
   */
  run(input: Tensor, context: CallContext): RecurrentRun {
    const x = asFloat(input);
    checkMask(this.label, x, context.mask);
    const run = this.scan(x, this.#initialStates(x.shape[0]!, context.initialState), context);
    if (this.settings.stateful) {
      const states = run.states.map((state) => own(copy(stopGradient(state))));
      const change = { commit: () => this.#keep(states), discard: () => dispose(...states) };
      if (context.defer) context.defer(change);
      else change.commit();
    }
    return run;
  }

  protected call(x: Tensor, context: CallContext): Output {
    const { sequence, last, states } = this.run(x, context);
    const output = sequence ? (this.settings.goBackwards ? reverse(sequence, 1) : sequence) : last;
    const all = this.settings.returnState ? [output, ...states] : output;
    return all as Output; // the type follows the option
  }

  override stepping([inputShape]: readonly [Shape]): Stepping {
    const { goBackwards, returnSequences, returnState } = this.settings;
    if (goBackwards) throw cannotStep(this.label, 'goBackwards reads the sequence from its end');
    const shapes = this.stateShapesFor(inputShape);
    return {
      states: shapes.map((shape) => ({ shape })),
      timed: [returnSequences, ...(returnState ? shapes.map(() => false) : [])],
      step: (x, past, context) => {
        const before = past.map((state) => reshape(state, [state.shape[0]!, ...state.shape.slice(2)]));
        const { sequence, last, states } = this.scan(asFloat(x), before, context);
        return { outputs: [sequence ?? last, ...(returnState ? states : [])], states };
      },
    };
  }

  override get supportsInitialState(): boolean {
    return true;
  }

  override computeOutputShape([batch = null, time = null]: Shape): Shape {
    return this.settings.returnSequences ? [batch, time, this.outputSize] : [batch, this.outputSize];
  }

  override computeOutputShapes(inputShape: Shape): InputShape {
    const output = this.computeOutputShape(inputShape);
    if (!this.settings.returnState) return output;
    return [output, ...this.stateShapesFor(inputShape).map((shape) => [inputShape[0] ?? null, ...shape])];
  }

  /** The shapes of a sample's states for an input, also before the build. */
  stateShapesFor(_inputShape: Shape): readonly Shape[] {
    return this.stateShapes;
  }

  /** With `returnSequences` the mask goes on, turned around like the output where the layer goes backwards. */
  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    if (!mask || !this.settings.returnSequences) return undefined;
    // Bytes cannot be turned around on every backend.
    return this.settings.goBackwards ? tidy(() => cast(reverse(cast(mask, 'int32'), 1), 'bool')) : mask;
  }

  /** Starts the next batch from zeros. */
  override resetStates(): void {
    super.resetStates();
    this.#keep([]);
  }

  override exchangeStates(states: LayerStates): LayerStates {
    const within = super.exchangeStates(states);
    const own = this.#kept;
    this.#kept = states.get(this) ?? [];
    return own.length > 0 ? new Map([...within, [this, own]]) : within;
  }

  override dispose(): void {
    this.#keep([]);
    super.dispose();
  }

  #keep(states: readonly Tensor[]): void {
    dispose(...this.#kept);
    this.#kept = states;
  }

  #initialStates(batch: number, given: readonly Tensor[] | undefined): readonly Tensor[] | undefined {
    if (!given) {
      const [kept] = this.#kept;
      if (!kept) return undefined;
      if (kept.shape[0] !== batch) {
        throw new ShapeError(
          `${this.label}: is stateful and holds the states of a batch of ${kept.shape[0]}, got a batch of ${batch}. ` +
            'Use batches of one size, or call resetStates first.',
        );
      }
      return this.#kept;
    }
    const expected = this.stateShapes.map((shape) => `${formatShape([batch, ...shape])} float32`).join(', ');
    const got = given.map(({ shape, dtype }) => `${formatShape(shape)} ${dtype}`).join(', ');
    if (got !== expected) {
      throw new ShapeError(`${this.label}: expected the initial states ${expected}, got ${got || 'none'}.`);
    }
    return given;
  }
}

function asFloat(x: Tensor): Tensor {
  return x.dtype === 'float32' ? x : cast(x, 'float32');
}
