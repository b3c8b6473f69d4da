import type { Layer } from '@seqloom/nn';
import type { Bidirectional, GRU, LSTM, SimpleRNN } from '@seqloom/recurrent';
import { type Match, type ModuleMatches, placesOf } from './match.ts';
import { StateDictError } from './state-dict-error.ts';

/** A layer that is one direction of one layer of `nn.LSTM`, `nn.GRU` or `nn.RNN`. */
type SequenceLayer = LSTM | GRU | SimpleRNN;

/** A module over time. */
interface RecurrentModule {
  readonly module: string;
  /** The place among the gates of PyTorch of each of ours. */
  readonly order: readonly number[];
  /** @throws StateDictError for options that PyTorch's module does not have */
  readonly check: (layer: SequenceLayer) => void;
}

const MODULES: Readonly<Record<string, RecurrentModule>> = {
  SimpleRNN: {
    module: 'nn.RNN',
    order: [0],
    check: (layer) => checkOption(layer, 'activation', ['tanh', 'relu'], 'nn.RNN'),
  },
  // Ours are z r n, PyTorch's r z n.
  GRU: {
    module: 'nn.GRU',
    order: [1, 0, 2],
    check(layer) {
      checkOption(layer, 'resetAfter', [true], 'nn.GRU');
      checkOption(layer, 'activation', ['tanh'], 'nn.GRU');
      checkOption(layer, 'recurrentActivation', ['sigmoid'], 'nn.GRU');
    },
  },
  // Both are i f g o.
  LSTM: {
    module: 'nn.LSTM',
    order: [0, 1, 2, 3],
    check(layer) {
      checkOption(layer, 'activation', ['tanh'], 'nn.LSTM');
      checkOption(layer, 'recurrentActivation', ['sigmoid'], 'nn.LSTM');
    },
  },
};

/** The layers of a recurrent module, from the input to the output; each in one direction or in both. */
export function recurrentMatches(layers: readonly Layer[]): ModuleMatches {
  const directions = layers.map(directionsOf);
  const [[first]] = directions as [[SequenceLayer]];
  const { module, order, check } = MODULES[first.className]!; // directionsOf has looked
  const matches = directions.flatMap((ofLayer, i) =>
    ofLayer.flatMap((layer, direction) => {
      check(layer);
      checkAlike(module, first, directions[0]!.length, layer, ofLayer.length);
      return directionMatches(layer, order, `l${i}${direction === 0 ? '' : '_reverse'}`);
    }),
  );
  return { matches };
}

/** Whether a layer may be one of the layers of a recurrent module. */
export function isRecurrent({ className }: Layer): boolean {
  return className === 'Bidirectional' || Object.hasOwn(MODULES, className);
}

function directionsOf(layer: Layer): SequenceLayer[] {
  if (layer.className !== 'Bidirectional') {
    const one = layer as SequenceLayer; // isRecurrent has looked
    if (!one.settings.goBackwards) return [one];
    throw new StateDictError(
      `${one.label} has goBackwards; modules of PyTorch read forwards, or in both directions. Use a Bidirectional layer.`,
    );
  }
  const { forwardLayer, backwardLayer } = layer as Bidirectional;
  const both = [forwardLayer, backwardLayer];
  for (const { label, className } of both) {
    if (Object.hasOwn(MODULES, className)) continue;
    throw new StateDictError(
      `${label} of ${layer.label} has no module in PyTorch. Use an LSTM, a GRU or a SimpleRNN.`,
    );
  }
  if (!forwardLayer.settings.goBackwards) return both as unknown as SequenceLayer[];
  throw new StateDictError(
    `${layer.label} reads backwards first, PyTorch forwards. Give it a layer without goBackwards.`,
  );
}

function directionMatches(layer: SequenceLayer, order: readonly number[], suffix: string): Match[] {
  const { units, useBias } = layer.settings;
  const width = order.length * units;
  const rowOf = (column: number) => order[Math.floor(column / units)]! * units + (column % units);
  const matrix = (name: string, tensor: string): Match => {
    const [rows] = layer.weights[layer.weightNames.indexOf(name)]!.shape as readonly [number];
    return {
      weights: [{ layer, name }],
      tensors: [{ name: `${tensor}_${suffix}`, shape: [width, rows] }],
      places: placesOf([rows, width], (row, column) => rowOf(column!) * rows + row!),
    };
  };
  const matrices = [matrix('kernel', 'weight_ih'), matrix('recurrentKernel', 'weight_hh')];
  if (!useBias) return matrices;
  const isGRU = layer.className === 'GRU';
  const bias: Match = {
    weights: [{ layer, name: 'bias' }],
    tensors: ['bias_ih', 'bias_hh'].map((name) => ({ name: `${name}_${suffix}`, shape: [width] })),
    // A GRU keeps both, because the reset gate acts on one of them. Elsewhere only their sum counts, in our order of gates.
    ...(isGRU
      ? { places: placesOf([2, width], (row, column) => row! * width + rowOf(column!)) }
      : { summed: true }),
  };
  return [...matrices, bias];
}

function checkOption(layer: SequenceLayer, option: string, known: readonly unknown[], module: string): void {
  const value: unknown = (layer.settings as unknown as Readonly<Record<string, unknown>>)[option];
  if (known.includes(value)) return;
  throw new StateDictError(
    `${layer.label} has ${option} ${String(value)}; ${module} has ${known.join(' or ')}.`,
  );
}

/** All layers of a module have one class, one size, one activation and as many directions. */
function checkAlike(
  module: string,
  first: SequenceLayer,
  directions: number,
  layer: SequenceLayer,
  others: number,
): void {
  const same =
    layer.className === first.className &&
    layer.settings.units === first.settings.units &&
    layer.settings.activation === first.settings.activation &&
    layer.settings.useBias === first.settings.useBias &&
    others === directions;
  if (same) return;
  throw new StateDictError(
    `${layer.label} differs from ${first.label}; all layers of ${module} have one class, units, activation, useBias and direction.`,
  );
}
