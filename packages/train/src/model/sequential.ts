import { identity, type Tensor, tidy } from '@seqloom/backend';
import {
  type CallContext,
  checkShape,
  initialRandom,
  Layer,
  type LayerConfig,
  type LayerOutput,
  listNames,
  logitsOf,
  type Parameter,
  readWeights,
  type Shape,
  stepRandom,
  uniqueNames,
  type WeightValues,
  writeWeights,
} from '@seqloom/nn';
import {
  checkOptions,
  count,
  formatValue,
  functionOf,
  type OptionRules,
  optional,
  resolveOptions,
  rule,
} from '@seqloom/options';
import { summarize } from './summary.ts';

/** Options of `build`. */
export interface BuildOptions {
  /** Decides the initial weights; default 0. */
  readonly seed?: number;
  /** Values that replace those of the initializers, for instance from a file. May refuse a shape by throwing. */
  readonly initial?: ((path: string, shape: readonly number[]) => Float32Array | undefined) | undefined;
}

const BUILD_RULES: OptionRules<BuildOptions> = { seed: count(0), initial: optional(functionOf()) };

/** The output of a model. */
export interface MaskedOutput {
  readonly output: Tensor;
  /** `[B, T]` bool: the time steps of the output that count; absent when all do. */
  readonly mask?: Tensor;
  /** The input of the last activation, if the call asked for it and the last layer ends in that activation. */
  readonly logits?: Tensor;
}

/** The options of `apply` and `run`. */
const CONTEXT: Readonly<Record<keyof CallContext, true>> = {
  training: true,
  mask: true,
  random: true,
  logits: true,
  initialState: true,
  defer: true,
};

/** Limits what messages and tables have to show. */
const LONGEST_NAME = 200;

const MODEL_RULES: OptionRules<{ readonly name?: string }> = {
  name: rule<string>((owner, option, value) => {
    if (typeof value === 'string' && value.length <= LONGEST_NAME) return;
    throw new TypeError(
      `${owner}: ${option} must be a string of at most ${LONGEST_NAME} characters, got ${formatValue(value)}.`,
    );
  }, 'sequential'),
};

/** A model as plain data. */
export interface SequentialConfig {
  readonly className: 'Sequential';
  readonly name: string;
  /** Without the batch axis; absent before the build. */
  readonly inputShape?: Shape;
  readonly layers: readonly LayerConfig[];
}

/**
 * A stack of layers: the output of each is the input of the next. It owns its layers and their weights; `dispose`
 * releases them.
 *
 * @throws RangeError when two layers have one name or one layer comes twice, TypeError for a value that is not a layer
 *
 * **Source**: `keras.Sequential`.
 *
 * @example
 * ```ts
 * const model = new Sequential([
 *   new Embedding({ inputDim: 10_000, outputDim: 8 }),
 *   new Flatten(),
 *   new Dense({ units: 1, activation: 'sigmoid' }),
 * ]);
 * model.build([20], { seed: 1 });
 * console.log(model.summary());
 * ```
 */
export class Sequential {
  readonly name: string;
  readonly #layers: Layer[] = [];
  #inputShape: Shape | undefined;
  #disposed = false;

  constructor(layers: readonly Layer[] = [], options: { readonly name?: string } = {}) {
    this.name = resolveOptions('Sequential', options, MODEL_RULES).name;
    if (!Array.isArray(layers)) {
      throw new TypeError(
        `${this.label}: expected a list of layers, got ${formatValue(layers)}. Write [layer].`,
      );
    }
    for (const layer of layers) this.#append(layer);
    this.#nameLayers();
  }

  /**
   * Appends a layer, before the build.
   *
   * @throws Error once the model is built, RangeError when the layer's name is taken
   */
  add(layer: Layer): this {
    if (this.#inputShape) throw new Error(`${this.label}: is already built; layers can no longer be added.`);
    this.#append(layer);
    this.#nameLayers();
    return this;
  }

  /**
   * Makes the weights. `fit`, `evaluate` and `predict` do this with the shape of the first batch. After a failure nothing
   * stays allocated, and the model can be built again for another shape.
   *
   * @param inputShape of one sample, without the batch axis; `null` for a size that may vary
   * @throws ShapeError naming the layer, the shape it got and the one it expects; Error when built already
   */
  build(inputShape: Shape, options: BuildOptions = {}): this {
    this.#checkAlive();
    const { seed, initial } = resolveOptions(`${this.label}: build`, options, BUILD_RULES);
    if (this.#inputShape) throw new Error(`${this.label}: is already built.`);
    if (this.#layers.length === 0) throw new Error(`${this.label}: has no layers. Add one first.`);
    checkShape(`${this.label}: build`, 'inputShape', inputShape);
    let shape: Shape = [null, ...inputShape];
    const built: Layer[] = [];
    try {
      for (const layer of this.#layers) {
        shape = layer.initialize(shape, { path: layer.name, random: initialRandom(seed), initial });
        built.push(layer);
      }
    } catch (error) {
      // Not the layer that failed: it may belong to another model.
      for (const layer of built) layer.unbuild();
      throw error;
    }
    this.#inputShape = [null, ...inputShape];
    return this;
  }

  /**
   * Runs the layers; each gets the mask of the layer before. The output belongs to the caller; everything else is released.
   *
   * @param x `[B, …]`
   * @param context defaults: no training, no mask, random numbers of seed 0 and step 0; an initial state goes to the first
   * layer
   * @throws TypeError when a layer returns several tensors
   */
  apply(x: Tensor, context: Partial<CallContext> = {}): Tensor {
    return tidy(() => this.run(x, context).output);
  }

  /**
   * As `apply`, with the mask of the output, which losses and metrics need; it belongs to the caller, too.
   */
  run(x: Tensor, context: Partial<CallContext> = {}): MaskedOutput {
    this.#checkBuilt();
    checkOptions(this.label, context, CONTEXT);
    const { training = false, random = stepRandom(0, 0), defer } = context;
    return tidy(() => {
      let output = x;
      let { mask, initialState } = context;
      const last = this.#layers.at(-1);
      for (const layer of this.#layers) {
        const input = output;
        const logits = layer === last ? context.logits : undefined;
        const layerContext = { training, random, mask, logits, initialState, defer };
        output = this.#onlyOutput(layer, layer.apply(input, layerContext));
        mask = layer.computeMask(input, mask);
        initialState = undefined;
      }
      const logits = logitsOf(context.logits, output);
      const outputMask = mask === context.mask ? mask && identity(mask) : mask;
      return { output, ...(outputMask && { mask: outputMask }), ...(logits && { logits }) };
    });
  }

  get layers(): readonly Layer[] {
    return this.#layers;
  }

  /** Whether `dispose` has been called. */
  get disposed(): boolean {
    return this.#disposed;
  }

  get built(): boolean {
    return this.#inputShape !== undefined;
  }

  /** The shape it was built for, with `null` for the batch. */
  get inputShape(): Shape {
    this.#checkBuilt();
    return this.#inputShape!;
  }

  /** The shape of the output, with `null` for the batch. */
  get outputShape(): Shape {
    this.#checkBuilt();
    return this.#layers.at(-1)!.outputShape;
  }

  /** All parameters, layer by layer. */
  get weights(): readonly Parameter[] {
    return this.#layers.flatMap((layer) => layer.weights);
  }

  /** The parameters of layers that are not frozen. */
  get trainableWeights(): readonly Parameter[] {
    return this.#layers.flatMap((layer) => layer.trainableWeights);
  }

  /** The number of values in all parameters. */
  countParams(): number {
    this.#checkBuilt();
    return this.weights.reduce((count, { size }) => count + size, 0);
  }

  /**
   * The layer of a name or a position; negative positions count from the end.
   *
   * @throws RangeError that lists the layers
   */
  getLayer(nameOrIndex: string | number): Layer {
    const layer =
      typeof nameOrIndex === 'number'
        ? this.#layers.at(nameOrIndex)
        : this.#layers.find(({ name }) => name === nameOrIndex);
    if (!layer) {
      const names = listNames(this.#layers.map(({ name }) => name));
      throw new RangeError(`${this.label}: has no layer ${formatValue(nameOrIndex)}. Its layers: ${names}.`);
    }
    return layer;
  }

  /** The values of all weights, named `<layer>/<weight>`. */
  getWeights(): Promise<WeightValues[]> {
    this.#checkBuilt();
    return readWeights(this.#named());
  }

  /**
   * Sets the values of all weights by name.
   *
   * @throws RangeError for an unknown or missing name, ShapeError for another shape; then nothing is changed
   */
  setWeights(values: Iterable<WeightValues>): void {
    this.#checkBuilt();
    writeWeights(this.label, this.#named(), values);
  }

  /** Resets the states that stateful layers carry from batch to batch. */
  resetStates(): void {
    for (const layer of this.#layers) layer.resetStates();
  }

  /** A table of the layers with their output shapes and numbers of parameters, ready to print. */
  summary(): string {
    this.#checkBuilt();
    return summarize(this);
  }

  /** The model without its weights, as plain data. */
  toJSON(): SequentialConfig {
    return {
      className: 'Sequential',
      name: this.name,
      ...(this.#inputShape && { inputShape: this.#inputShape.slice(1) }),
      layers: this.#layers.map((layer) => layer.toJSON()),
    };
  }

  /** Releases all weights. The model cannot be used afterwards; a second call does nothing. */
  dispose(): void {
    for (const layer of this.#layers) layer.dispose();
    this.#disposed = true;
  }

  /** The name of the model in messages. */
  get label(): string {
    return `Sequential ${JSON.stringify(this.name)}`;
  }

  #onlyOutput(layer: Layer, output: LayerOutput): Tensor {
    const tensors = Array.isArray(output) ? (output as readonly Tensor[]) : [output as Tensor];
    if (tensors.length === 1) return tensors[0]!;
    throw new TypeError(
      `${this.label}: ${layer.label} returned ${tensors.length} tensors, expected one. Leave out its returnState or ` +
        "mergeMode 'none', or apply the layer on its own.",
    );
  }

  #append(layer: unknown): void {
    if (!(layer instanceof Layer)) {
      const got = layer instanceof Sequential ? `${layer.label}; give its layers` : formatValue(layer);
      throw new TypeError(`${this.label}: expected a layer, got ${got}.`);
    }
    if (this.#layers.includes(layer)) {
      throw new RangeError(`${this.label}: ${layer.label} comes twice. Make a second layer.`);
    }
    this.#layers.push(layer);
  }

  #nameLayers(): void {
    const names = uniqueNames(this.#layers);
    this.#layers.forEach((layer, i) => {
      if (layer.givenName === undefined) layer.name = names[i]!;
    });
  }

  #named(): Map<string, Parameter> {
    return new Map(this.weights.map((parameter) => [parameter.path, parameter]));
  }

  #checkAlive(): void {
    if (this.#disposed) throw new Error(`${this.label}: has been disposed of. Make a new one.`);
  }

  #checkBuilt(): void {
    this.#checkAlive();
    if (!this.#inputShape) throw new Error(`${this.label}: is not built. Call build(inputShape) first.`);
  }
}
