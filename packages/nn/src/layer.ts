import { identity, type Tensor, tidy } from '@seqloom/backend';
import { formatValue } from '@seqloom/options';
import { checkAnyMask } from './check-mask.ts';
import { type BuildContext, type CallContext, initialRandom, stepRandom } from './context.ts';
import { getInitializer } from './initializers.ts';
import { checkInput, type InputSpec } from './input-spec.ts';
import type {
  LayerClass,
  LayerConfig,
  LayerOptions,
  LayerOutput,
  ParameterSpec,
  Settings,
} from './layer-contract.ts';
import { checkName, defaultName } from './layer-name.ts';
import { resolveLayerOptions } from './layer-settings.ts';
import { Parameter } from './parameter.ts';
import { checkShape, checkValues, exceedsTensor, type Shape } from './shape.ts';
import { warn } from './warn.ts';
import { readWeights, type WeightValues, writeWeights } from './weight-values.ts';

/** What stateful layers carry from batch to batch. */
export type LayerStates = ReadonlyMap<Layer, readonly Tensor[]>;

/**
 * A step of a network. A concrete layer has a static `className` and static `rules` for its options, makes its
 * parameters in `build`, does the maths in `call`, and says what shape comes out. It knows no backend and no training
 * loop. Containers call `initialize` once and `apply` for every batch.
 *
 * A layer belongs to one model and is disposed with it.
 *
 * @throws TypeError when the class has no `className` or an option has the wrong kind, RangeError for an option without a
 * rule or one that does not fit its rule
 *
 * @example
 * ```ts
 * class Scale extends Layer {
 *   static readonly className: string = 'Scale';
 *   protected readonly inputSpec: InputSpec = { layout: '[…, D]', minRank: 2, fixedAxes: [-1] };
 *   #factor!: Parameter;
 *
 *   protected build(inputShape: Shape): void {
 *     this.#factor = this.addParameter('factor', [inputShape.at(-1)!], { initializer: 'ones' });
 *   }
 *
 *   protected call(x: Tensor): Tensor {
 *     return mul(x, this.#factor.value);
 *   }
 * }
 * ```
 */
export abstract class Layer<Options extends LayerOptions = LayerOptions> {
  /** What the constructor was given. */
  readonly options: Options;
  /** The options with the defaults of the class's rules filled in. */
  readonly settings: Settings<Options>;
  /** Whether training changes this layer's parameters and those of the layers in it. */
  trainable: boolean;
  /** What the input must look like. */
  protected readonly inputSpec: InputSpec = { layout: '[B, …]', minRank: 1 };

  #name: string | undefined;
  #state: 'new' | 'built' | 'disposed' = 'new';
  #context: BuildContext | undefined;
  #path = '';
  #inputShape: Shape = [];
  #outputShape: Shape = [];
  #reportedMask = false;
  readonly #parameters: Parameter[] = [];
  readonly #layers: Layer[] = [];

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

  /** Makes the parameters and inner layers, with `addParameter` and `addLayer`; nothing else. */
  protected abstract build(inputShape: Shape): void;

  /** The maths. Runs inside `tidy`; what it returns is the caller's. */
  protected abstract call(x: Tensor, context: CallContext): LayerOutput;

  /** The shape of the (first) output. The default is that of the input. */
  computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  /**
   * The mask for the (first) output; by default none. A mask that goes on unchanged is returned itself. Called in a `tidy`
   * by whoever runs the layer.
   */
  computeMask(_x: Tensor, _mask: Tensor | undefined): Tensor | undefined {
    return undefined;
  }

  /**
   * Whether a mask has its effect: `computeMask` hands it on, or `call` goes by it. A layer that does neither warns, once,
   * when it gets one. By default whether the class has a `computeMask` of its own.
   *
   * **Source**: `keras.layers.Layer.supports_masking`.
   */
  get supportsMasking(): boolean {
    return this.computeMask !== Layer.prototype.computeMask;
  }

  /** Forgets what a stateful layer carries from batch to batch. Most layers carry nothing. */
  resetStates(): void {
    for (const layer of this.#layers) layer.resetStates();
  }

  /**
   * Takes out what the stateful layers in here carry from batch to batch and puts other states in their place, by layer;
   * a layer that is not among them starts anew. So one pass over data leaves the states of another one alone. A stateful
   * layer overrides it together with `resetStates`.
   *
   * @returns what was taken out, the caller's to put back or to dispose of
   */
  exchangeStates(states: LayerStates): LayerStates {
    return new Map(this.#layers.flatMap((layer) => [...layer.exchangeStates(states)]));
  }

  /** The class's name in files and messages. */
  get className(): string {
    return (this.constructor as unknown as LayerClass).className;
  }

  /** The layer's name in its model. A container gives one to a layer made without. */
  get name(): string {
    return this.#name ?? defaultName(this.className);
  }

  /** @throws Error once the layer is built, because its weights are named after it */
  set name(name: string) {
    checkName(this.className, 'name', name);
    if (this.#state !== 'new') throw new Error(`${this.label}: cannot be renamed once it is built.`);
    this.#name = name;
  }

  /** The name the layer was given, by its options or by its container; undefined before that. */
  get givenName(): string | undefined {
    return this.#name;
  }

  /** How messages name the layer: `Dense "dense_1"`. */
  get label(): string {
    return `${this.className} ${JSON.stringify(this.name)}`;
  }

  /** The layer's place in its model; the prefix of its weights' names and of its random streams. */
  get path(): string {
    return this.#path || this.name;
  }

  get built(): boolean {
    return this.#state === 'built';
  }

  /** The shape the layer was built for. */
  get inputShape(): Shape {
    return this.#inputShape;
  }

  /** The shape of the (first) output for the input it was built for. */
  get outputShape(): Shape {
    return this.#outputShape;
  }

  /** The layers within this one. */
  get layers(): readonly Layer[] {
    return this.#layers;
  }

  /** All parameters, own ones first, then those of the layers within, in the order they were made. */
  get weights(): readonly Parameter[] {
    return [...this.#parameters, ...this.#layers.flatMap((layer) => layer.weights)];
  }

  /** The parameters that training changes. */
  get trainableWeights(): readonly Parameter[] {
    if (!this.trainable) return [];
    const own = this.#parameters.filter((parameter) => parameter.trainable);
    return [...own, ...this.#layers.flatMap((layer) => layer.trainableWeights)];
  }

  /** The number of values in all parameters. */
  countParams(): number {
    return this.weights.reduce((count, { size }) => count + size, 0);
  }

  /**
   * Makes the parameters. A container does this once; a layer on its own is built the same way. When it fails, nothing
   * stays allocated, and the layer can be built again.
   *
   * @param inputShape with the batch as axis 0 (`null`: any)
   * @param context by default a place of its own and initial values from seed 0
   * @returns the output's shape
   * @throws ShapeError naming layer, got and expected; Error when the layer is built already
   */
  initialize(inputShape: Shape, context: Partial<BuildContext> = {}): Shape {
    if (this.#state !== 'new') {
      throw new Error(
        `${this.label}: is ${this.#state} already. A layer belongs to one model; make a new one.`,
      );
    }
    this.#path = context.path ?? this.name;
    this.#context = { random: initialRandom(0), ...context, path: this.#path };
    try {
      checkShape(this.label, 'the input shape', inputShape);
      checkInput(this.label, this.inputSpec, inputShape);
      this.build(inputShape);
      this.#outputShape = this.computeOutputShape(inputShape);
      checkValues(this.label, 'an output', this.#outputShape);
    } catch (error) {
      this.unbuild();
      throw error;
    } finally {
      this.#context = undefined;
    }
    this.#inputShape = inputShape;
    this.#state = 'built';
    this.#reportSoftmaxOfOne();
    return this.#outputShape;
  }

  /**
   * Runs the layer. All intermediate tensors are released; the output is the caller's, who may dispose of it without a
   * thought of the input.
   *
   * @param context what is left out: no training, no mask, random numbers of seed 0 and step 0
   * @throws TypeError for what is not a tensor; ShapeError when the input differs from what the layer was built for, or the
   * output would be larger than 2 GiB; Error before the build
   */
  apply(x: Tensor, context: Partial<CallContext> = {}): LayerOutput {
    if (this.#state !== 'built') throw new Error(`${this.label}: is not built. Call initialize first.`);
    if (!Array.isArray(x?.shape)) {
      throw new TypeError(
        `${this.label}: expected a tensor, got ${formatValue(x)}. Make one with tensor(…).`,
      );
    }
    checkInput(this.label, this.inputSpec, x.shape, this.#inputShape);
    const outputShape = this.computeOutputShape(x.shape);
    if (exceedsTensor(outputShape)) checkValues(this.label, 'an output', outputShape);
    if (context.mask !== undefined) {
      checkAnyMask(this.label, x, context.mask);
      if (!this.supportsMasking) this.#reportMask();
    }
    if (context.initialState !== undefined) checkStates(this.label, context.initialState);
    const training = context.training ?? false;
    const run = () =>
      this.#owned(this.call(x, { random: stepRandom(0, 0), ...context, training }), x, context);
    const { logits } = context;
    if (!logits) return tidy(run);
    // What was found is not an intermediate: who asked for it takes it.
    return tidy(() => ({ output: run(), found: logits.found })).output;
  }

  /** Releases what `initialize` made, so that it can be called again; for containers whose build fails half-way. */
  unbuild(): void {
    this.resetStates();
    for (const parameter of this.#parameters.splice(0)) parameter.dispose();
    for (const layer of this.#layers.splice(0)) layer.unbuild();
    this.#inputShape = [];
    this.#outputShape = [];
    this.#path = '';
    this.#state = 'new';
  }

  /** The values of all parameters, named within the layer, in Keras' order. */
  getWeights(): Promise<WeightValues[]> {
    return readWeights(this.#named());
  }

  /**
   * Sets the values of all parameters by name.
   *
   * @throws RangeError for an unknown or missing name, ShapeError for another shape; then nothing is changed
   */
  setWeights(values: Iterable<WeightValues>): void {
    writeWeights(this.label, this.#named(), values);
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

  /** Releases all parameters. The layer cannot be used afterwards; a second call does nothing. */
  dispose(): void {
    for (const parameter of this.#parameters) parameter.dispose();
    for (const layer of this.#layers) layer.dispose();
    this.#state = 'disposed';
  }

  /** The options that `toJSON` writes; a layer with large or foreign ones overrides it. */
  protected savedOptions(): object {
    return this.options;
  }

  /**
   * Makes a parameter, in `build` only.
   *
   * @param name within the layer, for instance `kernel`
   */
  protected addParameter(name: string, shape: readonly number[], spec: ParameterSpec): Parameter {
    const context = this.#building('addParameter');
    const path = `${context.path}/${name}`;
    checkValues(this.label, name, shape);
    const initializer = getInitializer(`${this.label}: ${name}`, spec.initializer);
    const values = context.initial?.(path, shape) ?? initializer(shape, context.random(path));
    const parameter = new Parameter({ ...spec, name, path, shape, values });
    this.#parameters.push(parameter);
    return parameter;
  }

  /**
   * Takes a layer into this one and builds it, in `build` only. Its weights are named `<its name>/…` within this layer.
   *
   * @returns the inner layer's output shape
   */
  protected addLayer(layer: Layer, inputShape: Shape): Shape {
    const context = this.#building('addLayer');
    if (this.#layers.some(({ name }) => name === layer.name)) {
      throw new RangeError(`${this.label}: holds two layers named ${JSON.stringify(layer.name)}.`);
    }
    const outputShape = layer.initialize(inputShape, { ...context, path: `${context.path}/${layer.name}` });
    this.#layers.push(layer);
    return outputShape;
  }

  /**
   * Replaces what `call` returns of tensors that belong to others, or returns twice, by handles of its own: the caller
   * disposes of every output.
   */
  #owned(output: LayerOutput, x: Tensor, { mask, initialState }: Partial<CallContext>): LayerOutput {
    const belongsToOthers = (tensor: Tensor) =>
      tensor === x ||
      tensor === mask ||
      initialState?.includes(tensor) ||
      this.#parameters.some(({ value }) => value === tensor);
    const own = (tensor: Tensor): Tensor => {
      if (!Array.isArray(tensor?.shape)) {
        throw new TypeError(`${this.label}: call must return tensors, got ${formatValue(tensor)}.`);
      }
      return belongsToOthers(tensor) ? identity(tensor) : tensor;
    };
    if (!Array.isArray(output)) return own(output as Tensor);
    const tensors = output as readonly Tensor[];
    return tensors.map((tensor, i) => (tensors.indexOf(tensor) < i ? identity(tensor) : own(tensor)));
  }

  #reportMask(): void {
    if (this.#reportedMask) return;
    this.#reportedMask = true;
    warn(
      `${this.label}: got a mask, which it does not support. It treats skipped steps like all others, and the layers after ` +
        'it see no mask. Use layers that support masks, or leave out the Masking or maskZero before it.',
    );
  }

  #reportSoftmaxOfOne(): void {
    const { activation } = this.options as { readonly activation?: unknown };
    if (this.#outputShape.at(-1) !== 1 || (activation !== 'softmax' && activation !== 'logSoftmax')) return;
    warn(
      `${this.label}: ${activation} over one unit is ${activation === 'softmax' ? 1 : 0}, whatever goes in: nothing is learned ` +
        'through it. Use a sigmoid, with binaryCrossentropy, or a unit for each class.',
    );
  }

  #building(method: string): BuildContext {
    if (!this.#context) throw new Error(`${this.label}: ${method} works in build only.`);
    return this.#context;
  }

  #named(): Map<string, Parameter> {
    return new Map(this.weights.map((parameter) => [parameter.path.slice(this.path.length + 1), parameter]));
  }
}

function checkStates(owner: string, states: readonly Tensor[]): void {
  if (Array.isArray(states) && states.every((state) => Array.isArray(state?.shape))) return;
  throw new TypeError(
    `${owner}: initialState must be a list of tensors, one for each state, got ${formatValue(states)}. Write [state].`,
  );
}

function cloneLayers(value: unknown): unknown {
  if (value instanceof Layer) return value.clone();
  return Array.isArray(value) ? value.map(cloneLayers) : value;
}
