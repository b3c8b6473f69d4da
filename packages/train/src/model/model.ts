import type { Preprocessor } from '@seqloom/arrays';
import { type Tensor, tidy } from '@seqloom/backend';
import {
  type CallContext,
  firstMask,
  formatShape,
  type InputShape,
  isShapeList,
  type Layer,
  type LayerInput,
  type LayerMask,
  type LayerOptions,
  type LayerRules,
  type MaskedResult,
  onEdge,
  type Shape,
  ShapeError,
  type SymbolicContext,
  type SymbolicInput,
  type SymbolicOutput,
  SymbolicTensor,
} from '@seqloom/nn';
import { formatValue, type OptionalRule, rule } from '@seqloom/options';
import { type NamedOr, orderByName } from './by-name.ts';
import { type Graph, traceGraph } from './graph.ts';
import { copyGraph, type GraphJSON, graphJSON, reviveGraph } from './graph-json.ts';
import { modelName } from './model-name.ts';
import { Network } from './network.ts';
import { runGraph } from './run-graph.ts';

/** Options of `Model`. */
export interface ModelOptions<Outputs extends SymbolicInput = SymbolicInput> extends LayerOptions {
  /** What `input` returned: one, or a list. */
  readonly inputs: SymbolicInput;
  /** What layers returned: one, or a list. */
  readonly outputs: Outputs;
}

/** What `apply` of a model returns: a tensor for one output, a list for a list. */
export type ModelOutput<Outputs extends SymbolicInput> = Outputs extends SymbolicTensor
  ? Tensor
  : readonly Tensor[];

/**
 * A network that branches: layers between inputs and outputs, described by applying them to symbolic values. A layer that is
 * applied twice has one set of weights; a model is a layer and can be applied, too.
 *
 * The inputs and outputs have names, by which data, losses and metrics are given: those of `input` and those of the last
 * layers. Layers belong to the model that is built with them first; others may use them, the last one releases them.
 *
 * @throws TypeError or RangeError naming layer and edge: for an output that is not connected to the inputs, an input that
 * leads nowhere, two layers of one name
 *
 * **Source**: `keras.Model`, the functional API.
 *
 * @example
 * ```ts
 * const question = input([20], { name: 'question' });
 * const story = input([200], { name: 'story' });
 * const read = new Sequential([new Embedding({ inputDim: 1000, outputDim: 16 }), new GRU({ units: 32 })]);
 * const both = new Concatenate().apply([read.apply(question), read.apply(story)]);
 * const answer = new Dense({ units: 1000, activation: 'softmax' }).apply(both);
 * const model = new Model({ inputs: [question, story], outputs: answer });
 * ```
 */
export class Model<Outputs extends SymbolicInput = SymbolicInput> extends Network<
  ModelOptions<Outputs>,
  ModelOutput<Outputs>
> {
  static readonly className: string = 'Model';
  static readonly replayable: boolean = true;
  static readonly rules: LayerRules<ModelOptions> & { readonly name: OptionalRule<string | undefined> } = {
    inputs: rule<SymbolicInput>(() => {}), // checked one by one
    outputs: rule<SymbolicInput>(() => {}),
    name: modelName(),
  };
  readonly #graph: Graph;

  constructor(options: ModelOptions<Outputs>) {
    super(options);
    const list = (value: SymbolicInput) => (Array.isArray(value) ? [...value] : [value]) as SymbolicTensor[];
    this.#graph = traceGraph(this.label, list(options.inputs), list(options.outputs));
  }

  /** Makes the model that plain data describe; `load` and `LayerRegistry` call it. */
  static fromOptions(options: Readonly<Record<string, unknown>>): Model {
    return new Model(reviveGraph(options));
  }

  override get layers(): readonly Layer[] {
    return this.#graph.layers;
  }

  override get inputNames(): readonly string[] {
    return this.#graph.inputNames;
  }

  override get outputNames(): readonly string[] {
    return this.#graph.outputNames;
  }

  override get preprocessors(): readonly (Preprocessor | undefined)[] {
    return this.#graph.inputs.map(({ node }) =>
      node.kind === 'input' ? node.strings?.preprocessor : undefined,
    );
  }

  override get returnsList(): boolean {
    return Array.isArray(this.options.outputs);
  }

  override get graph(): Graph {
    return this.#graph;
  }

  override get knownInputShape(): InputShape {
    const shapes = this.#graph.inputs.map(({ shape }) => shape);
    return shapes.length === 1 ? shapes[0]! : shapes;
  }

  /** The shape of each output for the inputs that the model was built for. */
  override get outputShapes(): readonly Shape[] {
    return this.#shapesFor(this.inputShapes);
  }

  /**
   * Runs the model.
   *
   * @param x one tensor for a model with one input, a list in the order of the inputs, or tensors by name
   * @throws RangeError for an input that is missing or that the model does not have
   */
  override apply(
    x: SymbolicInput | Readonly<Record<string, SymbolicTensor>>,
    context?: SymbolicContext,
  ): SymbolicOutput<ModelOutput<Outputs>>;
  override apply(x: NamedOr<Tensor>, context?: Partial<CallContext>): ModelOutput<Outputs>;
  override apply(x: unknown, context: object = {}): never {
    return super.apply(this.#ordered(x) as Tensor, context) as never; // as the overloads say
  }

  override applyMasked(
    x: NamedOr<Tensor>,
    context: Partial<CallContext> = {},
  ): MaskedResult<ModelOutput<Outputs>> {
    return super.applyMasked(this.#ordered(x) as LayerInput, context);
  }

  override computeOutputShape(inputShape: InputShape): Shape {
    return this.#shapesFor(isShapeList(inputShape) ? inputShape : [inputShape])[0]!;
  }

  override computeOutputShapes(inputShape: InputShape): InputShape {
    const shapes = this.#shapesFor(isShapeList(inputShape) ? inputShape : [inputShape]);
    return this.returnsList ? shapes : shapes[0]!;
  }

  override planShape(inputShape: InputShape, earlier?: InputShape): Shape {
    this.checkShapes(inputShape);
    const list = (shape: InputShape) => (isShapeList(shape) ? shape : [shape]);
    return this.#shapesFor(list(inputShape), earlier && list(earlier))[0]!;
  }

  /** What the layers leave of masks depends on what they compute: runs them. */
  override computeMask(x: LayerInput, mask: LayerMask): Tensor | undefined {
    const context = Array.isArray(x) ? { masks: mask as never } : { mask: firstMask(mask) };
    return tidy(() => firstMask(this.applyMasked(x, context).mask));
  }

  /** A copy with layers of its own. */
  override clone(overrides: Partial<ModelOptions<Outputs>> = {}): this {
    const options = {
      ...copyGraph(this.#graph, this.returnsList),
      trainable: this.trainable,
    };
    const { name } = this.options;
    return new Model({ ...options, ...(name !== undefined && { name }), ...overrides }) as this;
  }

  protected override savedOptions(): GraphJSON {
    return graphJSON(this.#graph, this.returnsList);
  }

  protected override createParameters(inputShape: InputShape): void {
    const built = new Set<Layer>();
    this.#follow(isShapeList(inputShape) ? inputShape : [inputShape], (layer, shape) => {
      if (built.has(layer)) layer.planShape(shape);
      else this.addLayer(layer, shape, true);
      built.add(layer);
    });
  }

  override followShapes(inputShape: InputShape, visit: (layer: Layer, inputShape: InputShape) => void): void {
    this.#follow(isShapeList(inputShape) ? inputShape : [inputShape], visit);
  }

  protected override callMasked(x: LayerInput, context: CallContext): MaskedResult<ModelOutput<Outputs>> {
    const { outputs, masks } = runGraph(this.#graph, [x].flat() as readonly Tensor[], context);
    if (this.returnsList) {
      return { output: outputs as unknown as ModelOutput<Outputs>, mask: masks };
    }
    return { output: outputs[0] as ModelOutput<Outputs>, mask: masks[0] };
  }

  protected override labelOfInput(i: number): string {
    return `${this.label}: input ${JSON.stringify(this.inputNames[i])}`;
  }

  protected override checkTensors(x: LayerInput): void {
    for (const tensor of [x].flat()) {
      if (Array.isArray((tensor as Tensor)?.shape)) continue;
      throw new TypeError(
        `${this.label}: expected a tensor for each input, got ${formatValue(tensor)}. Make one with tensor(…).`,
      );
    }
  }

  protected override checkShapes(given: InputShape): void {
    const shapes = isShapeList(given) ? given : [given];
    const { inputs, inputNames } = this.#graph;
    if (shapes.length !== inputs.length) {
      throw new ShapeError(
        `${this.label}: takes ${inputs.length} inputs, ${inputNames.join(', ')}, got ${shapes.length}.`,
      );
    }
    for (const [i, { shape }] of inputs.entries()) {
      const got = shapes[i]!;
      const fits =
        got.length === shape.length &&
        shape.every((size, axis) => size === null || got[axis] === null || size === got[axis]);
      if (fits) continue;
      throw new ShapeError(
        `${this.label}: input ${JSON.stringify(inputNames[i])} expects shape ${formatShape(shape)}, got ${formatShape(got)}.`,
      );
    }
  }

  /** One tensor, or a list in the order of the inputs. */
  #ordered(x: unknown): unknown {
    const list = orderByName(this.label, 'inputs', this.inputNames, x, isValue);
    return list.length === 1 ? list[0] : list;
  }

  /** The shapes of the outputs for shapes of the inputs, which are checked against each layer. */
  #shapesFor(shapes: readonly Shape[], earlier?: readonly Shape[]): readonly Shape[] {
    const before = earlier && [...this.#layerShapes(earlier)];
    let count = 0;
    return this.#follow(shapes, (layer, shape) => layer.planShape(shape, before?.[count++]));
  }

  #layerShapes(shapes: readonly Shape[]): readonly InputShape[] {
    const found: InputShape[] = [];
    this.#follow(shapes, (_, shape) => found.push(shape));
    return found;
  }

  /** Visits the uses of the layers with the shapes of their inputs. */
  #follow(shapes: readonly Shape[], visit: (layer: Layer, shape: InputShape) => void): readonly Shape[] {
    const { inputs, nodes, outputs } = this.#graph;
    const found = new Map(inputs.map(({ node }, i) => [node as SymbolicTensor['node'], [shapes[i]!]]));
    const shapeOf = ({ node, index }: SymbolicTensor) => found.get(node)![index]!;
    for (const node of nodes) {
      const { layer, takesList } = node;
      const of = node.inputs.map(shapeOf);
      const shape = takesList ? of : of[0]!;
      const made = onEdge(node.inputs, layer, () => {
        visit(layer, shape);
        return layer.computeOutputShapes(shape);
      });
      found.set(node, isShapeList(made) ? [...made] : [made]);
    }
    return outputs.map(shapeOf);
  }
}

/** Whether it is one tensor, with values or without. */
function isValue(value: unknown): value is Tensor | SymbolicTensor {
  return value instanceof SymbolicTensor || Array.isArray((value as Tensor | undefined)?.shape);
}
