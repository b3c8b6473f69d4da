import type { MultiHeadAttention } from '@seqloom/attention';
import type { Conv1D } from '@seqloom/convolutional';
import type { BatchNormalization, Dense, Layer, LayerNormalization } from '@seqloom/nn';
import { type Match, type ModuleMatches, parameterAt, placesOf } from './match.ts';
import { isRecurrent, recurrentMatches } from './recurrent-modules.ts';
import { StateDictError } from './state-dict-error.ts';

/** One row for each class of layers: the tensors of its module, in both directions. */
const ROWS: Readonly<Record<string, (layer: never) => ModuleMatches>> = {
  /** `nn.Embedding` */
  Embedding: vectors,

  /** `nn.EmbeddingBag` */
  EmbeddingBag: vectors,

  /** `nn.Linear`: `[out, in]` */
  Dense(layer: Dense) {
    const [features, units] = shapeOf(layer, 'kernel') as readonly [number, number];
    const kernel: Match = {
      weights: [{ layer, name: 'kernel' }],
      tensors: [{ name: 'weight', shape: [units, features] }],
      places: placesOf([features, units], (feature, unit) => unit! * features + feature!),
    };
    return { matches: [kernel, ...(layer.settings.useBias ? [same(layer, 'bias', 'bias')] : [])] };
  },

  /** `nn.Conv1d`: `[out, in / groups, K]` */
  Conv1D(layer: Conv1D) {
    const [size, features, filters] = shapeOf(layer, 'kernel') as readonly [number, number, number];
    const kernel: Match = {
      weights: [{ layer, name: 'kernel' }],
      tensors: [{ name: 'weight', shape: [filters, features, size] }],
      places: placesOf([size, features, filters], (k, d, f) => (f! * features + d!) * size + k!),
    };
    return { matches: [kernel, ...(layer.settings.useBias ? [same(layer, 'bias', 'bias')] : [])] };
  },

  /** `nn.LayerNorm` */
  LayerNormalization(layer: LayerNormalization) {
    const { scale, center } = layer.settings;
    if (center && !scale) throw noSuchNorm(layer, 'nn.LayerNorm has no bias without a weight');
    return { matches: scaleAndCenter(layer) };
  },

  /** `nn.BatchNorm1d` */
  BatchNormalization(layer: BatchNormalization) {
    const { scale, center } = layer.settings;
    if (center !== scale) throw noSuchNorm(layer, 'nn.BatchNorm1d has weight and bias, or neither');
    return {
      matches: [
        ...scaleAndCenter(layer),
        same(layer, 'movingMean', 'running_mean'),
        same(layer, 'movingVariance', 'running_var'),
      ],
      counters: ['num_batches_tracked'],
    };
  },

  /** `nn.MultiheadAttention`: the matrices of query, key and value are one tensor where they have one size. */
  MultiHeadAttention(layer: MultiHeadAttention) {
    const { numHeads, keyDim, valueDim = keyDim, useBias, useGate } = layer.settings;
    const size = numHeads * keyDim;
    const [query] = shapeOf(layer, 'query/kernel') as readonly [number];
    const output = shapeOf(layer, 'attentionOutput/kernel').at(-1)!;
    if (valueDim !== keyDim || query !== size || output !== size || useGate) {
      throw new StateDictError(
        `${layer.label}: nn.MultiheadAttention has numHeads · keyDim features of query and output, valueDim as keyDim and no gate, got ` +
          `${numHeads} · ${keyDim}, query ${query}, output ${output}, valueDim ${valueDim}, useGate ${useGate}.`,
      );
    }
    const parts = ['query', 'key', 'value'];
    const weights = parts.map((part) => ({ layer, name: `${part}/kernel` }));
    const widths = weights.map((weight) => parameterAt(weight).shape[0]!);
    const heads = (width: number, start = 0) =>
      placesOf([width, numHeads, keyDim], (d, n, h) => start + (n! * keyDim + h!) * width + d!);
    const isOne = widths.every((width) => width === size);
    const projections: Match[] = isOne
      ? [
          {
            weights,
            tensors: [{ name: 'in_proj_weight', shape: [3 * size, size] }],
            places: Int32Array.from([0, 1, 2].flatMap((part) => [...heads(size, part * size * size)])),
          },
        ]
      : weights.map((weight, i) => ({
          weights: [weight],
          tensors: [{ name: `${parts[i]![0]}_proj_weight`, shape: [size, widths[i]!] }],
          places: heads(widths[i]!),
        }));
    const out: Match = {
      weights: [{ layer, name: 'attentionOutput/kernel' }],
      tensors: [{ name: 'out_proj.weight', shape: [size, size] }],
      places: placesOf([numHeads, keyDim, size], (n, h, e) => e! * size + n! * keyDim + h!),
    };
    const biases = (): Match[] => [
      {
        weights: parts.map((part) => ({ layer, name: `${part}/bias` })),
        tensors: [{ name: 'in_proj_bias', shape: [3 * size] }],
      },
      same(layer, 'attentionOutput/bias', 'out_proj.bias'),
    ];
    return { matches: [...projections, out, ...(useBias ? biases() : [])] };
  },
};

/**
 * The tensors of the module that a layer is in PyTorch, or several layers together.
 *
 * @throws StateDictError for a layer that is not built, has no module, or options that its module does not have
 */
export function matchesOf(module: string, given: Layer | readonly Layer[]): ModuleMatches {
  const layers = [given].flat() as readonly Layer[];
  const [first] = layers;
  if (!first) throw new StateDictError(`${JSON.stringify(module)} has no layers. Give at least one.`);
  for (const layer of layers) {
    if (!layer.built) throw new StateDictError(`${layer.label} is not built. Call build(inputShape) first.`);
  }
  if (layers.every(isRecurrent)) return recurrentMatches(layers);
  const row = Object.hasOwn(ROWS, first.className) ? ROWS[first.className] : undefined;
  if (row && layers.length === 1) return row(first as never); // the row is that of its class
  const known = [...Object.keys(ROWS), 'LSTM, GRU, SimpleRNN and Bidirectional of them, alone or as a list'];
  throw new StateDictError(
    `${JSON.stringify(module)}: ${layers.map(({ label }) => label).join(', ')} has no module in PyTorch. Known: ${known.join(', ')}.`,
  );
}

function noSuchNorm(layer: LayerNormalization | BatchNormalization, problem: string): StateDictError {
  const { scale, center } = layer.settings;
  return new StateDictError(`${layer.label}: ${problem}, got scale ${scale} and center ${center}.`);
}

function scaleAndCenter(layer: LayerNormalization | BatchNormalization): Match[] {
  const { scale, center } = layer.settings;
  return [
    ...(scale ? [same(layer, 'gamma', 'weight')] : []),
    ...(center ? [same(layer, 'beta', 'bias')] : []),
  ];
}

function vectors(layer: Layer): ModuleMatches {
  return { matches: [same(layer, 'embeddings', 'weight')] };
}

/** A weight whose tensor has the same layout; only a matrix of heads is flat there. */
function same(layer: Layer, name: string, tensor: string): Match {
  return { weights: [{ layer, name }], tensors: [{ name: tensor, shape: shapeOf(layer, name) }] };
}

function shapeOf(layer: Layer, name: string): readonly number[] {
  return parameterAt({ layer, name }).shape;
}
