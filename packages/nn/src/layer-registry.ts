import type { Preprocessor } from '@seqloom/arrays';
import { formatValue } from '@seqloom/options';
import type { Layer } from './layer.ts';
import type { LayerClass } from './layer-contract.ts';
import { listNames } from './list-names.ts';

/** Upper bound on layers within layers; guards the stack against hostile model files. */
const MAX_DEPTH = 16;
/** Upper bound on lists within lists among options. */
const MAX_NESTING = 64;
/** Upper bound on the layers of one model, those within others included; guards against hostile model files. */
export const MAX_LAYERS = 1000;

/** A class of preprocessors, or anything that reads what its `toJSON` wrote: `{ className, config }`. */
export interface PreprocessorClass {
  /** The name in files. Default: the name of the class, which minifying bundlers change. */
  readonly className?: string;
  readonly name: string;
  fromJSON(json: unknown): Preprocessor;
}

/**
 * The layer classes that a file may name. Nothing else is ever built from a file, and no code comes from it.
 *
 * @throws RangeError when two classes have one name
 *
 * @example
 * ```ts
 * const registry = new LayerRegistry([Dense, Dropout]);
 * const layer = registry.create({ className: 'Dense', options: { units: 8 } });
 * ```
 */
export class LayerRegistry {
  readonly #classes = new Map<string, LayerClass | PreprocessorClass>();

  constructor(classes: Iterable<LayerClass | PreprocessorClass>) {
    for (const given of classes) {
      const name = given.className ?? (given as PreprocessorClass).name;
      const known = this.#classes.get(name);
      if (known && known !== given) {
        throw new RangeError(`LayerRegistry: two classes are named ${JSON.stringify(name)}.`);
      }
      this.#classes.set(name, given);
    }
  }

  /** The names it knows, in the order given. */
  get classNames(): readonly string[] {
    return [...this.#classes.keys()];
  }

  /**
   * Makes the layer that plain data describe. Layers among its options (and in lists there) are made first, so wrappers
   * need no code of their own for this.
   *
   * @throws RangeError for a class it does not know, with the list of known ones, and for more than 1000 layers; TypeError
   * when the data have another form; what the layer's constructor throws for its options
   */
  create(config: unknown): Layer {
    checkLayerCount('LayerRegistry', config);
    return this.#create(config);
  }

  #create(config: unknown): Layer {
    if (!isLayerConfig(config)) {
      throw new TypeError(`LayerRegistry: expected { className, options }, got ${formatValue(config)}.`);
    }
    const layerClass = this.#classOf(config.className);
    if ('fromJSON' in layerClass) {
      throw new TypeError(
        `LayerRegistry: ${config.className} is not a layer; it reads { className, config }.`,
      );
    }
    const options = Object.entries(config.options).map(([key, value]) => [key, this.revive(value)] as const);
    const given = Object.fromEntries(options);
    return layerClass.fromOptions?.(given) ?? new layerClass(given as never); // both check what they are given
  }

  /** Plain data with the layers and preprocessors that it describes: those are made, everything else stays as it is. */
  revive(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((part) => this.revive(part));
    if (isLayerConfig(value)) return this.#create(value);
    if (typeof value !== 'object' || value === null) return value;
    const { className, config, preprocessor } = value as Readonly<Record<string, unknown>>;
    if (typeof className === 'string' && config !== undefined) {
      const known = this.#classOf(className);
      if ('fromJSON' in known) return known.fromJSON(value);
    }
    return preprocessor === undefined ? value : { ...value, preprocessor: this.revive(preprocessor) };
  }

  #classOf(className: string): LayerClass | PreprocessorClass {
    const known = this.#classes.get(className);
    if (known) return known;
    throw new RangeError(
      `LayerRegistry: unknown layer class ${formatValue(className)}. Known: ${listNames(this.classNames)}.`,
    );
  }
}

/**
 * Counts the layers that plain data describe, those among the options of others included, before any is made.
 *
 * @param data a layer, or a list of layers, as plain data
 * @throws RangeError for more than 1000 layers, more than 16 within each other, or lists nested beyond any use
 */
export function checkLayerCount(owner: string, data: unknown): void {
  let count = 0;
  const open: { readonly value: object; readonly layers: number; readonly lists: number }[] = [];
  const visit = (value: unknown, layers: number, lists: number): void => {
    if (typeof value === 'object' && value !== null) open.push({ value, layers, lists });
  };
  visit(data, 0, 0);
  for (let next = open.pop(); next; next = open.pop()) {
    const { value } = next;
    let { layers, lists } = next;
    if (isLayerConfig(value)) {
      layers++;
      lists = 0;
      if (++count > MAX_LAYERS) {
        throw new RangeError(
          `${owner}: a model has at most ${MAX_LAYERS} layers, those within others included.`,
        );
      }
    }
    if (layers > MAX_DEPTH)
      throw new RangeError(`${owner}: more than ${MAX_DEPTH} layers within each other.`);
    if (lists > MAX_NESTING)
      throw new RangeError(`${owner}: options are nested more than ${MAX_NESTING} deep.`);
    for (const part of Object.values(value)) visit(part, layers, lists + 1);
  }
}

function isLayerConfig(value: unknown): value is { className: string; options: Record<string, unknown> } {
  if (typeof value !== 'object' || value === null) return false;
  const { className, options } = value as { className?: unknown; options?: unknown };
  return (
    typeof className === 'string' &&
    typeof options === 'object' &&
    options !== null &&
    !Array.isArray(options)
  );
}
