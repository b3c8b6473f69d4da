import { dispose, reshape, type Tensor, tidy } from '@seqloom/backend';
import { formatShape, ShapeError, stepRandom } from '@seqloom/nn';
import { formatValue, type OptionRules, optional, resolveOptions, rule } from '@seqloom/options';
import type { GRU } from './gru.ts';
import type { LSTM } from './lstm.ts';
import { SequenceLayer } from './sequence-layer.ts';
import type { SimpleRNN } from './simple-rnn.ts';

/** The names of a layer's gates; of a layer that is not known closer, any text. */
export type GateName<L extends SequenceLayer> =
  L extends LSTM<boolean>
    ? 'input' | 'forget' | 'candidate' | 'output'
    : L extends GRU<boolean>
      ? 'update' | 'reset' | 'candidate'
      : L extends SimpleRNN<boolean>
        ? never
        : string;

/** What happens in a recurrent layer over one input: `[step][unit]` each, steps in the order of the input. */
export interface GateRecord<L extends SequenceLayer = SequenceLayer> {
  /** The output after each step. */
  readonly h: readonly Float32Array[];
  /** The memory after each step, of an LSTM. */
  readonly c: L extends LSTM<boolean> ? readonly Float32Array[] : readonly Float32Array[] | undefined;
  /**
   * Activations in 0 … 1 for the usual ones: `input`, `forget`, `output` and the `candidate` of an LSTM; `update`, `reset`
   * and `candidate` of a GRU; none of a SimpleRNN.
   */
  readonly gates: Gates<L>;
}

/** Of a layer that may be one of several kinds: the gates of one of them. */
type Gates<L extends SequenceLayer> = L extends SequenceLayer
  ? Readonly<Record<GateName<L>, readonly Float32Array[]>>
  : never;

/** Options of {@link inspectGates}. */
export interface InspectOptions {
  /** `[1, T]` bool: which steps count. */
  readonly mask?: Tensor | undefined;
  /** `[1, U]` each. Default zeros. */
  readonly initialState?: readonly Tensor[] | undefined;
}

/** The layer checks both against its input. */
const INSPECT_RULES: OptionRules<InspectOptions> = {
  mask: optional(rule(() => {})),
  initialState: optional(rule(() => {})),
};

/**
 * Looks inside a recurrent layer: states and gates at every step for one input, as plain numbers to draw, for instance
 * as heat maps with the words of a text along one side.
 *
 * @param layer built, for instance `bidirectional.forwardLayer`
 * @param x `[T, D]` or `[1, T, D]`: the layer's input, such as the output of the Embedding before it
 * @throws TypeError for a layer without gates of its own, ShapeError for an input of another shape
 * @example
 * ```ts
 * const { gates } = await inspectGates(lstm, vectors);
 * heatmapSVG({ title: 'Forget gate', values: gates.forget, rows: words });
 * ```
 */
export async function inspectGates<L extends SequenceLayer>(
  layer: L,
  x: Tensor,
  options: InspectOptions = {},
): Promise<GateRecord<L>> {
  const { mask, initialState } = resolveOptions('inspectGates', options, INSPECT_RULES);
  if (!(layer instanceof SequenceLayer) || !layer.built) {
    throw new TypeError(
      `inspectGates: layer must be a built SimpleRNN, GRU or LSTM, got ${formatValue(layer)}.`,
    );
  }
  const features = layer.inputShape[2]!;
  const [time, size] = x.shape.slice(-2);
  if ((x.rank !== 2 && !(x.rank === 3 && x.shape[0] === 1)) || size !== features) {
    throw new ShapeError(
      `inspectGates: expected one input [T, ${features}] for ${layer.label}, got shape ${formatShape(x.shape)}.`,
    );
  }
  const { h, c, gates } = tidy(() =>
    layer.trace(reshape(x, [1, time!, features]), {
      training: false,
      random: stepRandom(0, 0),
      mask,
      initialState,
    }),
  );
  const named = Object.entries({ ...gates, h, ...(c && { c }) });
  const read = await Promise.all(
    named.map(async ([name, tensor]) => [name, rows(await tensor.data())] as const),
  );
  dispose(...named.map(([, tensor]) => tensor));
  const { h: outputs, c: memory, ...others } = Object.fromEntries(read);
  // The names are those of the layer's cell, which the type spells out.
  return { h: outputs!, ...(memory && { c: memory }), gates: others } as unknown as GateRecord<L>;

  function rows(values: ArrayLike<number>): Float32Array[] {
    const all = Float32Array.from(values);
    const units = all.length / time!;
    return Array.from({ length: time! }, (_, t) => all.subarray(t * units, (t + 1) * units));
  }
}
