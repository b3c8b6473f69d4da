import type { Layer, LayerClass } from '@seqloom/nn';
import { activationField } from '../config/activation-field.ts';
import { type Field, plain, type Reading } from '../config/field.ts';
import { initializerField } from '../config/initializer-field.ts';
import type { Fields } from '../config/keras-object.ts';
import { snakeCase } from '../config/names.ts';
import { regularizerField } from '../config/regularizer-field.ts';

/** What is known while the config of a layer is read. */
export interface LayerReading extends Reading {
  /** Makes a layer within this one. */
  readonly layer: (value: unknown) => Layer;
  /** Arguments of the calls of the layer that are options here, such as `use_causal_mask`. */
  readonly call: Fields;
  /** The whole config. */
  readonly config: Fields;
}

/** What is known while the config of a layer is written. */
export interface LayerWriting {
  readonly self: Layer;
  /** Writes a layer within this one. */
  readonly layer: (layer: Layer) => unknown;
}

export type LayerField = Field<LayerReading, LayerWriting>;

/** A variable of a layer in Keras' files, in the order in which they hold them. */
export interface KerasVariable {
  /** The weight here; undefined where there is none, because it has no use after training. */
  readonly weight?: string;
  /** Whether it is a state that training does not change by gradients. */
  readonly state?: boolean;
  /** Whether there is one with these options; by default always. */
  readonly when?: (settings: Fields) => boolean;
}

/** A layer within a layer, and the name of the attribute that holds it there. */
export type Part = readonly [attribute: string, layer: Layer];

/** A layer within a layer that is made when that is built, by its name here. */
export interface BuiltPart {
  readonly name: string;
  readonly attribute: string;
  /** They go by the options of the outer layer. */
  readonly variables: readonly KerasVariable[];
}

/** A class of layers that both have. */
export interface LayerRow {
  /** The class in Keras' files. */
  readonly className: string;
  readonly layerClass: LayerClass;
  /** By option. An option that is not among them is one of ours alone; files have no place for it. */
  readonly fields: Readonly<Record<string, LayerField>>;
  /** Fields with one meaning here: the values that have it. */
  readonly fixed: Readonly<Record<string, readonly unknown[]>>;
  readonly variables: readonly KerasVariable[];
  /** The attribute whose variables these are, where they are not the layer's own: `cell`. */
  readonly holder: string | undefined;
  /** The layers within, in the order in which Keras counts them. */
  readonly parts: (layer: Layer) => readonly Part[];
  readonly builtParts: readonly BuiltPart[];
  /** Options that are arguments of a call in Keras, by the name of the argument. */
  readonly callOptions: Readonly<Record<string, string>>;
  /** Options whose default in Keras 1 and 2 was another one, for configs that lack them. */
  readonly oldDefaults: Fields;
}

/** How a row differs from what its class says of itself. */
export interface RowSettings {
  /** In place of what the name of the option stands for. `undefined` for an option that Keras does not have. */
  readonly fields?: Readonly<Record<string, LayerField | undefined>>;
  readonly fixed?: Readonly<Record<string, readonly unknown[]>>;
  readonly variables?: readonly KerasVariable[];
  readonly holder?: string;
  readonly parts?: (layer: never) => readonly Part[];
  readonly builtParts?: readonly BuiltPart[];
  readonly callOptions?: Readonly<Record<string, string>>;
  readonly oldDefaults?: Fields;
}

/**
 * A row of the table of layers. The fields are the options of the class under Keras' names, so that only those are listed
 * which Keras names or writes in another way.
 */
export function layerRow(className: string, layerClass: LayerClass, settings: RowSettings = {}): LayerRow {
  const { fields = {}, fixed = {}, variables = [], holder, callOptions = {} } = settings;
  const { parts = () => [], builtParts = [], oldDefaults = {} } = settings;
  const options = Object.keys(layerClass.rules ?? {}).filter((option) => !Object.hasOwn(fields, option));
  const called = Object.values(callOptions);
  const all = [
    ...options
      .filter((option) => !called.includes(option))
      .map((option) => [option, fieldOf(option)] as const),
    ...Object.entries(fields),
  ];
  return {
    className,
    layerClass,
    fields: Object.fromEntries(all.filter((entry): entry is [string, LayerField] => entry[1] !== undefined)),
    fixed,
    variables,
    holder,
    parts: parts as LayerRow['parts'], // a row is used for layers of its class
    builtParts,
    callOptions,
    oldDefaults,
  };
}

/** What an option is follows from its name, as in all layers. */
function fieldOf(option: string): LayerField {
  const key = snakeCase(option);
  if (/initializer$/i.test(option)) return initializerField(key);
  if (/regularizer$/i.test(option)) return regularizerField(key);
  return /activation$/i.test(option) ? activationField(key) : plain(key);
}

/** Variables that a layer always has. */
export function always(...weights: readonly string[]): readonly KerasVariable[] {
  return weights.map((weight) => ({ weight }));
}

/** Variables that a layer always has and that no gradient changes. */
export function states(...weights: readonly string[]): readonly KerasVariable[] {
  return weights.map((weight) => ({ weight, state: true }));
}

/** A variable that a layer has where an option is set. */
export function where(option: string, weight: string): KerasVariable {
  return { weight, when: (settings) => Boolean(settings[option]) };
}

/** The weights of one product. */
export const KERNEL_AND_BIAS: readonly KerasVariable[] = [{ weight: 'kernel' }, where('useBias', 'bias')];

/** Those variables that a layer has with its options. */
export function existing(variables: readonly KerasVariable[], settings: Fields): readonly KerasVariable[] {
  return variables.filter(({ when }) => when === undefined || when(settings));
}
