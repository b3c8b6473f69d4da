import type { Layer } from '@seqloom/nn';
import { Network } from '@seqloom/train';
import type { Fields } from '../config/keras-object.ts';
import { classPath } from '../config/names.ts';
import { existing, type KerasVariable } from '../layers/layer-row.ts';
import { rowOf } from '../layers/layer-table.ts';
import { uniquePaths } from '../layers/unique-paths.ts';
import { layerOrder } from './layer-order.ts';

/** A group of variables in Keras' files and what they are here. */
export interface Place {
  /** The path of the group: `layers/lstm/cell`. */
  readonly path: string;
  /** The layer that messages name and whose name the group bears. */
  readonly layer: Layer;
  /** The layer of a model that this is in, or is. */
  readonly owner: Layer;
  /** The weights by their path in the model, `lstm/kernel`, in Keras' order; undefined for a variable without one here. */
  readonly weights: readonly (string | undefined)[];
  /** Of each: whether training changes it. */
  readonly trainable: readonly boolean[];
  /** The place here of a layer that is not in the table: its weights are counted in the order in which it makes them. */
  readonly unlisted?: string;
}

/** What is known of the layers of a model that are not in the table. */
export interface UnlistedLayers {
  /** The class in Keras' files. */
  readonly classOf: (layer: Layer) => string | undefined;
  /** The names of the weights in Keras' order; by default as the layer makes them. */
  readonly weightsOf: (layer: Layer) => readonly string[] | undefined;
}

/**
 * The groups of variables of a model, in the order in which Keras has them. It works before the model is built, because the
 * table says which weights a layer has with its options.
 */
export function placesOf(model: Network, unlisted: UnlistedLayers): readonly Place[] {
  return new PlaceFinder(unlisted).inNetwork(model, { path: '', prefix: '', trainable: true });
}

/** Where a layer is, there and here, and whether all that it is in is trained. */
interface Position {
  /** The layer of a model; none at first. */
  readonly owner?: Layer;
  readonly path: string;
  readonly prefix: string;
  readonly trainable: boolean;
}

class PlaceFinder {
  readonly #unlisted: UnlistedLayers;

  constructor(unlisted: UnlistedLayers) {
    this.#unlisted = unlisted;
  }

  inNetwork(model: Network, at: Position): readonly Place[] {
    const layers = uniquePaths(layerOrder(model), (layer) => classPath(this.#classOf(layer)));
    return layers.flatMap(([layer, name]) =>
      this.#inLayer(layer, { ...inside(at, model, `layers/${name}`, layer.name), owner: layer }),
    );
  }

  #classOf(layer: Layer): string {
    return this.#unlisted.classOf(layer) ?? kerasClass(layer);
  }

  #inLayer(layer: Layer, at: Position): readonly Place[] {
    if (layer instanceof Network) return this.inNetwork(layer, at);
    const row = rowOf(layer);
    if (!row) return [this.#ofUnlisted(layer, at)];
    const { path, prefix, owner = layer } = at;
    const trainable = at.trainable && layer.trainable;
    const settings = layer.settings as Fields;
    const group = (there: string, here: string, all: readonly KerasVariable[]): readonly Place[] => {
      const variables = existing(all, settings);
      if (variables.length === 0) return [];
      const weights = variables.map(({ weight }) => (weight === undefined ? undefined : join(here, weight)));
      return [
        { path: there, layer, owner, weights, trainable: variables.map(({ state }) => trainable && !state) },
      ];
    };
    return [
      ...group(row.holder ? join(path, row.holder) : path, prefix, row.variables),
      ...row.builtParts.flatMap(({ name, attribute, variables }) =>
        group(join(path, attribute), join(prefix, name), variables),
      ),
      ...row
        .parts(layer)
        .flatMap(([attribute, part]) => this.#inLayer(part, inside(at, layer, attribute, part.name))),
    ];
  }

  #ofUnlisted(layer: Layer, { path, prefix, trainable, owner = layer }: Position): Place {
    const names = this.#unlisted.weightsOf(layer);
    const weights = (names ?? []).map((name) => join(prefix, name));
    const each = { path, layer, owner, weights, trainable: weights.map(() => trainable && layer.trainable) };
    return names ? each : { ...each, unlisted: prefix };
  }
}

function inside(at: Position, outer: Layer, there: string, here: string): Position {
  const { path, prefix, trainable } = at;
  return {
    ...at,
    path: join(path, there),
    prefix: join(prefix, here),
    trainable: trainable && outer.trainable,
  };
}

/** The weights of places in the older order: those that training changes first. */
export function trainedFirst(places: readonly Place[]): readonly (string | undefined)[] {
  const all = places.flatMap(({ weights, trainable }) =>
    weights.map((weight, i) => ({ weight, trained: trainable[i]! })),
  );
  const of = (which: boolean) => all.filter(({ trained }) => trained === which).map(({ weight }) => weight);
  return [...of(true), ...of(false)];
}

/** The class by which Keras' files count a layer. */
function kerasClass(layer: Layer): string {
  if (layer instanceof Network) return layer.className === 'Model' ? 'Functional' : layer.className;
  return rowOf(layer)?.className ?? layer.className;
}

export function join(path: string, name: string): string {
  return path ? `${path}/${name}` : name;
}
