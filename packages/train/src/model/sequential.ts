import type { Preprocessor } from '@seqloom/arrays';
import { type Tensor, tidy } from '@seqloom/backend';
import {
  type CallContext,
  firstMask,
  type InputShape,
  Layer,
  type LayerMask,
  type LayerOptions,
  type LayerOutput,
  type LayerRules,
  layersWithin,
  type MaskedResult,
  type Shape,
  uniqueNames,
} from '@seqloom/nn';
import { formatValue, type OptionalRule, optional, rule } from '@seqloom/options';
import { checkPreprocessor, isPreprocessor } from './check-preprocessor.ts';
import { modelName } from './model-name.ts';
import { checkInner, Network } from './network.ts';

/** Options of `Sequential`. */
export interface SequentialOptions extends LayerOptions {
  /** From the input to the output. */
  readonly layers?: Stack;
  /** What makes numbers of strings for the first layer; as in a list, where it comes first. */
  readonly preprocessor?: Preprocessor | undefined;
}

/** Layers; before them may be a preprocessor, such as a `TextVectorizer`. */
export type Stack = readonly Layer[] | readonly [Preprocessor, ...Layer[]];

/**
 * A stack of layers: the output of each is the input of the next. It owns its layers and their weights; `dispose`
 * releases them. As it is a layer itself, it can stand in another stack, or be repeated by `TimeDistributed`.
 *
 * Before the layers may be a preprocessor (`TextVectorizer`, `StringLookup`): the model then takes strings, and its file holds
 * the vocabulary.
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
 * model.build([null, 20], { seed: 1 });
 * console.log(model.summary());
 * ```
 */
export class Sequential extends Network<SequentialOptions, Tensor> {
  static readonly className: string = 'Sequential';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<SequentialOptions> & { readonly name: OptionalRule<string | undefined> } =
    {
      layers: rule<Stack>(() => {}, []), // checked one by one
      preprocessor: optional(rule<Preprocessor>(checkPreprocessor)),
      name: modelName(),
    };
  readonly #stack: Layer[];

  // The layers, or all options. Not a doc comment: editors would show it in place of the class's.
  constructor(layers: Stack | SequentialOptions = [], options: LayerOptions = {}) {
    const given: SequentialOptions = isOptions(layers) ? { ...layers, ...options } : { layers, ...options };
    const stack: Layer[] = [];
    const [first] = Array.isArray(given.layers) ? (given.layers as Stack) : [];
    const leads = isPreprocessor(first) && !(first instanceof Layer);
    super({ ...given, layers: stack, ...(leads && { preprocessor: first }) });
    this.#stack = stack;
    for (const layer of this.#checkedList(given).slice(leads ? 1 : 0)) this.#append(layer);
    this.#nameLayers();
  }

  override get preprocessors(): readonly (Preprocessor | undefined)[] {
    const { preprocessor } = this.settings;
    return preprocessor ? [preprocessor] : super.preprocessors;
  }

  override get layers(): readonly Layer[] {
    return this.#stack;
  }

  /** It goes to the first layer. */
  override get supportsInitialState(): boolean {
    return this.#stack[0]?.supportsInitialState ?? false;
  }

  /**
   * Appends a layer, before the build.
   *
   * @throws Error once the model is built, RangeError when the layer's name is taken
   */
  add(layer: Layer): this {
    if (this.built) throw new Error(`${this.label}: is already built; layers can no longer be added.`);
    this.#append(layer);
    this.#nameLayers();
    return this;
  }

  protected override createParameters(inputShape: Shape): void {
    if (this.#stack.length === 0) throw new Error(`${this.label}: has no layers. Add one first.`);
    this.checkOpenBatch(inputShape);
    let shape = inputShape;
    for (const layer of this.#stack) shape = this.addLayer(layer, shape);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return this.planShape(inputShape);
  }

  override planShape(inputShape: Shape, earlier?: Shape): Shape {
    this.checkShapes(inputShape, inputShape);
    let [shape, before] = [inputShape, earlier];
    for (const layer of this.#stack) {
      shape = layer.planShape(shape, before);
      before = before && layer.computeOutputShape(before);
    }
    return shape;
  }

  override followShapes(inputShape: InputShape, visit: (layer: Layer, inputShape: InputShape) => void): void {
    let shape = inputShape as Shape; // it takes one input
    for (const layer of this.#stack) {
      visit(layer, shape);
      shape = layer.computeOutputShape(shape);
    }
  }

  /** An initial state goes to the first layer, a request for logits to the last. */
  protected override callMasked(x: Tensor, context: CallContext): MaskedResult<Tensor> {
    const last = this.#stack.at(-1);
    let output = x;
    let { mask, initialState } = context;
    for (const layer of this.#stack) {
      const logits = layer === last ? context.logits : undefined;
      const result = layer.applyMasked(output, { ...context, mask, logits, initialState });
      output = this.#onlyOutput(layer, result.output);
      mask = firstMask(result.mask);
      initialState = undefined;
    }
    return { output, mask };
  }

  /** What the layers leave of a mask depends on what they compute: runs them. */
  override computeMask(x: Tensor, mask: LayerMask): Tensor | undefined {
    return tidy(() => firstMask(this.applyMasked(x, { mask: firstMask(mask) }).mask));
  }

  /** @deprecated Its output comes from `apply` now, its output with the mask from `applyMasked`. */
  run(..._: never): never {
    throw new TypeError(
      `${this.label}: run has been renamed. Call apply for the output, applyMasked for the output and its mask.`,
    );
  }

  #onlyOutput(layer: Layer, output: LayerOutput): Tensor {
    const tensors = Array.isArray(output) ? (output as readonly Tensor[]) : [output as Tensor];
    if (tensors.length === 1) return tensors[0]!;
    throw new TypeError(
      `${this.label}: ${layer.label} returned ${tensors.length} tensors, expected one. Leave out its returnState or ` +
        "mergeMode 'none', or apply the layer on its own.",
    );
  }

  #checkedList({ layers = [] }: SequentialOptions): readonly unknown[] {
    if (Array.isArray(layers)) return layers;
    throw new TypeError(
      `${this.label}: expected a list of layers, got ${formatValue(layers)}. Write [layer].`,
    );
  }

  #append(layer: unknown): void {
    if (!(layer instanceof Layer)) {
      if (isPreprocessor(layer)) {
        throw new TypeError(
          `${this.label}: ${layer.className} takes strings and must be the first of all, got it after ${this.#stack.length} layers.`,
        );
      }
      throw new TypeError(`${this.label}: expected a layer, got ${formatValue(layer)}.`);
    }
    if (this.#stack.includes(layer)) {
      throw new RangeError(`${this.label}: ${layer.label} comes twice. Make a second layer.`);
    }
    if (layer === this || layersWithin(layer).has(this)) {
      throw new RangeError(
        `${this.label}: ${layer.label} contains the model itself, a cycle. Make a second model.`,
      );
    }
    checkInner(this.label, layer);
    this.#stack.push(layer);
  }

  #nameLayers(): void {
    const names = uniqueNames(this.#stack);
    for (const [i, layer] of this.#stack.entries()) layer.nameIfUnnamed(names[i]!);
  }
}

function isOptions(value: Stack | SequentialOptions): value is SequentialOptions {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Layer);
}
