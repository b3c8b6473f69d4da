import type { Tensor } from '@seqloom/backend';
import type { OptionRule, OptionRules, Resolved } from '@seqloom/options';
import type { InitializerOption } from './initializers.ts';
import type { Layer } from './layer.ts';
import type { Regularizer } from './regularizers.ts';
import type { Shape } from './shape.ts';

/** Options that every layer takes. */
export interface LayerOptions {
  /** Unique in its model; by default made from the class, as Keras does: `dense`, `dense_1`. Without `/`. */
  readonly name?: string;
  /** False freezes the layer's parameters; default true. */
  readonly trainable?: boolean;
}

/** What a layer takes: mostly one tensor. */
export type LayerInput = Tensor | readonly Tensor[];

/** What a layer returns: mostly one tensor; several with states (`returnState`) or unmerged directions. */
export type LayerOutput = Tensor | readonly Tensor[];

/** The shape of what a layer takes: one for each tensor. */
export type InputShape = Shape | readonly Shape[];

/** The masks of what a layer takes or returns: one for each tensor that has one. */
export type LayerMask = Tensor | undefined | readonly (Tensor | undefined)[];

/** The output of a layer with its mask: that of the first tensor, or a list with one for each. */
export interface MaskedResult<Output extends LayerOutput = LayerOutput> {
  readonly output: Output;
  readonly mask: LayerMask;
}

/**
 * The rules of a class's options, those of every layer (`name`, `trainable`) left out. A class made from another one
 * lists all: `{ ...LSTM.rules, scale: positive(1) }`.
 */
export type LayerRules<Options extends LayerOptions> = OptionRules<Omit<Options, keyof LayerOptions>>;

/** A layer's options with the defaults of its rules filled in. */
export type Settings<Options extends LayerOptions> = Resolved<Omit<Options, keyof LayerOptions>>;

/** The names of a class's own options; a record, so that the compiler misses one that is not in it. */
export type OptionNames<Options extends LayerOptions> = Readonly<
  Record<Exclude<keyof Options, keyof LayerOptions>, true>
>;

/** A class of layers, as `LayerRegistry` needs it. */
export interface LayerClass {
  /** The name in files and messages. Not the class's own `name`, which bundlers shorten. */
  readonly className: string;
  /**
   * The rules of its options besides `name` and `trainable`; others are refused. A class without rules of its own goes by
   * those of the class it is made from and takes other options besides, unchecked.
   */
  readonly rules?: Readonly<Record<string, OptionRule<unknown>>>;
  /** In place of rules: the names of the options, which the class checks itself. */
  readonly optionNames?: Readonly<Record<string, true>>;
  /**
   * Whether predictions with it may be recorded and replayed: its `call` and `computeMask` depend on nothing but their
   * arguments, the parameters and the options, and read no numbers, except ids to check them against a table. Default false; a
   * class made from another one has its own.
   */
  readonly replayable?: boolean;
  /** Makes a layer of the options in a file, where these are not the constructor's. */
  fromOptions?(options: Readonly<Record<string, unknown>>): Layer;
  new (options: never): Layer;
}

/** A layer as plain data: what `JSON.stringify(layer)` writes. */
export interface LayerConfig {
  readonly className: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** How `addParameter` makes a parameter. */
export interface ParameterSpec {
  readonly initializer: InitializerOption;
  readonly regularizer?: Regularizer | undefined;
  /** False for state that no gradient changes; default true. */
  readonly trainable?: boolean;
}

/** The first, or only, tensor of a layer's output. */
export function firstOutput(output: LayerOutput): Tensor {
  return isTensor(output) ? output : output[0]!; // a layer returns at least one
}

/** The mask of the first, or only, tensor. */
export function firstMask(mask: LayerMask): Tensor | undefined {
  return Array.isArray(mask) ? (mask[0] as Tensor | undefined) : (mask as Tensor | undefined);
}

function isTensor(output: LayerOutput): output is Tensor {
  return !Array.isArray(output);
}
