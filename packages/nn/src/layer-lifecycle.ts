import type { Tensor } from '@seqloom/backend';
import { resolveOptions } from '@seqloom/options';
import { BUILD_RULES, type BuildOptions } from './build-options.ts';
import { type BuildContext, initialRandom } from './context.ts';
import { getInitializer } from './initializers.ts';
import { checkInput, type InputSpec } from './input-spec.ts';
import type { Layer } from './layer.ts';
import type { InputShape, LayerOptions, ParameterSpec } from './layer-contract.ts';
import { LayerIdentity } from './layer-identity.ts';
import { checkName } from './layer-name.ts';
import { reportSoftmaxOfOne } from './layer-warnings.ts';
import { renamed } from './old-names.ts';
import { Parameter } from './parameter.ts';
import { checkShape, checkValues, isShapeList, type Shape, ShapeError } from './shape.ts';
import { readWeights, type WeightValues, writeWeights } from './weight-values.ts';

/** What stateful layers carry from batch to batch. */
export type LayerStates = ReadonlyMap<Layer, readonly Tensor[]>;

/** The life of a layer: it is built, holds parameters and layers within, and is disposed of. */
export abstract class LayerLifecycle<
  Options extends LayerOptions = LayerOptions,
> extends LayerIdentity<Options> {
  /** What the input must look like. */
  protected readonly inputSpec: InputSpec = { layout: '[B, …]', minRank: 1 };

  #state: 'new' | 'built' | 'disposed' = 'new';
  #context: BuildContext | undefined;
  #path: string | undefined;
  #inputShape: InputShape = [];
  #outputShape: Shape = [];
  readonly #parameters: Parameter[] = [];
  readonly #layers: Layer[] = [];
  /** The layers within that were built before they came in, with the places they had. */
  readonly #adopted = new Map<Layer, string>();
  /** Those that another model holds, too, and made. */
  readonly #borrowed = new Set<Layer>();
  /** How many layers and models hold this one; the last one releases it. */
  #holders = 0;

  /** Makes the parameters and inner layers, with `addParameter` and `addLayer`; nothing else. By default none. */
  protected createParameters(_inputShape: InputShape): void {}

  /** The shape of the (first) output. The default is that of the input. */
  computeOutputShape(inputShape: InputShape): Shape {
    return inputShape as Shape;
  }

  /** The shape of the output, or a list of shapes where `apply` returns a list. The layer need not be built. */
  computeOutputShapes(inputShape: InputShape): InputShape {
    return this.computeOutputShape(inputShape);
  }

  /**
   * The shape of the output for an input that the layer will get. It checks the input's shape and makes nothing.
   *
   * @param earlier what the layer was built for, or has to fit, too
   * @throws ShapeError when it is not what the layer takes, or does not fit the earlier one
   */
  planShape(inputShape: InputShape, earlier: InputShape = this.built ? this.#inputShape : inputShape): Shape {
    this.checkShapes(inputShape, earlier);
    return this.computeOutputShape(inputShape);
  }

  protected checkShapes(shape: InputShape, earlier: InputShape): void {
    if (isShapeList(shape)) {
      throw new ShapeError(`${this.label}: takes one input, got a list of ${shape.length}.`);
    }
    checkInput(this.label, this.inputSpec, shape, earlier as Shape); // it went through here, too
  }

  /** Forgets what a stateful layer carries from batch to batch. Most layers carry nothing. */
  resetStates(): void {
    for (const layer of this.#layers) layer.resetStates();
  }

  /**
   * Takes out what the stateful layers in here carry from batch to batch and puts other states in their place, by layer;
   * a layer that is not among them starts from zeros. So one pass over data leaves the states of another one alone. A stateful
   * layer overrides it together with `resetStates`.
   *
   * @returns what was taken out, the caller's to put back or to dispose of
   */
  exchangeStates(states: LayerStates): LayerStates {
    return new Map(this.#layers.flatMap((layer) => [...layer.exchangeStates(states)]));
  }

  /** The layer's place in its model; the prefix of its weights' names and of its random streams. */
  get path(): string {
    return this.#path || this.name;
  }

  /** The place of a layer that is built on its own; a model leaves its name out. */
  protected get rootPath(): string {
    return this.name;
  }

  /** The shape of the input, where the layer knows it by itself. */
  get knownInputShape(): InputShape | undefined {
    return undefined;
  }

  get built(): boolean {
    return this.#state === 'built';
  }

  /** Whether `dispose` has been called. */
  get disposed(): boolean {
    return this.#state === 'disposed';
  }

  /** The shape of the (first) input the layer was built for. */
  get inputShape(): Shape {
    return this.inputShapes[0]!;
  }

  /** The shape of each input the layer was built for. */
  get inputShapes(): readonly Shape[] {
    this.checkBuilt();
    return isShapeList(this.#inputShape) ? this.#inputShape : [this.#inputShape];
  }

  /** The shape of the (first) output for the input it was built for. */
  get outputShape(): Shape {
    this.checkBuilt();
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

  /** The names of `weights` within the layer, in their order: `kernel`, `forward_lstm/kernel`. */
  get weightNames(): readonly string[] {
    return [...this.#namedWeights().keys()];
  }

  /** The parameters that training changes. */
  get trainableWeights(): readonly Parameter[] {
    if (!this.trainable) return [];
    const own = this.#parameters.filter((parameter) => parameter.trainable);
    return [...own, ...this.#layers.flatMap((layer) => layer.trainableWeights)];
  }

  /** The number of values in all parameters. */
  countParams(): number {
    this.checkBuilt();
    return this.weights.reduce((count, { size }) => count + size, 0);
  }

  /**
   * Makes the parameters, once. When it fails, nothing stays allocated, and the layer can be built again. A container does
   * this for the layers within; `fit`, `evaluate` and `predict` do it for a model, with the shape of the first batch.
   *
   * @param inputShape with the batch as axis 0, and `null` for a size that may vary: `[null, 20]`; for several inputs a list
   * @throws ShapeError naming layer, got and expected; Error when the layer is built already
   */
  build(inputShape: InputShape, options?: BuildOptions): this;
  /** The same for a model that knows the shapes of its inputs. */
  build(options?: BuildOptions): this;
  build(first?: InputShape | BuildOptions, second: BuildOptions = {}): this {
    const known = Array.isArray(first) ? undefined : this.knownInputShape;
    const inputShape = known ?? (first as InputShape); // checked below, also where the cast is wrong
    const options = known ? ((first as BuildOptions | undefined) ?? second) : second;
    const { seed, random, initial, path } = resolveOptions(`${this.label}: build`, options, BUILD_RULES);
    this.checkAlive();
    this.checkClass();
    if (this.built) {
      throw new Error(`${this.label}: is already built. A layer belongs to one model; make a new one.`);
    }
    if (this.#context) {
      throw new RangeError(`${this.label}: contains itself, a cycle. Make a second layer.`);
    }
    this.#path = path ?? this.rootPath;
    this.#context = { path: this.#path, random: random ?? initialRandom(seed), initial };
    try {
      for (const shape of isShapeList(inputShape) ? inputShape : [inputShape]) {
        checkShape(`${this.label}: build`, 'inputShape', shape);
      }
      this.checkShapes(inputShape, inputShape);
      this.createParameters(inputShape);
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
    reportSoftmaxOfOne(this.label, this.options, this.#outputShape);
    return this;
  }

  /** @deprecated It is called `build` now. */
  initialize(..._: never): never {
    throw renamed(
      this.label,
      'initialize',
      'Call build(inputShape, { seed, path }), which returns the layer.',
    );
  }

  /** Releases what `build` made, so that it can be called again; for containers whose build fails half-way. */
  unbuild(): void {
    this.resetStates();
    for (const parameter of this.#parameters.splice(0)) parameter.dispose();
    for (const layer of this.#layers.splice(0)) {
      layer.#holders--;
      const path = this.#adopted.get(layer);
      if (path !== undefined) layer.#moveTo(path);
      else if (!this.#borrowed.has(layer)) layer.unbuild();
    }
    this.#adopted.clear();
    this.#borrowed.clear();
    this.#inputShape = [];
    this.#outputShape = [];
    this.#path = undefined;
    this.#state = 'new';
  }

  /** The values of all parameters, named within the layer, in Keras' order. */
  getWeights(): Promise<WeightValues[]> {
    this.checkBuilt();
    return readWeights(this.#namedWeights());
  }

  /**
   * Sets the values of all parameters by name.
   *
   * @throws RangeError for an unknown or missing name, ShapeError for another shape; then nothing is changed
   */
  setWeights(values: Iterable<WeightValues>): void {
    this.checkBuilt();
    writeWeights(this.label, this.#namedWeights(), values);
  }

  /** Releases all parameters. The layer cannot be used afterwards; a second call does nothing. */
  dispose(): void {
    if (this.disposed) return;
    for (const parameter of this.#parameters) parameter.dispose();
    for (const layer of this.#layers) if (--layer.#holders === 0) layer.dispose();
    this.#state = 'disposed';
  }

  /**
   * Makes a parameter, in `createParameters` only.
   *
   * @param name within the layer, for instance `kernel`
   * @throws RangeError when the layer has a parameter of this name, TypeError for a name with a `/`
   */
  protected addParameter(name: string, shape: readonly number[], spec: ParameterSpec): Parameter {
    const context = this.#building('addParameter');
    checkName(this.label, 'the name of a parameter', name);
    if (this.#parameters.some((parameter) => parameter.name === name)) {
      throw new RangeError(`${this.label}: makes two parameters named ${JSON.stringify(name)}.`);
    }
    const path = joinPath(context.path, name);
    checkValues(this.label, name, shape);
    const initializer = getInitializer(`${this.label}: ${name}`, spec.initializer);
    const values = context.initial?.(path, shape) ?? initializer(shape, context.random(path));
    const parameter = new Parameter({ ...spec, name, path, shape, values });
    this.#parameters.push(parameter);
    return parameter;
  }

  /**
   * Takes a layer into this one and builds it, in `createParameters` only. Its weights are named `<its name>/…` within this
   * layer. A layer that was built on its own keeps its weights.
   *
   * @param borrow whether a layer that another model has built may be used here, too
   * @returns the inner layer's output shape
   * @throws Error when it belongs to another layer or model
   */
  protected addLayer(layer: Layer, inputShape: InputShape, borrow = false): Shape {
    const context = this.#building('addLayer');
    const { name } = layer;
    checkName(this.label, 'the name of a layer', name);
    if (this.#layers.some((other) => other.name === name)) {
      throw new RangeError(`${this.label}: holds two layers named ${JSON.stringify(name)}.`);
    }
    layer.nameIfUnnamed(name); // the weights are named after it from here on
    const path = joinPath(context.path, name);
    if (layer.built && (borrow || layer.#holders === 0)) {
      layer.planShape(inputShape);
      if (layer.#holders > 0) {
        this.#borrowed.add(layer);
      } else {
        this.#adopted.set(layer, layer.#path!);
        layer.#moveTo(path);
      }
    } else {
      layer.build(inputShape, { ...context, path });
    }
    layer.#holders++;
    this.#layers.push(layer);
    return layer.computeOutputShape(inputShape);
  }

  /** @throws Error before the build and after the disposal */
  protected checkBuilt(): void {
    this.checkAlive();
    if (!this.built) throw new Error(`${this.label}: is not built. Call build(inputShape) first.`);
  }

  /** Refuses a class that lacks what it needs, which shows once its fields are set. */
  protected checkClass(): void {}

  protected checkAlive(): void {
    if (this.disposed) throw new Error(`${this.label}: has been disposed of. Make a new one.`);
  }

  /** Whether a tensor is the value of one of the layer's own parameters. */
  protected isOwnWeight(tensor: Tensor): boolean {
    return this.#parameters.some(({ value }) => value === tensor);
  }

  #building(method: string): BuildContext {
    if (!this.#context) throw new Error(`${this.label}: ${method} works in createParameters only.`);
    return this.#context;
  }

  /** Gives the weights within the names of another place. */
  #moveTo(path: string): void {
    this.#path = path;
    for (const parameter of this.#parameters) parameter.path = joinPath(path, parameter.name);
    for (const layer of this.#layers) layer.#moveTo(joinPath(path, layer.name));
  }

  #namedWeights(): Map<string, Parameter> {
    const named = new Map(this.#parameters.map((parameter) => [parameter.name, parameter]));
    for (const layer of this.#layers) {
      for (const [name, parameter] of layer.#namedWeights()) named.set(`${layer.name}/${name}`, parameter);
    }
    return named;
  }
}

/** The place of a part; that of a model is empty. */
function joinPath(path: string, name: string): string {
  return path ? `${path}/${name}` : name;
}
