import { MultiHeadAttention } from '@seqloom/attention';
import { dispose, type Tensor, tensor } from '@seqloom/backend';
import { Conv1D, ZeroPadding1D } from '@seqloom/convolutional';
import { Embedding, EmbeddingBag } from '@seqloom/embeddings';
import { BatchNormalization, Dense, type Layer, LayerNormalization, type Shape } from '@seqloom/nn';
import { Bidirectional, GRU, LSTM, SimpleRNN } from '@seqloom/recurrent';
import type { Recorded } from '@seqloom/vitest/recorded';

/** A module as `tooling/oracles/pytorch.py` records it. */
export interface RecordedModule {
  readonly module: string;
  /** Of its constructor in Python. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Recorded[];
  readonly state: Readonly<Record<string, Recorded>>;
  readonly output: Recorded;
  /** What PyTorch says of the file that is written here. */
  readonly loaded: { readonly sha256: string; readonly output: readonly number[] };
}

/** The layers of a module with the same options, built, and how they run. */
export interface MadeModule {
  readonly layers: Layer | readonly Layer[];
  readonly run: (inputs: readonly Tensor[]) => Tensor;
}

type Make = (options: never, inputs: readonly Shape[]) => MadeModule;

interface RecurrentArguments {
  readonly hidden_size: number;
  readonly num_layers?: number;
  readonly bidirectional?: boolean;
  readonly bias?: boolean;
  readonly nonlinearity?: 'tanh' | 'relu';
}

function recurrent(Class: typeof LSTM | typeof GRU | typeof SimpleRNN): Make {
  return (
    {
      hidden_size: units,
      num_layers: count = 1,
      bidirectional = false,
      bias: useBias = true,
      nonlinearity: activation = 'tanh',
    }: RecurrentArguments,
    [shape],
  ) => {
    const layers = Array.from({ length: count }, (_, i) => {
      const layer = new Class({ units, useBias, activation, returnSequences: true, name: `layer_${i}` });
      return bidirectional ? new Bidirectional({ layer }) : layer;
    });
    let width = shape!.at(-1)!;
    for (const layer of layers) {
      layer.build([null, null, width], { seed: 1 });
      width = bidirectional ? 2 * units : units;
    }
    return { layers, run: ([x]) => layers.reduce((y: Tensor, layer) => layer.apply(y) as Tensor, x!) };
  };
}

/** One layer of one input. */
const single = (layer: Layer, shape: Shape): MadeModule => {
  layer.build([null, ...shape.slice(1)], { seed: 1 });
  return { layers: layer, run: ([x]) => layer.apply(x!) as Tensor };
};

interface ConvArguments {
  readonly out_channels: number;
  readonly kernel_size: number;
  readonly stride?: number;
  readonly padding?: number | 'same';
  readonly dilation?: number;
  readonly groups?: number;
  readonly bias?: boolean;
}

interface AttentionArguments {
  readonly embed_dim: number;
  readonly num_heads: number;
  readonly bias?: boolean;
}

const MODULES: Readonly<Record<string, Make>> = {
  LSTM: recurrent(LSTM),
  GRU: recurrent(GRU),
  RNN: recurrent(SimpleRNN),
  Embedding: (options: { num_embeddings: number; embedding_dim: number }, [shape]) =>
    single(new Embedding({ inputDim: options.num_embeddings, outputDim: options.embedding_dim }), shape!),
  EmbeddingBag(
    options: { num_embeddings: number; embedding_dim: number; mode?: 'sum'; padding_idx?: 0 },
    [shape],
  ) {
    const {
      num_embeddings: inputDim,
      embedding_dim: outputDim,
      mode = 'mean',
      padding_idx: padding,
    } = options;
    return single(new EmbeddingBag({ inputDim, outputDim, mode, maskZero: padding === 0 }), shape!);
  },
  Linear: (options: { out_features: number; bias?: boolean }, [shape]) =>
    single(new Dense({ units: options.out_features, useBias: options.bias ?? true }), shape!),
  Conv1d(
    {
      out_channels: filters,
      kernel_size: kernelSize,
      stride: strides = 1,
      padding = 0,
      dilation: dilationRate = 1,
      groups = 1,
      bias: useBias = true,
    }: ConvArguments,
    [shape],
  ) {
    const common = { filters, kernelSize, strides, dilationRate, groups, useBias };
    if (padding === 'same') return single(new Conv1D({ ...common, padding }), shape!);
    const { layers, run } = single(new Conv1D(common), [null, null, shape![2]!]);
    const pad = new ZeroPadding1D({ padding }).build([null, null, shape![2]!]);
    return { layers, run: ([x]) => run([pad.apply(x!)]) };
  },
  LayerNorm(
    options: { normalized_shape: number | readonly number[]; eps?: number; bias?: boolean },
    [shape],
  ) {
    const axes = [options.normalized_shape].flat().map((_, i, all) => i - all.length);
    const layer = new LayerNormalization({
      axis: axes,
      epsilon: options.eps ?? 1e-5,
      center: options.bias ?? true,
    });
    return single(layer, shape!);
  },
  BatchNorm1d(options: { eps?: number; affine?: boolean }, [shape]) {
    const { eps: epsilon = 1e-5, affine = true } = options;
    return single(new BatchNormalization({ epsilon, scale: affine, center: affine }), shape!);
  },
  MultiheadAttention(
    { embed_dim, num_heads: numHeads, bias: useBias = true }: AttentionArguments,
    [q, k, v],
  ) {
    const layer = new MultiHeadAttention({ numHeads, keyDim: embed_dim / numHeads, useBias });
    const open = (shape: Shape | undefined): Shape => [null, ...shape!.slice(1)];
    layer.build([open(q), open(v), open(k)], { seed: 1 });
    return { layers: layer, run: ([q, k, v]) => layer.apply([q!, v!, k!]) };
  },
};

export function makeModule({ module, options, inputs }: RecordedModule): MadeModule {
  const make = MODULES[module]!;
  return make(
    options as never, // those that the script gives its module
    inputs.map(({ shape }) => shape),
  );
}

/** What a module gives for the recorded inputs. */
export async function outputOf({ module, inputs }: RecordedModule, { run }: MadeModule): Promise<number[]> {
  const tensors = inputs.map(({ data, shape }) =>
    module.startsWith('Embedding')
      ? tensor(Int32Array.from(data), shape, 'int32')
      : tensor(Float32Array.from(data), shape),
  );
  const output = run(tensors);
  dispose(...tensors);
  const values = Array.from(await output.data());
  output.dispose();
  return values;
}

export function disposeModule({ layers }: MadeModule): void {
  for (const layer of [layers].flat() as readonly Layer[]) layer.dispose();
}
