import { add, concat, mul, scalar, type Tensor } from '@seqloom/backend';
import {
  type CallContext,
  cannotStep,
  formatShape,
  type InputShape,
  type InputSpec,
  Layer,
  type LayerConfig,
  type LayerOptions,
  type LayerOutput,
  type LayerRules,
  oneOf,
  optional,
  rule,
  type Shape,
  ShapeError,
  type Stepping,
  zeroMaskedSteps,
} from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import { RecurrentLayer, type RecurrentOptions, type RecurrentRun } from './recurrent-layer.ts';

/** How the outputs of the two directions become one: side by side, or element by element; `none` returns both. */
export type MergeMode = 'concat' | 'sum' | 'mul' | 'ave' | 'none';

/** Options of `Bidirectional`. */
export interface BidirectionalOptions extends LayerOptions {
  /** The layer to run in both directions. It serves as a pattern: the layers that run are made after it. */
  readonly layer: RecurrentLayer;
  /** The pattern of the second direction, which must go the other way; default `layer` with `goBackwards` turned. */
  readonly backwardLayer?: RecurrentLayer | undefined;
  /** Default `concat`. */
  readonly mergeMode?: MergeMode;
}

/** What `apply` of a `Bidirectional` returns: what its pattern does, but for the mode `none` both outputs. */
export type BidirectionalOutput<Output extends LayerOutput, Mode extends MergeMode> = Mode extends 'none'
  ? readonly Tensor[]
  : Output;

/** The options that decide what `apply` returns. */
export interface DirectionsOf<Output extends LayerOutput, Mode extends MergeMode> {
  readonly layer: RecurrentLayer<RecurrentOptions, Output>;
  readonly mergeMode?: Mode;
}

/**
 * Runs a recurrent layer over the input in both directions.
 *
 * With `returnSequences` the output at step t joins what the one direction knows of steps 1 … t with what the other
 * knows of steps T … t, and is 0 where a mask skips the step; without, it joins the last outputs of both.
 *
 * Shapes: `x [B, T, D]` float32 → `[B, 2U]` or `[B, T, 2U]` for `concat`, `[B, U]` or `[B, T, U]` for the others; `none`
 * returns a list of the two outputs. With the pattern's `returnState` the states of the first, then those of the second
 * direction follow; an initial state is given in the same order. Weights are named `forward_<name>/…` and
 * `backward_<name>/…`.
 *
 * @throws TypeError when a pattern is not a recurrent layer, RangeError when the two do not go together or the mode is
 * unknown
 *
 * **Source**: Schuster & Paliwal 1997; `keras.layers.Bidirectional`.
 *
 * @example
 * ```ts
 * const layer = new Bidirectional({ layer: new LSTM({ units: 32 }) });
 * layer.build([null, 500, 32]); // [null, 64]
 * ```
 */
export class Bidirectional<
  Output extends LayerOutput = Tensor,
  Mode extends MergeMode = 'concat',
> extends Layer<BidirectionalOptions, BidirectionalOutput<Output, Mode>> {
  static readonly className: string = 'Bidirectional';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<BidirectionalOptions> = {
    layer: rule(checkPattern),
    backwardLayer: optional(rule<RecurrentLayer>(checkPattern)),
    mergeMode: oneOf(['concat', 'sum', 'mul', 'ave', 'none'], 'concat'),
  };
  protected override readonly inputSpec: InputSpec = { layout: '[B, T, …]', minRank: 3, fixedAxes: [-1] };
  readonly #forward: RecurrentLayer;
  readonly #backward: RecurrentLayer;

  constructor(options: BidirectionalOptions & DirectionsOf<Output, Mode>) {
    super(options);
    const { layer, backwardLayer } = this.settings;
    const goBackwards = !layer.settings.goBackwards;
    if (backwardLayer) checkPair(layer, backwardLayer);
    this.#forward = layer.clone({ name: `forward_${layer.name}` });
    const second = backwardLayer ?? layer;
    this.#backward = second.clone({ name: `backward_${second.name}`, goBackwards });
  }

  /** The layer of the first direction. */
  get forwardLayer(): RecurrentLayer {
    return this.#forward;
  }

  /** The layer of the second direction. */
  get backwardLayer(): RecurrentLayer {
    return this.#backward;
  }

  protected override createParameters(inputShape: Shape): void {
    this.addLayer(this.#forward, inputShape);
    this.addLayer(this.#backward, inputShape);
    const [one, other] = [this.#forward.outputSize, this.#backward.outputSize];
    if (one !== other && this.settings.mergeMode !== 'concat' && this.settings.mergeMode !== 'none') {
      throw new ShapeError(
        `${this.label}: mergeMode ${this.settings.mergeMode} needs two outputs of one size, got ${one} and ${other}.`,
      );
    }
  }

  override stepping(): Stepping {
    throw cannotStep(this.label, 'its second layer reads the sequence from its end');
  }

  protected call(x: Tensor, context: CallContext): BidirectionalOutput<Output, Mode> {
    const count = this.#forward.stateShapes.length;
    const given = context.initialState;
    const expected = count + this.#backward.stateShapes.length;
    if (given && given.length !== expected) {
      const shapes = given.map(({ shape }) => formatShape(shape)).join(', ');
      throw new ShapeError(
        `${this.label}: expected ${expected} initial states, those of both directions, got ${shapes || 'none'}.`,
      );
    }
    const one = this.#forward.run(x, { ...context, initialState: given?.slice(0, count) });
    const other = this.#backward.run(x, { ...context, initialState: given?.slice(count) });
    // Both sequences stand in the order of the input, so that nothing has to be turned around.
    const output = ({ sequence, last }: RecurrentRun) => {
      if (!sequence) return last;
      return context.mask ? zeroMaskedSteps(sequence, context.mask) : sequence;
    };
    const merged = this.#merge(output(one), output(other));
    const states = this.#forward.settings.returnState ? [...one.states, ...other.states] : [];
    const all = states.length === 0 && merged.length === 1 ? merged[0]! : [...merged, ...states];
    return all as BidirectionalOutput<Output, Mode>; // the type follows the options
  }

  override get supportsInitialState(): boolean {
    return true;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const shape = this.#forward.computeOutputShape(inputShape);
    if (this.settings.mergeMode !== 'concat') return shape;
    return [...shape.slice(0, -1), this.#forward.outputSize + this.#backward.outputSize];
  }

  override computeOutputShapes(inputShape: Shape): InputShape {
    const output = this.computeOutputShape(inputShape);
    const both = [this.#forward, this.#backward];
    const outputs = this.settings.mergeMode === 'none' ? [output, output] : [output];
    const states = this.#forward.settings.returnState
      ? both
          .flatMap((layer) => layer.stateShapesFor(inputShape))
          .map((shape) => [inputShape[0] ?? null, ...shape])
      : [];
    return outputs.length + states.length === 1 ? output : [...outputs, ...states];
  }

  override countMultiplyAdds(inputShape: readonly number[]): number {
    return this.#forward.countMultiplyAdds(inputShape) + this.#backward.countMultiplyAdds(inputShape);
  }

  /** With `returnSequences` the mask goes on as it is. */
  override computeMask(_x: Tensor, mask: Tensor | undefined): Tensor | undefined {
    return this.#forward.settings.returnSequences ? mask : undefined;
  }

  /** As for every layer; each direction of the copy is frozen where this one's is. */
  override clone(overrides: Partial<BidirectionalOptions> = {}): this {
    const copy = super.clone(overrides);
    if (!overrides.layer) copy.#forward.trainable = this.#forward.trainable;
    // Without a pattern of its own the second direction is made after `layer`.
    const sameSecond = !overrides.backwardLayer && (this.options.backwardLayer || !overrides.layer);
    if (sameSecond) copy.#backward.trainable = this.#backward.trainable;
    return copy;
  }

  /**
   * The patterns as they were given, frozen or not as the layers that run are. A second pattern is written where the
   * first one cannot stand for both.
   */
  protected override savedOptions(): object {
    const { layer, backwardLayer } = this.options;
    const [one, other] = [this.#forward.trainable, this.#backward.trainable];
    const { goBackwards } = this.#backward.settings;
    return {
      ...this.options,
      layer: withOptions(layer, { trainable: one }),
      ...((backwardLayer || one !== other) && {
        backwardLayer: withOptions(backwardLayer ?? layer, { trainable: other, goBackwards }),
      }),
    };
  }

  #merge(one: Tensor, other: Tensor): readonly Tensor[] {
    switch (this.settings.mergeMode) {
      case 'concat':
        return [concat([one, other], -1)];
      case 'sum':
        return [add(one, other)];
      case 'mul':
        return [mul(one, other)];
      case 'ave':
        return [mul(add(one, other), scalar(0.5))];
      case 'none':
        return [one, other];
    }
  }
}

function checkPattern(owner: string, option: string, value: unknown): void {
  if (value instanceof RecurrentLayer) return;
  throw new TypeError(
    `${owner}: ${option} must be a recurrent layer, got ${formatValue(value)}. Give it an LSTM, a GRU, a SimpleRNN or an RNN.`,
  );
}

function withOptions(pattern: RecurrentLayer, options: RecurrentOptions): LayerConfig {
  const { className, options: own } = pattern.toJSON();
  return { className, options: { ...own, ...options } };
}

function checkPair({ settings: one }: RecurrentLayer, { settings: other }: RecurrentLayer): void {
  if (one.goBackwards === other.goBackwards) {
    throw new RangeError(
      `Bidirectional: layer and backwardLayer must go in opposite directions, got goBackwards ${one.goBackwards} for both.`,
    );
  }
  for (const name of ['returnSequences', 'returnState', 'stateful'] as const) {
    if (one[name] !== other[name]) {
      throw new RangeError(
        `Bidirectional: layer and backwardLayer must have the same ${name}, got ${one[name]} and ${other[name]}.`,
      );
    }
  }
}
