import { Embedding } from '@seqloom/embeddings';
import type { CallNode, InputNode, Layer, Shape, SymbolicTensor } from '@seqloom/nn';
import { Network, Sequential } from '@seqloom/train';
import type { Fields } from '../config/keras-object.ts';
import type { CustomLayers } from '../layers/custom-layer.ts';
import { callOptions, type LayerObject, writeLayer } from '../layers/write-layer.ts';
import { layerOrder } from '../weights/layer-order.ts';
import { writePreprocessor } from './write-preprocessor.ts';

/** Writes models and their layers as the config of Keras 3. */
export class ModelWriter {
  readonly #customLayers: CustomLayers;

  constructor(customLayers: CustomLayers) {
    this.#customLayers = customLayers;
  }

  /** A model with its name, layers and connections. */
  model(model: Network, trainable = true): Fields {
    const given = trainable && model.trainable;
    return model instanceof Sequential ? this.#stack(model, given) : this.#graph(model, given);
  }

  #layer(layer: Layer, trainable: boolean): Fields {
    if (layer instanceof Network) return this.model(layer, trainable);
    const writer = {
      customLayers: this.#customLayers,
      layer: (inner: Layer, given: boolean) => this.#layer(inner, given),
    };
    const object: LayerObject = writeLayer(layer, trainable, writer);
    return { ...object };
  }

  #stack(model: Sequential, trainable: boolean): Fields {
    const [preprocessor] = model.preprocessors;
    const [first] = model.layers;
    const shape = preprocessor ? [null] : model.inputShape;
    const name = freeName('input_layer', model.layers);
    return {
      module: 'keras',
      class_name: 'Sequential',
      config: {
        name: model.name,
        trainable,
        dtype: 'float32',
        layers: [
          inputLayer(name, shape, preprocessor ? 'string' : dtypeFor([first!])),
          ...(preprocessor ? [writePreprocessor(preprocessor, freeName('preprocessor', model.layers))] : []),
          ...model.layers.map((layer) => this.#layer(layer, trainable)),
        ],
        build_input_shape: shape,
      },
      registered_name: null,
      build_config: { input_shape: shape },
    };
  }

  #graph(model: Network, trainable: boolean): Fields {
    const graph = model.graph!; // every model but a stack has one
    const tensors = new Tensors(graph.nodes, graph.inputs, graph.inputNames, model.layers);
    const inputs = graph.inputs.flatMap(({ node, shape }, i) => {
      const name = graph.inputNames[i]!;
      const strings = node.kind === 'input' ? node.strings : undefined;
      if (!strings) {
        const users = graph.nodes
          .filter((each) => each.inputs.some((value) => value.node === node))
          .map(({ layer }) => layer);
        return [{ ...inputLayer(name, shape, dtypeFor(users)), name, inbound_nodes: [] }];
      }
      const after = tensors.preprocessorName(i);
      const texts = [null, ...strings.shape];
      const source = tensorObject([name, 0, 0], texts, 'string');
      return [
        { ...inputLayer(name, texts, 'string'), name, inbound_nodes: [] },
        {
          ...writePreprocessor(strings.preprocessor, after),
          name: after,
          inbound_nodes: [{ args: [source], kwargs: {} }],
        },
      ];
    });
    const layers = layerOrder(model).map((layer) => ({
      ...this.#layer(layer, trainable),
      name: layer.name,
      inbound_nodes: graph.nodes.filter((node) => node.layer === layer).map((node) => tensors.call(node)),
    }));
    const ends = graph.outputs.map((value) => tensors.end(value));
    const starts = graph.inputNames.map((name) => [name, 0, 0]);
    return {
      module: 'keras.src.models.functional',
      class_name: 'Functional',
      config: {
        name: model.name,
        trainable,
        layers: [...inputs, ...layers],
        input_layers: starts.length === 1 ? starts[0] : starts,
        output_layers: model.returnsList ? ends : ends[0],
      },
      registered_name: 'Functional',
      build_config: { input_shape: null },
    };
  }
}

/** How edges of a graph are written. */
class Tensors {
  readonly #nodes: readonly CallNode[];
  readonly #names: ReadonlyMap<InputNode | CallNode, string>;
  readonly #preprocessors: readonly string[];

  constructor(
    nodes: readonly CallNode[],
    inputs: readonly SymbolicTensor[],
    inputNames: readonly string[],
    layers: readonly Layer[],
  ) {
    this.#nodes = nodes;
    this.#preprocessors = inputNames.map((name) => freeName(`${name}_preprocessor`, layers));
    this.#names = new Map(
      inputs.map(({ node }, i) => {
        const strings = node.kind === 'input' && node.strings;
        return [node, strings ? this.#preprocessors[i]! : inputNames[i]!] as const;
      }),
    );
  }

  preprocessorName(i: number): string {
    return this.#preprocessors[i]!;
  }

  /** The arguments of a call. */
  call({ layer, inputs, takesList, initialState, attentionMask }: CallNode): Fields {
    const given = inputs.map((value) => this.#tensor(value));
    const isAttention = layer.supportsAttentionMask; // it takes its inputs one by one
    return {
      args: takesList && !isAttention ? [given] : given,
      kwargs: {
        ...(initialState.length > 0 && { initial_state: initialState.map((value) => this.#tensor(value)) }),
        ...(attentionMask && { attention_mask: this.#tensor(attentionMask) }),
        ...callOptions(layer),
      },
    };
  }

  /** An output of the model. Keras counts the making of a graph within as its first call there. */
  end(value: SymbolicTensor): readonly [string, number, number] {
    const [name, call, index] = this.#history(value);
    const { node } = value;
    const isGraph =
      node.kind === 'call' && node.layer instanceof Network && !(node.layer instanceof Sequential);
    return [name, isGraph ? call + 1 : call, index];
  }

  #tensor(value: SymbolicTensor): Fields {
    return tensorObject(this.#history(value), value.shape, 'float32');
  }

  #history({ node, index }: SymbolicTensor): readonly [string, number, number] {
    if (node.kind === 'input') return [this.#names.get(node)!, 0, index];
    const calls = this.#nodes.filter(({ layer }) => layer === node.layer);
    return [node.layer.name, calls.indexOf(node), index];
  }
}

function tensorObject(history: readonly [string, number, number], shape: Shape, dtype: string): Fields {
  return { class_name: '__keras_tensor__', config: { shape, dtype, keras_history: history } };
}

function inputLayer(name: string, shape: Shape, dtype: string): Fields {
  return {
    module: 'keras.layers',
    class_name: 'InputLayer',
    config: { batch_shape: shape, dtype, sparse: false, ragged: false, name },
    registered_name: null,
  };
}

/** An input that embeddings alone take holds ids. */
function dtypeFor(layers: readonly Layer[]): string {
  const first = (layer: Layer): Layer => (layer instanceof Sequential ? first(layer.layers[0]!) : layer);
  return layers.length > 0 && layers.every((layer) => first(layer) instanceof Embedding)
    ? 'int32'
    : 'float32';
}

/** A name that no layer has. */
function freeName(base: string, layers: readonly Layer[]): string {
  let name = base;
  for (let i = 1; layers.some((layer) => layer.name === name); i++) name = `${base}_${i}`;
  return name;
}
