import { formatValue } from '@seqloom/options';
import type { Layer } from './layer.ts';
import type { LayerClass } from './layer-contract.ts';

/** Layers within layers within layers: no real model is deeper, and a file must not exhaust the stack. */
const MAX_DEPTH = 16;

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
  readonly #classes = new Map<string, LayerClass>();

  constructor(classes: Iterable<LayerClass>) {
    for (const layerClass of classes) {
      const known = this.#classes.get(layerClass.className);
      if (known && known !== layerClass) {
        throw new RangeError(`LayerRegistry: two classes are named ${JSON.stringify(layerClass.className)}.`);
      }
      this.#classes.set(layerClass.className, layerClass);
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
   * @throws RangeError for a class it does not know, with the list of known ones; TypeError when the data have another
   * form; whatever the layer's constructor throws for its options
   */
  create(config: unknown): Layer {
    return this.#create(config, 0);
  }

  #create(config: unknown, depth: number): Layer {
    if (!isLayerConfig(config)) {
      throw new TypeError(`LayerRegistry: expected { className, options }, got ${formatValue(config)}.`);
    }
    if (depth > MAX_DEPTH)
      throw new RangeError(`LayerRegistry: more than ${MAX_DEPTH} layers within each other.`);
    const layerClass = this.#classes.get(config.className);
    if (!layerClass) {
      throw new RangeError(
        `LayerRegistry: unknown layer class ${formatValue(config.className)}. Known: ${this.classNames.join(', ') || 'none'}.`,
      );
    }
    const revive = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(revive);
      return isLayerConfig(value) ? this.#create(value, depth + 1) : value;
    };
    const options = Object.entries(config.options).map(([key, value]) => [key, revive(value)] as const);
    return new layerClass(Object.fromEntries(options) as never); // the constructor checks what it is given
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
