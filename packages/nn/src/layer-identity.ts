import type { LayerClass, LayerConfig, LayerOptions, Settings } from './layer-contract.ts';
import { checkName, defaultName } from './layer-name.ts';
import { resolveLayerOptions } from './layer-settings.ts';

/** What a layer is called and how it was configured: the part of it that a file holds besides its weights. */
export abstract class LayerIdentity<Options extends LayerOptions = LayerOptions> {
  /** What the constructor was given. */
  readonly options: Options;
  /** The options with the defaults of the class's rules filled in. */
  readonly settings: Settings<Options>;
  /** Whether training changes this layer's parameters and those of the layers in it. */
  trainable: boolean;
  #name: string | undefined;

  // No documentation comment: it would hide that of the class from whoever hovers `new Dense(…)`.
  constructor(options: Options) {
    if (!Object.hasOwn(this.constructor, 'className')) {
      throw new TypeError(`${this.constructor.name}: a layer class needs a static className of its own.`);
    }
    const { name, trainable, ...settings } = resolveLayerOptions(
      this.constructor as unknown as LayerClass,
      options,
    );
    this.options = options;
    this.settings = settings as Settings<Options>; // the rules are those of Options
    this.#name = name;
    this.trainable = trainable;
  }

  abstract get built(): boolean;

  /** The class's name in files and messages. */
  get className(): string {
    return (this.constructor as unknown as LayerClass).className;
  }

  /** The layer's name in its model. A container gives one to a layer made without, with `nameIfUnnamed`. */
  get name(): string {
    return this.#name ?? defaultName(this.className);
  }

  /** @throws Error once the layer is built, because its weights are named after it */
  set name(name: string) {
    checkName(this.className, 'name', name);
    if (this.built) throw new Error(`${this.label}: cannot be renamed once it is built.`);
    this.#name = name;
  }

  /** Names a layer that was given no name, even one that was built on its own; for containers. */
  nameIfUnnamed(name: string): void {
    checkName(this.className, 'name', name);
    this.#name ??= name;
  }

  /** The name the layer was given, by its options or by its container; undefined before that. */
  get givenName(): string | undefined {
    return this.#name;
  }

  /** How messages name the layer: `Dense "dense_1"`. */
  get label(): string {
    return `${this.className} ${JSON.stringify(this.name)}`;
  }

  /** A new layer of the same class and options, with some of them changed; layers among the options are copied too. */
  clone(overrides: Partial<Options> = {}): this {
    const copies = Object.entries(this.options).map(([key, value]) => [key, cloneLayers(value)]);
    const LayerOfThis = this.constructor as new (options: object) => this; // the class this object was made by
    return new LayerOfThis({ ...Object.fromEntries(copies), trainable: this.trainable, ...overrides });
  }

  /** The layer as plain data. Functions among the options (initializers of one's own) are left out. */
  toJSON(): LayerConfig {
    return {
      className: this.className,
      options: { ...this.savedOptions(), name: this.name, trainable: this.trainable },
    };
  }

  /** The options that `toJSON` writes; a layer with large or foreign ones overrides it. */
  protected savedOptions(): object {
    return this.options;
  }
}

function cloneLayers(value: unknown): unknown {
  if (value instanceof LayerIdentity) return value.clone();
  return Array.isArray(value) ? value.map(cloneLayers) : value;
}
