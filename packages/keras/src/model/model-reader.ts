import type { Preprocessor } from '@seqloom/arrays';
import { type Layer, MAX_LAYERS } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import { Network } from '@seqloom/train';
import { type Fields, type KerasObject, kerasObject } from '../config/keras-object.ts';
import { KerasFileError } from '../keras-file-error.ts';
import { type CustomLayers, customLayerOf } from '../layers/custom-layer.ts';
import { rowNamed } from '../layers/layer-table.ts';
import { named, readLayer } from '../layers/read-layer.ts';
import type { Notes } from '../notes.ts';
import type { UnlistedLayers } from '../weights/places.ts';
import { readGraph } from './read-graph.ts';
import { readPreprocessor, type Vocabularies } from './read-preprocessor.ts';
import { readStack } from './read-stack.ts';
import { whereOf } from './where-of.ts';

/** Upper bound on layers within layers; guards the stack against hostile files. */
const MAX_DEPTH = 16;

/** Classes of models, in the files of Keras 1 to 3. */
const STACK = 'Sequential';
const GRAPHS: ReadonlySet<string> = new Set(['Functional', 'Model']);

/** A class that holds code in place of a config. */
const CODE: ReadonlySet<string> = new Set(['Lambda', 'TFOpLambda', 'SlicingOpLambda', '__lambda__']);

/** What the reader of one file needs. */
export interface ModelReaderOptions {
  readonly notes: Notes;
  readonly customLayers: CustomLayers;
  /** Written by Keras 1 or 2, or by TensorFlow.js. */
  readonly old: boolean;
  readonly vocabularies?: Vocabularies;
}

interface CustomClass {
  readonly className: string;
  readonly weights: readonly string[] | undefined;
}

/** Makes the layers and models of one file. It knows the classes of its table and those that it is given, and runs no code. */
export class ModelReader {
  readonly notes: Notes;
  readonly old: boolean;
  readonly #customLayers: CustomLayers;
  readonly #vocabularies: Vocabularies;
  readonly #custom = new Map<Layer, CustomClass>();
  #count = 0;
  #depth = 0;

  constructor({ notes, customLayers, old, vocabularies = new Map() }: ModelReaderOptions) {
    this.notes = notes;
    this.old = old;
    this.#customLayers = customLayers;
    this.#vocabularies = vocabularies;
  }

  /** The layers that it made by `customLayers`. */
  get unlisted(): UnlistedLayers {
    return {
      classOf: (layer) => this.#custom.get(layer)?.className,
      weightsOf: (layer) => this.#custom.get(layer)?.weights,
    };
  }

  /** @throws KerasFileError unless the object is a model whose layers are known */
  model(value: unknown): Network {
    const layer = this.layer(value);
    if (layer instanceof Network) return layer;
    throw new KerasFileError(`expected a Sequential or a Functional model, got ${layer.label}.`);
  }

  /** What makes numbers of strings, or undefined for a layer. */
  preprocessor(value: unknown): Preprocessor | undefined {
    const object = kerasObject('a layer', value);
    if (!object.builtIn || customLayerOf(this.#customLayers, object.className, object.registeredName))
      return undefined;
    return readPreprocessor(
      object,
      { where: whereOf(object), notes: this.notes, old: this.old },
      this.#vocabularies,
    );
  }

  /**
   * Makes a layer or a model within the model.
   *
   * @param call arguments of its calls
   */
  layer(value: unknown, call: Fields = {}): Layer {
    const object = kerasObject('a layer', value);
    if (++this.#count > MAX_LAYERS) throw new KerasFileError(`a model has at most ${MAX_LAYERS} layers.`);
    if (this.#depth === MAX_DEPTH)
      throw new KerasFileError(`more than ${MAX_DEPTH} layers within each other.`);
    this.#depth++;
    try {
      return this.#make(object, call);
    } finally {
      this.#depth--;
    }
  }

  #make(object: KerasObject, call: Fields): Layer {
    const { className, config, registeredName, builtIn } = object;
    const where = whereOf(object);
    const custom = customLayerOf(this.#customLayers, className, registeredName);
    if (custom) {
      const layer = named(where, config, ({ name, trainable }) => {
        const made = checkedLayer(where, className, custom.fromConfig(config));
        made.nameIfUnnamed(name as string);
        made.trainable &&= trainable as boolean;
        return made;
      });
      this.#custom.set(layer, { className, weights: custom.weights });
      return layer;
    }
    const row = builtIn ? rowNamed(className) : undefined;
    if (row) {
      const layer = (inner: unknown) => this.layer(inner);
      return readLayer(row, object, { where, notes: this.notes, old: this.old, layer, call, config });
    }
    if (builtIn && className === STACK) return readStack(where, config, this);
    if (builtIn && GRAPHS.has(className)) return readGraph(where, config, this);
    throw unknown(where, object);
  }
}

function unknown(where: string, { className, builtIn, fields }: KerasObject): KerasFileError {
  if (CODE.has(className)) {
    return new KerasFileError(
      `${where}: holds Python code, which is not run. Supply the layer as customLayers: { ${className}: … }.`,
    );
  }
  const module = builtIn ? '' : ` of ${formatValue(fields.module)}`;
  return new KerasFileError(
    `${where}: the class ${formatValue(className)}${module} is not known here. Supply it as customLayers: { ${formatValue(className).slice(1, -1)}: … }.`,
  );
}

/** What a function of the user's made. */
function checkedLayer(where: string, className: string, layer: unknown): Layer {
  const { build, apply } = (layer ?? {}) as Partial<Layer>;
  if (typeof build === 'function' && typeof apply === 'function') return layer as Layer;
  throw new KerasFileError(
    `${where}: fromConfig of ${className} must return a layer, got ${formatValue(layer)}.`,
  );
}
